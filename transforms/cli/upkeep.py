"""The warehouse and the lake, made anew, elsewhere, or smaller."""

from typing import Annotated

import typer

from transforms.cli.terminal import AsJson, emit

app = typer.Typer()


@app.command()
def rebuild(as_json: AsJson = False) -> None:
    """Make the warehouse anew from the lake, which holds all that it held; damaged lake files are
    set aside.
    """
    from transforms.stage import run

    emit(run.rebuild(), as_json)


@app.command()
def lakehouse(
    writers: Annotated[
        int, typer.Option(min=1, help="How many builds at once, each of other communities.")
    ] = 2,
    as_json: AsJson = False,
) -> None:
    """Build the marts in the DuckLake (CMR_DUCKLAKE), several writers at once, from what the lake
    holds.
    """
    from transforms.stage import run

    emit(run.build_in_lakehouse(writers), as_json)


@app.command()
def compact(as_json: AsJson = False) -> None:
    """Merge the lake's small files."""
    from transforms.operate.week import compaction

    emit(compaction.compact(), as_json)


@app.command()
def upkeep(as_json: AsJson = False) -> None:
    """What the week's DAG does: merge small files, remove shards that were read and old logs."""
    from transforms.operate.week import upkeep as week

    emit(week.tidy(), as_json)
