"""Files of every kind without forgotten people: told by their first bytes, opened as far as they
can be.
"""

import bz2
import csv
import gzip
import io
import lzma
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pyarrow as pa

from transforms.people.redaction import redact
from transforms.privacy.erasure import databases
from transforms.privacy.erasure.cells import Forgotten, cleaner, goes
from transforms.privacy.erasure.mails import looks_like_mail, scrub_mail, scrub_page
from transforms.privacy.erasure.tables import scrub_parquet

DEEPEST = 4
LARGEST = 2**31
_CLOSED = (b"7z\xbc\xaf\x27\x1c", b"Rar!", b"age-encryption", b"-----BEGIN PGP MESSAGE")
_CLOSED_NAMES = (".gpg", ".age", ".enc", ".7z", ".rar")
"""Cannot be looked into: whatever they hold, nobody can say that they do not."""
_PACKED_COLUMNS = (".parquet", ".duckdb")
"""Their values do not stand in their bytes as they are: one whose first bytes are broken cannot be searched either."""


def _zstd(content: bytes) -> bytes:
    written = pa.BufferOutputStream()
    with pa.CompressedOutputStream(written, "zstd") as packer:
        packer.write(content)
    return written.getvalue().to_pybytes()


def _unzstd(content: bytes) -> bytes:
    return pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()


_PACKED: dict[bytes, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": (gzip.decompress, gzip.compress),
    b"BZh": (bz2.decompress, bz2.compress),
    b"\xfd7zXZ": (lzma.decompress, lzma.compress),
    b"\x28\xb5\x2f\xfd": (_unzstd, _zstd),
}
"""How what begins so is unpacked, and packed again."""


@dataclass(frozen=True)
class Scrubbed:
    """What is left of a file: its content, how much it held, whether some of that cannot be taken
    out, and whether it was rewritten in its place, so that there is no content to write.
    """

    content: bytes
    found: int = 0
    stays: bool = False
    in_place: bool = False


def scrub_file(path: Path, forgotten: Forgotten, erase: bool) -> Scrubbed:
    """Search a local file and, with `erase`, rewrite databases in place; other kinds come back as
    new content.
    """
    with path.open("rb") as file:
        head = file.read(16)
    if head[8:12] == b"DUCK":
        return Scrubbed(b"", databases.scrub_duckdb(path, forgotten, erase), in_place=True)
    if head.startswith(b"SQLite format 3"):
        return Scrubbed(b"", databases.scrub_sqlite(path, forgotten, erase), in_place=True)
    return scrub_content(path.name, path.read_bytes(), forgotten)


def scrub_content(name: str, content: bytes, forgotten: Forgotten, depth: int = 0) -> Scrubbed:
    """The same for bytes under a name, and for what is packed in them."""
    if content.startswith(b"PAR1"):
        return Scrubbed(*scrub_parquet(content, forgotten))
    if content[8:12] == b"DUCK" or content.startswith(b"SQLite format 3"):
        return _database(name, content, forgotten)
    if depth < DEEPEST:
        for magic, (unpack, pack) in _PACKED.items():
            if content.startswith(magic):
                inside = scrub_content(Path(name).stem, unpack(content), forgotten, depth + 1)
                return (
                    Scrubbed(pack(inside.content), inside.found, inside.stays)
                    if inside.found
                    else Scrubbed(content)
                )
        if content.startswith(b"PK\x03\x04"):
            return _zip(content, forgotten, depth)
        if content[257:262] == b"ustar":
            return _tar(content, forgotten, depth)
    if looks_like_mail(content):
        return Scrubbed(*scrub_mail(content, forgotten))
    if content.startswith(b"PGDMP"):
        return _pg_dump(content, forgotten)
    if content and name.lower().endswith(_PACKED_COLUMNS):
        raise ValueError(f"{Path(name).name} is damaged")
    if content.startswith(_CLOSED) or name.lower().endswith(_CLOSED_NAMES):
        return Scrubbed(content, 1, stays=True)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _unknown(content, forgotten)
    cleaned, found = _text(name, text, forgotten)
    return Scrubbed(cleaned.encode() if found else content, found)


def _text(name: str, text: str, forgotten: Forgotten) -> tuple[str, int]:
    kind = name.rpartition(".")[2].lower()
    if kind in ("html", "htm"):
        return scrub_page(text, forgotten)
    if kind == "csv":
        return _csv(text, forgotten)
    if "COPY " in text and "\n\\.\n" in text:
        lines = list(_dumped(text, forgotten))
    else:
        lines = [_line(line, forgotten) for line in text.splitlines(keepends=True)]
    found = sum(1 for before, after in lines if before != after)
    cleaned = "".join(after for _, after in lines)
    if (
        not found and (whole := redact(text, forgotten.hidden)) != text
    ):  # a passage that runs over lines
        return whole, 1
    return cleaned, found


