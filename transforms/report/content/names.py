"""What a community is called."""

from transforms.ground.capitals import upper_first
from transforms.report.said import clean


def display_name(name: str) -> str:
    """`air_france` -> `Air France`; a name that is written with capitals or spaces stays."""
    cleaned = clean.text(name, 60)
    return (
        " ".join(upper_first(word) for word in cleaned.split("_"))
        if cleaned == cleaned.lower()
        else cleaned
    )
