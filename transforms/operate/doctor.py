"""What a data engineer wants to know before the night: is everything that it needs in its place?"""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from transforms import lake, warehouse
from transforms.config import communities, industries
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import make_home, settings
from transforms.lake import damage

Finding = dict[str, Any]


def examine(trial: bool = False) -> list[Finding]:
    """One finding per thing checked: `what`, `status` ('fine', 'note' or 'wrong') and `words`.

    Nothing is kept of what is looked at; with `trial`, three posts of every source are shown.
    """
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _home, _lake, _packs, _community_files, _trials if trial else _sources, _model, _warehouse, _published, _keys,
        _mail,
    )  # fmt: skip
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check()
        except Exception as error:  # a check that breaks is a finding, and the others go on
            findings.append(
                _finding(check.__name__.strip("_").replace("_", " "), "wrong", f"{error}")
            )
    return findings


def show(findings: list[Finding], console: Console) -> None:
    marks = {
        "fine": "[green]fine[/green]",
        "note": "[yellow]note[/yellow]",
        "wrong": "[red]wrong[/red]",
    }
    table = Table("what", "", "words")
    for finding in findings:
        table.add_row(
            finding["what"], marks[finding["status"]], finding["words"].replace("[", "\\[")
        )
    console.print(table)


def _finding(what: str, status: str, words: str) -> Finding:
    return {"what": what, "status": status, "words": words}


def _home() -> Iterator[Finding]:
    home = make_home()
    with tempfile.NamedTemporaryFile(dir=home):
        pass
    free = os.statvfs(home).f_bavail * os.statvfs(home).f_frsize / 2**30
    yield _finding(
        "home", "fine" if free > 2 else "wrong", f"{home} is writable, {free:,.0f} GiB free"
    )
    if home.stat().st_mode & 0o077:
        yield _finding(
            "home",
            "note",
            f"{home} can be read by others on this machine; `chmod 700` keeps it yours",
        )


def _lake() -> Iterator[Finding]:
    lake.initialise()
    for one in damage.find():
        yield _finding("lake", "wrong", f"{lake.root()}/{one.place} cannot be read ({one.reason})")
    files = {
        folder: len(lake.names(folder))
        for folder in ("raw/export", "enriched", "ledger/recommendations")
    }
    counted = ", ".join(f"{n} files in {folder}" for folder, n in files.items())
    many = any(n > 2000 for n in files.values())
    yield _finding(
        "lake",
        "note" if many else "fine",
        f"{lake.root()}: {counted}" + ("; run `cmr compact`" if many else ""),
    )


def _packs() -> Iterator[Finding]:
    packs = industries.read_packs(settings().industries)
    yield _finding(
        "industries",
        "fine",
        ", ".join(f"{name} ({len(pack.themes)} themes)" for name, pack in packs.items()),
    )


def _community_files() -> Iterator[Finding]:
    usable, errors = communities.read_folder(settings().communities)
    yield _finding(
        "communities",
        "fine" if usable else "wrong",
        ", ".join(c.name for c in usable) or "no usable file",
    )
    for error in errors:
        yield _finding("community file", "wrong", error)


def _sources() -> Iterator[Finding]:
    from transforms.extract import run

    for community in communities.read_folder(settings().communities)[0]:
        for source in community.sources:
            what = f"source {community.name}/{source.network}"
            try:
                yield _finding(what, "fine", run.check_source(community, source))
            except (BadInput, StepFailed) as error:
                yield _finding(what, "wrong", str(error))


def _trials() -> Iterator[Finding]:
    from transforms.extract import trial

    for community in communities.read_folder(settings().communities)[0]:
        for source in community.sources:
            what = f"source {community.name}/{source.network}"
            try:
                posts = trial.first_posts(community, source)
                refused = sum(1 for one in posts if one.refused)
                status = (
                    "wrong"
                    if posts and refused == len(posts)
                    else "note"
                    if refused or not posts
                    else "fine"
                )
                yield _finding(what, status, "\n".join(map(str, posts)) or "there is no post yet")
            except (BadInput, StepFailed) as error:
                yield _finding(what, "wrong", str(error))


def _model() -> Iterator[Finding]:
    from transforms.enrich import run

    yield _finding("model", "fine", run.active_model())


def _warehouse() -> Iterator[Finding]:
    target = settings().warehouse
    if reason := warehouse.damage():
        yield _finding(
            "warehouse",
            "wrong",
            f"{target} is damaged ({reason}): `cmr rebuild` makes it anew from the lake",
        )
    else:
        yield _finding(
            "warehouse",
            "fine" if target.exists() else "note",
            f"{target}" if target.exists() else "none yet",
        )


def _published() -> Iterator[Finding]:
    target: Path = settings().published
    yield _finding(
        "published",
        "fine" if target.exists() else "note",
        f"{target}" if target.exists() else "nothing yet",
    )


def _keys() -> Iterator[Finding]:
    if settings().pseudonym_keys:
        yield _finding("pseudonym key", "fine", "from the environment")
    else:
        words = f"CMR_PSEUDONYM_KEYS is not set: a key of this machine's own is kept in {settings().home / 'secrets'}"
        yield _finding("pseudonym key", "note", words)


def _mail() -> Iterator[Finding]:
    if settings().smtp_url:
        yield _finding("mail", "fine", "by SMTP (CMR_SMTP_URL)")
    else:
        yield _finding(
            "mail", "note", f"no CMR_SMTP_URL: mails are left as files in {settings().outbox}"
        )
