"""The extract step: every source of every community, through the door, into the lake."""

import logging
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from transforms import lake
from transforms.config.communities import Community, Source, read_folder
from transforms.config.errors import BadInput, StepFailed
from transforms.config.settings import settings
from transforms.extract import sources
from transforms.extract.exports import usable
from transforms.extract.exports.pull import pull as pull_files
from transforms.lake import damage, run_ledger

log = logging.getLogger("cmr")


def due() -> list[str]:
    """The communities whose local day has ended since their sources were pulled."""
    communities, _ = read_folder(settings().communities)
    return [one.name for one in communities if sources.is_due(one, datetime.now(UTC))]


def list_sources(only_due: bool = False) -> list[dict[str, Any]]:
    """Every source to pull tonight: {community, source (its number in the file, from 0), key}.

    only_due: of the communities whose local day has ended since their last pull, and of no others.
    Raw files that cannot be read any more are set aside before, so that the pulls bring back what
    they held.
    """
    damage.mend(lake.RAW)
    communities, errors = read_folder(settings().communities)
    for error in errors:
        log.error("%s", error)
    return [
        {"community": community.name, "source": number, "key": key}
        for community in communities
        if not only_due or sources.is_due(community, datetime.now(UTC))
        for number, key in enumerate(sources.keys(community))
    ]


def extract_night(community: str, source: int, night: str | None = None) -> dict[str, Any]:
    """Pull what one source has since last time; returns counts and the status that was recorded.

    Raises after recording: BadInput when a person has to mend something, StepFailed otherwise.
    """
    with run_ledger.step("extract", community=community) as facts:
        found, place, key = sources.find(community, source)
        facts |= {"source": key, "network": place.network}
        day = sources.night_of(found, night, datetime.now(UTC))
        try:
            facts |= _pull(found, place, key, day)
        except Exception as error:
            with suppress(OSError):  # a full disk must not hide what went wrong first
                sources.record(found, key, place.network, day, "failed", _as_told(error, place))
            raise
        told = (facts["status_of_source"], facts["message"], facts["rows"], facts["quarantined"])
        sources.record(found, key, place.network, day, *told)
        return facts


def _pull(community: Community, source: Source, key: str, night: date) -> dict[str, Any]:
    if source.network == "export":
        return pull_files(community, source, key, night)
    from transforms.extract.pull import pull

    return pull(community, source, key, night)


def _as_told(error: Exception, source: Source) -> str:
    """An error as the mail shows it: plain words, files by their names, because where they lie is
    nobody's business.
    """
    if not isinstance(error, BadInput | StepFailed | OSError):
        return f"{type(error).__name__} while pulling; see the task's log"
    message = str(error)
    folders = {
        settings().home,
        settings().home.resolve(),
        settings().communities,
        Path(source.path or ".").parent,
    }
    for folder in sorted((str(one) for one in folders if one.is_absolute()), key=len, reverse=True):
        message = message.replace(f"{folder}/", "")
    return message


def backfill(community: str, source: int, since: datetime, until: datetime) -> dict[str, Any]:
    """Pull what a network source has of [since, until), once more or for the first time; the cursor
    stays put.
    """
    from transforms.extract.pull import pull

    found, place, key = sources.find(community, source)
    if place.network == "export":
        raise BadInput(
            f"{community}: {key}: an export file is read whole, only networks have backfills"
        )
    return pull(found, place, key, since.date(), since, until)


def check(community: str, source: int) -> str:
    """One sentence that says a source can be pulled; raises what the pull would raise, and pulls
    nothing.
    """
    found, place, _ = sources.find(community, source)
    return check_source(found, place)


def check_source(community: Community, source: Source) -> str:
    """`check` for a community that was read already."""
    if source.network == "export":
        return usable.check_beginnings(community, source)
    from transforms.extract.pull import check as ask

    return ask(community, source, sources.keys(community)[community.sources.index(source)])
