"""A folder of pages that is written by what changed: a page with the same bytes stays as it is."""

from collections.abc import Iterator
from pathlib import Path

from transforms.ground.drafts import replacing


class Folder:
    """Pages below `root`; whatever was neither put nor kept goes with `sweep`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written = 0
        self.removed = 0
        self._stand: set[Path] = set()

    def put(self, place: str, page: str) -> None:
        """Write a page, whole or not at all, unless it stands there already."""
        path, content = self.root / place, page.encode()
        self._stand.add(path)
        if path.is_file() and path.read_bytes() == content:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as draft:
            draft.write_bytes(content)
        self.written += 1

    def keep(self, place: str) -> bool:
        """Leave a page as it is; False when it is not there."""
        path = self.root / place
        if not path.is_file():
            return False
        self._stand.add(path)
        return True

    def sweep(self) -> None:
        """Remove the pages that have no reason left: of a night whose mail is gone, of a community
        that left.
        """
        for path in self._files():
            if path not in self._stand:
                path.unlink()
                self.removed += 1
        for path in sorted(self.root.rglob("*"), reverse=True):
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()

    def _files(self) -> Iterator[Path]:
        yield from (path for path in sorted(self.root.rglob("*")) if path.is_file())
