"""In which encoding a file is: decided for all of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.config.errors import BadInput
from transforms.extract.files.encoding import encoding_of, guessed

TEXTS = [
    "Merci à vous",
    "Équipe géniale",
    "déjà",
    "L'œuvre « géniale » – c’est ça…",
    "12,50 € à régler",
    "Où ? Là-bas, Noël",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["cp1252", "mac_roman"])
def test_a_few_accents_tell_windows_from_the_mac(text, name):
    assert guessed(f"1;x;{text}\n".encode(name)).startswith(name)


FRENCH = [
    "déjà",
    "où",
    "ça",
    "plaît",
    "garçon",
    "hôtel",
    "naïf",
    "l’âge",
    "«",
    "oui",
    "»",
    "fin…",
    "12",
    "€",
    "Évidemment",
    "À",
    "bientôt",
    "très",
    "août",
]


@pytest.mark.parametrize("name", ["cp1252", "mac_roman", "cp850"])
@given(words=st.lists(st.sampled_from(FRENCH), min_size=3, max_size=30))
def test_french_comes_back_from_the_encoding_it_was_written_in(name, words):
    text = " ".join(["été", *words]).encode(name, "ignore")
    assert text.decode(guessed(text)) == text.decode(name)


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ],
)
def test_unicode_is_known_by_its_mark_or_its_validity(tmp_path, name, mark):
    path = tmp_path / "t.csv"
    path.write_bytes(mark + "id;texte\n1;été\n".encode(name))
    found = encoding_of(path)
    assert path.read_bytes().decode(found.name).lstrip("\ufeff") == "id;texte\n1;été\n"
    assert not found.is_guess


def test_one_broken_line_among_valid_ones_stays_utf8s(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("é\nè\n".encode() + b"\xe9\n")
    assert encoding_of(path) == ("utf-8", True, False)


def test_half_a_utf16_file_is_refused_whole(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id;texte\n1;été".encode("utf-16")[:-1])
    with pytest.raises(BadInput, match="throughout"):
        encoding_of(path)


def test_a_declared_encoding_that_the_file_is_not_in_is_refused_whole(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("été\n".encode("cp1252"))
    with pytest.raises(BadInput, match="is not utf-8 throughout"):
        encoding_of(path, "utf-8")
