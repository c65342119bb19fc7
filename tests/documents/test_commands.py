"""Every command that a document shows is one that its program takes; what only looks is run.

Of a finished night too: `CMR_TEST_HOME=<its CMR_HOME> pytest tests/documents` runs what the
documents say to type after it, in a copy.
"""

import argparse
import ast
import importlib.util
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest

from tests.documents.test_documents import COMMANDED, PROJECT
from tests.end_to_end.conftest import BIN, environment

CODE = re.compile(r"```(\w*)\n(.*?)```|`([^`\n]+)`", re.DOTALL)
SHELL = ("", "sh", "bash")
BETWEEN = re.compile(r"[|;&()<>\n]+")
"""What parts one command from the next, and a command from the file that it reads or writes."""


def lines(text: str) -> list[str]:
    """What a reader might type: each line of a shell's fence, each piece between backquotes."""
    shown = [
        fence.replace("\\\n", " ").splitlines() if language in SHELL else []
        for language, fence, _ in CODE.findall(text)
    ]
    found = [line for some in shown for line in some] + [one for *_, one in CODE.findall(text)]
    return [line.replace(".venv/bin/", "").partition("  #")[0].strip() for line in found if line]


def words(line: str) -> Iterator[list[str]]:
    """The simple commands of a line, each as its words; what is no shell gives none."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    command: list[str] = []
    try:
        for word in lexer:
            if BETWEEN.fullmatch(word):
                yield command
                command = []
            else:
                command.append(word)
    except ValueError:  # an apostrophe: prose
        return
    yield command


def calls(text: str, program: str) -> list[list[str]]:
    """What a text hands to a program, wherever in a line it is called: `docker compose exec` too."""
    name = program.split()
    found = []
    for command in (one for line in lines(text) for one in words(line)):
        for n in range(len(command)):
            is_value = n and command[n - 1].startswith("-")
            if command[n : n + len(name)] == name and not is_value:
                found.append(command[n + len(name) :])
                break
    return found


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


def click_takes(root, given: list[str]) -> None:
    """Click's own parser takes the words; a command that is only named needs none of its arguments."""
    command, rest, above = root, list(given), None
    while hasattr(command, "commands") and rest and not rest[0].startswith("-"):
        above = command.make_context(command.name, [], parent=above, resilient_parsing=True)
        assert rest[0] in command.commands, given
        command = command.commands[rest.pop(0)]
    if "--help" not in rest:
        command.make_context(command.name, rest, parent=above, resilient_parsing=not rest)


def cmr(given: list[str]) -> None:
    from typer.main import get_command

    from transforms.cli import app

    click_takes(get_command(app), given)


def dbt(given: list[str]) -> None:
    from dbt.cli.main import cli

    with chdir(PROJECT / "dbt"):  # where dbt/README.md begins
        click_takes(cli, given)


def sqlfluff(given: list[str]) -> None:
    from sqlfluff.cli.commands import cli

    click_takes(cli, given)


def airflow(given: list[str]) -> None:
    """Airflow's own parser takes the words, a date where the shell makes one; or explains them."""
    from airflow.cli.cli_parser import get_parser

    dated = [re.sub(r"\$\(date .*\)", "2026-01-01", word) for word in given]
    if any(word.startswith("-") for word in dated):
        get_parser().parse_args(dated)
    else:
        with pytest.raises(SystemExit, match=r"^0$"):
            get_parser().parse_args([*dated, "--help"])


