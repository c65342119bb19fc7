"""What a document says to type is typed: what only looks always, the rest after a finished night.

`CMR_TEST_HOME=<its CMR_HOME> pytest tests/documents` does the latter in a copy of that home.
"""

import os
import re
import shutil
from pathlib import Path

import pytest

from tests.documents.shown import run
from tests.documents.test_documents import PROJECT
from tests.end_to_end.conftest import environment


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
