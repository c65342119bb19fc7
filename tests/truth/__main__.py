"""`make truth`: the figures against the truth, printed: `python -m tests.truth [shares|gate …]`."""

import sys

from tests.truth import labelled, shares
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.reading import EMOTIONS


def print_shares() -> None:
    """Errors of shares and coverage of their intervals on posts labelled by hand."""
    known = labelled.labelled(settings().shared / "data")
    for language in ("fr", "en"):
        felt = known.of(language).felt
        print(f"{language}: {len(felt)} posts,", dict(zip(EMOTIONS, felt.sum(0).tolist(), strict=True)))
    found = shares.trial(known, dict(enrich.thresholds()), enrich.corrections())
    print(shares.cells(found).round(3).to_string())


WAYS = {"shares": print_shares}

if __name__ == "__main__":
    for way in sys.argv[1:] or WAYS:
        WAYS[way]()
