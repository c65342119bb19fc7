"""Posts and the many ways in which people's tools write them, for hypothesis to choose among."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")
FIELDS = ("post_id", "network", "author_id", "text", "created_at", "likes", "views")
WORDS = [
    "Merci",
    "Bonjour",
    "l'app",
    "plante",
    "encore",
    "hier",
    "réseau",
    "coupé",
    "génial",
    "où",
    "ça",
    "très",
    "naïf",
    "Noël",
    "forfait",
    "nul",
    "À",
    "Évidemment",
    "cœur",
    "l’équipe",
    "prix",
    "12",
    "€",
    "50",
    "%",
    "thanks",
    "great",
    "why",
    "broken",
    "again",
    "«",
    "»",
    "–",
    "…",
    "!",
    "?",
    ":",
    "&",
    "never",
    "3",
    "jours",
    "d’attente",
    "une",
    "étoile",
]
JOINTS = (" ", " ", " ", " ", ", ", "; ", "\n", "\t", " | ", ' "', " <3 ", "  ")
TOTALS = ("Total", "TOTAL :", "Total général", "Grand total", "Totaux", "Somme", "Sum")
TITLES = (
    "Export du 18/06/2025",
    "Rapport : tous les messages",
    "Report, all posts; all networks",
    "© Outil 2025",
)


@dataclass(frozen=True)
class Post:
    """A post as it was meant."""

    post_id: str
    network: str
    author_id: str
    text: str
    created_at: datetime
    likes: int | None = None
    views: int | None = None

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass(frozen=True)
class DateForm:
    """A way to write an instant, and what a source then says of its dates."""

    write: Callable[[datetime], Any]
    dates: dict[str, Any] = field(default_factory=dict)
    minutes: bool = False


def _local(form: str) -> Callable[[datetime], str]:
    return lambda at: at.astimezone(PARIS).strftime(form)


def _french(at: datetime) -> str:
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    there = at.astimezone(PARIS)
    day = "1er" if there.day == 1 else str(there.day)
    return f"{day} {months.split()[there.month - 1]} {there.year} à {there:%H:%M}"


DATES = {
    "ISO with Z": DateForm(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")),
    "ISO with an offset": DateForm(lambda at: at.astimezone(PARIS).isoformat()),
    "ISO of Python": DateForm(lambda at: str(at)),
    "ISO with milliseconds": DateForm(lambda at: at.strftime("%Y-%m-%dT%H:%M:%S.000Z")),
    "with UTC": DateForm(lambda at: at.strftime("%Y-%m-%d %H:%M:%S UTC")),
    "compact": DateForm(lambda at: at.strftime("%Y%m%dT%H%M%SZ")),
    "slashes, year first": DateForm(lambda at: at.strftime("%Y/%m/%d %H:%M:%S")),
    "epoch": DateForm(lambda at: str(int(at.timestamp()))),
    "epoch in thousandths": DateForm(lambda at: str(int(at.timestamp()) * 1000)),
    "epoch with decimals": DateForm(lambda at: f"{at.timestamp():.3f}"),
    "RFC 2822": DateForm(lambda at: at.strftime("%a, %d %b %Y %H:%M:%S +0000")),
    "Twitter's": DateForm(lambda at: at.strftime("%a %b %d %H:%M:%S +0000 %Y")),
    "a declared clock": DateForm(_local("%Y-%m-%d %H:%M:%S"), {"zone": "Europe/Paris"}),
    "day first": DateForm(_local("%d/%m/%Y %H:%M:%S"), {"first": "day", "zone": "Europe/Paris"}),
    "day first, points": DateForm(
        _local("%d.%m.%Y %H:%M"), {"first": "day", "zone": "Europe/Paris"}, minutes=True
    ),
    "day first, a comma": DateForm(
        _local("%d/%m/%Y, %H:%M"), {"first": "day", "zone": "Europe/Paris"}, minutes=True
    ),
    "month first, half days": DateForm(
        _local("%m/%d/%Y %I:%M:%S %p"), {"first": "month", "zone": "Europe/Paris"}
    ),
    "in French": DateForm(_french, {"zone": "Europe/Paris"}, minutes=True),
    "in English": DateForm(_local("%b %d, %Y %I:%M %p"), {"zone": "Europe/Paris"}, minutes=True),
    "a declared format": DateForm(
        _local("%d-%m-%y %Hh%M"), {"format": "%d-%m-%y %Hh%M", "zone": "Europe/Paris"}, minutes=True
    ),
    "a declared format with its offset": DateForm(
        lambda at: at.astimezone(PARIS).strftime("%H:%M:%S%z le %d.%m.%Y"),
        {"format": ["%d %m %Y", "%H:%M:%S%z le %d.%m.%Y"], "zone": "UTC"},
    ),
}


def _thousands(sign: str) -> Callable[[int], str]:
    return lambda n: f"{n:,}".replace(",", sign)


def _short(point: str) -> Callable[[int], str]:
    def write(n: int) -> str:
        if n % 100 or not 1000 <= n < 1_000_000:
            return str(n)
        whole, tenth = divmod(n // 100, 10)
        return f"{whole}{point}{tenth}K" if tenth else f"{whole} k"

    return write


COUNTS: dict[str, tuple[Callable[[int], str], str | None]] = {
    "plain": (str, None),
    "spaces": (_thousands(" "), None),
    "no-break spaces": (_thousands("\u00a0"), None),
    "narrow no-break spaces": (_thousands("\u202f"), None),
    "apostrophes": (_thousands("'"), None),
    "commas, said": (_thousands(","), "."),
    "points, said": (_thousands("."), ","),
    "French decimals": (lambda n: f"{n},0", None),
    "English decimals": (lambda n: f"{n}.00", None),
    "French decimals, said": (lambda n: f"{n},000", ","),
    "French thousands and decimals": (lambda n: f"{n:,}".replace(",", "\u00a0") + ",00", ","),
    "English thousands and decimals": (lambda n: f"{n:,}.00", "."),
    "French thousands of points and decimals": (
        lambda n: f"{n:,}".replace(",", ".") + ",00",
        ",",
    ),
    "1,2K": (_short(","), None),
    "1.2K": (_short("."), None),
}
NOTHINGS = ("", "-", "–", "nan", "NaN", "None", "null", "<NA>", "N/A", "#N/A", "n.d.", " ")

NAMES = {
    "ours": dict(zip(FIELDS, FIELDS, strict=True)),
    "French": {
        "post_id": "N° du message",
        "network": "Réseau",
        "author_id": "Auteur",
        "text": "Message",
        "created_at": "Date de publication",
        "likes": "J'aime",
        "views": "Nombre de vues",
    },
    "English": {
        "post_id": "Message ID",
        "network": "Source (network)",
        "author_id": "User name",
        "text": "Comment / review",
        "created_at": "Sent at [local]",
        "likes": "Likes & reactions",
        "views": "Impressions (total)",
    },
    "with points": {name: f"post.{name}" for name in FIELDS},
    "numbers": {name: f"{n} - {name}" for n, name in enumerate(FIELDS)},
}
ENCODINGS = {
    "utf-8": ("utf-8", b""),
    "utf-8 with its mark": ("utf-8", b"\xef\xbb\xbf"),
    "utf-16": ("utf-16-le", b"\xff\xfe"),
    "utf-16, big end first": ("utf-16-be", b"\xfe\xff"),
    "utf-16 without its mark": ("utf-16-le", b""),
    "Windows": ("cp1252", b""),
    "the Mac's": ("mac_roman", b""),
    "DOS": ("cp850", b""),
}


def can_write(text: str, codec: str) -> bool:
    """Whether an encoding has all the letters of a text."""
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@st.composite
def texts(draw: Any, codec: str = "utf-8") -> str:
    """Words of people who want something, with what separates cells between them."""
    words = [word for word in WORDS if can_write(word, codec)]
    said = draw(st.lists(st.sampled_from(words), min_size=1, max_size=9))
    joints = draw(st.lists(st.sampled_from(JOINTS), min_size=len(said), max_size=len(said)))
    told = "" if codec.startswith("utf") else "été "  # which encoding it is must be to be told
    return told + "".join(map("".join, zip(said, joints, strict=True))).strip()


@st.composite
def posts(draw: Any, codec: str = "utf-8", size: int = 6) -> list[Post]:
    """Some posts, each with an id of its own."""
    number = draw(st.integers(1, size))
    start = draw(st.datetimes(datetime(2019, 1, 1), datetime(2026, 1, 1)))
    found = []
    for n in range(number):
        at = start.replace(microsecond=0, tzinfo=UTC) + timedelta(hours=7 * n)
        while at.astimezone(PARIS).fold or at.astimezone(PARIS).replace(fold=1).utcoffset() != (
            at.astimezone(PARIS).utcoffset()
        ):
            at += timedelta(hours=1)  # the hour that a clock shows twice is nobody's to tell
        found.append(
            Post(
                draw(st.sampled_from(["p{}", "00{}7", "17493485671{}", "fb_{}_a"])).format(n + 10),
                draw(st.sampled_from(["facebook", "x", "forum"])),
                f"member_{n % 3}",
                draw(texts(codec)),
                at,
                draw(st.none() | st.integers(0, 9_999_999) | st.sampled_from([1200, 45_000, 0])),
                draw(st.none() | st.integers(0, 2_000)),
            )
        )
    return found


def cells(post: Post, date: DateForm, count: str, nothing: str = "") -> list[str]:
    """A post's cells in the order of `FIELDS`."""
    write = COUNTS[count][0]
    return [
        nothing
        if post[name] is None
        else write(post[name])
        if name in ("likes", "views")
        else str(date.write(post[name]))
        if name == "created_at"
        else post[name]
        for name in FIELDS
    ]


def table(rows: list[list[str]], delimiter: str, above: str = "", end: str = "\r\n") -> str:
    """Rows as a table in text."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=end).writerows(rows)
    return above + file.getvalue()


def columns(names: str) -> dict[str, str]:
    """What a source says of a table whose header is `names`; nothing where the names are ours."""
    return {} if names == "ours" else dict(NAMES[names])


def meant(posts: list[Post], date: DateForm | None = None) -> list[dict[str, Any]]:
    """What should be read of posts, as far as the way their dates are written tells."""
    return [
        {name: post[name] for name in FIELDS if name != "author_id"}
        | {
            "created_at": post.created_at.replace(second=0)
            if date and date.minutes
            else post.created_at
        }
        for post in posts
    ]


def read(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was read, of the same fields."""
    return [{name: post[name] for name in FIELDS if name != "author_id"} for post in found]
