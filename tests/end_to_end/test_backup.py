"""The backup and the restore of docs/operate.md, followed to the letter."""

import os
import re
import shutil
import sqlite3
import subprocess

import pyarrow.parquet as pq
import pytest

from tests.end_to_end.conftest import BIN, PROJECT, differences, environment, nights_here
from tests.end_to_end.small import small
from transforms import lake

pytestmark = pytest.mark.e2e
NIGHTS = ("2025-06-17", "2025-06-18")
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


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    """(the machine, a new one restored from its backup, the backup), both after the night that
    followed the backup.
    """
    root = tmp_path_factory.mktemp("machines")
    communities = root / "communities"
    communities.mkdir()
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", communities)
    old, new, backup = root / "old", root / "new", root / "backup"
    env = environment(old, communities, BACKUP=str(backup))
    del env["CMR_PSEUDONYM_KEYS"]  # so that the key is the one that lies in CMR_HOME
    there = env | {"CMR_HOME": str(new), "AIRFLOW_HOME": str(new / "airflow")}
    small(old, "fibra")
    nights_here(env, NIGHTS[0])
    (old / "airflow").mkdir()
    with sqlite3.connect(
        old / "airflow" / "airflow.db"
    ) as connection:  # Airflow's own, without its minute of migrations
        connection.execute("create table connection (conn_id text, password text)")
        connection.execute("insert into connection values ('cmr_smtp', 'sealed')")
    done = follow("Backup", env)
    assert done.returncode == 0, done.stderr
    shutil.copytree(
        old / "simulated", new / "simulated"
    )  # export files come from elsewhere, as they always do
    done = follow("Restore", there)
    assert done.returncode == 0, done.stdout + done.stderr
    for machine in (env, there):
        nights_here(machine, NIGHTS[1])
    return old, new, backup


def test_the_next_night_gives_the_same_facts_on_the_new_machine(machines):
    assert differences(machines[0], machines[1]) == {}


def test_what_was_recorded_before_is_there_and_the_night_added_the_same(machines):
    before, after = records(machines[0]), records(machines[1])
    assert before
    assert after == before


def test_mails_that_left_are_known_to_have_left(machines):
    def mails(home):
        with sqlite3.connect(f"file:{home / 'mail.db'}?mode=ro", uri=True) as connection:
            return connection.execute(
                "select recipient, night, state, attempts from cmr_mails order by 1, 2"
            ).fetchall()

    assert mails(machines[1]) == mails(machines[0])
    assert len(mails(machines[0])) == len(NIGHTS)


def test_airflows_database_came_along(machines):
    for home in machines[:2]:
        assert rows(home / "airflow" / "airflow.db", "connection") == [("cmr_smtp", "sealed")]


def test_the_backup_is_for_its_owner_only_and_says_when_it_was_damaged(machines, tmp_path):
    _, _, backup = machines
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
    old, _, backup = machines
    done = follow("Restore", os.environ | {"BACKUP": str(backup), "CMR_HOME": str(old)})
    assert done.returncode == 2
    assert "holds data already" in done.stderr
