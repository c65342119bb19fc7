"""A night, whole or one step at a time."""

import json
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from transforms.cli.terminal import AsJson, console, emit, opened
from transforms.config.errors import BadInput, StepFailed
from transforms.operate.progress import shown, through

app = typer.Typer()

Night = Annotated[
    str | None,
    typer.Option("--date", help="The local day to handle, as 2025-06-17; else the last one."),
]
OneCommunity = Annotated[str | None, typer.Option("--community", help="Only this community.")]


@app.command()
def simulate(as_json: AsJson = False) -> None:
    """Make the bundled, simulated communities' export files."""
    from transforms.simulate import run

    emit(run.simulate(), as_json)


@app.command()
def night(date: Night = None, as_json: AsJson = False) -> None:
    """Run the whole night through Airflow and say what came of it (`make run`)."""
    from transforms.config.settings import PROJECT, settings
    from transforms.operate import night as by_hand

    if settings().communities.resolve() == PROJECT / "dags" / "communities":
        from transforms.simulate import run

        run.simulate()
    try:
        by_hand.run(date, console)
    except StepFailed:
        by_hand.places(console)
        raise
    result = by_hand.summary(console)
    if as_json:
        emit(result, as_json)


@app.command()
def summary(as_json: AsJson = False) -> None:
    """Say what the last published night holds."""
    from transforms.operate import night

    result = night.summary(console)
    if as_json:
        emit(result, as_json)


@app.command()
def extract(community: OneCommunity = None, date: Night = None, as_json: AsJson = False) -> None:
    """Pull every source of every community into the lake."""
    from transforms.extract import run

    sources = [s for s in run.list_sources() if community in (None, s["community"])]
    if not sources:
        raise BadInput(
            f"no community called {community}" if community else "no community has a source"
        )
    results: list[Any] = []
    failed: list[str] = []
    for source in through(sources, "extract", console):
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
    from transforms.operate import flow

    came = flow.run(date, first="stage", last="marts", through=partial(through, console=console))
    emit({"nights": came["nights"], "shards": came["enrich"]}, as_json)


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
        with opened(lines) as stream:
            stdin.read_lines(stream, sys.stdout.buffer)


@app.command()
def recommend(as_json: AsJson = False) -> None:
    """Score past advice and write tonight's, from the marts that are built."""
    from transforms.operate import flow
    from transforms.operate.night import standing

    emit(flow.run(first="recommend", last="advice", nights=standing())["recommend"], as_json)


@app.command()
def anticipate(
    community: Annotated[
        str, typer.Option("--community", help="The community that the draft is for.")
    ],
    drafts: Annotated[
        Path | None,
        typer.Argument(help="JSON lines {id, text, format?, audience?, at?}; else stdin."),
    ] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="One draft, as it would be posted.")
    ] = None,
    form: Annotated[
        str | None, typer.Option("--format", help="The form of --text: image, poll, video …")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Foresee the engagement and the reactions that drafts would get, with reply plans ready.

    In words for --text and on a terminal; one JSON object per line otherwise, or with --json.
    """
    from transforms.enrich.beside import Beside

    one = (
        json.dumps({"id": "draft", "text": text, "format": form}).encode()
        if text is not None
        else None
    )
    lines: Iterable[bytes] = (
        [one] if one else sys.stdin.buffer if drafts is None else opened(drafts)
    )
    in_words = not as_json and (text is not None or sys.stdout.isatty())
    with Beside() as reading:  # makes itself ready while these imports and the history take as long
        from transforms.recommend import anticipate as foresight
        from transforms.recommend.tell.anticipated import as_text

        for answer in foresight.answers(community, lines, reading.read):
            told = (
                as_text(answer, answer.get("language", "en"))
                if in_words
                else json.dumps(answer, ensure_ascii=False)
            )
            print(told, flush=True)


@app.command()
def publish(as_json: AsJson = False) -> None:
    """Audit the warehouse and publish its marts."""
    from transforms.operate.night import standing
    from transforms.publish import run

    emit(run.publish(standing()), as_json)


@app.command()
def report(
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Open the report in the browser instead of queueing it."),
    ] = False,
    community: OneCommunity = None,
    date: Night = None,
    language: Annotated[str | None, typer.Option(help="fr or en; else the recipient's.")] = None,
    as_json: AsJson = False,
) -> None:
    """Render the reports of the published night."""
    from transforms.operate.night import standing
    from transforms.report import run

    if language not in (None, "fr", "en"):
        raise BadInput(f"--language: '{language}' is neither fr nor en")
    if preview:
        path = run.preview(community, date, language)
        console.print(f"{path}")
        typer.launch(str(path))
        return
    nights = standing() | ({community: date} if community and date else {})
    recipients = through(run.list_recipients(), "report", console)
    emit([run.render_recipient(recipient, nights) for recipient in recipients], as_json)


@app.command()
def site(as_json: AsJson = False) -> None:
    """Write the pages behind the mails (CMR_HOME/site): only what changed."""
    from transforms.operate import flow

    emit(flow.site(), as_json)


@app.command()
def pulse(community: OneCommunity = None, as_json: AsJson = False) -> None:
    """Look for a crisis now, in the communities whose files say `pulse: true`, and send its mails.

    A community is looked at once in an hour; what a look of this hour left to tell is told.
    """
    from transforms.pulse import run
    from transforms.report.delivery.send import send_due

    names = [community] if community else run.list_communities()
    if not names:
        raise BadInput("no community file says `pulse: true`")
    seen = [run.look_at(name) for name in through(names, "pulse", console)]
    emit({"communities": seen, "mails": send_due()} if as_json else seen, as_json)


@app.command()
def send(as_json: AsJson = False) -> None:
    """Send the reports that are due."""
    from transforms.report.delivery.send import send_due

    with shown("send", console) as advance:
        result = send_due(progress=advance)
    emit(result, as_json)


@app.command()
def answers(as_json: AsJson = False) -> None:
    """Read what readers answered to their mails (CMR_IMAP_URL)."""
    from transforms.recommend.learn import feedback
    from transforms.report.delivery import mailbox as reading

    emit(reading.read_answers(feedback.answer), as_json)
