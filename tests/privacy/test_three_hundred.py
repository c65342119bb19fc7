"""Three hundred invented personal data in twelve forms and both languages, in every column and
payload: none is kept.

The bytes of everything that a pull writes are searched: the lake, the quarantine, the ledgers, the
loader's state.
"""

import gzip
import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.privacy.invented_posts import EACH, FORMS, rows_and_needles
from transforms import lake
from transforms.config.settings import settings
from transforms.extract import run

COMMUNITY = """
name: forum
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""


def _written(home: Path) -> bytes:
    """Everything that was written, with what is packed unpacked."""
    found = bytearray()
    for path in home.rglob("*"):
        if not path.is_file():
            continue
        found += path.read_bytes()
        if path.suffix == ".parquet":
            found += json.dumps(
                pq.read_table(path).to_pylist(), default=str, ensure_ascii=False
            ).encode()
        elif path.suffix == ".gz":
            found += gzip.decompress(path.read_bytes())
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                for schema, name in connection.execute(
                    "select table_schema, table_name from information_schema.tables"
                ).fetchall():
                    rows = connection.execute(f'select * from "{schema}"."{name}"').fetchall()
                    found += json.dumps(rows, default=str, ensure_ascii=False).encode()
    return bytes(found)


@pytest.fixture
def pulled(folder):
    rows, needles = rows_and_needles()
    bad = [
        row | {"post_id": f"bad-{row['post_id']}", "created_at": row["text"]} for row in rows[:24]
    ]
    (folder / "posts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows + bad))
    (settings().communities / "forum.yml").write_text(COMMUNITY.format(path=folder / "posts.jsonl"))
    return run.extract_night("forum", 0), needles


def test_none_of_them_is_in_the_lake_the_quarantine_the_ledgers_or_the_loaders_state(
    pulled, home, capfd
):
    facts, needles = pulled
    assert (facts["rows"], facts["quarantined"]) == (FORMS * EACH, 24)
    seen = _written(home).lower() + capfd.readouterr().err.lower().encode()
    assert len(seen) > 100_000
    assert [one for one in needles if one.lower().encode() in seen] == []


def test_what_is_not_personal_is_still_there(pulled):
    texts = [row["text"] for row in lake.read("raw/export").to_pylist()]
    assert (
        sum(
            text.startswith(("Bonjour, ", "Hello, ", "Rien ne", "Nothing", "C'est not", "Noted"))
            for text in texts
        )
        == 300
    )
