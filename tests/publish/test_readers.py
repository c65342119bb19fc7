"""People who query the published file while it is replaced: no error, and every answer from one
night.
"""

import json
import subprocess
import sys
import time

import duckdb

from transforms.publish import duckdb_file

READERS = 3
WAREHOUSE = """
create or replace table dim_communities as
select 'one' as community_id, 'telecom' as industry, date '2025-06-01' + {night} as last_date, {rows} as posts;
create or replace table fct_posts as
select 'one' as community_id, 'telecom' as industry, i as post_id, date '2025-06-01' + {night} as created_date
from range({rows}) t(i);
create or replace table fct_community_days as
select 'one' as community_id, 'telecom' as industry, date '2025-06-01' + {night} as date, {rows} as posts;
create or replace table fct_theme_days as
select 'one' as community_id, 'telecom' as industry, date '2025-06-01' as date, 't' as theme_id, {night} as posts;
create or replace table fct_audience_days as
select 'one' as community_id, 'telecom' as industry, date '2025-06-01' as date, 'critics' as audience, 1 as authors;
create or replace table fct_publications as
select * exclude (i) from (select 1 as i, 'p' as publication_id, 'one' as community_id, 'telecom' as industry,
    date '2025-06-01' as night, 'published' as status, null::varchar as reason, date '2025-06-01' as figures_as_of)
where i = 0
"""


def test_readers_of_the_published_file_see_whole_nights_only(home):
    published, source = home / "published" / "marts.duckdb", home / "warehouse.duckdb"
    home.mkdir(parents=True)
    from transforms import lake

    lake.initialise()
    _publish(source, published, 0)
    stop = home / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-m", "transforms.bench.readers", "read", str(published),
             str(home / f"{number}.jsonl"), str(stop)]
        )
        for number in range(READERS)
    ]  # fmt: skip
    answers = [home / f"{number}.jsonl" for number in range(READERS)]
    night = 0
    while night < 3 or not all(_nights(path) >= {night} for path in answers):
        assert all(reader.poll() is None for reader in readers)
        if night < 3 and all(_nights(path) >= {night} for path in answers):
            night += 1
            _publish(source, published, night)
        time.sleep(0.05)
    stop.touch()
    assert [reader.wait() for reader in readers] == [0] * READERS
    lines = [json.loads(line) for path in answers for line in path.read_text().splitlines()]
    assert [line for line in lines if "error" in line or "mixed" in line] == []
    assert [_nights(path) for path in answers] == [{0, 1, 2, 3}] * READERS


def _publish(source, published, night: int) -> None:
    with duckdb.connect(str(source)) as connection:
        connection.execute(WAREHOUSE.format(night=night, rows=20_000 + night))
    duckdb_file.build(source, published, set())


def _nights(path) -> set[int]:
    """Which nights the reader has seen so far."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {
        int(json.loads(line)["night"][-2:]) - 1
        for line in lines
        if '"night"' in line and line.endswith("}")
    }
