"""What a draft will bring before it is sent: engagement, reactions, and answers ready for the
likeliest bad one.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

import pandas as pd

from transforms import warehouse
from transforms.config.errors import BadInput
from transforms.ground.capitals import lower_first
from transforms.ground.clock import end_of
from transforms.reading import EMOTIONS, NAMES, Reading
from transforms.recommend.choose import (
    advise,
    draft_acts,
    fitting,
    reactions,
    receivers,
    reply_plans,
)
from transforms.recommend.communities import Desk
from transforms.recommend.learn import baseline, effects
from transforms.recommend.learn.effects import Effects
from transforms.recommend.learn.history import History, Warehouse
from transforms.recommend.learn.slots import slot_of
from transforms.recommend.tell import basis, story

DRAFT = {"fr": "Brouillon à relire par un humain", "en": "Draft, for a human to finish"}
Read = Callable[[list[dict]], Iterator[Reading]]


def answers(
    community: str, lines: Iterable[bytes | str], read: Read, night: date | None = None
) -> Iterator[dict]:
    """What `cmr anticipate` prints: one answer per JSON line `{"id", "text", "format"?, "audience"?,
    "at"?}`, in their order, from the community's published history up to `night` (or its last).

    `read` takes `{id, text, language, industry}` rows before the history is learnt from. A draft
    without id or text, or with an `at` that is no ISO instant, answers `{"id", "error"}`, a line
    that is no JSON object `{"id": null, "line", "error"}`; BadInput when the community is unknown.
    """
    drafts = [_parsed(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    good = [draft for draft in drafts if not _error(draft)]
    with warehouse.published() as connection:
        desk = Desk(Warehouse(connection))
        if community not in desk.known:
            raise BadInput(
                f"anticipate: no community called '{community}' is published; run the night first"
            )
        readings = read(_as_rows(good, desk.known[community]))
        history = desk.history(
            community, end_of(night or desk.last_night(community), desk.zone(community))
        )
        learned = desk.learned(history)
        affinity = receivers.affinities(history)
    for draft in drafts:
        if error := _error(draft):
            yield {k: draft[k] for k in ("id", "line") if k in draft} | {"error": error}
        else:
            yield _answer(draft, next(readings), history, learned, affinity)


def _as_rows(drafts: list[dict], about: dict) -> list[dict]:
    """The drafts as rows to be read, in the community's language unless they say another."""
    return [
        {
            "id": str(place),
            "text": draft["text"],
            "language": draft.get("language") or about["language"],
            "industry": about["industry"],
        }
        for place, draft in enumerate(drafts)
    ]


def as_post(draft: dict, reading: Reading, history: History) -> pd.DataFrame:
    """The draft as one row of the history's posts: its theme, form, tone, slot and words."""
    at = _at(draft, history)
    form = str(draft.get("format") or "text")
    asks = reading.intents.get("question", 0.0)
    tone = max(EMOTIONS, key=lambda e: reading.emotions.get(e, 0.0))
    if reading.neutral >= reading.emotions.get(tone, 0.0):
        tone = "neutral"
    return pd.DataFrame(
        [
            {
                "theme": reading.themes[0].theme if reading.themes else "",
                "form": "question" if form == "text" and asks >= 0.5 else form,
                "tone": tone,
                "slot": slot_of(at.hour),
                "weekday": at.isoweekday(),
                "question": asks,
                "text": draft["text"],
            }
        ]
    )


