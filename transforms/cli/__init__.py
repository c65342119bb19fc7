"""`cmr`: the functions that the DAG calls, one command each; one module per idea."""

import sys

import typer

from transforms.cli import files, flow, privacy, quality, upkeep
from transforms.cli.terminal import console
from transforms.config.errors import BadInput, StepFailed

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help="Community Manager Reloaded: read a community every night and advise its manager.\n\n"
    "Exit codes: 0 done, 1 failed, 2 bad input.",
)
for idea in (flow, quality, upkeep, privacy, files):
    app.add_typer(idea.app)


def main() -> None:
    """Run `cmr`; a person's mistake is a sentence and exit code 2, a failure exit code 1."""
    try:
        app()
    except BadInput as error:
        console.print(f"[red]{_plain(error)}[/red]", highlight=False)
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(1)
    except Exception as error:
        from transforms.warehouse.file import in_use

        said = in_use(error) or (str(error) if isinstance(error, StepFailed) else None)
        if said is None:
            raise
        console.print(f"[red]{_plain(said)}[/red]", highlight=False)
        sys.exit(1)


def _plain(said: object) -> str:
    return str(said).replace("[", "\\[")
