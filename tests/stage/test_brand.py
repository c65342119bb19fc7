"""Which authors speak for a community's brand."""

from types import SimpleNamespace

import pytest

from transforms.people.key_mark import linked
from transforms.people.pseudonyms import Pseudonyms
from transforms.stage.brand import brand_rows

KEYS = (b"one",)
SHOP = SimpleNamespace(name="shop", accounts=["Toyshop"])


@pytest.mark.usefixtures("home")
def test_an_account_is_known_in_each_way_that_people_write_it_and_on_each_network():
    rows = brand_rows([SHOP], ["x", "reddit", "x"], KEYS)
    found = {(row["network"], row["author_id"]) for row in rows}
    pseudonyms = Pseudonyms(KEYS, "shop", linked())
    for written in ("Toyshop", "toyshop", "@TOYSHOP"):
        assert ("x", pseudonyms.of("x", written)) in found
    assert {row["account"] for row in rows} == {"Toyshop"}
    assert {row["network"] for row in rows} == {"x", "reddit"}
    assert len(rows) == len(found)
    assert "toyshop" not in str(found).lower()
