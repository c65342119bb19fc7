"""A subscription changes in the community files, and nothing else of them does."""

import pytest
from typer.testing import CliRunner

from transforms import cli
from transforms.config import subscription
from transforms.config.communities import read_community
from transforms.config.errors import BadInput
from transforms.config.settings import settings

HEAD = """# A shop of corners, kept by Léa.
name: {name}
industry: telecom
language: fr   # the shop's own
accounts: [{name}]
sources:
  - {{network: export, path: posts.jsonl, account: {name}}}
"""
FLOW = """recipients:   # ask Léa first
  - {email: lea@example.org, language: fr, send_at: "08:00"}   # the boss
  # he reads on the train
  - {email: Max@Example.org, language: fr}
# the colours of the sign
brand: {colour: "#b3261e"}
"""
BLOCK = """recipients:
- email: lea@example.org
  sections:
    - climate   # first of all
    - people
  send_at: "08:00"   # after coffee
# he reads on the train
- email: Max@Example.org
  language: fr

# the colours of the sign
brand: {colour: "#b3261e"}
"""
INLINE = """recipients: [{email: lea@example.org, send_at: "08:00"}, {email: Max@Example.org, language: fr}]  # two
brand: {colour: "#b3261e"}
"""
STYLES = pytest.mark.parametrize("style", [FLOW, BLOCK, INLINE], ids=["flow", "block", "inline"])


@pytest.fixture
def shop(home, tmp_path, monkeypatch):
    """Writes a community file; returns its path."""
    folder = tmp_path / "communities"
    folder.mkdir()
    monkeypatch.setenv("CMR_COMMUNITIES", str(folder))
    settings.cache_clear()

    def write(style: str, name: str = "shop", newline: str = "\n"):
        path = folder / f"{name}.yml"
        path.write_bytes((HEAD.format(name=name) + style).replace("\n", newline).encode())
        return path

    return write


def lines_changed(before: str, after: str) -> tuple[set[str], set[str]]:
    old, new = before.splitlines(), after.splitlines()
    return {line for line in old if line not in new}, {line for line in new if line not in old}


def recipient(path, email: str):
    return next(r for r in read_community(path).recipients if r.email == email)


@STYLES
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_change_touches_the_lines_of_one_recipient_only(style, newline, shop):
    path = shop(style, newline=newline)
    before = path.read_bytes().decode()
    wishes = {
        "send_at": "07:30",
        "language": "en",
        "pdf": True,
        "digest": "none",
        "sections": ["people", "advice"],
    }
    assert subscription.change("LEA@example.org ", wishes) == {
        "files": ["shop.yml"],
        "state": "changed",
    }
    found = recipient(path, "lea@example.org")
    assert (found.send_at, found.language, found.pdf, found.digest) == ("07:30", "en", True, "none")
    assert found.sections == ["people", "advice"]
    after = path.read_bytes().decode()
    gone, _ = lines_changed(before, after)
    assert gone <= {line for line in before.splitlines() if "lea@" in line or "send_at" in line} | {
        "  sections:", "    - climate   # first of all", "    - people"
    }  # fmt: skip
    assert recipient(path, "Max@Example.org").language == "fr"
    assert after.count("\r") == (after.count("\n") if newline == "\r\n" else 0)
    for comment in ("# A shop", "# the shop's own"):
        assert comment in after


@STYLES
@pytest.mark.parametrize("address", ["lea@example.org", "max@example.org"])
def test_who_stops_is_gone_and_every_comment_about_others_stays(style, address, shop):
    path = shop(style)
    before = path.read_text()
    assert subscription.change(address, stop=True)["state"] == "stopped"
    after = path.read_text()
    assert address not in after.lower()
    assert len(read_community(path).recipients) == 1
    gone, come = lines_changed(before, after)
    assert not [line for line in gone if line.startswith("#")]
    assert come <= {line for line in after.splitlines() if line.startswith("recipients: [")}


@STYLES
def test_the_last_one_to_stop_leaves_an_empty_list(style, shop):
    path = shop(style)
    for address in ("lea@example.org", "max@example.org"):
        subscription.change(address, stop=True)
    assert read_community(path).recipients == []
    assert "# A shop" in path.read_text()


