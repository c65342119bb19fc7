"""A community beside its rivals: mood, themes, wants that they answer and we do not, forms."""

from typing import Any

from transforms.ground.capitals import upper_first
from transforms.reading import EMOTIONS
from transforms.report.content.headline import theme_label
from transforms.report.content.names import display_name
from transforms.report.facts.facts import Facts
from transforms.report.facts.rivals import Mean, Standing
from transforms.report.said.blocks import Sentence, Span, plain
from transforms.report.said.words import Words
from transforms.site.beside import Beside, Counted, FormUse
from transforms.site.render import SitePage

UNKNOWN = "–"


def page(facts: Facts, beside: Beside, words: Words) -> SitePage:
    """Five tables over the same 28 days, ours in the first column."""
    names = [display_name(name) for name in beside.names]
    content: dict[str, Any] = {
        "names": names,
        "since": _since(beside, words),
        "mood": _mood(facts.rivals, words),
        "emotions": _emotions(beside, words),
        "themes": _shares(beside, beside.themes, facts, words),
        "answered": _shares(beside, beside.answered, facts, words),
        "met": [
            words.say(
                "site.rivals.met",
                name=display_name(rival),
                theme=_theme(facts, theme, words),
                theirs=_percent(beside.answered[rival][theme].share, words),
                ours=_percent(beside.answered[beside.names[0]][theme].share, words),
            )
            for theme, rival in beside.met
        ],
        "forms": [
            (display_name(name), [_form(form, words) for form in beside.forms.get(name, [])])
            for name in beside.names
        ],
    }
    return SitePage("rivals.html", "rivals", words.get("site.rivals.title"), content, "rivals")


def _since(beside: Beside, words: Words) -> list[Sentence]:
    """Who has been listened to for fewer days than the table's, those of one day together."""
    return [
        words.say(
            "site.rivals.since",
            names=words.joined([(Span(display_name(name)),) for name in names]),
            date=words.day(day, weekday=False),
        )
        for day in sorted(set(beside.since.values()))
        if (names := [name for name in beside.names if beside.since.get(name) == day])
    ]


def _mood(standings: tuple[Standing, ...], words: Words) -> list[tuple[str, ...]]:
    said = words.get("site.rivals")
    return [
        (said["posts"], *(_text(words.number(one.posts, "")) for one in standings)),
        (said["people"], *(_text(words.number(one.people, "")) for one in standings)),
        (said["complaining"], *(_percent(one.complaining, words) for one in standings)),
        (said["tone"], *(_tone(one.tone, words) for one in standings)),
    ]


def _emotions(beside: Beside, words: Words) -> list[tuple[str, ...]]:
    rows = []
    for emotion in EMOTIONS:
        shares = (beside.emotions.get(name, {}).get(emotion) for name in beside.names)
        cells = (_percent(share, words) for share in shares)
        rows.append((upper_first(words.emotion(emotion)), *cells))
    return rows


def _shares(
    beside: Beside, found: dict[str, dict[str, Counted]], facts: Facts, words: Words
) -> list[tuple[str, ...]]:
    """A row per theme, those of most posts or people of ours first."""
    ours = found.get(beside.names[0], {})
    themes = {theme for name in beside.names for theme in found.get(name, {})}
    order = sorted(
        themes,
        key=lambda t: (
            -(ours[t].part if t in ours else 0),
            -max(found[n][t].whole for n in beside.names if t in found.get(n, {})),
            t,
        ),
    )
    return [
        (
            _theme(facts, theme, words),
            *(_counted(found.get(name, {}).get(theme), words) for name in beside.names),
        )
        for theme in order
        if not theme.startswith("emergent_")
    ]


def _counted(counted: Counted | None, words: Words) -> str:
    if counted is None or counted.share is None:
        return UNKNOWN
    return plain(
        words.say(
            "site.rivals.counted",
            part=words.number(counted.part, ""),
            whole=words.number(counted.whole, ""),
            share=_percent(counted.share, words),
        )
    )


def _theme(facts: Facts, theme: str, words: Words) -> str:
    return theme_label(facts, theme, words) or theme.replace("_", " ")


def _percent(mean: Mean | None, words: Words) -> str:
    if mean is None:
        return UNKNOWN
    return _between([words.share(v, "") for v in (mean.value, mean.low, mean.high)], words)


def _tone(mean: Mean | None, words: Words) -> str:
    if mean is None:
        return UNKNOWN
    return _between([words.tone(v, "") for v in (mean.value, mean.low, mean.high)], words)


def _between(ends: list[Span], words: Words) -> str:
    value, low, high = (span.text for span in ends)
    return plain(words.say("site.rivals.between", value=value, low=low, high=high))


def _form(form: FormUse, words: Words) -> Sentence:
    return words.say(
        "site.rivals.form",
        form.posts,
        form=upper_first(words.word("forms", form.form)),
        x=_text(words.number(form.posts, "")),
        lift=_text(words.lift(form.against_usual, "")),
    )


def _text(span: Span) -> str:
    return span.text
