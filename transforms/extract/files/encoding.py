"""In which encoding a text file is: the whole file, because half of one must never be read as if it
were all.
"""

from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from transforms.config.errors import BadInput
from transforms.extract.files.bytes import BROKEN, broken, unpacked

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
OF_ONE_BYTE = ["cp1252", "mac_roman", "cp850"]
"""What French and English spreadsheets write: Windows, the Mac's older programs, DOS."""
FRENCH = frozenset("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»’‘“”–—…€£°·•\u00a0")
SURE = 0.6
SAMPLE = 100_000
ADVICE = "save it as CSV UTF-8, or say `encoding`"


class Encoding(NamedTuple):
    """A codec, and whether single lines are broken in it: those are set aside, the file is not."""

    name: str
    has_broken_lines: bool = False
    is_guess: bool = False


def encoding_of(path: Path, declared: str | None = None) -> Encoding:
    """The encoding that the whole file is valid in; BadInput when there is none."""
    try:
        with unpacked(path) as file:
            start = file.read(4)
        for mark, name in MARKS:
            if start.startswith(mark) and (declared is None or name != "utf-8-sig"):
                return (
                    _valid(path, Encoding(name))
                    if name != "utf-8-sig"
                    else _utf8_or_older(path, "utf-8-sig")
                )
        if declared is not None:
            return _valid(path, Encoding(declared))
        if b"\x00" in start:
            return _valid(
                path, Encoding("utf-16-le" if start[:1] != b"\x00" else "utf-16-be", is_guess=True)
            )
        return _utf8_or_older(path, "utf-8")
    except BROKEN as error:
        raise broken(path, error) from None


def _utf8_or_older(path: Path, utf8: str) -> Encoding:
    """UTF-8 when its accents are; else an encoding of one byte. Few broken lines among valid ones
    stay UTF-8's.
    """
    accented, wrong, sample = 0, 0, bytearray()
    with unpacked(path) as file:
        for line in file:
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                accented += 1
            except UnicodeDecodeError:
                wrong += 1
                sample += line[: SAMPLE - len(sample)]
    if not wrong or accented >= wrong or utf8 == "utf-8-sig":
        return Encoding(utf8, has_broken_lines=wrong > 0)
    guess = guessed(bytes(sample))
    if guess is None:
        raise BadInput(
            f"{path}: neither UTF-8 nor any encoding of French or English spreadsheets; {ADVICE}"
        )
    return _valid(path, Encoding(guess, is_guess=True))


def guessed(sample: bytes) -> str | None:
    """The likeliest encoding of one byte: where the accents are those of French, else what
    charset-normalizer says.

    A handful of accents is too little for statistics, which take à for ‡; so the letters themselves
    are asked first.
    """
    shares = {name: _share_of_french(sample, name) for name in OF_ONE_BYTE}
    best = max(shares, key=lambda name: shares[name])  # the first of equals, which is the commonest
    if shares[best] >= SURE:
        return best
    guess = from_bytes(sample).best()
    return guess.encoding if guess else None


def _share_of_french(sample: bytes, name: str) -> float:
    text = sample.decode(name, "replace")
    accents = [character for character in text if not character.isascii()]
    return sum(character in FRENCH for character in accents) / len(accents) if accents else 0.0


def _valid(path: Path, encoding: Encoding) -> Encoding:
    try:
        with unpacked(path) as file:
            import codecs

            for _ in codecs.iterdecode(iter(lambda: file.read(1 << 20), b""), encoding.name):
                pass
    except UnicodeError as error:
        raise BadInput(
            f"{path}: is not {encoding.name} throughout ({type(error).__name__}); {ADVICE}"
        ) from None
    return encoding
