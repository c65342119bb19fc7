"""JSON: one object a line, or one document with its list of records somewhere in it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import jmespath
import orjson

from transforms.config.errors import BadInput
from transforms.extract.files.bytes import BROKEN, broken, suffix, unpacked
from transforms.extract.files.encoding import Encoding
from transforms.extract.files.rows import LONGEST_LINE, Rejected, Row

LARGEST_DOCUMENT = 512 * 2**20
_SCRIPT = re.compile(r"\s*[\w.$\s]{1,200}=\s*(?=[\[{])")
LISTS_SHOWN = 5


def read(path: Path, encoding: Encoding, records: str | None = None) -> Iterator[Row | Rejected]:
    """Every record of the file, in order; blank lines are no rows. BadInput when a document is not
    whole.
    """
    if is_document(path, records):
        yield from _records(path, document(path, encoding), records)
    else:
        yield from _lines(path, encoding)


def is_document(path: Path, records: str | None = None) -> bool:
    """Whether the file is one JSON value; else it has an object on each line."""
    if records or suffix(path) == ".js":
        return True
    try:
        with unpacked(path) as file:
            first, second = next(_nonblank(file), b""), next(_nonblank(file), b"")
    except BROKEN as error:
        raise broken(path, error) from None
    first, named = first.removeprefix(b"\xef\xbb\xbf").strip(), suffix(path) == ".json"
    if first.startswith(b"["):
        return (
            named or not _is_whole(first) or not second
        )  # among lines of objects, a list is a broken line
    return named and not (_is_whole(first) and second.lstrip().startswith(b"{"))


def _is_whole(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def document(path: Path, encoding: Encoding) -> Any:
    """The file's one value; BadInput when it is broken or larger than fits in memory."""
    try:
        with unpacked(path) as file:
            content = file.read(LARGEST_DOCUMENT + 1)
    except BROKEN as error:
        raise broken(path, error) from None
    if len(content) > LARGEST_DOCUMENT:
        raise BadInput(
            f"{path}: one JSON document of more than {LARGEST_DOCUMENT // 2**20} MiB; make it JSONL"
        )
    text = content.decode(encoding.name, "replace")
    if suffix(path) == ".js" and (script := _SCRIPT.match(text)):
        text = text[script.end() :].rstrip().rstrip(";")
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except RecursionError:
        raise BadInput(f"{path}: not JSON that can be read: nested too deeply") from None
    except ValueError as error:
        place = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise BadInput(
            f"{path}: not a whole JSON document{place}: nothing of it was read; export it again"
        ) from None


def records_of(value: Any, records: str | None) -> list[Any] | None:
    """The list of records in a document: at the path, or the document itself; None when there is
    none.
    """
    if records is None:
        return value if isinstance(value, list) else None
    found = jmespath.search(records, value)
    return found if isinstance(found, list) else None


def lists_in(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, int]]:
    """Every list of objects in a document: its JMESPath and its length."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield path, len(value)
    elif isinstance(value, dict) and depth < 8:
        for key, inner in list(value.items())[:200]:
            quoted = key if re.fullmatch(r"[A-Za-z_]\w*", key) else json.dumps(key)
            yield from lists_in(inner, f"{path}.{quoted}".lstrip("."), depth + 1)


def _records(path: Path, value: Any, records: str | None) -> Iterator[Row | Rejected]:
    found = records_of(value, records)
    if found is None:
        there = [f"{at} ({length})" for at, length in lists_in(value)][:LISTS_SHOWN]
        raise BadInput(
            f"{path}: {f'no list of records at {records}' if records else 'one JSON object, not a list of records'}; "
            f"say where they are with `records`"
            + (f": there are {', '.join(there)}" if there else "")
        )
    for number, values in enumerate(found, start=1):
        yield _row(number, values)


def _lines(path: Path, encoding: Encoding) -> Iterator[Row | Rejected]:
    try:
        with unpacked(path) as file:
            if not encoding.name.startswith("utf-8"):
                file = _Reencoded(file, encoding.name)  # type: ignore[assignment]
            for line, content in enumerate(_bounded(file), start=1):
                content = content.removeprefix(b"\xef\xbb\xbf") if line == 1 else content
                if content.strip():
                    yield _json_row(line, content)
    except BROKEN as error:
        raise broken(path, error) from None


class _Reencoded:
    """A text file of another encoding as the UTF-8 lines it would have."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        import io

        self._text = io.TextIOWrapper(file, encoding=encoding, newline="\n")

    def readline(self, size: int) -> bytes:
        return self._text.readline(size).encode("utf-8", "surrogatepass")


def _nonblank(file: BinaryIO) -> Iterator[bytes]:
    for _ in range(100):
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        if line.strip():
            yield line


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    while content := file.readline(LONGEST_LINE + 1):
        while len(content) > LONGEST_LINE and not content.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
            if not rest:
                break
            content = content[: LONGEST_LINE + 1] + rest[-1:]
        yield content


def _json_row(line: int, content: bytes) -> Row | Rejected:
    if len(content) > LONGEST_LINE:
        return Rejected(line, "(line)", f"longer than {LONGEST_LINE:,} bytes")
    try:
        return _row(line, orjson.loads(content))
    except orjson.JSONDecodeError:
        pass
    try:
        return _row(
            line, json.loads(content.decode("utf-8"))
        )  # orjson refuses lone surrogates, which exports have
    except UnicodeDecodeError as error:
        return Rejected(line, "(line)", f"not UTF-8 at byte {error.start + 1}")
    except json.JSONDecodeError as error:
        return Rejected(line, "(line)", f"not JSON: {error.msg} at character {error.pos + 1}")
    except (RecursionError, ValueError):
        return Rejected(line, "(line)", "not JSON: nested too deeply or a number too long")


def _row(line: int, values: Any) -> Row | Rejected:
    if not isinstance(values, dict):
        return Rejected(line, "(line)", f"not a JSON object but a {type(values).__name__}")
    return Row(line, values)
