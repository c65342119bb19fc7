from tests.privacy.erasure.people import PEOPLE
from tests.privacy.needles import held


def test_the_search_finds_exactly_what_looking_for_each_would():
    text = "\n".join(text for one in PEOPLE[:3] for text in one.texts) + "zoe 花 Hana Ito"
    wanted = {one for person in PEOPLE for one in person.fragments} | {"zoe", "花", "", "zoo", text}
    assert held(text, wanted) == {one for one in wanted if one in text}
    assert held("", wanted) == {""}
