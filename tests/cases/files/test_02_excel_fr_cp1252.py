"""French Excel: semicolons, CP1252, decimal commas, dd/mm/yyyy; never only the rows without an
accent.
"""

import pytest

from transforms.config.errors import BadInput

TEXTS = ["Merci beaucoup", "Équipe géniale", "Réseau en panne", "Toujours en panne", "Très déçue"]


def test_every_row_is_read_and_the_encoding_is_said(case, taken):
    found = taken(case / "cp.csv")
    assert found["text"][:5] == TEXTS
    assert len(found.posts) == 10
    assert found.notes == ["read as cp1252, which all of cp.csv is valid in"]


def test_dates_with_the_day_first_and_counts_with_spaces_are_read_as_the_source_says(case, taken):
    found = taken(case / "11_excel_fr.csv", dates={"first": "day", "zone": "Europe/Paris"})
    assert found["text"][0] == "Équipe géniale, merci à vous ! Prix : 12,50 €"
    assert [at.isoformat() for at in found["created_at"]] == [
        "2025-06-17T06:00:00+00:00",
        "2025-06-17T07:15:00+00:00",
    ]
    assert (found["likes"], found["replies"]) == ([1234, 12], [2, 0])


def test_without_a_word_on_its_dates_the_file_is_refused_with_what_to_say(case, taken):
    with pytest.raises(BadInput, match=r"dates: \{first: day, zone: Europe/Paris}"):
        taken(case / "11_excel_fr.csv")
