"""Every command that a document shows is one that its program takes."""

import os
import shlex

import pytest

from tests.documents.programs import TAKES
from tests.documents.shown import TEXT, calls, run
from tests.documents.test_documents import PROJECT

SHOWN = {
    f"{program} {shlex.join(given)}": (program, given)
    for program in TAKES
    for given in calls(TEXT, program)
    if given
}


def test_a_command_is_seen_in_fences_and_between_backquotes():
    text = (
        "Run `cmr read x`, or what isn't `cmr`:\n```sh\n"
        "echo '{\"a\": 1}' | cmr anticipate --text 'b c' < d  # why\n"
        ".venv/bin/python -m tests.house && docker compose exec one \\\n  cmr doctor\n```\n"
        "```sql\ncmr nothing\n```\nand `pg_dump -U cmr x`."
    )
    assert calls(text, "cmr") == [
        ["anticipate", "--text", "b c"],
        ["doctor"],
        ["read", "x"],
        [],
    ]
    assert calls(text, "python -m") == [["tests.house"]]
    assert calls(text, "docker compose") == [["exec", "one", "cmr", "doctor"]]


@pytest.mark.parametrize(("program", "given"), SHOWN.values(), ids=SHOWN)
def test_every_command_that_a_document_shows_is_taken_by_its_program(
    program, given, home, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    TAKES[program](given)


def test_every_target_that_a_document_names_is_in_the_list_of_make_help():
    listed = run("make help", PROJECT, dict(os.environ))
    named = {given[0] for program, given in SHOWN.values() if program == "make"}
    assert named <= {line.split()[0] for line in listed.splitlines()}


@pytest.mark.parametrize("option", sorted({
    word
    for program in ("pytest", "python -m pytest")
    for given in calls(TEXT, program)
    for word in given
    if word.startswith("-")
}))  # fmt: skip
def test_pytest_knows_every_option_that_a_document_gives_it(option, pytestconfig):
    pytestconfig.getoption(option)
