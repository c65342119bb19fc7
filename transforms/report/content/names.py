"""What a community is called."""

from transforms.report.said import clean
from transforms.report.said.words import upper_first


def display_name(name: str) -> str:
    """`air_france` -> `Air France`; a name that is written with capitals or spaces stays."""
    cleaned = clean.text(name, 60)
    return (
        " ".join(upper_first(word) for word in cleaned.split("_"))
        if cleaned == cleaned.lower()
        else cleaned
    )
