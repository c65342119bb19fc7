"""From "I have this file" to a community that reads it, in one command."""

import pytest

from transforms.config import communities
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import run
from transforms.operate import first_source

FILE = "Auteur;Message;Date;Lien\nPaule;Merci à vous, jeanne@exemple.fr;17/06/2025 08:00;https://a.example/1\n"


def _begun(folder, **said):
    file = folder / "export.csv"
    file.write_text(FILE, encoding="cp1252")
    return first_source.begin("salon", "telecom", "fr", ["marque"], file, "forum", **said)


def test_a_file_becomes_a_community_that_can_be_read_at_once_and_shows_its_rows(folder):
    said = _begun(folder, email="cm@example.org")
    assert "2025-06-17 06:00 UTC  forum  a member  «Merci à vous, [email]»" in said
    [community], errors = communities.read_folder(settings().communities)
    assert errors == []
    assert (community.accounts, community.as_of, community.recipients[0].email) == (
        ["marque"],
        "latest",
        "cm@example.org",
    )
    assert run.extract_night("salon", 0)["rows"] == 1


def test_a_network_becomes_one_with_its_handle(folder):
    first_source.begin("salon", "telecom", "fr", [], None, "reddit", "r/marque", ["marque"])
    [community], _ = communities.read_folder(settings().communities)
    assert (community.sources[0].handle, community.sources[0].terms) == ("r/marque", ["marque"])


def test_whoever_says_no_time_zone_is_told_which_was_guessed(folder):
    guessed = _begun(folder)
    assert "Europe/Paris est déduit de la langue" in guessed
    assert guessed.splitlines()[-1].startswith("ensuite")
    told = first_source.begin("shop", "telecom", "en", [], None, "reddit", "r/brand")
    assert "UTC is guessed from the language" in told
    said = first_source.begin(
        "deli", "telecom", "en", [], None, "reddit", "r/brand", timezone="America/New_York"
    )
    assert "timezone" not in said


@pytest.mark.parametrize(
    ("network", "handle"), [("myspace", "brand"), ("export", "brand"), ("reddit", None)]
)
def test_a_network_that_cannot_be_pulled_is_said(folder, network, handle):
    with pytest.raises(BadInput, match=r"--network|--handle"):
        first_source.begin("salon", "telecom", "fr", [], None, network, handle)


def test_both_endings_of_yaml_are_community_files(folder):
    _begun(folder)
    path = settings().communities / "salon.yml"
    path.rename(path.with_suffix(".yaml"))
    assert [one.name for one in communities.read_folder(settings().communities)[0]] == ["salon"]
    with pytest.raises(BadInput, match="exists already"):
        _begun(folder)
