"""A file's bytes, unpacked when they are packed, and what their beginning says of their form."""

import bz2
import gzip
import hashlib
import io
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import zstandard

from transforms.config.errors import BadInput

PACKED: dict[bytes, Callable[[Path], Any]] = {
    b"\x1f\x8b": gzip.open,
    b"\x28\xb5\x2f\xfd": lambda path: _zstandard(path),
    b"BZh": bz2.open,
    b"\xfd7zXZ\x00": lzma.open,
}
SUFFIXES = (".gz", ".zst", ".bz2", ".xz")
BROKEN = (OSError, EOFError, zstandard.ZstdError, lzma.LZMAError)
WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's bytes; BadInput when there is no such file, or when it is empty."""
    if not path.is_file():
        raise BadInput(
            f"{path}: no such file; check `path` of this source (is CMR_DATA or CMR_HOME set as you think?)"
        )
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise BadInput(
                    f"{path}: the file is empty; export it again, or remove the source from the community file"
                )
            file.seek(0)
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from None


def unpacked(path: Path) -> BinaryIO:
    """The file's content as a stream, without its packing (gzip, zstandard, bzip2, xz)."""
    with path.open("rb") as file:
        start = file.read(6)
    for magic, opened in PACKED.items():
        if start.startswith(magic):
            return opened(path)
    return path.open("rb")


def beginning(path: Path, length: int = 4_096) -> bytes:
    """The first unpacked bytes; BadInput when the packing is broken."""
    try:
        with unpacked(path) as file:
            return file.read(length)
    except BROKEN as error:
        raise broken(path, error) from None


def broken(path: Path, error: Exception) -> BadInput:
    """The error of a file whose packing ends too soon or is no packing: half a file is not read."""
    return BadInput(
        f"{path}: cannot be unpacked ({type(error).__name__}: {str(error)[:100]}); copy it here again"
    )


def suffix(path: Path) -> str:
    """The kind that a file's name says it is, behind its packing: `.csv` of posts.csv.gz."""
    inner = path.with_suffix("") if path.suffix.lower() in SUFFIXES else path
    return inner.suffix.lower()


def _zstandard(path: Path) -> BinaryIO:
    """A zstandard stream; Reddit's dumps need a window of 2 GiB."""
    reader = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(
        path.open("rb"), read_across_frames=True, closefd=True
    )
    return cast(BinaryIO, io.BufferedReader(reader, 1 << 20))
