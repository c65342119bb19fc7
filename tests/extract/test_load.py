"""What a killed load left in dlt's working folder costs nothing of the next one."""

import pyarrow as pa
import pytest

from transforms import lake
from transforms.extract import load

SCHEMA = pa.schema([field for field in lake.SCHEMAS["raw/export"] if field.name != "_dlt_load_id"])


def rows(*post_ids: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{"community_id": "fibra", "post_id": one} for one in post_ids], schema=SCHEMA
    )


def leave_behind(until: str) -> None:
    """A load of the post `old` that is killed after dlt's step `until`."""
    import dlt

    load._configure()
    pipeline = load._pipeline("fibra__file")
    pipeline.extract(
        dlt.resource(
            [pa.Table.from_batches([rows("old")])], name="export", write_disposition="append"
        ),
        loader_file_format="parquet",
    )
    if until != "extract":
        pipeline.normalize()
    if until == "abort":
        (package,) = pipeline.list_normalized_load_packages()
        pipeline._get_load_storage().normalized_packages.set_abort_flag(package)


@pytest.mark.parametrize("until", ["extract", "normalize", "abort"])
def test_what_a_killed_load_left_is_dropped_and_the_next_load_arrives(home, until):
    lake.initialise()
    leave_behind(until)
    load_id = load.load("fibra__file", "export", iter([rows("new")]))
    held = lake.read("raw/export").to_pylist()
    assert [(row["post_id"], row["_dlt_load_id"]) for row in held] == [("new", load_id)]


def test_a_load_that_did_not_arrive_is_no_success(home, monkeypatch):
    lake.initialise()
    monkeypatch.setattr(load.WholeFiles, "put_file", lambda *arguments, **named: None)
    with pytest.raises(load.StepFailed, match="not in the lake"):
        load.load("fibra__file", "export", iter([rows("new")]))
