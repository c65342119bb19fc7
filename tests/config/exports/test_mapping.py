"""Their columns as ours: what a community file may say of a file's form."""

import pytest
from pydantic import ValidationError

from transforms.config.exports.mapping import Dates, Mapping, compiled, ours_to_theirs


def test_columns_may_be_written_either_way_round():
    ours = {"text": ["Message"], "created_at": ["Date"]}
    assert ours_to_theirs({"text": "Message", "created_at": "Date"}) == ours
    assert ours_to_theirs({"Message": "text", "Date": "created_at"}) == ours


def test_several_of_their_columns_may_be_one_of_ours():
    assert Mapping(columns={"Body": "text", "Title": "text"}).columns == {"text": ["Body", "Title"]}


BAD = {
    "a field that is none": ({"columns": {"Message": "txet"}}, "no field is called txet"),
    "an encoding that is none": ({"encoding": "utf-99"}, "unknown encoding 'utf-99'"),
    "a path that is none": ({"records": "a[?"}, "is no JMESPath"),
    "a zone that is none": ({"dates": {"zone": "Paris"}}, "unknown time zone 'Paris'"),
    "a day on nobody's clock": ({"dates": {"format": "%d/%m/%Y"}}, "need `zone`"),
    "a constant of no field": ({"constants": {"netwrok": "x"}}, "no field is called netwrok"),
}


@pytest.mark.parametrize(("said", "reason"), BAD.values(), ids=BAD)
def test_what_cannot_be_meant_is_refused_with_its_reason(said, reason):
    with pytest.raises(ValidationError, match=reason):
        Mapping(**said)


def test_a_format_with_an_offset_needs_no_zone_and_one_format_is_a_list():
    assert Dates(format="%Y-%m-%d %z").format == ["%Y-%m-%d %z"]


def test_a_tab_may_be_written_as_one():
    assert {Mapping(delimiter=one).delimiter for one in ("\t", "\\t", "tab")} == {"\t"}


def test_a_name_with_signs_is_a_name_where_it_is_no_path():
    assert compiled("Durée (s)") is None
    assert compiled("Message") is None
    assert compiled("author.name").search({"author": {"name": "ann"}}) == "ann"
