"""The backup and the restore of docs/operate.md, followed to the letter."""

import os
import re
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest

from tests.end_to_end import fibra
from tests.end_to_end.conftest import BIN, PROJECT, differences, nights_here
from tests.end_to_end.fibra import NIGHTS
from transforms import lake

pytestmark = pytest.mark.e2e
RECORDS = tuple(folder for folder in lake.SCHEMAS if folder.startswith("ledger/"))


def instructions(heading: str) -> str:
    """The shell block under a heading of docs/operate.md."""
    page = (PROJECT / "docs" / "operate.md").read_text()
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    (block,) = re.findall(r"```sh\n(.*?)```", section, flags=re.DOTALL)
    return block


def follow(heading: str, env: dict[str, str]) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["bash", "-euc", instructions(heading)], env=env | {"PATH": f"{BIN}:{os.environ['PATH']}"}, cwd=PROJECT,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def rows(path, table: str) -> list[tuple]:
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute(f"select * from {table} order by 1").fetchall()


def records(home) -> dict[str, dict]:
    """Every record but the moment it was written, which differs between two machines' own nights."""
    return {
        path.relative_to(home).as_posix(): _without_its_moment(path)
        for folder in RECORDS
        for path in sorted((home / "lake" / folder).rglob("*.parquet"))
    }


def _without_its_moment(path) -> dict:
    table = pq.read_table(path)
    return table.drop_columns(
        [name for name in table.column_names if name == "written_at"]
    ).to_pydict()


class Machines(NamedTuple):
    """What was backed up, as it was then and as it went on; the backup; and a machine restored from
    it, which went on too.
    """

    old: Path
    went_on: Path
    backup: Path
    new: Path


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    root, past = tmp_path_factory.mktemp("machines"), fibra.past(tmp_path_factory)
    old, new, backup = root / "old", root / "new", root / "backup"
    shutil.copytree(past.before, old)
    there = past.environment(new, BACKUP=str(backup))
    (old / "airflow").mkdir()
    with sqlite3.connect(
        old / "airflow" / "airflow.db"
    ) as connection:  # Airflow's own, without its minute of migrations
        connection.execute("create table connection (conn_id text, password text)")
        connection.execute("insert into connection values ('cmr_smtp', 'sealed')")
    done = follow("Backup", past.environment(old, BACKUP=str(backup)))
    assert done.returncode == 0, done.stderr
    shutil.copytree(
        old / "simulated", new / "simulated"
    )  # export files come from elsewhere, as they always do
    done = follow("Restore", there)
    assert done.returncode == 0, done.stdout + done.stderr
    nights_here(there, NIGHTS[-1])
    return Machines(old, past.after, backup, new)


def test_the_next_night_gives_the_same_facts_on_the_new_machine(machines):
    assert differences(machines.went_on, machines.new) == {}


def test_what_was_recorded_before_is_there_and_the_night_added_the_same(machines):
    before, after = records(machines.went_on), records(machines.new)
    assert before
    assert after == before


def test_mails_that_left_are_known_to_have_left(machines):
    def mails(home):
        with sqlite3.connect(f"file:{home / 'mail.db'}?mode=ro", uri=True) as connection:
            return connection.execute(
                "select recipient, night, state, attempts from cmr_mails order by 1, 2"
            ).fetchall()

    assert mails(machines.new) == mails(machines.went_on)
    assert len(mails(machines.new)) == len(NIGHTS)


def test_airflows_database_came_along(machines):
    for home in (machines.old, machines.new):
        assert rows(home / "airflow" / "airflow.db", "connection") == [("cmr_smtp", "sealed")]


def test_the_backup_is_for_its_owner_only_and_says_when_it_was_damaged(machines, tmp_path):
    backup = machines.backup
    assert all(path.stat().st_mode & 0o077 == 0 for path in (backup, *backup.rglob("*")))
    damaged = tmp_path / "damaged"
    shutil.copytree(backup, damaged)
    with (damaged / "home.tar").open("r+b") as file:
        file.seek(2000)
        file.write(b"\0\0other")
    env = os.environ | {"BACKUP": str(damaged), "CMR_HOME": str(tmp_path / "home")}
    done = follow("Restore", env)
    assert done.returncode != 0
    assert not (tmp_path / "home").exists()


def test_a_restore_never_overwrites_a_home_with_data(machines):
    there = {"BACKUP": str(machines.backup), "CMR_HOME": str(machines.old)}
    done = follow("Restore", os.environ | there)
    assert done.returncode == 2
    assert "holds data already" in done.stderr
