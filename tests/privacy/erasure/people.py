"""Twenty people who will ask to be forgotten, what they wrote, and what the others wrote of them;
all made up.
"""

from dataclasses import dataclass

WORDS = [
    "turnip",
    "gravel",
    "saffron",
    "lantern",
    "puddle",
    "zeppelin",
    "walrus",
    "thimble",
    "marmalade",
    "chimney",
    "pebble",
    "trombone",
    "galaxy",
    "mitten",
    "orchard",
    "velvet",
    "pickle",
    "harbour",
    "cactus",
    "bramble",
    "teapot",
    "goblin",
    "ribbon",
    "anchor",
    "waffle",
    "pigeon",
    "cellar",
    "magnet",
    "violin",
    "meadow",
    "tundra",
    "biscuit",
    "ladder",
    "feather",
    "copper",
    "drizzle",
    "canyon",
    "lobster",
    "napkin",
    "prairie",
]


@dataclass(frozen=True)
class Person:
    """Somebody on a network: the id it knows them by, their handle and the name they show."""

    number: int
    network: str
    id: str
    handle: str
    name: str

    def complaint(self, nth: int) -> str:
        """A text that nobody else writes, in words that a report shows."""
        said = [
            WORDS[(self.number * 7 + nth * 3 + step * (self.number + 2)) % len(WORDS)]
            for step in range(5)
        ]
        return (
            f"I am so angry, flight to {said[0].title()}{self.number} cancelled again and my {said[1]} {said[2]} "
            f"number{self.number}x{nth} lost near the {said[3]} {said[4]}, when will you refund it?"
        )

    @property
    def texts(self) -> list[str]:
        return [self.complaint(nth) for nth in range(2)]

    @property
    def fragments(self) -> list[str]:
        """Pieces of 20 characters of what they wrote, but for those that somebody else wrote, too."""
        others = "\n".join(text for one in PEOPLE if one != self for text in one.texts)
        found = [text[at : at + 20] for text in self.texts for at in range(0, len(text) - 20, 5)]
        return [one for one in found if one not in others]


EXPORTED = [
    Person(n, "mastodon", f"{name}_{n}@social.example", f"{name}_{n}", shown)
    for n, (name, shown) in enumerate(
        (
            ("zoe", "Zoë Brûlé"), ("anais", "Anaïs Lefèvre 🌻"), ("bjorn", "Björn Åkesson"), ("mia", "Mia🌵Sol"),
            ("nguyen", "Nguyễn Thị Hạnh"), ("ilker", "İlker Güneş"), ("jose", "José María Ñuñez"),
            ("olena", "Олена Шевчук"),
            ("oconnor", "Siobhán O'Connor"), ("ann_lee", "Ann-Lee Straße"), ("kiwi", "🥝Kiwi Tane🥝"),
            ("dot", "Dot D. Dotson"),
        )
    )
]  # fmt: skip
RECORDED = [
    Person(n, "x", f"77{n:02}314159", f"flyer{n}_{name}", shown)
    for n, (name, shown) in enumerate(
        (
            ("ada", "Ada Żak"), ("boris", "Борис К."), ("chloe", "Chloé 😀 Faure"), ("dan", "Dan “the Van” Moss"),
            ("eve", "Ève Çelik"), ("finn", "Finn <b>Øst</b>"), ("gus", "Gus; drop table"), ("hana", "花 Hana Ito"),
        ),
        start=12,
    )
]  # fmt: skip
PEOPLE = [*EXPORTED, *RECORDED]


def of_others(person: Person) -> list[str]:
    """What others write: to the handle, of the handle and the name, and in the person's own words."""
    return [
        f"@{person.handle} is right, the airline is late",
        f"poor {person.handle} is still waiting, {person.name} told me yesterday",
        f"{person.name} wrote: “{person.texts[0]}” and I agree",
    ]
