"""The files that people write, changed or begun for them: communities and industries."""

from pathlib import Path
from typing import Annotated

import typer

from transforms.cli.terminal import AsJson, emit

app = typer.Typer()
new = typer.Typer(no_args_is_help=True, help="Write a commented file to start from.")
app.add_typer(new, name="new")


@app.command()
def subscription(
    email: Annotated[str, typer.Option("--email", help="Whose mail.")],
    community: Annotated[
        str | None,
        typer.Option(
            "--community", help="Only this community (joined when new); else all of them."
        ),
    ] = None,
    send_at: Annotated[str | None, typer.Option(help="The local hour, as 07:30.")] = None,
    language: Annotated[str | None, typer.Option(help="fr or en")] = None,
    sections: Annotated[
        str | None, typer.Option(help="all, or some of them, as climate,people,advice")
    ] = None,
    digest: Annotated[str | None, typer.Option(help="weekly or none")] = None,
    pdf: Annotated[
        bool | None, typer.Option("--pdf/--no-pdf", help="With the report as a PDF, or without.")
    ] = None,
    stop: Annotated[
        bool, typer.Option("--stop", help="No more mail, not even one that is waiting.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Change what somebody receives: writes the community files, which stay as they are otherwise."""
    from transforms.config.subscription import change

    named = (
        [one.strip() for one in sections.split(",")] if sections and sections != "all" else sections
    )
    wishes = {
        "send_at": send_at,
        "language": language,
        "sections": named,
        "digest": digest,
        "pdf": pdf,
    }
    said = {key: value for key, value in wishes.items() if value is not None}
    emit(change(email, said, community, stop), as_json)


@new.command("industry")
def new_industry(name: str) -> None:
    """Write a commented industry pack."""
    from transforms.config import new_files

    print(new_files.industry(name))


@new.command("community")
def new_community(
    name: str,
    industry: Annotated[str, typer.Option(help="An existing pack.")] = "telecom",
    file: Annotated[
        Path | None,
        typer.Option(
            "--from", help="A file to read: its mapping is proposed, three rows are shown."
        ),
    ] = None,
    network: Annotated[
        str | None, typer.Option(help="A network to pull, or where the file's posts come from.")
    ] = None,
    handle: Annotated[
        str | None, typer.Option(help="The brand's handle there, such as r/brand.")
    ] = None,
    term: Annotated[
        list[str] | None, typer.Option("--term", help="What to search for; may be repeated.")
    ] = None,
    language: Annotated[
        str, typer.Option(help="fr or en: of the community and its advice.")
    ] = "en",
    account: Annotated[
        list[str] | None, typer.Option("--account", help="Speaks for the brand; repeatable.")
    ] = None,
    email: Annotated[str | None, typer.Option(help="Who gets the report every morning.")] = None,
    timezone: Annotated[
        str | None,
        typer.Option(help="Whose day and 8 o'clock, as America/New_York; else guessed and said."),
    ] = None,
) -> None:
    """Write a commented community file; with --from or --network, one that pulls that file or that
    account.
    """
    from transforms.operate import first_source

    said = first_source.begin(
        name, industry, language, account or [], file, network, handle, term or [], email, timezone
    )
    print(said)
