"""The story of an advice in French and English: the need it answers, its arc, its first line.

Every number in these texts is counted from rows of the history; a text without rows says that there are none.
"""

from dataclasses import dataclass

from transforms.reading import NAMES, Label
from transforms.recommend.learn.history import History


@dataclass(frozen=True)
class Telling:
    """How a story is told for the feeling it aims at: the feeling's name, the arc and the first line."""

    aim: Label
    arc: Label
    opening: Label


TELLINGS = {
    "trust": Telling(
        aim=Label(fr="la confiance", en="trust"),
        arc=Label(
            fr="dites d'abord ce que vous avez entendu, puis ce qui est fait, puis ce qui reste à faire et quand",
            en="say first what you have heard, then what is done, then what is left to do and by when",
        ),
        opening=Label(
            fr="{theme} : vous attendez {need}. Voici où nous en sommes.",
            en="{theme}: you are waiting for {need}. Here is where we stand.",
        ),
    ),
    "joy": Telling(
        aim=Label(fr="la joie", en="joy"),
        arc=Label(
            fr="partez d'un moment vécu par l'un d'eux, remerciez, puis invitez les autres à raconter le leur",
            en="start from a moment one of them lived, give thanks, then invite the others to tell theirs",
        ),
        opening=Label(
            fr="{theme} : racontez-nous votre meilleur souvenir, on commence.",
            en="{theme}: tell us your best moment, we will go first.",
        ),
    ),
    "anticipation": Telling(
        aim=Label(fr="l'envie de la suite", en="looking forward"),
        arc=Label(
            fr="montrez où vous en êtes, donnez la prochaine étape avec sa date, puis demandez ce qui compte le plus",
            en="show where things stand, give the next step with its date, then ask what matters most",
        ),
        opening=Label(
            fr="{theme} : {need}, c'est ce que vous nous demandez. Voici la suite.",
            en="{theme}: {need} is what you ask of us. Here is what comes next.",
        ),
    ),
    "surprise": Telling(
        aim=Label(fr="la surprise", en="surprise"),
        arc=Label(
            fr="ouvrez sur ce que peu de gens savent, expliquez-le simplement, puis dites à quoi cela leur sert",
            en="open with what few people know, explain it plainly, then say what it is good for",
        ),
        opening=Label(
            fr="{theme} : voici ce que peu de gens savent.",
            en="{theme}: here is what few people know.",
        ),
    ),
}
ENDINGS = {
    "question": Label(fr="finissez par une seule question ouverte", en="end with one open question"),
    "poll": Label(fr="finissez par un vote à deux ou trois choix", en="end with a vote between two or three choices"),
    "image": Label(fr="une seule image, vraie plutôt que belle", en="one picture, true rather than pretty"),
    "video": Label(fr="une vidéo courte, une personne qui parle", en="a short video, one person speaking"),
    "link": Label(
        fr="un lien vers le détail, l'essentiel dans le texte", en="a link to the details, the gist in words"
    ),
    "story": Label(fr="en story, en trois écrans", en="as a story, in three screens"),
    "text": Label(fr="trois phrases suffisent", en="three sentences are enough"),
}
STORY = Label(
    fr="« {label} », à l'adresse de ce public : {audience}. {rows}{wanted} Visez {aim} : {arc} ; {end}.",
    en="“{label}”, for this audience: {audience}. {rows}{wanted} Aim for {aim}: {arc}; {end}.",
)
SPOKEN = Label(fr="{n} messages récents en parlent.", en="{n} recent posts speak of it.")
UNSPOKEN = Label(fr="Aucun message récent n'en parle encore.", en="No recent post speaks of it yet.")
WANTED = Label(fr=" Le besoin derrière : {need}.", en=" The need behind it: {need}.")
OTHER_END = Label(fr="en {form}", en="as {form}")
OPENING_WORDS = {
    "critics": Label(fr="À ceux qui nous le disent franchement. ", en="To those who tell us frankly. "),
    "newcomers": Label(fr="Bienvenue à ceux qui arrivent. ", en="Welcome to those who just joined. "),
    "helpers": Label(fr="À ceux qui aident les autres ici. ", en="To those who help the others here. "),
    "askers": Label(fr="Vous nous avez posé la question. ", en="You asked us. "),
    "dormant": Label(fr="Cela fait longtemps. ", en="It has been a while. "),
    "advocates": Label(fr="À ceux qui nous soutiennent. ", en="To those who stand by us. "),
}
PLAIN = Label(fr="Parlons-en.", en="Let us talk about it.")


