"""`cmr` as a person and as a program meet it."""

import json

import pytest
from typer.testing import CliRunner

from transforms import cli
from transforms.config.errors import BadInput, StepFailed

PROMISED = (
    "extract", "enrich", "read", "recommend", "anticipate", "publish", "report", "send", "feedback", "evaluate",
    "bench", "doctor", "compact", "forget", "subscription", "new",
)  # fmt: skip


@pytest.mark.parametrize("command", PROMISED)
def test_every_promised_command_explains_itself(command):
    result = CliRunner().invoke(cli.app, [command, "--help"])
    assert result.exit_code == 0
    assert "Usage" in result.output


@pytest.mark.parametrize(("error", "code"), [(BadInput("mend me"), 2), (StepFailed("broken"), 1)])
def test_a_mistake_exits_with_2_and_a_failure_with_1_in_words_without_a_traceback(
    monkeypatch, capsys, error, code
):
    def fail():
        raise error

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as exit_:
        cli.main()
    assert exit_.value.code == code
    said = capsys.readouterr().err
    assert str(error) in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "arguments", [["forget"], ["forget", "x"], ["forget", "x", "y", "--community", "z"]]
)
def test_forgetting_half_a_name_is_refused(home, arguments):
    result = CliRunner().invoke(cli.app, arguments)
    assert isinstance(result.exception, BadInput)


def test_a_reading_comes_back_for_every_line_in_order(home):
    lines = [
        json.dumps({"id": "1", "text": "Great, another delay 🙄", "industry": "airlines"}),
        "{not json",
        json.dumps({"id": "3", "text": "Merci beaucoup, service impeccable !"}),
    ]
    result = CliRunner().invoke(cli.app, ["read"], input="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("id") for answer in answers] == ["1", None, "3"]
    assert answers[1]["line"] == 2
    assert answers[2]["language"] == "fr"
