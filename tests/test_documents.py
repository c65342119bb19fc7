"""What the documents say is there, is there."""

import re
from pathlib import Path

import pytest

from transforms.config.settings import PROJECT

DOCUMENTS = [
    PROJECT / "README.md",
    PROJECT / "CONTRIBUTING.md",
    *sorted((PROJECT / "docs").glob("*.md")),
]
ROOTS = "transforms|dags|dbt|tests|docs|docker"


def named(text: str) -> set[str]:
    """The files and folders of this repository that a text names; `<network>` and `*` stand for
    any.
    """
    paths = re.findall(rf"(?<![\w/.])((?:{ROOTS})/[\w./<>*-]*)", text)
    return {re.sub(r"<\w+>", "*", path).rstrip(".,)/") for path in paths}


def tree(text: str) -> set[str]:
    """The paths that the README's tree draws: a room by its indent, several side by side."""
    drawing = text.split("## The tree")[1].split("```")[1]
    found, top = set(), ""
    for line in drawing.splitlines():
        indent = len(line) - len(line.lstrip())
        names = re.findall(
            r"(?:(?<=\s)|^)([\w*]+(?:/\*)?(?:\.\w+|/))(?=\s|$)", line[: 27 if indent else 26]
        )
        if indent == 0 and names:
            top = names[0]
            found.add(top)
        found |= {top + name for name in names if indent}
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_is_there(document: Path):
    missing = {
        path for path in named(document.read_text(encoding="utf-8")) if not any(PROJECT.glob(path))
    }
    assert missing - {"docker/.env"} == set()  # that file is the reader's own


def test_the_readmes_tree_is_the_tree():
    drawn = tree((PROJECT / "README.md").read_text(encoding="utf-8"))
    assert len(drawn) > 25
    assert [path for path in sorted(drawn) if not any(PROJECT.glob(path.rstrip("/")))] == []
    rooms = {
        f"transforms/{one.name}/"
        for one in (PROJECT / "transforms").iterdir()
        if (one / "__init__.py").exists()
    }
    assert rooms <= drawn, rooms - drawn


def test_a_path_that_is_not_there_would_be_seen():
    assert named("see `transforms/nowhere.py` and dbt/models/marts/<topic>/x.yml.") == {
        "transforms/nowhere.py",
        "dbt/models/marts/*/x.yml",
    }


COMMANDED = [*DOCUMENTS, PROJECT / "dbt" / "README.md", PROJECT / "CHANGELOG.md"]
CODE = re.compile(r"```[a-z]*\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def commands(text: str, program: str) -> list[list[str]]:
    """The calls of a program that a text shows, in fences and between backquotes, as words."""
    lines = [line for block in CODE.findall(text) for line in "".join(block).splitlines()]
    found = [
        re.search(rf"(?:^|[\s|/;&(]){program} (.*)", line.partition(" #")[0]) for line in lines
    ]
    return [re.split(r"[|;&<>)]", one[1])[0].split() for one in found if one]


def test_a_command_is_seen_in_fences_and_between_backquotes():
    text = "Run `cmr read x`:\n```sh\necho '{}' | cmr anticipate --community a < b  # why\n```"
    assert commands(text, "cmr") == [["read", "x"], ["anticipate", "--community", "a"]]
    assert len(commands((PROJECT / "README.md").read_text(encoding="utf-8"), "cmr")) > 8


@pytest.mark.parametrize("document", COMMANDED, ids=lambda path: path.name)
def test_every_cmr_command_that_a_document_shows_is_there_with_its_options(document: Path):
    from typer.main import get_command

    from transforms.cli import app

    for words in commands(document.read_text(encoding="utf-8"), "cmr"):
        command, rest = get_command(app), list(words)
        while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
            assert rest[0] in command.commands, words
            command = command.commands[rest.pop(0)]
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        asked = {one.partition("=")[0] for one in rest if one.startswith("--")}
        assert asked <= known | {"--help"}, words


@pytest.mark.parametrize("document", COMMANDED, ids=lambda path: path.name)
def test_every_make_target_and_module_that_a_document_names_is_there(document: Path):
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))
    named = {words[0] for words in commands(text, "make") if words and "=" not in words[0]}
    assert named - targets == set()
    modules = {words[0] for words in commands(text, r"python -m") if words}
    ours = {one for one in modules if one.startswith(("tests", "transforms"))}
    places = {one: PROJECT / one.replace(".", "/") for one in ours}
    assert [
        one
        for one, place in places.items()
        if not place.with_suffix(".py").exists() and not (place / "__main__.py").exists()
    ] == []


@pytest.mark.parametrize("document", COMMANDED, ids=lambda path: path.name)
def test_every_link_inside_the_repository_leads_somewhere(document: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if target.startswith(("http", "mailto:")):
            continue
        path, _, heading = target.partition("#")
        there = document.parent / path if path else document
        assert there.exists(), target
        if heading:
            titles = re.findall(r"^#+ (.*)", there.read_text(encoding="utf-8"), re.MULTILINE)
            known = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in titles}
            assert heading in known, target
