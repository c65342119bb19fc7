"""Answers to finish, in the language of the post and worded differently for each person of a mail."""

import re
from collections import Counter

from transforms.config.industries import Pack
from transforms.ground.capitals import upper_first
from transforms.report.content.replies.ranking import PersonToAnswer
from transforms.report.said.words import Words, words

_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|salut|hello|hi|hey|dear|merci|thank you|thanks)?,?\s*\{name\}\s*[,!.]?\s*"
    r"(?:bonne question|good question|merci (?:du signalement|de nous le signaler|de le dire)|"
    r"thank(?:s| you) for (?:the report|pointing this out|saying so))?\s*[,!.:]?\s*",
    re.IGNORECASE,
)


class Drafts:
    """Hands out one draft after the other: no two beginnings, and no prepared answer twice, while
    there are others.
    """

    def __init__(self, pack: Pack | None, language: str) -> None:
        self._pack, self._language = pack, language
        self._used: Counter[tuple[str, str]] = Counter()

    def draft(self, person: PersonToAnswer) -> str | None:
        """The draft for a person, or None for those whom only a human answers or nobody has to."""
        if person.reason not in ("complaint", "question", "praise", "unsure"):
            return None
        spoken = person.post.language if person.post.language in ("fr", "en") else self._language
        said = words(str(spoken))
        prepared = self._prepared(person, said) if person.reason != "unsure" else None
        asks = person.post.asks and person.reason == "complaint" and not prepared
        kind = "question" if asks else person.reason
        opening = self._next(said.get(f"drafts.{kind}"), f"{said.language} opening {kind}")
        if kind == "unsure":
            return said.filled(opening)
        plain = said.get(f"drafts.bare.{kind}")
        core = prepared or self._next(plain, f"{said.language} bare {kind}")
        return said.filled(f"{opening} {core}")

    def _prepared(self, person: PersonToAnswer, said: Words) -> str | None:
        """The prepared answer that fits best, of those that nobody got yet."""
        plans = [str(getattr(self._pack.reply_plans[key].text, said.language)) for key in person.plans
                 ] if self._pack else []  # fmt: skip
        cores = [upper_first(_GREETING.sub("", plan)) for plan in plans]
        fresh = [core for core in cores if not self._used[said.language, core]]
        if not fresh:
            return None
        self._used[said.language, fresh[0]] += 1
        return fresh[0]

    def _next(self, ways: list[str], kind: str) -> str:
        place = self._used[kind, ""]
        self._used[kind, ""] += 1
        return ways[place % len(ways)]
