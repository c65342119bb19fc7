"""What « Mal lu » teaches: the answers that a reader says a post is not, or is, kept as labels of the
community.

Only names that we know are heard: emotions, intents, irony, the tone and the community's themes, in
either language. All else in a reader's words changes nothing.
"""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from transforms import lake
from transforms.ground.accents import without_accents
from transforms.reading import EMOTIONS
from transforms.report.facts.published import Published
from transforms.report.said.words import words

_POST = """
    select network, post_id, text_hash, text, language from fct_posts
    where community_id = ? and network || '/' || post_id = ?
"""
_THEMES = "select theme_id, label_fr, label_en from dim_themes where community_id = ?"
_BROUGHT = """
    select theme_id, brought_by from fct_post_themes
    where community_id = ? and network || '/' || post_id = ? and evidence = 'phrase'
"""
Said = dict[str, bool]
"""Answer -> whether the post is it."""


def keep(
    published: Published, given: dict[str, Any], reader: str, kept_at: datetime | None = None
) -> Said:
    """Write the labels that a row of lake/feedback says of a post into lake/labels; returns what was
    understood of it.
    """
    community, post = given["community_id"], given["subject_id"]
    themes = published.rows("dim_themes", _THEMES, [community])
    answers = understood(given["comment"], themes)
    found = published.one("fct_posts", _POST, [community, post])
    if not answers or not found or lake.exists("labels", given["feedback_id"]):
        return answers
    because = {
        row["theme_id"]: row["brought_by"]
        for row in published.rows("fct_post_themes", _BROUGHT, [community, post])
    }
    about = found | {
        "community_id": community, "reader": reader, "given_at": given["given_at"],
        "kept_at": kept_at or datetime.now(UTC),
    }  # fmt: skip
    rows = [
        about | {"answer": answer, "is_right": is_right, "because": because.get(answer)}
        for answer, is_right in sorted(answers.items())
    ]
    lake.write_rows("labels", given["feedback_id"], rows)
    return answers


def understood(comment: str, themes: list[dict[str, Any]]) -> Said:
    """What a reader's words say that a post is not, and is rather; what is said to be both is
    neither.

    themes: rows of dim_themes, whose labels are names too.
    """
    told = re.sub(r"\([^()]*\)", " ", _fold(comment))
    denied, _, rather = _marked("rather").sub("\n", told, count=1).partition("\n")
    denied = " ".join(_marked("is_not").split(denied, maxsplit=1)[1:])
    names = _names() | {
        _fold(row[label]): row["theme_id"] for row in themes for label in ("label_fr", "label_en")
    }
    wrong, right = _named(denied, names), _named(rather, names)
    return dict.fromkeys(wrong - right, False) | dict.fromkeys(right - wrong, True)


def _named(text: str, names: dict[str, str]) -> set[str]:
    """The answers whose names are in the text, the longest first, each stretch of text once."""
    ordered = sorted(filter(None, names), key=lambda name: (-len(name), name))
    pattern = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered)
    return {names[found] for found in re.findall(pattern, text)}


@lru_cache
def _names() -> dict[str, str]:
    said = [words(language) for language in ("fr", "en")]
    felt = {
        _fold(one.get(f"emotions.{emotion}.name")): emotion for one in said for emotion in EMOTIONS
    }
    return felt | {
        _fold(name): answer for one in said for answer, name in one.get("misread.answers").items()
    }


@lru_cache
def _marked(which: str) -> re.Pattern[str]:
    marks = [re.escape(_fold(words(one).get(f"misread.{which}"))) for one in ("fr", "en")]
    return re.compile(rf"(?<!\w)(?:{'|'.join(marks)})(?!\w)")


def _fold(text: str) -> str:
    return without_accents(" ".join(text.replace("’", "'").casefold().split()))
