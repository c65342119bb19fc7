"""Loading through dlt into the lake: one pipeline per source, whole files, nothing of a half-done
run used again.

A package that a killed run left behind is dropped: its rows are read again from the source, and
what had already reached the lake is known by its hash.

dlt is a loader here and no more. It gives each load its id, writes Parquet in little memory and
uploads to any bucket. Its sources, cursors, state and restore are unused or off: a cursor on a
post's time loses late and edited posts, and what strangers wrote may rest in no folder that
`forget` does not know. Two of its classes are subclassed, so that a local file appears whole and
sources share a folder, and a source costs seconds of start. `lake.write` could do what is left in a
tenth of this file. It has stayed because every lake bears its ids and every kill, full disk and
lost bucket was tried with it (tests/faults); whoever takes it out takes `sqlglot<30` out too, and
tries those again.
"""

import logging
import os
import re
import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from fsspec.implementations.local import LocalFileSystem

from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.ground.drafts import replacing

log = logging.getLogger("cmr")

LONGEST_UPLOAD = 3_600.0
LONGEST_WAIT = 120.0
LOAD_ID = re.compile(r"\d+\.\d+")
_CONFIGURATION = {
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "ERROR",
    "PROVIDERS__ENABLE_AIRFLOW_SECRETS": "false",  # looking there imports Airflow and its database, 3 s and more
    "NORMALIZE__PARQUET_NORMALIZER__ADD_DLT_LOAD_ID": "true",
    "RESTORE_FROM_DESTINATION": "false",
    "EXTRACT__WORKERS": "1",
    "NORMALIZE__WORKERS": "1",
    "LOAD__WORKERS": "1",
    "LOAD__DELETE_COMPLETED_JOBS": "true",  # the lake is the copy that `forget` knows
}


class WholeFiles(LocalFileSystem):
    """The local file system, where an uploaded file appears whole or not at all."""

    def put_file(self, lpath: str, rpath: str, callback: Any = None, **kwargs: Any) -> None:  # noqa: ARG002
        with replacing(self._strip_protocol(rpath)) as draft:
            super().put_file(lpath, str(draft), **kwargs)


def load(pipeline_name: str, table: str, batches: Iterator[pa.RecordBatch | pa.Table]) -> str:
    """Append `batches` as files of `lake/raw/<table>/`; returns the load's id. StepFailed when they
    did not arrive.

    dlt's working folder is CMR_HOME/dlt; it holds what came through the door and nothing else.
    """
    _configure()
    import dlt

    _sweep_drafts(table)
    _wait_for_the_clock(table)
    pipeline = _pipeline(pipeline_name)

    @dlt.resource(name=table, write_disposition="append")
    def rows() -> Iterator[pa.Table]:
        for batch in batches:
            yield pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch

    info = pipeline.run(rows(), loader_file_format="parquet")
    info.raise_on_failed_jobs()
    load_id = info.loads_ids[-1]
    if not any(file.startswith(f"{load_id}.") for file in lake.names(f"raw/{table}")):
        raise StepFailed(
            f"dlt ended the load {load_id} of {pipeline_name}, but its file is not in the lake; run again"
        )
    return load_id


def _configure() -> None:
    for name, value in _CONFIGURATION.items():
        os.environ.setdefault(name, value)


def _wait_for_the_clock(table: str) -> None:
    """Loads are ordered by the time in their ids: with a clock behind the last one, an edit would
    lose against what it replaces. A little is waited for; StepFailed when the clock was set back
    further.
    """
    last = max(
        (float(found[0]) for name in lake.names(f"raw/{table}") if (found := LOAD_ID.match(name))),
        default=0.0,
    )
    behind = last - time.time()
    if behind > LONGEST_WAIT:
        raise StepFailed(
            f"this machine's clock is {timedelta(seconds=round(behind))} behind the last load into raw/{table}: "
            "set it right and run again; nothing was taken in"
        )
    if behind > 0:
        time.sleep(behind)


def _sweep_drafts(table: str) -> None:
    """Remove what killed uploads of this table left behind, so that nothing lies where `forget`
    does not look.
    """
    folder = Path(lake.path("raw", table))
    for draft in folder.glob("*.tmp"):  # none in a bucket, where uploads are whole or not at all
        if time.time() - draft.stat().st_mtime > LONGEST_UPLOAD:
            draft.unlink(missing_ok=True)


def _pipeline(name: str) -> Any:
    """The source's pipeline with nothing pending; a working folder with anything else is made anew.

    dlt would abort what is pending during its next load, and delete with it every newer package:
    tonight's.
    """
    import dlt

    folder = settings().home.resolve() / "dlt"
    about = {
        "pipeline_name": name,
        "pipelines_dir": str(folder),
        "destination": _destination(),
        "dataset_name": "raw",
    }
    try:
        pipeline = dlt.pipeline(**about)
        if not (
            pipeline.list_extracted_load_packages() or pipeline.list_normalized_load_packages()
        ):
            return pipeline
    except Exception as error:
        log.warning(
            "dlt's working folder of %s cannot be used (%s) and is made anew",
            name,
            type(error).__name__,
        )
    shutil.rmtree(folder / name, ignore_errors=True)
    return dlt.pipeline(**about)


def _destination() -> Any:
    from dlt.destinations import filesystem
    from dlt.destinations.impl.filesystem.filesystem import FilesystemClient

    class LakeClient(FilesystemClient):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            if self.config.is_local_filesystem:
                self.fs_client = WholeFiles()

        def create_dataset(self) -> None:
            self.fs_client.makedirs(
                self.dataset_path, exist_ok=True
            )  # other sources' pipelines share the folder

    class LakeFiles(filesystem):
        @property
        def client_class(self) -> type[FilesystemClient]:
            return LakeClient

    return LakeFiles(
        bucket_url=lake.root(),
        layout="{table_name}/{load_id}.{file_id}.{ext}",
        destination_name="filesystem",
    )
