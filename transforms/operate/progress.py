"""Progress bars on standard error, for a person at a terminal only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress, track


def through(items: Sequence[Any], title: str, console: Console | None = None) -> Iterable[Any]:
    """`items`, with a bar that moves as they are taken."""
    console = console or Console(stderr=True)
    return track(
        items, description=title, console=console, disable=len(items) < 2 or not console.is_terminal
    )


@contextmanager
def shown(title: str, console: Console | None = None) -> Iterator[Callable[[int, int], None]]:
    """A function to call with (how many are done, of how many)."""
    console = console or Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