def _line(line: str, forgotten: Forgotten) -> tuple[str, str]:
    """A line before and after; a JSON object that is a row of theirs is gone."""
    bare = line.strip()
    if bare[:1] == "{" and bare[-1:] == "}":
        try:
            row = orjson.loads(bare)
        except orjson.JSONDecodeError:
            return line, redact(line, forgotten.hidden)
        if goes(row, forgotten):
            return line, ""
        network = row.get("network")
        cleaned = {key: cleaner(key, network, forgotten)(value) for key, value in row.items()}
        return line, line if cleaned == row else orjson.dumps(cleaned).decode() + "\n"
    return line, redact(line, forgotten.hidden)


def _dumped(text: str, forgotten: Forgotten) -> Iterator[tuple[str, str]]:
    """The lines of a plain pg_dump before and after: rows of theirs are gone from its COPY blocks."""
    columns: list[str] | None = None
    for line in text.splitlines(keepends=True):
        if line.startswith("COPY ") and line.rstrip().endswith("FROM stdin;"):
            columns = [
                one.strip(' "') for one in line[line.index("(") + 1 : line.rindex(")")].split(",")
            ]
            yield line, line
        elif line == "\\.\n":
            columns = None
            yield line, line
        elif columns:
            yield (
                line,
                _copied(dict(zip(columns, line.rstrip("\n").split("\t"), strict=False)), forgotten),
            )
        else:
            yield line, redact(line, forgotten.hidden)


def _copied(row: dict[str, str], forgotten: Forgotten) -> str:
    """A row of a COPY block as it may stay; nothing when it goes."""
    if goes(row, forgotten):
        return ""
    values = [cleaner(key, row.get("network"), forgotten)(value) for key, value in row.items()]
    return "\t".join("\\N" if value is None else value for value in values) + "\n"


def _csv(text: str, forgotten: Forgotten) -> tuple[str, int]:
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows:
        return text, 0
    written, found = io.StringIO(), 0
    writer = csv.DictWriter(written, list(rows[0]), extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        if goes(row, forgotten):
            found += 1
            continue
        cleaned = {
            key: cleaner(key or "", row.get("network"), forgotten)(value)
            for key, value in row.items()
        }
        found += cleaned != row
        writer.writerow(cleaned)
    return (written.getvalue(), found) if found else (text, 0)


def _database(name: str, content: bytes, forgotten: Forgotten) -> Scrubbed:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        found = scrub_file(path, forgotten, erase=True).found
        return Scrubbed(path.read_bytes(), found)


def _zip(content: bytes, forgotten: Forgotten, depth: int) -> Scrubbed:
    written, found, stays = io.BytesIO(), 0, False
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        if sum(one.file_size for one in before.infolist()) > LARGEST:
            return Scrubbed(content, 1, stays=True)
        for one in before.infolist():
            inside = scrub_content(one.filename, before.read(one), forgotten, depth + 1)
            found, stays = found + inside.found, stays or inside.stays
            after.writestr(one, inside.content)
    return Scrubbed(written.getvalue(), found, stays) if found else Scrubbed(content)


def _tar(content: bytes, forgotten: Forgotten, depth: int) -> Scrubbed:
    written, found, stays = io.BytesIO(), 0, False
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as before,
        tarfile.open(fileobj=written, mode="w") as after,
    ):
        for one in before:
            file = before.extractfile(one) if one.isfile() else None
            if file is None:
                after.addfile(one)
                continue
            inside = scrub_content(one.name, file.read(), forgotten, depth + 1)
            found, stays = found + inside.found, stays or inside.stays
            one.size = len(inside.content)
            after.addfile(one, io.BytesIO(inside.content))
    return Scrubbed(written.getvalue(), found, stays) if found else Scrubbed(content)


def _pg_dump(content: bytes, forgotten: Forgotten) -> Scrubbed:
    """A dump in PostgreSQL's own form can be searched when pg_restore is there, but not changed."""
    tool = shutil.which("pg_restore")
    if tool is None:
        return Scrubbed(content, 1, stays=True)
    done = subprocess.run([tool, "-f", "-"], input=content, capture_output=True, check=False)
    held = (
        done.returncode != 0
        or _text("dump.sql", done.stdout.decode("utf-8", "replace"), forgotten)[1] > 0
    )
    return Scrubbed(content, int(held), stays=held)


def _unknown(content: bytes, forgotten: Forgotten) -> Scrubbed:
    """Bytes of no known kind can be searched as text, but not changed."""
    said = content.decode("utf-8", "replace")
    held = redact(said, forgotten.hidden) != said
    return Scrubbed(content, int(held), stays=held)