@dataclass(frozen=True)
class Angle:
    """The story in both languages, and the posts it comes from."""

    angle_fr: str
    angle_en: str
    opening_fr: str
    opening_en: str
    evidence: list[str]


def angle(history: History, theme: str, audience: str, form: str, tone: str) -> Angle:
    """The story to tell on a theme: words of the industry's pack, needs of this community."""
    spoken = int(history.members.loc[history.members["theme"] == theme, "posts"].sum())
    words = {
        language: _Words(
            language,
            getattr(_label(history, theme), language),
            getattr(_need(history, theme), language, ""),
            getattr(_audience(history, audience), language),
        )
        for language in ("fr", "en")
    }
    return Angle(
        _story(words["fr"], form, tone, spoken),
        _story(words["en"], form, tone, spoken),
        _opening(history, words["fr"], audience, tone),
        _opening(history, words["en"], audience, tone),
        history.evidence.get(theme, []),
    )


@dataclass(frozen=True)
class _Words:
    """What the story is about in one language; `need` is empty when none is known."""

    language: str
    label: str
    need: str
    audience: str

    def of(self, label: Label) -> str:
        return str(getattr(label, self.language))


def _label(history: History, theme: str) -> Label:
    if theme in history.themes.index:
        row = history.themes.loc[theme]
        if row["label_fr"] and row["label_en"]:
            return Label(fr=str(row["label_fr"]), en=str(row["label_en"]))
    if history.pack and theme in history.pack.themes:
        return history.pack.themes[theme].label
    return Label(fr=theme, en=theme)


def _need(history: History, theme: str) -> Label | None:
    if history.pack and theme in history.pack.themes:
        return history.pack.themes[theme].need
    if theme in history.themes.index:
        row = history.themes.loc[theme]
        if isinstance(row["need_fr"], str) and isinstance(row["need_en"], str) and row["need_fr"] and row["need_en"]:
            return Label(fr=row["need_fr"], en=row["need_en"])
    return None


def _audience(history: History, audience: str) -> Label:
    if history.pack and audience in history.pack.audiences:
        label = history.pack.audiences[audience].label  # type: ignore[index]
        return Label(fr=_lower(label.fr), en=_lower(label.en))
    return NAMES["audiences"].get(audience, Label(fr=audience, en=audience))


def _story(words: _Words, form: str, tone: str, spoken: int) -> str:
    telling = TELLINGS.get(tone)
    filled = {
        "label": words.label,
        "audience": words.audience,
        "rows": words.of(SPOKEN).replace("{n}", str(spoken)) if spoken else words.of(UNSPOKEN),
        "wanted": words.of(WANTED).replace("{need}", words.need) if words.need else "",
        "aim": words.of(telling.aim) if telling else tone,
        "arc": words.of((telling or TELLINGS["trust"]).arc),
        "end": words.of(ENDINGS[form]) if form in ENDINGS else words.of(OTHER_END).replace("{form}", form),
    }
    return words.of(STORY).format(**filled)


def _opening(history: History, words: _Words, audience: str, tone: str) -> str:
    pattern = words.of(TELLINGS.get(tone, TELLINGS["trust"]).opening)
    if "{need}" in pattern and not words.need:
        pattern = words.of(TELLINGS["surprise" if tone == "anticipation" else "joy"].opening)
    before = words.of(OPENING_WORDS[audience]) if audience in OPENING_WORDS else ""
    line = before + pattern.format(theme=words.label, need=words.need)
    return words.of(PLAIN) if _forbidden(history, line, words.language) else line


def _forbidden(history: History, line: str, language: str) -> bool:
    never = history.pack.never_say if history.pack else []
    return any(getattr(words, language).casefold() in line.casefold() for words in never)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
