"""In which encoding a text file is: the whole file, because half of one must never be read as if it
were all.
"""

import re
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
_MISPLACED = re.compile(
    r"(?<=[a-zß-ÿ\d])[À-ÞŒŸ]|[À-ÞŒŸ](?=\d)|(?<!\w)(?![ÀÔ])[À-ÿŒœŸ](?<!à)(?!\w)"  # capitals, letters alone
    r"|[àù](?=[^\W\d_])|[ß-ÿœ](?=[A-Z])|(?<=[^\W\d_])[«»“”‘–—…€£•](?=[^\W\d_])"
    r"|(?<!\S)[…·](?!\S)|€(?=[^\W\d_])|(?<=[^\W\d_])[–—](?![^\W\d_])"
)
"""Signs of French where French has none, such as a capital inside a word: read in the wrong encoding."""
_RARE = re.compile(r"[äëïöüÿæÄËÏÖÜŸ]|(?<!\w)ê")
SURE, RARE = 0.6, 0.1
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
    are asked first, then where they stand.
    """
    texts = {name: sample.decode(name, "replace") for name in OF_ONE_BYTE}
    french = [name for name in OF_ONE_BYTE if _share_of_french(texts[name]) >= SURE]
    if french:
        return max(french, key=lambda name: _likeness(texts[name]))  # of equals the commonest
    guess = from_bytes(sample).best()
    return guess.encoding if guess else None


def _share_of_french(text: str) -> float:
    accents = [character for character in text if not character.isascii()]
    return sum(character in FRENCH for character in accents) / len(accents) if accents else 0.0


def _likeness(text: str) -> float:
    """The share of French signs, less those that stand where French has none, and a little for rare
    ones.
    """
    accents = sum(not character.isascii() for character in text)
    odd = len(_MISPLACED.findall(text)) + RARE * len(_RARE.findall(text))
    return _share_of_french(text) - odd / accents


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
