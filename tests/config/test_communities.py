"""Community files: a mistake is one clear sentence with file, line and field, and costs nobody else
the night.
"""

import pytest

from transforms.config import communities
from transforms.config.errors import BadInput
from transforms.config.run import check_files
from transforms.config.settings import settings

GOOD = """name: {name}
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [Brand]
sources:
  - {{network: export, path: "${{CMR_HOME}}/{name}.jsonl"}}
recipients:
  - {{email: {email}, language: {language}}}
"""


@pytest.fixture
def folder(home, tmp_path, monkeypatch):
    target = tmp_path / "communities"
    target.mkdir()
    monkeypatch.setenv("CMR_COMMUNITIES", str(target))
    settings.cache_clear()
    return target


def put(folder, name, email="cm@example.org", language="fr", more="", file=None):
    (folder / f"{file or name}.yml").write_text(
        GOOD.format(name=name, email=email, language=language) + more
    )


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("colors: red\n", "colors: there is no such key; did you mean `colour`?"),
        ("zzzz: red\n", "zzzz: there is no such key"),
        ("timezone: Paris\n", "unknown time zone 'Paris'"),
        ("retention_days: soon\n", "retention_days: Input should be a valid integer"),
        ("limits: {max_posts_per_day: -1}\n", "limits.max_posts_per_day"),
        ("brand: {colour: red}\n", "brand.colour"),
        ("accounts: []\n", "accounts: List should have at least 1 item"),
        ("pulse: hourly\n", "pulse: Input should be a valid boolean"),
    ],
)
def test_an_unusable_file_is_named_with_its_line_and_field_and_the_others_are_read(
    folder, more, words
):
    put(folder, "good")
    text = GOOD.format(name="bad", email="a@example.org", language="fr")
    key = more.split(":")[0]
    kept = "\n".join(row for row in text.splitlines() if not row.startswith(f"{key}:"))
    (folder / "bad.yml").write_text(kept + "\n" + more)
    found, errors = communities.read_folder(folder)
    assert [community.name for community in found] == ["good"]
    assert len(errors) == 1
    assert "bad.yml:" in errors[0]
    assert words in errors[0]
    shown = int(errors[0].split("bad.yml:")[1].split(":")[0])
    assert (kept + "\n" + more).splitlines()[shown - 1].startswith(key)


def test_an_unknown_industry_is_refused_with_the_list_of_those_there_are(folder):
    put(folder, "good")
    (folder / "bad.yml").write_text(
        GOOD.format(name="bad", email="a@b.c", language="fr").replace("telecom", "tlecom")
    )
    found, errors = communities.read_folder(folder)
    assert [community.name for community in found] == ["good"]
    assert "no pack called 'tlecom'" in errors[0]
    assert "airlines" in errors[0]


def test_two_communities_with_one_name_are_both_left_out_and_named(folder):
    put(folder, "twin", file="a")
    put(folder, "twin", file="b")
    put(folder, "other")
    found, errors = communities.read_folder(folder)
    assert [community.name for community in found] == ["other"]
    assert len(errors) == 2
    assert all("'twin' is also the name in" in error for error in errors)


def test_an_address_with_two_languages_gets_no_mail_until_somebody_chooses(folder):
    put(folder, "one", email="cm@example.org", language="fr")
    put(folder, "two", email="CM@example.org", language="en")
    found, errors = communities.read_folder(folder)
    assert [community.name for community in found] == ["one", "two"]
    assert [community.recipients for community in found] == [[], []]
    assert len(errors) == 1
    assert "cm@example.org is asked for in en and fr" in errors[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name: [", "not valid YAML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"", "name: Field required"),
        (b"- a\n- b\n", "Input should be a valid dictionary"),
        (b"!!python/object/apply:os.system ['true']\n", "not valid YAML"),
    ],
)
def test_a_file_that_is_no_community_at_all_is_an_error_and_no_crash(folder, content, words):
    (folder / "bad.yml").write_bytes(content)
    found, errors = communities.read_folder(folder)
    assert found == []
    assert words in errors[0]


def test_a_missing_environment_variable_is_named(folder):
    (folder / "bad.yml").write_text(
        GOOD.format(name="bad", email="a@b.c", language="fr").replace("CMR_HOME", "NO_SUCH")
    )
    _, errors = communities.read_folder(folder)
    assert "the environment variable NO_SUCH is not set" in errors[0]


def test_the_check_of_the_night_lists_every_error(folder):
    put(folder, "good")
    put(folder, "bad", more="x: 1\n")
    put(folder, "worse", more="y: 1\n", email="b@example.org")
    with pytest.raises(BadInput) as raised:
        check_files()
    assert "bad.yml" in str(raised.value)
    assert "worse.yml" in str(raised.value)


def test_a_missing_folder_says_which_setting_names_it(folder):
    with pytest.raises(BadInput, match="CMR_COMMUNITIES"):
        communities.read_folder(folder / "nowhere")


def test_a_rival_has_no_pulse_because_nobody_would_be_told(folder):
    put(folder, "ours", more="pulse: true\n")
    rival = GOOD.format(name="rival", email="a@example.org", language="fr").partition("recipients")[
        0
    ]
    (folder / "rival.yml").write_text(rival + "rival_of: ours\npulse: true\n")
    found, errors = communities.read_folder(folder)
    assert [(one.name, one.pulse) for one in found] == [("ours", True)]
    assert "pulse: a rival's community gets no mail" in errors[0]


def test_old_files_have_no_pulse_because_they_have_no_present_hour(folder):
    put(folder, "old", more="as_of: latest\npulse: true\n")
    found, errors = communities.read_folder(folder)
    assert found == []
    assert "pulse: a community of old files (as_of: latest) has no present hour" in errors[0]
