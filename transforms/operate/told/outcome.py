"""How a night ended, in a sentence that an engineer can act on."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from transforms import lake
from transforms.config.communities import Community, read_folder
from transforms.config.settings import settings
from transforms.extract import sources
from transforms.lake import run_ledger

Row = dict[str, Any]
LONGEST = 240


@dataclass(frozen=True)
class Outcome:
    """What readers see after a night, and what was missing from it; each with the reason in words."""

    is_published: bool
    sources: int = 0
    missing: tuple[tuple[str, str], ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def is_good(self) -> bool:
        return self.is_published and not (self.missing or self.kept or self.files or self.failed)

    @property
    def title(self) -> str:
        """What a notification opens with."""
        if not self.is_published:
            return "The night was not published"
        return "The night was published" + ("" if self.is_good else ", with something missing")

    @property
    def sentence(self) -> str:
        """Such as "published; 2 of 3 sources missing: aeria/reddit (no credentials: …), …"."""
        known = (
            "published" if self.is_published else "not published: readers keep the figures they had"
        )
        said = [known]
        if self.failed:
            said.append("failed: " + _list(self.failed))
        if self.missing:
            many = f"{len(self.missing)} of {self.sources} sources missing"
            said.append(f"{many}: {_list(self.missing)}")
        if self.kept:
            said.append("kept as they were: " + _list(self.kept))
        if self.files:
            many = f"{len(self.files)} community file{'s' * (len(self.files) > 1)}"
            said.append(f"{many} to mend: " + " | ".join(map(_short, self.files)))
        return "; ".join(said)


def read(is_published: bool | None = None) -> Outcome:
    """The outcome of the running night, else of the last one; from the lake alone.

    is_published: what the caller knows of it; else what the run ledger says of its step.
    """
    communities, errors = read_folder(settings().communities)
    steps = _last_run(_ledger())
    published = [row for row in steps if row["step"] == "publish"]
    if is_published is None:
        is_published = bool(published) and published[-1]["status"] == "success"
    kept = _details(published[-1]).get("kept") or {} if published else {}
    return Outcome(
        is_published,
        sum(len(one.sources) for one in communities),
        tuple(missing(communities, lake.read("sources").to_pylist())),
        tuple(sorted(kept.items())),
        tuple(_without_folder(error) for error in errors),
        tuple(failed(steps)),
    )


def missing(communities: Iterable[Community], pulls: Iterable[Row]) -> list[tuple[str, str]]:
    """The sources whose last pull failed, and why; a source that no file names any more is none."""
    last: dict[tuple[str, str], Row] = {}
    for row in sorted(pulls, key=lambda row: row["finished_at"]):
        last[row["community_id"], row["source"]] = row
    wanted = [(one.name, key) for one in communities for key in sources.keys(one)]
    return [
        ("/".join(key), last[key]["message"] or "no reason given")
        for key in wanted
        if key in last and last[key]["status"] == "failed"
    ]


def failed(steps: Iterable[Row]) -> list[tuple[str, str]]:
    """The steps that failed and were not done again; a source that failed is told as missing."""
    last: dict[tuple[Any, ...], Row] = {}
    for row in steps:
        if row["step"] not in ("extract", "deadline"):
            last[row["step"], row["community_id"], row["source"], row["shard"]] = row
    return [(row["step"], _why(row)) for row in last.values() if row["status"] == "failed"]


def _ledger() -> list[Row]:
    """What the run ledger holds of the two newest days, oldest first: a night may pass midnight."""
    names = lake.names("ops/steps")
    days = sorted({name.split("/")[0] for name in names})[-2:]
    tables = [lake.read("ops/steps", name) for name in names if name.split("/")[0] in days]
    return pa.concat_tables(tables).sort_by("finished_at").to_pylist() if tables else []


def _last_run(steps: list[Row]) -> list[Row]:
    run = os.environ.get("AIRFLOW_CTX_DAG_RUN_ID") or next(
        (row["run"] for row in reversed(steps) if row["step"] in ("extract", "stage", "publish")),
        None,
    )
    return [row for row in steps if row["run"] == run]


def _details(row: Row) -> dict[str, Any]:
    return json.loads(row["details"] or "{}")


def _without_folder(error: str) -> str:
    return error.replace(f"{settings().communities}/", "")


def _why(row: Row) -> str:
    known = run_ledger.why(row)
    return f"{known}, see its log" if known else "see its log"


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} ({_short(why)})" for name, why in pairs)


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= LONGEST else one_line[: LONGEST - 1] + "…"
