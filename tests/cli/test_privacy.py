"""What people may ask for, on the command line."""

from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from transforms.cli.privacy import app
from transforms.config.errors import BadInput
from transforms.privacy import forgetting

RUNNER = CliRunner()
BAD = {
    "nothing": [],
    "a network alone": ["x"],
    "a person and everybody": ["x", "ann", "--again"],
    "everybody and a community": ["--again", "--community", "shop"],
}


@pytest.mark.parametrize("said", BAD.values(), ids=BAD)
def test_what_is_not_said_clearly_forgets_nobody(said, monkeypatch):
    for name in ("forget_author", "forget_again", "forget_community"):
        monkeypatch.setattr(forgetting, name, lambda *_: pytest.fail("somebody was forgotten"))
    found = RUNNER.invoke(app, ["forget", *said])
    assert isinstance(found.exception, BadInput)


@pytest.mark.parametrize(("is_clean", "code"), [(True, 0), (False, 1)])
def test_the_exit_code_says_whether_nothing_is_left(monkeypatch, is_clean, code):
    asked = []

    def forget(*person):
        asked.append(person)
        return SimpleNamespace(is_clean=is_clean)

    monkeypatch.setattr(forgetting, "forget_author", forget)
    monkeypatch.setattr(forgetting, "told", lambda _: {"left": 0})
    found = RUNNER.invoke(app, ["forget", "x", "ann", "--name", "Ann B", "--json"])
    assert found.exit_code == code
    assert asked == [("x", "ann", ["Ann B"], [])]


def test_what_is_held_is_printed_a_row_a_line(monkeypatch):
    rows = [{"post_id": "1", "text": "été"}, {"post_id": "2", "text": "b"}]
    monkeypatch.setattr(forgetting, "access", lambda network, author: rows)
    found = RUNNER.invoke(app, ["access", "x", "ann"])
    assert found.output.splitlines() == [
        '{"post_id": "1", "text": "été"}',
        '{"post_id": "2", "text": "b"}',
    ]
