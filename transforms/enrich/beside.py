"""A reader in a process of its own, which makes itself ready while whoever asks does something else."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Any

from transforms.reading import Reading


class Beside:
    """`read(rows)` begins at once and gives the readings, in order, to whoever comes for them."""

    def __init__(self) -> None:
        self._process = ProcessPoolExecutor(1, get_context("spawn"))
        self._process.submit(_ready)

    def __enter__(self) -> "Beside":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.shutdown(cancel_futures=True)

    def read(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Reading]:
        """One reading per row {text, id?, language?, industry?}, by the committed model."""
        return _awaited(self._process.submit(_read, list(rows)))


def _awaited(readings: "Future[list[Reading]]") -> Iterator[Reading]:
    yield from readings.result()


def _ready() -> None:
    from transforms.enrich.read import reader

    reader()


def _read(rows: list[Mapping[str, Any]]) -> list[Reading]:
    from transforms.enrich.read import read_texts

    return list(read_texts(rows))
