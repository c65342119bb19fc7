"""A row of somebody else's tool under our names."""

from transforms.config.exports.mapping import Mapping
from transforms.extract.mapping import Translation, fold

THEIRS = Mapping(
    columns={"text": ["Message", "Title"], "likes": "stats.likes"},
    constants={"network": "x", "account": "{account}"},
    values={"format": {"Photo": "image"}},
)


def test_without_a_mapping_a_row_stays_as_it_is():
    row = {"text": "late", "campaign": "spring"}
    assert Translation().row(row) is row


def test_columns_constants_and_values_become_ours_and_the_rest_keeps_its_name():
    row = {"Message": "late", "stats": {"likes": 3}, "format": "PHOTO", "campaign": "spring"}
    assert Translation(THEIRS, "brand").row(row) == {
        "text": "late",
        "likes": 3,
        "format": "image",
        "network": "x",
        "account": "brand",
        "stats": {"likes": 3},
        "campaign": "spring",
    }


def test_the_first_of_several_columns_that_a_row_has_counts():
    assert Translation(THEIRS).row({"Message": None, "Title": "a title"})["text"] == "a title"


def test_what_a_file_cannot_give_is_missing_and_what_was_looked_for_is_told():
    translation = Translation(THEIRS)
    assert translation.missing(["Title", "created_at", "post_id"]) == ["author_id"]
    assert translation.wanted("text") == ["Message", "Title"]


def test_the_sum_below_a_table_is_no_post():
    assert Translation().is_no_post({"author_id": "Total général :", "likes": "12"})
    assert not Translation().is_no_post({"author_id": "Total", "text": "late"})


def test_names_are_compared_without_case_spaces_and_the_form_of_accents():
    assert fold("  Créé   LE ") == fold("Cre\u0301e\u0301 le")
    assert Translation(THEIRS).spelt(["MESSAGE ", "other"]) == ["Message", "other"]
