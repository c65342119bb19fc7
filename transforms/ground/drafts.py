"""A file that is written beside its place and then takes it: readers see the old one or the new
one, whole.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path | str) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when the block ends well,
    else it vanishes.

    Where nothing was written, nothing is replaced.
    """
    target = Path(target)
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex}.tmp")
    try:
        yield draft
        if draft.exists():
            os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
