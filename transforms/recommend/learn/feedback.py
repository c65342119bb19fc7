"""What a community manager answers back: done, not for us, misread."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import pandas as pd

from transforms import lake
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.recommend import ledger
from transforms.recommend.learn import corrections
from transforms.report.facts.published import Published

SUBJECTS = ("advice", "signal", "post", "verbatim", "theme", "expectation")
VERDICTS = ("done", "not_for_us", "misread")
POSTS = ("post", "verbatim")
OPERATOR = "operator"
"""Who answers where no mail says it: whoever may run `cmr feedback`."""
COMMENT_LIMIT = 2000
_TABLES = {
    "signal": ("fct_signals", "signal_id"), "theme": ("dim_themes", "theme_id"),
    "expectation": ("fct_expectations", "need_id"), "post": ("fct_posts", "network || '/' || post_id"),
    "verbatim": ("fct_posts", "network || '/' || post_id"),
}  # fmt: skip


def record(
    community: str,
    subject: str,
    subject_id: str,
    verdict: str,
    comment: str = "",
    given_at: datetime | None = None,
) -> dict:
    """Append one verdict to `lake/feedback`; returns its row. The same words at the same instant
    are one row.
    """
    if subject not in SUBJECTS:
        raise BadInput(
            f"feedback: subject '{subject}' is unknown; use one of {', '.join(SUBJECTS)}"
        )
    verdict = verdict.strip().lower().replace(" ", "_").replace("-", "_")
    if verdict not in VERDICTS:
        raise BadInput(
            f"feedback: verdict '{verdict}' is unknown; use one of {', '.join(VERDICTS)}"
        )
    if not subject_id:
        raise BadInput("feedback: the id of what it is about is missing")
    given_at = given_at or datetime.now(UTC)
    comment = comment.encode("utf-8", "replace").decode()[:COMMENT_LIMIT]
    key = "\n".join([community, subject, subject_id, verdict, comment, given_at.isoformat()])
    feedback_id = hashlib.sha256(key.encode()).hexdigest()[:16]
    row = {
        "feedback_id": feedback_id,
        "community_id": community,
        "subject": subject,
        "subject_id": subject_id,
        "verdict": verdict,
        "comment": comment,
        "given_at": given_at,
    }
    if not lake.exists("feedback", feedback_id):
        lake.write_rows("feedback", feedback_id, [row])
    return row


def answer(
    community: str,
    subject: str,
    subject_id: str,
    verdict: str,
    comment: str = "",
    given_at: datetime | None = None,
    reader: str = OPERATOR,
) -> dict:
    """`record`, for an id that a report of the community may have shown; BadInput for any other.

    reader: whose answer it is. The row's `labels` say what was understood of a post that was
    misread: which answers it is (true) and is not (false).
    """
    if subject in SUBJECTS and not _shown(community, subject, subject_id):
        raise BadInput(f"feedback: {community} has no {subject} '{subject_id[:60]}'")
    row = record(community, subject, subject_id, verdict, comment, given_at)
    if subject not in POSTS or row["verdict"] != "misread":
        return row
    with Published(settings().published) as published:
        return row | {"labels": corrections.keep(published, row, reader)}


def _shown(community: str, subject: str, subject_id: str) -> bool:
    if subject == "advice":
        advised = ledger.read(ledger.RECOMMENDATIONS, community, columns=("advice_id",))
        return subject_id in set(advised["advice_id"])
    table, name = _TABLES[subject]
    with Published(settings().published) as published:
        found = f"select 1 from {table} where community_id = ? and {name} = ? limit 1"
        return bool(published.rows(table, found, [community, subject_id]))


def themes_judged(feedback: pd.DataFrame, community: str, advised: pd.DataFrame) -> dict[str, str]:
    """The last verdict per theme, given on the theme itself or on an advice about it (`advised`:
    advice_id, theme_id).

    A manager's wish is no fact of the community's future, so a verdict counts from the moment it
    was given, also for a backcast of an earlier day.
    """
    mine = feedback[feedback["community_id"] == community].sort_values(["given_at", "feedback_id"])
    theme_of = dict(zip(advised["advice_id"], advised["theme_id"], strict=True))
    judged: dict[str, str] = {}
    for subject, subject_id, verdict in _triples(mine):
        theme = (
            subject_id
            if subject == "theme"
            else theme_of.get(subject_id)
            if subject == "advice"
            else None
        )
        if theme:
            judged[theme] = verdict
    return judged


def _triples(frame: pd.DataFrame) -> Iterable[tuple[str, str, str]]:
    return zip(frame["subject"], frame["subject_id"], frame["verdict"], strict=True)
