"""A whole night, from the files to the mails, lets none of the invented personal data slip."""

from tests.privacy.whole_night import holds, search


def test_none_of_them_is_in_any_store_of_a_night_nor_in_what_it_said(tmp_path):
    searched = search(tmp_path, each=3)
    places = {name.partition("/")[0] for name in searched.stores}
    assert {"lake", "dlt", "published", "site", "outbox", "said"} <= places
    assert "lake/quarantine" in searched.stores
    assert searched.found == []


def test_digits_are_found_as_a_whole_run_only():
    assert holds("call 061234 now", "061234")
    assert not holds("0.30612345", "061234")
    assert holds("12 av. foch, paris", "12 AV. Foch")
