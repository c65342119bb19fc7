"""A community file may be a rival's: of a community that is there, without readers, lending nothing."""

import pytest

from transforms.config.communities import read_folder, rivals_of

FILE = """name: {name}
industry: airlines
language: en
accounts: [{name}]
sources: [{{network: export, path: x.jsonl}}]
{more}
"""


@pytest.fixture
def folder(tmp_path):
    def write(**files: str):
        for name, more in files.items():
            (tmp_path / f"{name}.yml").write_text(FILE.format(name=name, more=more))
        return read_folder(tmp_path)

    return write


def test_a_community_knows_its_rivals(folder):
    found, errors = folder(united="", southwest="rival_of: united", delta="rival_of: united")
    assert errors == []
    assert rivals_of("united", found) == ("delta", "southwest")
    assert rivals_of("delta", found) == ()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ("rival_of: southwest", "no rival of itself"),
        ("rival_of: nobody", "no community called 'nobody'"),
        ("rival_of: delta", "no community called 'delta'"),
        ("rival_of: united\nrecipients: [{email: a@example.org}]", "gets no mail"),
        ("rival_of: united\npool: true", "is in no benchmark"),
    ],
)
def test_a_rival_that_cannot_be_one_is_left_out_with_the_reason(folder, more, why):
    found, errors = folder(united="", delta="rival_of: united", southwest=more)
    assert [one.name for one in found] == ["delta", "united"]
    assert why in errors[0]
    assert "southwest.yml" in errors[0]
