"""Three hundred invented personal data in twelve forms and both languages, in every column and
payload: none is kept.

The bytes of everything that a pull writes are searched: the lake, the quarantine, the ledgers, the
loader's state.
"""

import gzip
import json
import random
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.extract import run

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
COMMUNITY = """
name: forum
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""


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


def _rows() -> tuple[list[dict], list[str]]:
    dice, rows, needles = random.Random(19), [], []
    for n in range(FORMS * EACH):
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
                "language": "fr" if n % 2 else "en",
                "in_reply_to": f"https://x.com/{handle}/status/{n + 1}" if n % 5 == 0 else None,
                "format": f"photo de {handle}" if n % 7 == 0 else "text",
                "url": f"https://x.com/{handle}/status/{n}",
                COLUMNS[n % len(COLUMNS)]: who,
                "note": frame.format(said),
                "payload": {"inner": [{"words": frame.format(said), "author": {"name": who}}]},
            }
        )
    return rows, needles


def _written(home: Path) -> bytes:
    """Everything that was written, with what is packed unpacked."""
    found = bytearray()
    for path in home.rglob("*"):
        if not path.is_file():
            continue
        found += path.read_bytes()
        if path.suffix == ".parquet":
            found += json.dumps(
                pq.read_table(path).to_pylist(), default=str, ensure_ascii=False
            ).encode()
        elif path.suffix == ".gz":
            found += gzip.decompress(path.read_bytes())
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for schema, name in connection.execute(
                    "select table_schema, table_name from information_schema.tables"
                ).fetchall():
                    rows = connection.execute(f'select * from "{schema}"."{name}"').fetchall()
                    found += json.dumps(rows, default=str, ensure_ascii=False).encode()
    return bytes(found)


@pytest.fixture
def pulled(folder):
    rows, needles = _rows()
    bad = [
        row | {"post_id": f"bad-{row['post_id']}", "created_at": row["text"]} for row in rows[:24]
    ]
    (folder / "posts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows + bad))
    (settings().communities / "forum.yml").write_text(COMMUNITY.format(path=folder / "posts.jsonl"))
    return run.extract_night("forum", 0), needles


def test_none_of_them_is_in_the_lake_the_quarantine_the_ledgers_or_the_loaders_state(
    pulled, home, capfd
):
    facts, needles = pulled
    assert (facts["rows"], facts["quarantined"]) == (FORMS * EACH, 24)
    seen = _written(home).lower() + capfd.readouterr().err.lower().encode()
    assert len(seen) > 100_000
    assert [one for one in needles if one.lower().encode() in seen] == []


def test_what_is_not_personal_is_still_there(pulled):
    texts = [row["text"] for row in lake.read("raw/export").to_pylist()]
    assert (
        sum(
            text.startswith(("Bonjour, ", "Hello, ", "Rien ne", "Nothing", "C'est not", "Noted"))
            for text in texts
        )
        == 300
    )
