"""Rotating the pseudonym key: the lake is re-keyed, and the next night builds the warehouse from it
anew.
"""

import shutil

from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.privacy import rekey


def rotate() -> dict[str, int]:
    """Re-key the lake and the list of the forgotten; returns rows per folder.

    The warehouse goes, because its pseudonyms are the old ones; what is published keeps them until
    the next night.
    """
    with run_ledger.step("rotate_key") as facts:
        done = rekey.rotate()
        settings().warehouse.unlink(missing_ok=True)
        shutil.rmtree(settings().home / "dlt", ignore_errors=True)
        facts["rows"] = sum(done.values())
    return done
