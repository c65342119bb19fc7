"""`cmr`: the functions that the DAG calls, one command each."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from transforms.config.errors import BadInput, StepFailed

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Community Manager Reloaded: read a community every night and advise its manager.\n\n"
    "Exit codes: 0 done, 1 failed, 2 bad input.",
)
new = typer.Typer(no_args_is_help=True, help="Write a commented file to start from.")
app.add_typer(new, name="new")
console = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
Night = Annotated[str | None, typer.Option("--date", help="The local day to handle, as 2025-06-17; else the last one.")]
OneCommunity = Annotated[str | None, typer.Option("--community", help="Only this community.")]


def main() -> None:
    """Run `cmr`; a person's mistake is a sentence and exit code 2, a failure exit code 1."""
    try:
        app()
    except BadInput as error:
        console.print(f"[red]{_plain(error)}[/red]", highlight=False)
        sys.exit(2)
    except StepFailed as error:
        console.print(f"[red]{_plain(error)}[/red]", highlight=False)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)


def _plain(error: Exception) -> str:
    return str(error).replace("[", "\\[")


def emit(result: Any, as_json: bool) -> None:
    """Print a result: JSON for a program, lines for a person."""
    if as_json:
        print(json.dumps(result, default=str, ensure_ascii=False, indent=2))
    elif isinstance(result, dict):
        for key, value in result.items():
            print(f"{key}: {value}")
    elif isinstance(result, list):
        for item in result:
            print(item)


@app.command()
def simulate(as_json: AsJson = False) -> None:
    """Make the bundled, simulated communities' export files."""
    from transforms.simulate import run

    emit(run.simulate(), as_json)


@app.command()
def night(date: Night = None, as_json: AsJson = False) -> None:
    """Run the whole night through Airflow and say what came of it (`make run`)."""
    from transforms.commands import night as nights
    from transforms.config.settings import PROJECT, settings

    if settings().communities.resolve() == PROJECT / "dags" / "communities":
        from transforms.simulate import run

        run.simulate()
    nights.run(date, console)
    result = nights.summary(console)
    if as_json:
        emit(result, as_json)


@app.command()
def summary(as_json: AsJson = False) -> None:
    """Say what the last published night holds."""
    from transforms.commands import night as nights

    result = nights.summary(console)
    if as_json:
        emit(result, as_json)


@app.command()
def extract(community: OneCommunity = None, date: Night = None, as_json: AsJson = False) -> None:
    """Pull every source of every community into the lake."""
    from transforms.extract import run

    sources = [s for s in run.list_sources() if community in (None, s["community"])]
    if not sources:
        raise BadInput(f"no community called {community}" if community else "no community has a source")
    results: list[Any] = []
    failed: list[str] = []
    for source in _progress(sources, "extract"):
        try:
            results.append(source | run.extract_night(source["community"], source["source"], date))
        except (BadInput, StepFailed) as error:
            failed.append(str(error))
    emit(results, as_json)
    if failed:
        raise BadInput("\n".join(failed))


@app.command()
def enrich(date: Night = None, as_json: AsJson = False) -> None:
    """Stage the lake, read every text that has no reading yet, and build the core marts."""
    from datetime import UTC, datetime

    from transforms.enrich import run
    from transforms.stage import run as stage
    from transforms.understand import run as understand

    nights = stage.stage(date, datetime.now(UTC), run.active_model(), run.thresholds())
    shards = [run.enrich_shard(name) for name in _progress(stage.plan_shards(), "enrich")]
    understand.understand(run.corrections(), run.encode, run.quality())
    stage.build_marts()
    emit({"nights": nights, "shards": shards}, as_json)


@app.command()
def read(
    lines: Annotated[
        Path | None, typer.Argument(help="JSON lines {id, text, language?, industry?}; else stdin.")
    ] = None,
) -> None:
    """Read texts: one JSON reading per input line, in order, as they come."""
    from transforms.enrich import stdin

    if lines is None:
        stdin.read_lines(sys.stdin.buffer, sys.stdout.buffer)
    else:
        with _opened(lines) as stream:
            stdin.read_lines(stream, sys.stdout.buffer)


@app.command()
def recommend(as_json: AsJson = False) -> None:
    """Score past advice and write tonight's, from the marts that are built."""
    from transforms.recommend import run
    from transforms.stage import run as stage

    result = run.recommend(_nights())
    stage.build_advice()
    emit(result, as_json)