def _answer(
    draft: dict, reading: Reading, history: History, learned: Effects, affinity: pd.DataFrame
) -> dict:
    post = as_post(draft, reading, history)
    foreseen = effects.foresee(learned, post).iloc[0]
    theme, form = str(post["theme"].iloc[0]), str(post["form"].iloc[0])
    acts = draft_acts.found(str(draft["text"]), form)
    felt = _felt(history, acts, theme, form, str(post["tone"].iloc[0]))
    moved = receivers.best(affinity, theme)
    negative = felt.likeliest_negative
    themes = history.pack.themes if history.pack else ()
    about = draft_acts.answered(acts, theme, themes)
    plans = reply_plans.plans_for(history.pack, history.turns, about, negative, ["complaint"])
    spoken = reading.language if reading.language in DRAFT else history.language
    day = _at(draft, history).date()
    why = basis.of(
        history, theme, learned.posts, felt.basis, learned.prior.communities, moved.posts, day
    )
    return {
        "id": draft["id"],
        "engagement": {
            "lift": round(baseline.relative(float(foreseen["mean"])), 4),
            "low": round(baseline.relative(float(foreseen["low"])), 4),
            "high": round(baseline.relative(float(foreseen["high"])), 4),
        },
        "reactions": {r["emotion"]: round(r["share"], 4) for r in felt.shares.to_dict("records")},
        "reaction_intervals": {
            r["emotion"]: {"low": round(r["low"], 4), "high": round(r["high"], 4)}
            for r in felt.shares.to_dict("records")
        },
        "likeliest_negative": negative,
        "acts": acts,
        "acts_told": [getattr(draft_acts.known()[act].label, history.language) for act in acts],
        "audience_told": _audience(history, str(draft.get("audience") or moved.audience)),
        "theme_told": getattr(story.theme_label(history, theme), history.language) if theme else "",
        "language": history.language,
        "audience": draft.get("audience") or moved.audience,
        "audiences": _audiences(affinity, theme),
        "reply_plans": [_plan(p, spoken, history.language) for p in plans],
        "basis": getattr(why, history.language),
        "theme": theme or None,
        "form": form,
        "tone": str(post["tone"].iloc[0]),
        "slot": str(post["slot"].iloc[0]),
        "model": advise.MODEL,
    }


def _audience(history: History, audience: str) -> str:
    """How the industry calls an audience."""
    texts = history.pack.audiences if history.pack else {}
    label = texts[audience].label if audience in texts else NAMES["audiences"].get(audience)  # type: ignore[index]
    return lower_first(str(getattr(label, history.language))) if label else audience


def _felt(
    history: History, acts: list[str], theme: str, form: str, tone: str
) -> reactions.Reactions:
    """The reactions: as to such posts before, moved by what members feel of the theme and by what
    the draft does.
    """
    felt = reactions.foresee(history, theme, form, tone)
    hurts = fitting.feelings(history).nature(theme) == "hurts"
    ratio = draft_acts.ratio(acts, hurts, history.replies, history.posts)
    if felt.basis == "replies":
        ratio = ratio * reactions.of_theme(history, theme)
    return reactions.times(felt, ratio)


def _plan(plan: reply_plans.Plan, spoken: str, language: str) -> dict:
    """A prepared answer in the language of the draft, which is that of who answers it."""
    return {
        "plan": plan.plan_id,
        "language": spoken,
        "text": plan.text_fr if spoken == "fr" else plan.text_en,
        "note": DRAFT[language],
        "calmed": None if plan.calmed is None else round(plan.calmed, 4),
        "answers": plan.answers,
    }


def _audiences(affinity: pd.DataFrame, theme: str) -> dict[str, float]:
    mine = affinity[(affinity["theme"] == theme) & (affinity["posts"] > 0)].sort_values(
        "affinity", ascending=False
    )
    return {str(r["audience"]): round(r["affinity"], 2) for r in mine.to_dict("records")}


def _parsed(number: int, line: bytes | str) -> dict:
    try:
        draft = json.loads(line)
    except (ValueError, UnicodeDecodeError) as error:
        return {"id": None, "line": number, "error": f"not a JSON line: {error}"}
    if not isinstance(draft, dict):
        return {"id": None, "line": number, "error": "not a JSON object"}
    return draft | {"line": number}


def _error(draft: dict) -> str | None:
    if draft.get("error"):
        return str(draft["error"])
    if draft.get("id") in (None, ""):
        return "id: is missing"
    if not isinstance(draft.get("text"), str) or not draft["text"].strip():
        return "text: is missing or empty"
    if draft.get("at"):
        try:
            datetime.fromisoformat(str(draft["at"]))
        except ValueError:
            return "at: is not an ISO 8601 instant such as 2025-06-18T18:00:00+02:00"
    return None


def _at(draft: dict, history: History) -> datetime:
    """When the draft would be sent, on the community's clock; noon of the next day unless it says
    so.
    """
    if not draft.get("at"):
        return history.cutoff.astimezone(history.zone) + timedelta(hours=12)
    at = datetime.fromisoformat(str(draft["at"]))
    if at.tzinfo is None:
        return at.replace(tzinfo=history.zone)
    return at.astimezone(history.zone)
