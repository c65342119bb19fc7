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
    fr="Les effets partent de ceux de {n} communautés du même secteur.",
    en="Effects start from those of {n} communities of the same industry.",
)
ASSUMED = Label(
    fr="L'intervalle est une hypothèse large sur la dispersion des publications, pas une mesure.",
    en="The interval is a wide assumption on how much posts differ, not a measurement.",
)
WIDE = Label(
    fr="Avec si peu d'historique, l'intervalle est large.",
    en="With so little history the interval is wide.",
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
    fr="Ces effets sont des associations, pas des causes.",
    en="These effects are associations, not causes.",
)


def of(
    history: History, theme: str, measured: int, reactions: str, lenders: int, affinity_posts: int,
    day: date | None = None,
) -> Label:  # fmt: skip
    """What the advice rests on, why its interval is as wide as it is, and what the trade's calendar says of `day`."""
    told = [_posts(history, theme, measured)]
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


def _filled(label: Label, n: int) -> Label:
    return Label(fr=label.fr.format(n=n), en=label.en.format(n=n))
