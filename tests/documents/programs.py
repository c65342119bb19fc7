"""The programs that documents name, and how each takes its words without doing anything."""

import argparse
import ast
import importlib.util
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

from tests.documents.test_documents import PROJECT
from tests.end_to_end.conftest import BIN


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
