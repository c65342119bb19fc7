"""What the doctor finds before the night: each thing that is missing by its name, and the rest too."""

import io

import pytest
from rich.console import Console

from transforms.config.settings import settings
from transforms.operate import doctor, first_source

FILE = "Auteur;Message;Date;Lien\nPaule;Merci à vous, jeanne@exemple.fr;17/06/2025 08:00;https://a.example/1\n"


@pytest.fixture
def begun(folder):
    """A community that reads one exported file; returns the file."""
    file = folder / "export.csv"
    file.write_text(FILE, encoding="cp1252")
    first_source.begin("salon", "telecom", "fr", ["marque"], file, "forum")
    return file


def test_the_source_that_is_missing_is_named_and_the_others_are_looked_at(folder):
    (folder / "communities" / "one.yml").write_text(
        "name: one\nindustry: telecom\nlanguage: fr\naccounts: [a]\n"
        f"sources: [{{network: export, path: {folder}/nowhere.jsonl}}]\n"
    )
    (folder / "communities" / "two.yml").write_text("name: two\n")
    findings = doctor.examine()
    wrong = {one["what"]: one["words"] for one in findings if one["status"] == "wrong"}
    assert "nowhere.jsonl" in wrong["source one/export"]
    assert "two.yml" in wrong["community file"]
    assert {"home", "lake", "industries", "model", "mail"} <= {one["what"] for one in findings}


def test_a_file_that_can_be_read_shows_its_posts_and_one_that_cannot_is_wrong(begun):
    [fine] = doctor._sources()
    [shown] = doctor._trials()
    assert (fine["status"], shown["status"]) == ("fine", "fine")
    assert "«Merci à vous, [email]»" in shown["words"]
    begun.write_text(FILE.replace("Message", "Other"), encoding="cp1252")
    for findings in (doctor._sources(), doctor._trials()):
        [wrong] = findings
        assert wrong["status"] == "wrong"
        assert "missing required column text" in wrong["words"]


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(folder, monkeypatch):
    def _packs():
        raise RuntimeError("no pack can be read")

    monkeypatch.setattr(doctor, "_packs", _packs)
    found = {one["what"]: one for one in doctor.examine()}
    assert (found["packs"]["status"], found["packs"]["words"]) == ("wrong", "no pack can be read")
    assert found["mail"]["words"].endswith(f"left as files in {settings().outbox}")


def test_words_in_brackets_are_shown_as_they_are():
    shown = io.StringIO()
    found = [{"what": "home", "status": "note", "words": "see [red]docs[/red]"}]
    doctor.show(found, Console(file=shown, width=80))
    assert "see [red]docs[/red]" in shown.getvalue()