def make(given: list[str]) -> None:
    """Make says what it would do, and does nothing."""
    done = subprocess.run(
        ["make", "-n", *given], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def compose(given: list[str]) -> None:
    """Compose parses its own options and prints its help."""
    after = 3 if given[0] == "-f" else 1
    asked = [str(BIN / "docker-compose"), *given[:after], "--help", *given[after:]]
    done = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


class Parsed(Exception):
    """A module has taken its words; nothing more is done."""


def module(given: list[str]) -> None:
    """A module that can be started: its own parser takes the words, where it has one."""
    spec = importlib.util.find_spec(given[0])
    assert spec is not None, given
    if not given[0].startswith(("tests", "transforms")):
        return
    folder = spec.submodule_search_locations
    source = (Path(folder[0]) / "__main__.py" if folder else Path(str(spec.origin))).read_text()
    tests = [ast.unparse(node.test) for node in ast.parse(source).body if isinstance(node, ast.If)]
    assert folder or "__name__ == '__main__'" in tests, given
    if len(given) > 1 and "argparse" in source:
        with pytest.MonkeyPatch.context() as patch:
            parse = argparse.ArgumentParser.parse_args

            def stop(self, *words):
                parse(self, *words)
                raise Parsed

            patch.setattr(argparse.ArgumentParser, "parse_args", stop)
            patch.setattr(sys, "argv", given)
            with pytest.raises(Parsed):
                runpy.run_module(given[0], run_name="__main__")


TAKES: dict[str, Callable[[list[str]], None]] = {
    "cmr": cmr,
    "dbt": dbt,
    "sqlfluff": sqlfluff,
    "airflow": airflow,
    "make": make,
    "docker compose": compose,
    "python -m": module,
}
TEXT = "\n".join(document.read_text(encoding="utf-8") for document in COMMANDED)
SHOWN = {
    f"{program} {shlex.join(given)}": (program, given)
    for program in TAKES
    for given in calls(TEXT, program)
    if given
}


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


def run(line: str, folder: Path, env: dict[str, str]) -> str:
    """What a line of a document prints, typed as it stands there into a shell in a folder."""
    assert line in lines(TEXT)
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    {
        """echo '{"id": 1, "text": "Great, another delay 🙄", "industry": "airlines"}' | cmr read""": '"delay"',
        "cmr --help": "anticipate",
        "cmr status": "nothing read yet",
        "python -m tests.house": "| modules |",
        "python -m tests.extract.files.shapes.shapes_table": "meta_business_suite",
    }.items(),
)
def test_what_only_looks_is_run_as_it_stands(line, said, tmp_path):
    assert said in run(line, PROJECT, environment(tmp_path / "var", PROJECT / "dags/communities"))


AFTER_A_NIGHT = (
    "cmr anticipate --community fibra < drafts.jsonl",
    "cmr anticipate --community fibra drafts.jsonl",
    'cmr anticipate --community fibra --text "Votre forfait passe à 19,99 €"',
    "cmr report --preview --community aeria",
    "cmr site",
    "cmr subscription --email cm.fibra@example.org --send-at 07:30",
    "cmr doctor",
    "cmr status",
    "cmr publish",
    "cmr compact",
    "cmr upkeep",
    "cmr retention",
    "cmr forget --again",
    "python -m tests.benchmarks.columns var/published/marts.duckdb",
    "cmr rebuild",
)
"""In this order: the last makes the warehouse anew."""


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """A folder whose `var` is a copy of the finished home, and the drafts of docs/anticipate.md."""
    home = os.environ.get("CMR_TEST_HOME")
    if not home:
        pytest.skip("CMR_TEST_HOME names no home of a finished night (`make run` leaves var)")
    folder = tmp_path_factory.mktemp("finished")
    shutil.copytree(home, folder / "var")
    shutil.copytree(PROJECT / "dags" / "communities", folder / "communities")
    text = (PROJECT / "docs" / "anticipate.md").read_text(encoding="utf-8")
    drafts = re.findall(r'^{"id": .*"text": .*}$', text, re.MULTILINE)
    (folder / "drafts.jsonl").write_text("\n".join(drafts), encoding="utf-8")
    return folder


@pytest.mark.timeout(900)
@pytest.mark.parametrize("line", AFTER_A_NIGHT)
def test_what_is_typed_after_a_night_is_run_as_it_stands(line, finished):
    env = environment(finished / "var", finished / "communities", PYTHONPATH=str(PROJECT))
    del env["CMR_PSEUDONYM_KEYS"]  # the home's own, or those that it was made with
    env |= {name: os.environ[name] for name in ("CMR_PSEUDONYM_KEYS",) if name in os.environ}
    assert run(line, finished, env).strip()
