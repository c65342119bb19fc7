"""What to tell on a theme: why, in which order, and posts that are ready to finish, in both
languages.

Every number in these texts is counted from rows of the history; a text without rows says that there
are none.
"""

from dataclasses import dataclass

from transforms.config.industries import PAINFUL
from transforms.reading import Label
from transforms.recommend.learn.history import MEMBER_DAYS, History
from transforms.recommend.tell import ready_posts
from transforms.recommend.tell.language import LANGUAGES, Language, counted, said
from transforms.recommend.tell.ready_posts import Situation

SEVERAL = 2
"""Posts on a theme from which on one may say that people spoke of it."""


@dataclass(frozen=True)
class Story:
    """Why and in which order, the ready posts, and the members' posts that it comes from."""

    angle: dict[Language, str]
    posts: dict[Language, list[str]]
    evidence: list[str]


def tell(history: History, theme: str, situation: Situation, seed: int) -> Story:
    """The story to tell on a theme: words of the industry's pack, wants of this community."""
    spoken = int(history.members.loc[history.members["theme"] == theme, "posts"].sum())
    painful = situation.nature in PAINFUL
    needs = {language: _need(history, theme, language, spoken, painful) for language in LANGUAGES}
    label = _subject(history, theme)
    return Story(
        {
            language: angle(
                situation, spoken, needs[language], language, history.heard_days >= MEMBER_DAYS
            )
            for language in LANGUAGES
        },
        {
            language: ready_posts.ready(
                situation,
                getattr(label, language),
                needs[language],
                language,
                history.pack,
                seed,
                spoken >= SEVERAL,
            )
            for language in LANGUAGES
        },
        history.evidence.get(theme, []),
    )


def theme_label(history: History, theme: str) -> Label:
    """What a theme is called; its id when nothing else is known."""
    if theme in history.themes.index:
        row = history.themes.loc[theme]
        if row["label_fr"] and row["label_en"]:
            return Label(fr=str(row["label_fr"]), en=str(row["label_en"]))
    if history.pack and theme in history.pack.themes:
        return history.pack.themes[theme].label
    return Label(fr=theme, en=theme)


def _subject(history: History, theme: str) -> Label:
    """What the brand calls a theme when it speaks of it: as the pack says, else as everybody does."""
    known = history.pack.themes.get(theme) if history.pack else None
    return known.subject if known and known.subject else theme_label(history, theme)


def _need(history: History, theme: str, language: Language, spoken: int, hurts: bool) -> str:
    """What people want on a theme: their first want of these days, else, where it hurts, what the pack
    or the theme says; or nothing, and nobody who has not spoken of it is said to want anything.
    """
    wanted = history.expectations[history.expectations["theme_id"] == theme][
        f"label_{language}"
    ].dropna()
    found = [str(label) for label in wanted if str(label).strip() and str(label)[0] not in "«“"]
    if found:
        return found[0].split(" : ")[0].split(": ")[0]
    if spoken < SEVERAL or not hurts:
        return ""
    if history.pack and theme in history.pack.themes:
        return str(getattr(history.pack.themes[theme].need, language))
    known = history.themes.loc[theme, f"need_{language}"] if theme in history.themes.index else None
    return known if isinstance(known, str) else ""


def angle(
    situation: Situation, spoken: int, need: str, language: Language, all_weeks: bool = True
) -> str:
    """In which order to tell it, and outside a crisis why: how many posts speak of it, in eight weeks
    where there are so many (`all_weeks`), and what is wanted.
    """
    words = said(language)
    about = words["about"]
    steps = words["steps"]
    first, then, last = steps[situation.way]
    if spoken < SEVERAL and situation.way in (*PAINFUL, "listening", "trust"):
        first = steps["unheard"]
    some, none = ("spoken", "unspoken") if all_weeks else ("heard", "unheard")
    why = counted(about[some], spoken, language) if spoken else about[none]
    wanted = about["wanted"].replace("{need}", need) if need else ""
    order = words["order"].format(first=first, then=then, last=last)
    end = words["endings"].get(situation.form, "")
    end = f"{end[:1].upper()}{end[1:]}." if end else ""
    told = (order, end) if situation.crisis else (order, end, why, wanted)
    return " ".join(part for part in told if part)
