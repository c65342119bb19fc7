"""Whether two homes, or two checkouts, give the same night: every published row, every mail word for
word, and the processor's seconds of one against the other's.

    python -m tests.same_night HOME OTHER_HOME
    python -m tests.same_night --checkouts BEFORE AFTER --work FOLDER [--times 2]
    python -m tests.same_night --checkouts BEFORE AFTER --work FOLDER --posts POSTS [--most 700]

Prints what differs and exits with 1 where anything does. Of two checkouts the nights are made here,
one after the other and in turn, each in a home of its own under `--work`: of the bundled communities,
or of real posts (`--posts`: the folder with `telecom_fr.jsonl` and the others), the latest `--most` of
each file.
"""

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import duckdb

from tests.same_rows import both, rows_apart

COMMUNITIES = Path(__file__).parent / "end_to_end" / "communities"
SUPPORT = """name: support
industry: games
language: en
accounts: {accounts}
sources: [{{network: export, path: "${{CMR_DATA}}/support_en.jsonl"}}]
recipients: [{{email: cm.support@example.org}}]
as_of: latest
retention: {{posts_days: 3650}}
"""
BOUNDARY = re.compile(rb"===============\d+==")
CLOCK = ("written_at", "as_of_at")
"""Columns that say when a row was written or pulled, which is never the same."""


def marts_apart(one: Path, other: Path) -> dict[str, int]:
    """Rows of each published mart that only one home has; a mart that only one has counts all."""
    files = (home / "published" / "marts.duckdb" for home in (one, other))
    with both(*files) as connection:
        tables = connection.execute("""
            select table_catalog, table_name from information_schema.tables
            where table_catalog in ('one', 'other') and table_schema = 'main'""").fetchall()
        has = {
            name: {table for where, table in tables if where == name} for name in ("one", "other")
        }
        alone = {
            table: connection.execute(f"select count(*) from {name}.main.{table}").fetchone()[0]
            for name in has
            for table in has[name] - (has["one"] & has["other"])
        }
        return alone | rows_apart(connection, sorted(has["one"] & has["other"]), CLOCK)


def lake_apart(one: Path, other: Path) -> dict[str, int]:
    """Rows of the readings, of what was understood and of the ledgers that only one home has."""
    folders = ("enriched", "understood/*", "ledger/*")
    places = {
        path.relative_to(home).as_posix()
        for home in (one, other)
        for folder in folders
        for path in home.glob(f"lake/{folder}")
    }
    with duckdb.connect() as connection:
        for name, home in (("one", one), ("other", other)):
            connection.execute(f"attach ':memory:' as {name}")
            for place in places:
                files = f"read_parquet('{home / place}/**/*.parquet', union_by_name = true)"
                connection.execute(f'create view {name}.main."{place}" as from {files}')
        quoted = {f'"{place}"': place for place in sorted(places)}
        found = rows_apart(connection, quoted, CLOCK)
    return {quoted[place]: count for place, count in found.items()}


def mails_apart(one: Path, other: Path) -> list[str]:
    """Names of mails in the outbox that only one home has, or whose content or subject differ."""
    sent = [
        {path.name: _content(path) for path in (home / "outbox").iterdir()} for home in (one, other)
    ]
    names = sorted(sent[0].keys() | sent[1].keys())
    return [name for name in names if sent[0].get(name) != sent[1].get(name)]


def _content(path: Path) -> list[bytes]:
    """What a reader sees of a mail; of another file all of it."""
    if path.suffix != ".eml":
        return [path.read_bytes()]
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    parts = [part for part in mail.walk() if not part.is_multipart()]
    said = [BOUNDARY.sub(b"", part.get_payload(decode=True) or b"") for part in parts]
    return [str(mail["Subject"]).encode(), *said]


def night_of(checkout: Path, home: Path, communities: Path, data: Path) -> float:
    """Make the latest night by a checkout's own code; returns the processor's seconds it took."""
    shutil.rmtree(home, ignore_errors=True)
    env = {name: value for name, value in os.environ.items() if not name.startswith("CMR_")} | {
        "CMR_HOME": str(home), "CMR_COMMUNITIES": str(communities), "CMR_DATA": str(data),
        "CMR_PSEUDONYM_KEYS": "same-night", "PYTHONPATH": str(checkout),
    }  # fmt: skip
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for module, *words in (("transforms.cli", "simulate"), ("tests.plain_night", "latest")):
        subprocess.run([sys.executable, "-m", module, *words], cwd=checkout, env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def real_posts(folder: Path, work: Path, most: int) -> tuple[Path, Path]:
    """Community files and, beside them, the latest `most` rows of each of their files."""
    communities, data = work / "communities", work / "posts"
    shutil.rmtree(work / "communities", ignore_errors=True)
    shutil.copytree(COMMUNITIES, communities)
    data.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        latest = sorted(rows, key=lambda row: row["created_at"])[-most:]
        (data / path.name).write_text("\n".join(map(json.dumps, latest)), encoding="utf-8")
        if path.stem == "support_en":
            accounts = json.dumps(sorted({row["account"] for row in latest}))
            (communities / "support.yml").write_text(SUPPORT.format(accounts=accounts))
    return communities, data


def in_turn(asked: argparse.Namespace) -> tuple[Path, Path]:
    """A night of each checkout, in turn so many times; prints each one's best and their ratio, and
    returns the homes.
    """
    before, after = (Path(one).resolve() for one in asked.checkouts)
    work = Path(asked.work).resolve()
    homes = {before: work / "before", after: work / "after"}
    took: dict[Path, list[float]] = {before: [], after: []}
    for _ in range(asked.times):
        for checkout, home in homes.items():
            communities, data = (
                real_posts(Path(asked.posts), work, asked.most)
                if asked.posts
                else (Path("dags/communities"), work)
            )
            took[checkout].append(night_of(checkout, home, communities, data))
            print(f"{home.name}: {took[checkout][-1]:.1f} s of the processor", flush=True)
    one, other = min(took[before]), min(took[after])
    print(f"best of {asked.times}: {one:.1f} s and {other:.1f} s, ratio {other / one:.3f}")
    return homes[before], homes[after]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("homes", nargs="*")
    parser.add_argument("--checkouts", nargs=2)
    parser.add_argument("--work")
    parser.add_argument("--posts")
    parser.add_argument("--most", type=int, default=700)
    parser.add_argument("--times", type=int, default=1)
    asked = parser.parse_args()
    one, other = in_turn(asked) if asked.checkouts else map(Path, asked.homes)
    found = {
        "marts": marts_apart(one, other), "lake": lake_apart(one, other), "mails": mails_apart(one, other),
    }  # fmt: skip
    print(
        count(one), *(f"{what}: {apart or 'the same'}" for what, apart in found.items()), sep="\n"
    )
    return any(found.values())


def count(home: Path) -> str:
    """How much was compared: marts, their rows, mails."""
    file = home / "published" / "marts.duckdb"
    with duckdb.connect(str(file), read_only=True) as connection:
        marts = connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'main'"
        ).fetchall()
        rows = sum(
            connection.execute(f"select count(*) from {mart}").fetchone()[0] for (mart,) in marts
        )
    mails = len(list((home / "outbox").glob("*.eml")))
    return f"{len(marts)} marts, {rows:,} rows, {mails} mails"


if __name__ == "__main__":
    sys.exit(main())
