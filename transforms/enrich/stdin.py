"""`cmr read`: JSON lines in, one JSON object per line out, in order and as they come, whatever the
bytes.
"""

import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from transforms.enrich.read import Reader, reader

LONGEST_LINE = 1_000_000
"""Bytes of a line; the rest of a longer one is skipped, and the line answered with an error."""
TOGETHER = 1_024
"""Lines that are read at once when they come fast; when the input pauses, those that are there are answered."""

_END = None


@dataclass(frozen=True)
class _Line:
    """One input line: either a row to read or what is wrong with it."""

    number: int
    identity: Any = None
    row: dict[str, Any] | None = None
    error: str | None = None


def read_lines(
    stream_in: BinaryIO, stream_out: BinaryIO, with_reader: Reader | None = None
) -> None:
    """Answer every line of `stream_in`: a reading, or `{"id", "line", "error"}` when the line
    cannot be read.

    Answers are flushed at the latest when the input pauses; memory does not grow with the input.
    """
    read = with_reader or reader()
    waiting: queue.Queue[tuple[int, bytes] | BaseException | None] = queue.Queue(4 * TOGETHER)
    threading.Thread(target=_collect, args=(stream_in, waiting), daemon=True).start()
    for group in _groups(waiting):
        lines = [parse(number, raw, read) for number, raw in group]
        readings = read.read([line.row for line in lines if line.row is not None])
        for line in lines:
            answer = _problem(line) if line.row is None else _answer(line, next(readings))
            stream_out.write(answer)
        stream_out.flush()


def parse(number: int, raw: bytes, read: Reader) -> _Line:
    """A raw line as a row that can be read, or as an error that says what to mend."""
    if len(raw) > LONGEST_LINE:
        return _Line(number, error=f"longer than {LONGEST_LINE} bytes")
    try:
        said = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError as error:
        return _Line(number, error=f"not UTF-8: {error.reason} at byte {error.start}")
    except (ValueError, RecursionError) as error:
        return _Line(number, error=f"not JSON: {str(error)[:200] or type(error).__name__}")
    if not isinstance(said, dict):
        return _Line(number, error='not a JSON object like {"id": "1", "text": "…"}')
    identity = said.get("id")
    if not isinstance(identity, str | int | None) or isinstance(identity, bool):
        return _Line(number, error="id: must be a string or a whole number")
    problem = _unfit(said, read)
    if problem:
        return _Line(number, identity, error=problem)
    row = {key: said.get(key) for key in ("text", "language", "industry")}
    return _Line(number, identity, row=row)


def _unfit(said: dict[str, Any], read: Reader) -> str | None:
    if not isinstance(said.get("text"), str):
        return "text: missing" if said.get("text") is None else "text: must be a string"
    for key in ("language", "industry"):
        if not isinstance(said.get(key), str | None):
            return f"{key}: must be a string"
    if said.get("industry") is not None and said["industry"] not in read.packs:
        return f"industry: no pack called '{said['industry'][:80]}'; there are {', '.join(sorted(read.packs))}"
    return None


def _answer(line: _Line, reading: Any) -> bytes:
    return _json({"id": line.identity} | reading.model_dump(exclude={"id"}))


def _problem(line: _Line) -> bytes:
    return _json({"id": line.identity, "line": line.number, "error": line.error})


def _json(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # an id with half a surrogate pair
        return json.dumps(answer).encode() + b"\n"


def _collect(stream: BinaryIO, waiting: queue.Queue) -> None:
    """Put every line with its number, from 1, then `_END`; a broken pipe is passed on."""
    try:
        for number, raw in enumerate(_lines(stream), start=1):
            waiting.put((number, raw))
        waiting.put(_END)
    except BaseException as error:
        waiting.put(error)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines without their end; of one that is too long only the beginning."""
    while raw := stream.readline(LONGEST_LINE + 1):
        whole = raw
        while len(raw) > LONGEST_LINE and not raw.endswith(b"\n"):
            raw = stream.readline(LONGEST_LINE + 1)
            if not raw:
                break
        yield whole.rstrip(b"\r\n")


def _groups(waiting: queue.Queue) -> Iterator[list[tuple[int, bytes]]]:
    """Lines as they come: at least one, and as many more as wait already."""
    group: list[tuple[int, bytes]] = []
    while True:
        try:
            item = waiting.get(block=not group)
        except queue.Empty:
            yield group
            group = []
            continue
        if item is _END or isinstance(item, BaseException):
            if group:
                yield group
            if isinstance(item, BaseException):
                raise item
            return
        group.append(item)
        if len(group) == TOGETHER:
            yield group
            group = []
