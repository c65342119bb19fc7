"""Odd arguments: plain words and exit code 2, never a traceback; a byte-order mark costs no line."""

import json

import pytest
from typer.testing import CliRunner

from transforms.cli import app
from transforms.config.errors import BadInput
from transforms.enrich import stdin


def test_a_report_in_a_language_that_there_is_not_is_refused(folder):
    found = CliRunner().invoke(app, ["report", "--preview", "--language", "de"])
    assert isinstance(found.exception, BadInput)
    assert "'de' is neither fr nor en" in str(found.exception)


def test_less_than_one_post_cannot_be_measured():
    found = CliRunner().invoke(app, ["bench", "--posts", "-5", "--only", "reading"])
    assert found.exit_code == 2


def test_an_answer_to_an_advice_that_was_never_given_is_refused(folder):
    arguments = [
        "--community",
        "one",
        "--subject",
        "advice",
        "--id",
        "nonsense",
        "--verdict",
        "done",
    ]
    found = CliRunner().invoke(app, ["feedback", *arguments])
    assert isinstance(found.exception, BadInput)
    assert "one has no advice 'nonsense'" in str(found.exception)


@pytest.mark.parametrize("number", [1, 2])
def test_a_byte_order_mark_is_no_part_of_the_first_line(number):
    class Reader:
        industries = ("telecom",)

    line = stdin.parse(
        number, b"\xef\xbb\xbf" + json.dumps({"id": 1, "text": "merci"}).encode(), Reader()
    )
    assert (line.error is None) == (number == 1)
