"""How good it is: what people answer back, figures, speed, what each mart means, and whether all is
in place.
"""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from transforms.cli.terminal import AsJson, console, emit
from transforms.config.errors import BadInput

app = typer.Typer()


@app.command()
def feedback(
    community: Annotated[str, typer.Option("--community")],
    subject: Annotated[str, typer.Option(help="advice, signal or post")],
    subject_id: Annotated[str, typer.Option("--id", help="The identifier that the report shows.")],
    verdict: Annotated[str, typer.Option(help="done, not_for_us or misread")],
    comment: Annotated[str, typer.Option(help="In your own words.")] = "",
    as_json: AsJson = False,
) -> None:
    """Answer back: say that an advice was followed, is not for you, or that a reading is wrong."""
    from transforms.recommend.learn import feedback as answers

    emit(answers.answer(community, subject, subject_id, verdict, comment), as_json)


@app.command()
def evaluate(as_json: AsJson = False) -> None:
    """Measure the readings on held-out data: per language and class, and the error of a share."""
    from transforms.config.settings import settings
    from transforms.training import evaluate as evaluation

    folder = settings().shared / "data"
    if not folder.is_dir():
        raise BadInput(
            f"{folder}: no such folder; set CMR_SHARED to the folder that holds the labelled data"
        )
    result = evaluation.evaluate(folder)
    emit(result, as_json) if as_json else print(
        f"Model {result['model']}\n\n{evaluation.as_text(result)}"
    )


@app.command()
def bench(
    posts: Annotated[int, typer.Option(min=1, help="How many generated posts.")] = 100_000,
    only: Annotated[
        str | None, typer.Option(help="Only what stands alone, such as network_source or crowd.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the JSON to this file too.")] = None,
) -> None:
    """Measure each step on generated posts: posts per second, processor, memory, files, as JSON."""
    from transforms.bench.run import run

    found = json.dumps(run(posts, console, only), indent=2)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(found + "\n", encoding="utf-8")
    print(found)


@app.command()
def docs() -> None:
    """Write dbt's documentation of every mart: one page to open."""
    from transforms import warehouse
    from transforms.config.settings import settings

    warehouse.dbt("docs", "generate", "--static")
    print(settings().home.resolve() / "dbt" / "static_index.html")


@app.command()
def doctor(
    trial: Annotated[
        bool, typer.Option("--try", help="Read three posts of every source and show them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check settings, files, sources, model, lake and mail; nothing is kept and nothing is sent."""
    from transforms.operate.doctor import examine, show

    findings = examine(trial)
    if as_json:
        emit(findings, as_json)
    else:
        show(findings, Console())
    if any(finding["status"] == "wrong" for finding in findings):
        raise typer.Exit(1)


@app.command()
def why(
    community: Annotated[str, typer.Argument(help="The community's name.")],
    post: Annotated[str, typer.Argument(help="The post's id, or network/id.")],
    as_json: AsJson = False,
) -> None:
    """Say why a post was read as it was: its themes and what brought each, its want, its feelings."""
    from transforms.operate.why import as_text, explain

    found = explain(community, post)
    emit(found, as_json) if as_json else print(as_text(found))


@app.command()
def status(as_json: AsJson = False) -> None:
    """Say where everything stands: nights, sources and their age, what was set aside, seconds per
    step, sizes.
    """
    from transforms.operate.status import collect, show

    found = collect()
    emit(found, as_json) if as_json else show(found, Console())
