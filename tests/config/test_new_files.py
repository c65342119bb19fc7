"""A new industry or community is one commented file that is valid as it is written."""

import shutil

import pytest

from transforms.config import communities, industries, new_files
from transforms.config.errors import BadInput
from transforms.config.settings import PROJECT, settings


@pytest.fixture
def folders(home, tmp_path, monkeypatch):
    packs = shutil.copytree(PROJECT / "transforms" / "industries", tmp_path / "industries")
    monkeypatch.setenv("CMR_INDUSTRIES", str(packs))
    monkeypatch.setenv("CMR_COMMUNITIES", str(tmp_path / "communities"))
    settings.cache_clear()


def test_a_new_industry_is_a_valid_pack_that_a_new_community_can_use(folders):
    pack = industries.read_pack(new_files.industry("bakeries"))
    assert pack.name == "bakeries"
    found = communities.read_community(new_files.community("corner_shop", "bakeries"))
    assert found.industry == "bakeries"


def test_every_line_of_a_new_file_that_needs_it_is_explained(folders):
    assert new_files.industry("bakeries").read_text().count("#") >= 8
    assert new_files.community("corner_shop", "telecom").read_text().count("#") >= 8


def test_a_time_zone_that_nobody_said_is_said_to_be_a_guess(folders):
    english = new_files.community("shop", "telecom")
    said = new_files.community("deli", "telecom", timezone="America/New_York")
    assert communities.read_community(english).timezone == "UTC"
    assert "guessed from the language" in english.read_text()
    assert communities.read_community(said).timezone == "America/New_York"
    assert "guessed" not in said.read_text()
    with pytest.raises(BadInput, match="unknown time zone 'Mars'"):
        new_files.community("rover", "telecom", timezone="Mars")
    assert not (settings().communities / "rover.yml").exists()


@pytest.mark.parametrize("name", ["Bakeries", "1st", "../escape", "a b", ""])
def test_a_name_that_cannot_be_a_file_or_a_column_is_refused(folders, name):
    with pytest.raises(BadInput, match="a name is lower-case"):
        new_files.industry(name)


def test_an_existing_file_is_never_overwritten(folders):
    path = new_files.industry("bakeries")
    before = path.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        new_files.industry("bakeries")
    assert path.read_bytes() == before


def test_a_community_of_an_unknown_industry_leaves_no_file_behind(folders):
    with pytest.raises(BadInput, match="no pack called 'bakery'"):
        new_files.community("corner_shop", "bakery")
    assert not (settings().communities / "corner_shop.yml").exists()


def test_who_gets_a_mail_already_gets_the_new_communitys_in_the_same_language(folders):
    new_files.community("salon", "telecom", language="fr", email="CM@mail.example")
    new_files.community("shop", "telecom", language="en", email="cm@mail.example")
    new_files.community("other", "telecom", language="en", email="head@mail.example")
    found, errors = communities.read_folder(settings().communities)
    assert errors == []
    assert {one.name: one.recipients[0].language for one in found} == {
        "salon": "fr",
        "shop": "fr",
        "other": "en",
    }
