"""Links by which a reader answers: what the subject says is what the mailbox understands."""

from urllib.parse import parse_qs, urlsplit

import pytest

from transforms.report.content import answer_links
from transforms.report.content.answer_links import AnswersTo
from transforms.report.said.words import words

EN = words("en")
HERE = AnswersTo("answers@cmr.example", "s1")


@pytest.mark.parametrize(
    ("subject", "verdicts"),
    [("advice", ["done", "not_for_us"]), ("signal", ["misread"]), ("post", ["misread"])],
)
def test_there_is_a_link_for_each_verdict_that_makes_sense(subject, verdicts):
    found = answer_links.links(HERE, "free", subject, "a1", EN)
    asked = [parse_qs(urlsplit(link.url).query) for link in found]
    assert [one["subject"] for one in asked] == [
        [f"[cmr free {subject} a1 {verdict} s1]"] for verdict in verdicts
    ]
    assert all(one["body"] == [EN.get("page.feedback_body")] for one in asked)
    assert len({link.label for link in found}) == len(verdicts)


def test_where_nobody_reads_answers_there_is_no_link():
    assert answer_links.links(answer_links.NOBODY, "free", "advice", "a1", EN) == ()


def test_a_strange_id_cannot_leave_its_subject():
    [link] = answer_links.links(HERE, "free", "post", "x\r\nBcc: a@b.example&body=no", EN)
    parts = urlsplit(link.url)
    assert parts.path == "answers@cmr.example"
    assert set(parse_qs(parts.query)) == {"subject", "body"}
    assert "\n" not in parse_qs(parts.query)["subject"][0]
