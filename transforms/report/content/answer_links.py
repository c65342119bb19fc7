"""Mailto links by which a reader answers back; the subject says which verdict on what, as `cmr
feedback` takes it.
"""

from dataclasses import dataclass
from urllib.parse import quote

from transforms.report.said import clean
from transforms.report.said.blocks import Link
from transforms.report.said.words import Words


@dataclass(frozen=True)
class AnswersTo:
    """The address that reads answers, and what says whose answer it is; empty when nobody reads
    any.
    """

    address: str = ""
    sign: str = ""


NOBODY = AnswersTo()
VERDICTS = {"advice": ("done", "not_for_us"), "signal": ("misread",), "post": ("misread",)}


def links(
    answers_to: AnswersTo,
    community: str,
    subject: str,
    subject_id: str,
    words: Words,
    body: str = "",
) -> tuple[Link, ...]:
    """One link per verdict that makes sense, or none when no address reads the answers."""
    if not answers_to.address:
        return ()
    body = body or words.get("page.feedback_body")
    about = f"{community} {subject} {clean.header(subject_id, 120)}"

    def link(verdict: str) -> Link:
        tag = f"[cmr {about} {verdict} {answers_to.sign}]"
        return Link(words.get(f"page.feedback.{verdict}"), mailto(answers_to.address, tag, body))

    return tuple(link(verdict) for verdict in VERDICTS[subject])


def mailto(address: str, subject: str, body: str = "") -> str:
    """A mailto URL with everything percent-encoded."""
    tail = f"&body={quote(body, safe='')}" if body else ""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}{tail}"
