"""Invented personal data in every form that the door knows, and texts that hold none, for hypothesis
to choose among.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from stdnum import luhn
from stdnum.iso7064 import mod_97_10

SPACES = {
    "a space": " ",
    "a no-break space": "\u00a0",
    "a narrow no-break space": "\u202f",
    "a thin space": "\u2009",
    "a figure space": "\u2007",
    "an ideographic space": "\u3000",
    "a tab": "\t",
    "a line break": "\n",
    "two spaces": "  ",
}
BETWEEN_DIGITS = {
    **SPACES,
    "nothing": "",
    "a hyphen": "-",
    "a no-break hyphen": "\u2011",
    "a dash": "–",
    "a point": ".",
    "a zero-width space": "\u200b",
    "a word joiner": "\u2060",
    "a soft hyphen": "\u00ad",
    "a space and a mark of direction": " \u200e",
}
FRENCH = (
    "Bonjour, {} merci de me répondre",
    "Rien ne marche ({}) depuis hier",
    "C'est noté : {}.",
    "{}",
    "Voici :\n{}\nCordialement",
    "mes infos👉{}👈 svp",
    "« {} », voilà",
)
ENGLISH = (
    "Hello, {} please answer me",
    "Nothing works ({}) since yesterday",
    "Noted: {}.",
    "here it is - {}, thanks",
    "“{}” is mine!",
    "Details:\t{}\nBest",
)
FIRST = ("aurelien", "berenice", "cyprien", "domitille", "hermance", "gwendoline", "marybeth")
LAST = ("quatremare", "vandenplas", "oisemont", "habberfield", "wetherstone", "quillfeather")
STREETS = ("Victor Hugo", "de la République", "des Lilas", "du Général Leclerc", "Jean-Jaurès")
TOWNS = ("75002 Paris", "13001 MARSEILLE", "69003 Lyon", "59000 Lille Centre", "")
KINDS = ("rue", "avenue", "boulevard", "impasse", "chemin", "allée", "RUE", "AVENUE", "BD", "av.")
ENGLISH_STREETS = ("Long Meadow", "Baker", "Maple Hill", "Wetherstone")
ENGLISH_KINDS = ("Road", "Street", "Avenue", "Lane", "Drive", "St", "Rd.", "Ave")
ENGLISH_TOWNS = (", London NW1 6XE", ", Dallas TX 75201", "", " Springfield IL 62704")
DOMAINS = ("mail.example", "sous.domaine.example", "example.co.uk")

Datum = tuple[str, str]
"""A datum as it is written, and the piece of it that must be gone, without what is between digits."""


def _grouped(digits: str, sizes: tuple[int, ...], between: str) -> str:
    pieces, start = [], 0
    for size in sizes:
        pieces.append(digits[start : start + size])
        start += size
    return between.join(piece for piece in [*pieces, digits[start:]] if piece)


@st.composite
def _digits(draw: Any, size: int) -> str:
    return "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=size, max_size=size)))


@st.composite
def cards(draw: Any) -> Datum:
    start, size, groups = draw(
        st.sampled_from(
            [
                ("4", 16, (4, 4, 4, 4)),
                ("53", 16, (4, 4, 4, 4)),
                ("2221", 16, (4, 4, 4, 4)),
                ("37", 15, (4, 6, 5)),
                ("6011", 16, (4, 4, 4, 4)),
                ("3530", 16, (4, 4, 4, 4)),
            ]
        )
    )
    body = start + draw(_digits(size - 1 - len(start)))
    card = body + luhn.calc_check_digit(body)
    return _grouped(card, groups, draw(st.sampled_from(sorted(BETWEEN_DIGITS.values())))), card[-8:]


@st.composite
def accounts(draw: Any) -> Datum:
    country, size = draw(
        st.sampled_from([("FR", 23), ("DE", 18), ("BE", 12), ("ES", 20), ("LU", 16)])
    )
    body = draw(_digits(size))
    check = 98 - mod_97_10.checksum(body + country + "00") % 97
    iban = f"{country}{check:02}{body}"
    between = draw(st.sampled_from([*SPACES.values(), "", "-", "\u200b"]))
    written = _grouped(iban, (4,) * (len(iban) // 4), between)
    return draw(st.sampled_from([written, written.lower()])), body[-8:]


@st.composite
def phones(draw: Any) -> Datum:
    """Numbers of France, and of others as they are called from abroad."""
    between = draw(st.sampled_from(sorted(set(BETWEEN_DIGITS.values()) - {"\n", "\t", "  "})))
    national = draw(st.sampled_from("1234679")) + draw(_digits(8))
    shape = draw(st.sampled_from(["0", "+33", "0033", "+33(0)", "abroad"]))
    if shape == "0":
        return _grouped("0" + national, (2, 2, 2, 2, 2), between), national[-6:]
    if shape == "abroad":
        start, rest, sizes = draw(
            st.sampled_from(
                [
                    ("+44", "7700" + draw(_digits(6)), (4, 6)),
                    ("+1", "415555" + draw(_digits(4)), (3, 3, 4)),
                    ("+32", "470" + draw(_digits(6)), (3, 2, 2, 2)),
                    ("+41", "79" + draw(_digits(7)), (2, 3, 2, 2)),
                ]
            )
        )
        return start + (between or " ") + _grouped(rest, sizes, between), rest[-6:]
    start = {"+33": "+33", "0033": "0033", "+33(0)": "+33 (0)"}[shape]
    return start + (between or "") + _grouped(national, (1, 2, 2, 2, 2), between), national[-6:]


@st.composite
def mails(draw: Any) -> Datum:
    who = f"{draw(st.sampled_from(FIRST))}{draw(st.sampled_from(['.', '_', '-', '+']))}{draw(st.sampled_from(LAST))}"
    who = draw(st.sampled_from([who, who.upper(), who.title()]))
    domain = draw(st.sampled_from(DOMAINS))
    at = draw(
        st.sampled_from(["@", "＠", "﹫", " (at) ", "(at)", " [at] ", "[arobase]", " arobase "])
    )
    whole = f"{who}{at}{domain}"
    return draw(st.sampled_from([whole, f"mailto:{whole}" if at == "@" else whole])), who[-8:]


@st.composite
def addresses(draw: Any) -> Datum:
    number = draw(st.integers(1, 1999))
    if draw(st.booleans()):
        more = draw(st.sampled_from(["", " bis", " ter", ","]))
        street = draw(st.sampled_from(STREETS))
        kind, town = draw(st.sampled_from(KINDS)), draw(st.sampled_from(TOWNS))
        street = street.upper() if kind.isupper() else street
        space = draw(st.sampled_from([" ", "\u00a0", "\u202f"]))
        return f"{number}{more} {kind} {street} {town}".strip().replace(" ", space), street[-6:]
    street = draw(st.sampled_from(ENGLISH_STREETS))
    kind, town = draw(st.sampled_from(ENGLISH_KINDS)), draw(st.sampled_from(ENGLISH_TOWNS))
    return f"{number} {street} {kind}{town}", street[-6:]


@st.composite
def links(draw: Any) -> Datum:
    who = f"{draw(st.sampled_from(FIRST))}.{draw(st.sampled_from(LAST))}"
    number = "6" + draw(_digits(8))
    made = [
        (f"https://wa.me/33{number}", number[-6:]),
        (f"https://api.whatsapp.com/send?phone=33{number}&text=hi", number[-6:]),
        (f"https://exemple.example/a?x=1&tel=0{number}", number[-6:]),
        (f"https://exemple.example/?telephone=%2B33{number}", number[-6:]),
        (
            f"tel:+33-{number[0]}-{number[1:3]}-{number[3:5]}-{number[5:7]}-{number[7:]}",
            number[-6:],
        ),
        (f"sms:0{number}", number[-6:]),
        (f"https://www.facebook.com/people/{who}/1000{number}/", who),
        (f"https://facebook.com/profile.php?id=1000{number}", number[-6:]),
        (f"https://www.facebook.com/{who}", who),
        (f"https://instagram.com/stories/{who}/{number}", who),
        (f"https://www.instagram.com/{who}/", who),
        (f"https://x.com/{who.replace('.', '_')}/status/17{number}1234567", who.replace(".", "_")),
        (f"https://www.linkedin.com/in/{who}/", who),
        (f"https://www.tiktok.com/@{who}/video/71{number}", who),
        (f"https://t.me/{who.replace('.', '_')}", who.replace(".", "_")),
        (f"https://www.reddit.com/user/{who.replace('.', '_')}/", who.replace(".", "_")),
        (f"https://www.threads.net/@{who}", who),
        (f"https://bsky.app/profile/{who}.bsky.social", who),
        (f"https://social.example/users/{who}", who),
        (f"https://exemple.example/?m={who}%40mail.example", who),
        (f"https://youtube.com/@{who}", who),
        (f"https://snapchat.com/add/{who}", who),
    ]
    written, piece = draw(st.sampled_from(made))
    return draw(st.sampled_from([written, written.removeprefix("https://")])), piece


@st.composite
def mentions(draw: Any) -> Datum:
    who = f"{draw(st.sampled_from(FIRST))}{draw(st.sampled_from(['_', '.', '']))}{draw(st.sampled_from(LAST))}"
    return draw(st.sampled_from("@＠﹫")) + who, who


KINDS_OF_DATA: dict[str, Callable[[], st.SearchStrategy[Datum]]] = {
    "cards": cards,
    "accounts": accounts,
    "phones": phones,
    "e-mails": mails,
    "addresses": addresses,
    "links": links,
    "mentions": mentions,
}

NOBODYS = (
    "12,50 €", "$1,299.99", "1 299,00 €", "1 234 567 abonnés", "3.5 million views", "50 %", "24h/24 et 7j/7",
    "17/06/2025", "2025-06-17", "le 3 mai 2024 à 14h35", "12:45", "from 9 to 5", "2019-2024", "21-17 21-19",
    "vol AF1234", "flight WN 1234", "gate B12", "TGV 6601", "ligne 14", "bus 38", "M6 toll",
    "iPhone 15 Pro Max", "Windows 11 24H2", "v12.04.33", "Galaxy S24", "PS5", "4K 60 fps", "300 Mb/s", "5G",
    "commande n° 4500123456789", "order #114-5566778-9900112", "réf XK4P2Q", "ticket 0012345678901",
    "1Z999AA10123456784", "ISBN 978-2-07-036822-8", "facture F2024-00991", "dossier 2024/12/4455",
    "le 3900", "1023 ou 118 218", "call 611", "le 15 ou le 112", "36 15", "Paris 2e", "dans le 13e",
    "2 cours de yoga", "3 places de cinéma", "5 routes fermées", "10 ans de route", "une rue fermée",
    "12 avenues", "dans la rue Victor Hugo", "4 Seasons", "the 5 Star Court", "Route 66", "15 chemins possibles",
    "@brand", "@Brand!", "#NoDrama2024", "u/reddit rules", "https://brand.example/help/12345678",
    "https://youtu.be/dQw4w9WgXcQ", "https://t.co/Ab12Cd34Ef", "https://www.instagram.com/p/Cx12AbCdEfG/",
    "https://www.facebook.com/groups/1234567890", "https://x.com/brand/status/1801234567890123456",
    "https://www.linkedin.com/company/brand", "a@", "@ 10h", "prix @ 5€", "C++ / C#", "½ price", "10³", "👍 x 1000",
)  # fmt: skip