@app.command()
def anticipate(
    community: Annotated[str, typer.Option("--community", help="The community that the draft is for.")],
    drafts: Annotated[
        Path | None, typer.Argument(help="JSON lines {id, text, format?, audience?, at?}; else stdin.")
    ] = None,
) -> None:
    """Foresee the engagement and the reactions that drafts would get, with reply plans ready."""
    from transforms.enrich import read as reading
    from transforms.recommend import anticipate as foresight

    stream = sys.stdin.buffer if drafts is None else _opened(drafts)
    for answer in foresight.answers(community, stream, reading.read_texts):
        print(json.dumps(answer, ensure_ascii=False), flush=True)


@app.command()
def publish(as_json: AsJson = False) -> None:
    """Audit the warehouse and publish its marts."""
    from transforms.publish import run

    emit(run.publish(_nights()), as_json)


@app.command()
def report(
    preview: Annotated[
        bool, typer.Option("--preview", help="Open the report in the browser instead of queueing it.")
    ] = False,
    community: OneCommunity = None,
    date: Night = None,
    language: Annotated[str | None, typer.Option(help="fr or en; else the recipient's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Render the reports of the published night."""
    from transforms.report import run

    if preview:
        path = run.preview(community, date, language)
        console.print(f"{path}")
        typer.launch(str(path))
        return
    nights = _nights() | ({community: date} if community and date else {})
    emit([run.render_recipient(recipient, nights) for recipient in _progress(run.list_recipients(), "report")], as_json)


@app.command()
def send(as_json: AsJson = False) -> None:
    """Send the reports that are due."""
    from transforms.commands import progress
    from transforms.report import send as sending

    with progress.shown("send", console) as advance:
        result = sending.send_due(progress=advance)
    emit(result, as_json)


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
    from transforms.recommend import feedback as answers

    emit(answers.record(community, subject, subject_id, verdict, comment), as_json)


@app.command()
def evaluate(as_json: AsJson = False) -> None:
    """Measure the readings on held-out data: per language and class, and the error of a share."""
    from transforms.config.settings import settings
    from transforms.enrich.training import evaluate as evaluation

    folder = settings().shared / "data"
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder; set CMR_SHARED to the folder that holds the labelled data")
    result = evaluation.evaluate(folder)
    emit(result, as_json) if as_json else print(f"Model {result['model']}\n\n{evaluation.as_text(result)}")


@app.command()
def bench(
    posts: Annotated[int, typer.Option(help="How many generated posts.")] = 100_000,
    only: Annotated[str | None, typer.Option(help="Only what stands alone, such as network_source or crowd.")] = None,
) -> None:
    """Measure each step on generated posts: posts per second and peak memory, as JSON."""
    from transforms.commands import bench as benchmark

    print(json.dumps(benchmark.run(posts, console, only), indent=2))


@app.command()
def docs() -> None:
    """Write dbt's documentation of every mart: one page to open."""
    from transforms import warehouse
    from transforms.config.settings import settings

    warehouse.dbt("docs", "generate", "--static")
    print(settings().home.resolve() / "dbt" / "static_index.html")


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Check settings, files, sources, model, lake and mail without pulling or sending anything."""
    from transforms.commands import doctor as check

    findings = check.examine()
    if as_json:
        emit(findings, as_json)
    else:
        check.show(findings, Console())
    if any(finding["status"] == "wrong" for finding in findings):
        raise typer.Exit(1)


@app.command()
def rebuild(as_json: AsJson = False) -> None:
    """Make the warehouse anew from the lake, which holds all that it held; damaged lake files are set aside."""
    from transforms.stage import run

    emit(run.rebuild(), as_json)


@app.command()
def lakehouse(
    writers: Annotated[int, typer.Option(help="How many builds at once, each of other communities.")] = 2,
    as_json: AsJson = False,
) -> None:
    """Build the marts in the DuckLake (CMR_DUCKLAKE), several writers at once, from what the lake holds."""
    from transforms.stage import run

    emit(run.build_in_lakehouse(writers), as_json)


@app.command()
def compact(as_json: AsJson = False) -> None:
    """Merge the lake's small files."""
    from transforms.commands import compaction

    emit(compaction.compact(), as_json)


@app.command()
def forget(
    network: Annotated[str | None, typer.Argument(help="The network of the person's account.")] = None,
    author: Annotated[str | None, typer.Argument(help="The person's author id on that network.")] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="A handle or name that others may have written; may be repeated.")
    ] = None,
    also_in: Annotated[
        list[Path] | None, typer.Option("--also-in", help="A folder of backups, dumps or exports; may be repeated.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Everybody on the list once more, as after a backup was restored.")
    ] = False,
    community: Annotated[str | None, typer.Option("--community", help="Forget a whole community instead.")] = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person from every store and show that nothing is left; or a community whose file is gone."""
    from transforms.commands import forgetting

    if community and not (network or author or again):
        emit(forgetting.forget_community(community), as_json)
        return
    if again and not (network or author or community):
        proof = forgetting.forget_again(also_in or [])
    elif network and author and not (community or again):
        proof = forgetting.forget_author(network, author, name or [], also_in or [])
    else:
        raise BadInput("say `cmr forget NETWORK AUTHOR`, `cmr forget --again`, or `cmr forget --community NAME`")
    emit(forgetting.told(proof), as_json)
    if not proof.is_clean:
        raise typer.Exit(1)


@app.command()
def access(
    network: Annotated[str, typer.Argument(help="The network of the person's account.")],
    author: Annotated[str, typer.Argument(help="The person's author id on that network.")],
) -> None:
    """Print everything the lake holds of a person, one JSON object per row, to answer their request."""
    from transforms.commands import forgetting

    for row in forgetting.access(network, author):
        print(json.dumps(row, default=str, ensure_ascii=False))


@app.command("rotate-key")
def rotate_key(as_json: AsJson = False) -> None:
    """Chain every pseudonym to a new key: the one appended to CMR_PSEUDONYM_KEYS, else one that is made."""
    from transforms.commands import rotation

    emit(rotation.rotate(), as_json)


@app.command()
def retention(as_json: AsJson = False) -> None:
    """Erase what is older than the communities' files allow; the nightly run does it too."""
    from transforms.commands import retention as periods

    emit(periods.apply(), as_json)


@app.command()
def subscription(
    email: Annotated[str, typer.Option("--email", help="Whose mail.")],
    community: Annotated[
        str | None, typer.Option("--community", help="Only this community (joined when new); else all of them.")
    ] = None,
    send_at: Annotated[str | None, typer.Option(help="The local hour, as 07:30.")] = None,
    language: Annotated[str | None, typer.Option(help="fr or en")] = None,
    sections: Annotated[str | None, typer.Option(help="all, or some of them, as climate,people,advice")] = None,
    digest: Annotated[str | None, typer.Option(help="weekly or none")] = None,
    pdf: Annotated[bool | None, typer.Option("--pdf/--no-pdf", help="With the report as a PDF, or without.")] = None,
    stop: Annotated[bool, typer.Option("--stop", help="No more mail, not even one that is waiting.")] = False,
    as_json: AsJson = False,
) -> None:
    """Change what somebody receives: writes the community files, which stay as they are otherwise."""
    from transforms.commands import subscription as subscriptions

    named = [one.strip() for one in sections.split(",")] if sections and sections != "all" else sections
    wishes = {"send_at": send_at, "language": language, "sections": named, "digest": digest, "pdf": pdf}
    said = {key: value for key, value in wishes.items() if value is not None}
    emit(subscriptions.change(email, said, community, stop), as_json)


@new.command("industry")
def new_industry(name: str) -> None:
    """Write a commented industry pack."""
    from transforms.commands import new_files

    print(new_files.industry(name))


@new.command("community")
def new_community(name: str, industry: Annotated[str, typer.Option(help="An existing pack.")] = "telecom") -> None:
    """Write a commented community file."""
    from transforms.commands import new_files

    print(new_files.community(name, industry))


def _nights() -> dict[str, str]:
    """The night that each community's marts stand at."""
    from transforms import lake

    return {row["community_id"]: row["night"].isoformat() for row in lake.read("config/nights").to_pylist()}


def _opened(path: Path):
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None


def _progress(items: list[Any], title: str):
    from transforms.commands import progress

    return progress.through(items, title, console)


if __name__ == "__main__":
    main()