@pytest.mark.parametrize("style", [FLOW, BLOCK, INLINE, "", "recipients: []\n", "recipients:\n"])
def test_a_new_address_joins_the_community_it_names(style, shop):
    path = shop(style)
    subscription.change("new@example.org", {"send_at": "06:45"}, community="shop")
    assert recipient(path, "new@example.org").send_at == "06:45"
    assert len(read_community(path).recipients) == (3 if style in (FLOW, BLOCK, INLINE) else 1)


def test_without_a_community_every_file_that_has_the_address_changes(shop):
    paths = [
        shop(FLOW, "one"),
        shop(BLOCK, "two"),
        shop("recipients: [{email: else@example.org}]\n", "three"),
    ]
    assert subscription.change("lea@example.org", {"language": "en"})["files"] == [
        "one.yml",
        "two.yml",
    ]
    assert [recipient(p, "lea@example.org").language for p in paths[:2]] == ["en", "en"]


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({"send_at": "25:00"}, "send_at"),
        ({"language": "de"}, "language"),
        ({"sections": ["gossip"]}, "sections"),
    ],
)
def test_a_wish_that_cannot_be_leaves_every_file_as_it_was(wishes, said, shop):
    paths = [shop(FLOW, "one"), shop(BLOCK, "two")]
    before = [p.read_bytes() for p in paths]
    with pytest.raises(BadInput, match=said):
        subscription.change("lea@example.org", wishes)
    assert [p.read_bytes() for p in paths] == before
    assert sorted(p.name for p in paths[0].parent.iterdir()) == ["one.yml", "two.yml"]


def test_two_languages_for_one_address_are_refused_and_undone(shop):
    one, _ = shop(FLOW, "one"), shop(BLOCK, "two")
    before = one.read_bytes()
    with pytest.raises(BadInput, match="one address gets one mail"):
        subscription.change("lea@example.org", {"language": "en"}, community="one")
    assert one.read_bytes() == before


def test_a_broken_file_elsewhere_is_left_alone_and_stops_nobody(shop):
    path, broken = shop(FLOW), shop("recipients: [", "broken")
    before = broken.read_bytes()
    subscription.change("lea@example.org", stop=True)
    assert len(read_community(path).recipients) == 1
    assert broken.read_bytes() == before


def test_a_file_that_an_edit_would_change_for_others_too_is_refused(shop):
    path = shop(
        "recipients:\n  - {email: lea@example.org, sections: &hers [climate]}\n"
        "  - {email: max@example.org, sections: *hers}\n"
    )
    before = path.read_bytes()
    with pytest.raises(BadInput, match="by hand"):
        subscription.change("max@example.org", {"sections": ["people"]})
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--email", "nobody@example.org", "--stop"], "in no community file"),
        (["--email", "lea@example.org"], "nothing to change"),
        (["--email", "lea@example.org", "--stop", "--pdf"], "no other wish"),
        (
            ["--email", "new@example.org", "--community", "elsewhere", "--pdf"],
            "in no community file of elsewhere",
        ),
        (["--email", "not an address", "--community", "shop", "--pdf"], "email"),
    ],
)
def test_what_cannot_be_done_is_said(arguments, said, shop):
    before = (path := shop(FLOW)).read_bytes()
    result = CliRunner().invoke(cli.app, ["subscription", *arguments])
    assert isinstance(result.exception, BadInput)
    assert said in str(result.exception)
    assert path.read_bytes() == before


def test_the_command_takes_every_wish(shop):
    path = shop(BLOCK)
    arguments = [
        "--email",
        "lea@example.org",
        "--send-at",
        "07:30",
        "--sections",
        "people,notes",
        "--no-pdf",
    ]
    result = CliRunner().invoke(cli.app, ["subscription", *arguments, "--json"])
    assert result.exit_code == 0, result.output
    found = recipient(path, "lea@example.org")
    assert (found.send_at, found.sections, found.pdf) == ("07:30", ["people", "notes"], False)


def test_the_file_keeps_its_rights_and_a_link_stays_a_link(shop, tmp_path):
    path = shop(FLOW)
    path.chmod(0o640)
    target = path.rename(tmp_path / "kept.yml")
    path.symlink_to(target)
    subscription.change("lea@example.org", {"digest": "none"})
    assert path.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert recipient(target, "lea@example.org").digest == "none"
