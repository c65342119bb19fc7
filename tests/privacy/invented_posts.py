"""Posts with invented personal data in twelve forms and both languages, in every column and payload."""

import random

FORMS = 12
EACH = 25
FIRST = [
    "Aurelien",
    "Berenice",
    "Cyprien",
    "Domitille",
    "Eudoxie",
    "Fulbert",
    "Gwendal",
    "Hermance",
    "Isaure",
]
LAST = [
    "Quatremare",
    "Vandenplas",
    "Oisemont",
    "Trouvillard",
    "Habberfield",
    "Wetherstone",
    "Quillfeather",
]
FRENCH = ("Bonjour, {} merci de me répondre", "Rien ne marche {} depuis hier", "C'est noté : {}.")
ENGLISH = ("Hello, {} please answer me", "Nothing works {} since yesterday", "Noted: {}.")
COLUMNS = (
    "auteur",
    "client",
    "prénom",
    "Reviewer Name",
    "utilisateur",
    "courriel",
    "to",
    "display_name",
)


def _luhn(digits: str) -> str:
    total = sum(
        sum(divmod(int(d) * (2 if n % 2 == 0 else 1), 10)) for n, d in enumerate(reversed(digits))
    )
    return digits + str(-total % 10)


def _iban(account: str) -> str:
    check = 98 - int("".join(str(int(c, 36)) for c in account + "FR00")) % 97
    return f"FR{check:02}{account}"


def _grouped(digits: str, size: int, space: str) -> str:
    return space.join(digits[n : n + size] for n in range(0, len(digits), size))


def _made(form: int, n: int, dice: random.Random) -> tuple[str, list[str]]:
    """One personal datum as it is written, and the pieces that must be found nowhere."""
    handle = f"{dice.choice(FIRST)}.{dice.choice(LAST)}{n}".lower()
    number = f"6{dice.randrange(10**7, 10**8)}"
    space = dice.choice([" ", "\u00a0", "\u202f"])
    street = f"{dice.choice(LAST)} {dice.choice(LAST)}"
    number_of = dice.randrange(1, 300)
    if form == 0:
        return f"{handle}{dice.choice('@＠')}mail{n}.example", [handle]
    if form == 1:
        return f"0{_grouped(number, 2, space)}"[:1] + number[0] + space + _grouped(
            number[1:], 2, space
        ), [number[-6:]]
    if form == 2:
        return f"+33{space}{number[0]}{space}{_grouped(number[1:], 2, space)}", [number[-6:]]
    if form == 3:
        card = _luhn(f"4{dice.randrange(10**13, 10**14)}")
        return _grouped(card, 4, space), [card[-8:], _grouped(card, 4, space)[-9:]]
    if form == 4:
        iban = _iban(f"3000600001{dice.randrange(10**10, 10**11)}89")
        return _grouped(iban, 4, space), [iban[-8:], _grouped(iban, 4, space)[-9:]]
    if form == 5:
        return f"{number_of} RUE {street.upper()} 75002 PARIS", [street]
    if form == 6:
        return f"{number_of} {dice.choice(['av.', 'bd.', 'allee', 'r.'])} {street} 75016 Paris", [
            street
        ]
    if form == 7:
        return f"@{handle}", [handle]
    if form == 8:
        return f"https://wa.me/33{number}", [number[-6:]]
    if form == 9:
        return f"https://exemple.example/?tel=0{number}&x=1", [number[-6:]]
    if form == 10:
        return f"https://www.facebook.com/people/{handle}/1000{number}/", [handle]
    return f"https://instagram.com/stories/{handle}/{number}", [handle]


def rows_and_needles(each: int = EACH) -> tuple[list[dict], list[str]]:
    """The posts, `each` of every form, and the pieces of personal data that must be found nowhere."""
    dice, rows, needles = random.Random(19), [], []
    for n in range(FORMS * each):
        said, pieces = _made(n % FORMS, n, dice)
        needles += pieces
        frame = dice.choice(FRENCH if n % 2 else ENGLISH)
        who = f"{dice.choice(FIRST)} {dice.choice(LAST)}{n}"
        handle = who.replace(" ", "_").lower()
        needles += [who, handle]
        rows.append(
            {
                "post_id": [f"p{n}", f"https://x.com/{handle}/status/{n}", f"{handle}_{n}"][n % 3],
                "network": ["x", "facebook", "forum"][n % 3],
                "author_id": handle,
                "text": frame.format(said),
                "created_at": f"2025-06-{1 + n % 28:02}T08:00:00Z",
                "language": said if n % 7 == 3 else "fr" if n % 2 else "en",
                "in_reply_to": f"https://x.com/{handle}/status/{n + 1}" if n % 5 == 0 else None,
                "format": f"photo de {said}" if n % 7 == 0 else "text",
                "advice_id": said if n % 7 == 1 else None,
                "account": f"@{handle}" if n % 7 == 2 else None,
                "url": f"https://x.com/{handle}/status/{n}",
                COLUMNS[n % len(COLUMNS)]: who,
                "note": frame.format(said),
                said: f"what {said} says of itself",
                "payload": {"inner": [{"words": frame.format(said), "author": {"name": who}}]},
            }
        )
    return rows, needles
