"""Whatever one community does wrong, its error is clear and the others finish their night."""

import email
import json
from email import policy

import pytest

from tests.end_to_end.conftest import PROJECT, airflow_night, environment, query
from tests.end_to_end.small import small

pytestmark = pytest.mark.e2e
FILE = """name: {name}
industry: {industry}
language: en
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
as_of: latest
{more}
"""
ROW = {
    "network": "x",
    "author_id": "a1",
    "text": "The wifi was slow again",
    "created_at": "2025-06-01T10:00:00Z",
}
HARD = {
    "emoji": "🛫🧑‍🧑‍🧒‍🧒 love it 💜", "rtl": "الرحلة متأخرة שלום", "nul": "a\u0000b", "surrogate": "lone \ud83d here",
    "long": "delay " * 17_000,
}  # fmt: skip


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """One night over a healthy community and one of each kind of trouble; returns (home, what
    Airflow printed, posts of the healthy one).
    """
    root = tmp_path_factory.mktemp("bad")
    folder = root / "communities"
    folder.mkdir()
    (root / "forum.jsonl").write_text(json.dumps(ROW | {"post_id": "f1", "network": "forum"}))
    fibra = (PROJECT / "dags" / "communities" / "fibra.yml").read_text()
    more = "".join(
        f"  - {{network: export, path: {root}/{name}.jsonl}}\n" for name in ("forum", "gone")
    )
    (folder / "fibra.yml").write_text(fibra.replace("recipients:", more + "recipients:", 1))

    def add(name, lines, industry="airlines", more="", suffix="jsonl", file=None):
        path = root / f"{name}.{suffix}"
        if lines is not None:
            path.write_text("\n".join(lines))
        (folder / f"{file or name}.yml").write_text(
            FILE.format(name=name, industry=industry, path=path, more=more)
        )

    def row(**values):
        return json.dumps(ROW | values)

    add("missing_file", None)
    add("empty_file", [])
    add("truncated", [row(post_id="1"), row(post_id="2"), row(post_id="3")[:40]])
    add("wrong_columns", [json.dumps({"id": 1, "message": "hello"})])
    add("duplicates", [row(post_id="1", text="first words"), row(post_id="1", text="second words")])
    dates = ("2025-06-01T12:00:00+02:00", "2025-06-01", "01/06/2025 12h")
    add("dates", [row(post_id=str(i), created_at=value) for i, value in enumerate(dates)])
    add("hard_texts", [row(post_id=key, text=value) for key, value in HARD.items()])
    add("unknown_key", [row(post_id="1")], more="colour: red")
    add("unknown_industry", [row(post_id="1")], industry="aeronautics")
    add("twin", [row(post_id="1")], file="twin_a")
    add("twin", [row(post_id="1")], file="twin_b")
    for name, language in (("fr_mail", "fr"), ("en_mail", "en")):
        more = f"recipients: [{{email: same@example.org, language: {language}}}]"
        add(name, [row(post_id="1")], more=more)
    home = root / "var"
    env = environment(home, folder)
    posts = small(home, "fibra")
    airflow_night(env, check=False)
    log = max((home / "logs").glob("night-*.log"))
    return home, log.read_text(), posts


def test_with_one_of_three_sources_gone_the_night_is_whole_and_the_mail_names_the_source(night):
    home, _, posts = night
    by_network = dict(
        query(
            home, "select network, count(*) from fct_posts where community_id = 'fibra' group by 1"
        )
    )
    assert by_network == {"simulated": posts, "forum": 1}
    (mail,) = (home / "outbox").glob("*.eml")
    text = (
        email.message_from_bytes(mail.read_bytes(), policy=policy.default)
        .get_body(("plain",))
        .get_content()
    )
    assert "gone.jsonl" in " ".join(text.split())
    assert "depuis" in text[text.index("gone.jsonl") :]


@pytest.mark.parametrize(
    "words",
    [
        "missing_file.jsonl: no such file",
        "empty_file.jsonl: the file is empty",
        "wrong_columns.jsonl",
        "unknown_key.yml:7: colour: there is no such key here; it belongs in `brand`",
        "no pack called 'aeronautics'",
        "'twin' is also the name in",
        "same@example.org is asked for in en and fr",
    ],
)
def test_every_unusable_file_is_named_with_the_cause(night, words):
    assert words in night[1]


@pytest.mark.parametrize(
    ("community", "kept"),
    [("truncated", 2), ("duplicates", 1), ("dates", 2), ("hard_texts", 5), ("fr_mail", 1)],
)
def test_what_can_be_used_is_used(night, community, kept):
    assert query(
        night[0], "select count(*), count(model) from fct_posts where community_id = ?", community
    ) == [(kept, kept)]


@pytest.mark.parametrize(("community", "reason"), [("truncated", "JSON"), ("dates", "date")])
def test_what_cannot_be_used_is_set_aside_with_its_reason(night, community, reason):
    found = query(
        night[0], "select rows, reason from ops.quarantine where community_id = ?", community
    )
    assert len(found) == 1
    assert found[0][0] == 1
    assert reason.lower() in found[0][1].lower()


def test_of_two_versions_of_a_post_the_later_wins(night):
    assert query(night[0], "select text from fct_posts where community_id = 'duplicates'") == [
        ("second words",)
    ]


def test_the_three_dates_are_the_same_day_or_set_aside(night):
    days = query(
        night[0], "select distinct created_date from fct_posts where community_id = 'dates'"
    )
    assert [str(day) for (day,) in days] == ["2025-06-01"]


def test_hard_texts_come_through_without_what_breaks_files(night):
    texts = dict(
        query(night[0], "select post_id, text from fct_posts where community_id = 'hard_texts'")
    )
    assert "🛫" in texts["emoji"]
    assert "متأخرة" in texts["rtl"]
    assert "\u0000" not in texts["nul"]
    assert texts["surrogate"].encode("utf-8")
    assert texts["long"].startswith("delay delay")


def test_the_summary_and_the_published_file_say_which_sources_are_missing(night):
    failed = {
        name
        for (name,) in query(
            night[0], "select community_id from ops.sources where status = 'failed'"
        )
    }
    assert {"missing_file", "empty_file", "wrong_columns"} <= failed
