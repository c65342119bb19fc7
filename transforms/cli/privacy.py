"""What people may ask for: to be forgotten, to see what is held of them, and that nothing is kept
for longer.
"""

import json
from pathlib import Path
from typing import Annotated

import typer

from transforms.cli.terminal import AsJson, emit
from transforms.config.errors import BadInput

app = typer.Typer()


@app.command()
def forget(
    network: Annotated[
        str | None, typer.Argument(help="The network of the person's account.")
    ] = None,
    author: Annotated[
        str | None, typer.Argument(help="The person's author id on that network.")
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name", help="A handle or name that others may have written; may be repeated."
        ),
    ] = None,
    also_in: Annotated[
        list[Path] | None,
        typer.Option("--also-in", help="A folder of backups, dumps or exports; may be repeated."),
    ] = None,
    again: Annotated[
        bool,
        typer.Option(
            "--again", help="Everybody on the list once more, as after a backup was restored."
        ),
    ] = False,
    community: Annotated[
        str | None, typer.Option("--community", help="Forget a whole community instead.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Erase a person from every store and show that nothing is left; or a community whose file is
    gone.
    """
    from transforms.privacy import forgetting

    if community and not (network or author or again):
        emit(forgetting.forget_community(community), as_json)
        return
    if again and not (network or author or community):
        proof = forgetting.forget_again(also_in or [])
    elif network and author and not (community or again):
        proof = forgetting.forget_author(network, author, name or [], also_in or [])
    else:
        raise BadInput(
            "say `cmr forget NETWORK AUTHOR`, `cmr forget --again`, or `cmr forget --community NAME`"
        )
    emit(forgetting.told(proof), as_json)
    if not proof.is_clean:
        raise typer.Exit(1)


@app.command()
def access(
    network: Annotated[str, typer.Argument(help="The network of the person's account.")],
    author: Annotated[str, typer.Argument(help="The person's author id on that network.")],
) -> None:
    """Print everything the lake holds of a person, one JSON object per row, to answer their
    request.
    """
    from transforms.privacy import forgetting

    for row in forgetting.access(network, author):
        print(json.dumps(row, default=str, ensure_ascii=False))


@app.command("rotate-key")
def rotate_key(as_json: AsJson = False) -> None:
    """Chain every pseudonym to a new key: the one appended to CMR_PSEUDONYM_KEYS, else one that is
    made.
    """
    from transforms.privacy import rotate_key

    emit(rotate_key.rotate(), as_json)


@app.command()
def retention(as_json: AsJson = False) -> None:
    """Erase what is older than the communities' files allow; the nightly run does it too."""
    from transforms.privacy.retention import apply

    emit(apply(), as_json)
