"""The reader beside reads as the one in this process does, and an error there is one here."""

import pytest

from transforms.enrich.beside import Beside
from transforms.enrich.read import read_texts

ROWS = [
    {"id": "1", "text": "Still no train, this is a disgrace", "language": "en"},
    {"id": "2", "text": "Merci à toute l'équipe !", "industry": "telecom"},
]


def test_it_reads_as_the_reader_of_this_process_does():
    with Beside() as reading:
        assert list(reading.read(ROWS)) == list(read_texts(ROWS))
        assert list(reading.read([])) == []


def test_what_goes_wrong_there_is_told_here():
    with Beside() as reading, pytest.raises(TypeError):
        list(reading.read([{"id": "1", "text": 5}]))
