"""The story of an advice in French and English: the need it answers, its arc, its first line, what it rests on.

Every number in these texts is counted from rows of the history; a text without rows says that there are none.
"""

from dataclasses import dataclass

from transforms.config.industries import Label
from transforms.recommend.history import History

AUDIENCES = {
    "regulars": Label(fr="les habitués", en="the regulars"),
    "advocates": Label(fr="les soutiens", en="the advocates"),
    "critics": Label(fr="les critiques", en="the critics"),
    "askers": Label(fr="ceux qui demandent", en="those who ask"),
    "helpers": Label(fr="ceux qui aident", en="those who help"),
    "newcomers": Label(fr="les nouveaux", en="the newcomers"),
    "dormant": Label(fr="ceux qui se taisent depuis longtemps", en="those who have gone quiet"),
}
TONES = {
    "trust": Label(fr="la confiance", en="trust"),
    "joy": Label(fr="la joie", en="joy"),
    "anticipation": Label(fr="l'envie de la suite", en="looking forward"),
    "surprise": Label(fr="la surprise", en="surprise"),
}
ARCS = {
    "trust": Label(
        fr="dites d'abord ce que vous avez entendu, puis ce qui est fait, puis ce qui reste à faire et quand",
        en="say first what you have heard, then what is done, then what is left to do and by when",
    ),
    "joy": Label(
        fr="partez d'un moment vécu par l'un d'eux, remerciez, puis invitez les autres à raconter le leur",
        en="start from a moment one of them lived, give thanks, then invite the others to tell theirs",
    ),
    "anticipation": Label(
        fr="montrez où vous en êtes, donnez la prochaine étape avec sa date, puis demandez ce qui compte le plus",
        en="show where things stand, give the next step with its date, then ask what matters most",
    ),
    "surprise": Label(
        fr="ouvrez sur ce que peu de gens savent, expliquez-le simplement, puis dites à quoi cela leur sert",
        en="open with what few people know, explain it plainly, then say what it is good for",
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
OPENINGS = {
    "trust": Label(
        fr="{theme} : vous attendez {need}. Voici où nous en sommes.",
        en="{theme}: you are waiting for {need}. Here is where we stand.",
    ),
    "joy": Label(
        fr="{theme} : racontez-nous votre meilleur souvenir, on commence.",
        en="{theme}: tell us your best moment, we will go first.",
    ),
    "anticipation": Label(
        fr="{theme} : {need}, c'est ce que vous nous demandez. Voici la suite.",
        en="{theme}: {need} is what you ask of us. Here is what comes next.",
    ),
    "surprise": Label(
        fr="{theme} : voici ce que peu de gens savent.",
        en="{theme}: here is what few people know.",
    ),
}
OPENING_WORDS = {
    "critics": Label(fr="À ceux qui nous le disent franchement. ", en="To those who tell us frankly. "),
    "newcomers": Label(fr="Bienvenue à ceux qui arrivent. ", en="Welcome to those who just joined. "),
    "helpers": Label(fr="À ceux qui aident les autres ici. ", en="To those who help the others here. "),
    "askers": Label(fr="Vous nous avez posé la question. ", en="You asked us. "),
    "dormant": Label(fr="Cela fait longtemps. ", en="It has been a while. "),
    "advocates": Label(fr="À ceux qui nous soutiennent. ", en="To those who stand by us. "),
}
PLAIN = Label(fr="Parlons-en.", en="Let us talk about it.")
FEW_POSTS = 50


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
    label, need = _label(history, theme), _need(history, theme)
    audience_label = _audience(history, audience)
    spoken = int(history.members.loc[history.members["theme"] == theme, "posts"].sum())
    evidence = history.evidence.get(theme, [])
    story = {
        "fr": _story_fr(label.fr, need.fr if need else "", audience_label.fr, form, tone, spoken),
        "en": _story_en(label.en, need.en if need else "", audience_label.en, form, tone, spoken),
    }
    return Angle(
        story["fr"],
        story["en"],
        _opening(history, "fr", label.fr, need.fr if need else "", audience, tone),
        _opening(history, "en", label.en, need.en if need else "", audience, tone),
        evidence,
    )


def basis(history: History, theme: str, measured: int, reactions: str, lenders: int, affinity_posts: int) -> Label:
    """What the advice rests on, and why its interval is as wide as it is."""
    posts = history.posts
    known = posts[posts["engagement"].notna()]
    on_theme = int((known["theme"] == theme).sum())
    fr, en = [], []
    if measured:
        since = known["created_date"].min()
        day = str(since)[:10]
        fr.append(f"Repose sur {measured} publications mesurées depuis le {day}, dont {on_theme} sur ce thème.")
        en.append(f"Rests on {measured} measured posts of the brand since {day}, {on_theme} of them on this theme.")
    elif len(posts):
        fr.append(f"La marque a {len(posts)} publications, mais aucune n'a d'engagement mesuré à cette date.")
        en.append(f"The brand has {len(posts)} posts, but none has an engagement figure from before then.")
    else:
        fr.append("La marque n'a encore aucune publication ici.")
        en.append("The brand has no post here yet.")
    if lenders:
        fr.append(f"Les effets partent de ceux de {lenders} communautés du même secteur.")
        en.append(f"Effects start from those of {lenders} communities of the same industry.")
    if not measured and not lenders:
        fr.append("L'intervalle est une hypothèse large sur la dispersion des publications, pas une mesure.")
        en.append("The interval is a wide assumption on how much posts differ, not a measurement.")
    elif measured < FEW_POSTS:
        fr.append("Avec si peu d'historique, l'intervalle est large.")
        en.append("With so little history the interval is wide.")
    fr_reaction, en_reaction = _REACTION_BASIS[reactions]
    fr.append(fr_reaction.format(n=len(history.replies)))
    en.append(en_reaction.format(n=len(history.replies)))
    if affinity_posts == 0:
        fr.append("Aucun message ne dit qui ce thème touche le plus : le public est un choix par défaut.")
        en.append("No post says whom this theme moves most: the audience is a default.")
    fr.append("Ces effets sont des associations, pas des causes.")
    en.append("These effects are associations, not causes.")
    return Label(fr=" ".join(fr), en=" ".join(en))


_REACTION_BASIS = {
    "replies": (
        "Réactions prévues d'après {n} réponses reçues.",
        "Reactions foreseen from {n} replies received.",
    ),
    "members": (
        "Aucune réponse connue à vos publications : les réactions sont celles des messages du public sur ce thème.",
        "No reply to your posts is known: the reactions are those of the public's own posts on this theme.",
    ),
    "none": ("Aucune réaction n'est connue : aucune n'est prévue.", "No reaction is known, so none is foreseen."),
}


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
    return AUDIENCES.get(audience, Label(fr=audience, en=audience))


def _story_fr(label: str, need: str, audience: str, form: str, tone: str, spoken: int) -> str:
    rows = f"{spoken} messages récents en parlent." if spoken else "Aucun message récent n'en parle encore."
    wanted = f" Le besoin derrière : {need}." if need else ""
    end = ENDINGS[form].fr if form in ENDINGS else f"en {form}"
    aim = TONES[tone].fr if tone in TONES else tone
    return f"« {label} », à l'adresse de ce public : {audience}. {rows}{wanted} Visez {aim} : {_arc(tone).fr} ; {end}."


def _story_en(label: str, need: str, audience: str, form: str, tone: str, spoken: int) -> str:
    rows = f"{spoken} recent posts speak of it." if spoken else "No recent post speaks of it yet."
    wanted = f" The need behind it: {need}." if need else ""
    end = ENDINGS[form].en if form in ENDINGS else f"as {form}"
    aim = TONES[tone].en if tone in TONES else tone
    return f"“{label}”, for this audience: {audience}. {rows}{wanted} Aim for {aim}: {_arc(tone).en}; {end}."


def _arc(tone: str) -> Label:
    return ARCS.get(tone, ARCS["trust"])


def _opening(history: History, language: str, label: str, need: str, audience: str, tone: str) -> str:
    pattern = getattr(OPENINGS.get(tone, OPENINGS["trust"]), language)
    if "{need}" in pattern and not need:
        pattern = getattr(OPENINGS["surprise" if tone == "anticipation" else "joy"], language)
    before = getattr(OPENING_WORDS[audience], language) if audience in OPENING_WORDS else ""
    line = before + pattern.replace("{theme}", label).replace("{need}", need)
    return getattr(PLAIN, language) if _forbidden(history, line, language) else line


def _forbidden(history: History, line: str, language: str) -> bool:
    never = history.pack.never_say if history.pack else []
    return any(getattr(words, language).casefold() in line.casefold() for words in never)


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
