"""What an advice rests on, in French and English: posts counted, why its interval is as wide as it is, the season."""

from datetime import date

from transforms.reading import Label
from transforms.recommend.learn import seasons
from transforms.recommend.learn.history import History

FEW_POSTS = 50

MEASURED = Label(
    fr="Repose sur {measured} publications mesurées depuis le {first}{about}.",
    en="Rests on {measured} measured posts of the brand since {first}{about}.",
)
ON_THEME = Label(fr=", dont {n} sur ce thème", en=", {n} of them on this theme")
NO_THEME = Label(
    fr=" ; aucun thème n'est reconnu ici, et le public est un choix par défaut",
    en="; no theme is recognised here, and the audience is a default",
)
UNMEASURED = Label(
    fr="La marque a {n} publications, mais aucune n'a d'engagement mesuré à cette date.",
    en="The brand has {n} posts, but none has an engagement figure from before then.",
)
NO_POST = Label(fr="La marque n'a encore aucune publication ici.", en="The brand has no post here yet.")
LENT = Label(
    fr="Part de ce qui marche dans {n} communautés du même secteur.",
    en="Starts from what works in {n} communities of the same industry.",
)
ASSUMED = Label(
    fr="C'est une hypothèse large, pas une mesure.",
    en="This is a wide assumption, not a measurement.",
)
WIDE = Label(
    fr="Avec si peu d'historique, prenez ces chiffres avec prudence.",
    en="With so little history, take these figures with care.",
)
REACTIONS = {
    "replies": Label(
        fr="Réactions prévues d'après {n} réponses reçues.",
        en="Reactions foreseen from {n} replies received.",
    ),
    "members": Label(
        fr="Aucune réponse connue à vos publications : les réactions sont celles des messages du public sur ce thème.",
        en="No reply to your posts is known: the reactions are those of the public's own posts on this theme.",
    ),
    "none": Label(
        fr="Aucune réaction n'est connue : aucune n'est prévue.",
        en="No reaction is known, so none is foreseen.",
    ),
}
DEFAULT_AUDIENCE = Label(
    fr="Aucun message ne dit qui ce thème touche le plus : le public est un choix par défaut.",
    en="No post says whom this theme moves most: the audience is a default.",
)
NO_CAUSES = Label(
    fr="C'est ce qu'on observe, pas une preuve de ce qui en est la cause.",
    en="This is what is seen, no proof of what causes it.",
)


HOURS = Label(
    fr="Vos publications de {start} h à {end} h ont {mine} réactions en général, contre {others} aux autres heures"
    " ({n} publications).",
    en="Your posts between {start}:00 and {end}:00 usually get {mine} reactions, against {others} at other hours"
    " ({n} posts).",
)
ENOUGH_POSTS = 8
"""Posts that a span of hours needs, and the others too, before they are compared."""
DIFFERENT = 1.25
"""How many times more or fewer reactions are worth a sentence."""


def of(
    history: History, theme: str, measured: int, reactions: str, lenders: int, affinity_posts: int,
    day: date | None = None, slot: str = "",
) -> Label:  # fmt: skip
    """What the advice rests on, why its interval is as wide as it is, and what the trade's calendar says of `day`."""
    told = [_posts(history, theme, measured)]
    if hours := _hours(history, slot):
        told.append(hours)
    if lenders:
        told.append(_filled(LENT, n=lenders))
    if not measured and not lenders:
        told.append(ASSUMED)
    elif measured < FEW_POSTS:
        told.append(WIDE)
    told.append(_filled(REACTIONS[reactions], n=len(history.replies)))
    if affinity_posts == 0 and theme:
        told.append(DEFAULT_AUDIENCE)
    event = seasons.of_theme(seasons.near(history.pack, day), theme) if day else None
    if event:
        told.append(seasons.reason(event))
    told.append(NO_CAUSES)
    return Label(fr=" ".join(one.fr for one in told), en=" ".join(one.en for one in told))


def _posts(history: History, theme: str, measured: int) -> Label:
    if not measured:
        return _filled(UNMEASURED, n=len(history.posts)) if len(history.posts) else NO_POST
    known = history.posts[history.posts["engagement"].notna()]
    about = _filled(ON_THEME, n=int((known["theme"] == theme).sum())) if theme else NO_THEME
    first = str(known["created_date"].min())[:10]
    return Label(
        fr=MEASURED.fr.format(measured=measured, first=first, about=about.fr),
        en=MEASURED.en.format(measured=measured, first=first, about=about.en),
    )


def _hours(history: History, slot: str) -> Label | None:
    """What the data do know of the advised hours: the median engagement of posts then and of all others."""
    known = history.posts[history.posts["engagement"].notna()]
    inside = known["slot"] == slot
    mine, others = known.loc[inside, "engagement"], known.loc[~inside, "engagement"]
    if min(len(mine), len(others)) < ENOUGH_POSTS:
        return None
    here, there = float(mine.median()), float(others.median())
    if 1 / DIFFERENT < (here + 1) / (there + 1) < DIFFERENT:
        return None
    start, end = (int(clock[:2]) for clock in slot.split("-"))
    values = {"start": start, "end": end, "mine": round(here), "others": round(there), "n": len(mine)}
    return Label(fr=HOURS.fr.format(**values), en=HOURS.en.format(**values))


def _filled(label: Label, n: int) -> Label:
    return Label(fr=label.fr.format(n=n), en=label.en.format(n=n))
