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
