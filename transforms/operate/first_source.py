"""A community begun from what somebody has: a file whose mapping is proposed, or an account of a
network.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from transforms.config import communities, new_files
from transforms.config.errors import BadInput
from transforms.config.exports.said import say
from transforms.config.networks import PULLED

OLD = timedelta(days=3)
"""A file whose last post is older is taken to have ended: its night is its last day."""


def begin(
    name: str,
    industry: str,
    language: str,
    accounts: Sequence[str],
    file: Path | None = None,
    network: str | None = None,
    handle: str | None = None,
    terms: Sequence[str] = (),
    email: str | None = None,
    timezone: str | None = None,
) -> str:
    """Write the community's file; returns its path, what only a person can know and, for a file,
    three rows as they would be read.
    """
    if language not in ("fr", "en"):
        raise BadInput(f"--language: '{language}' is neither fr nor en")
    if file is not None:
        return _from_file(name, industry, language, accounts, file, network, email, timezone)
    source = None if network is None else _source(network, handle, terms)
    path = new_files.community(
        name, industry, source, (), language, accounts, email, timezone=timezone
    )
    return "\n".join([str(path), *_to_check(language, [], timezone)])


def _to_check(language: str, doubts: Sequence[str], timezone: str | None) -> list[str]:
    clock = say(language, "timezone", zone=communities.CLOCK[language])
    return [
        say(language, "to_check", doubt=one) for one in (*doubts, *([] if timezone else [clock]))
    ]


def _has_ended(
    name: str, industry: str, language: str, accounts: Sequence[str], source: dict[str, Any]
) -> bool:
    from transforms.extract import trial

    values = {
        "name": name,
        "industry": industry,
        "language": language,
        "accounts": list(accounts) or [name],
    }
    community = communities.Community.model_validate(values | {"sources": [source]})
    try:
        last = trial.last_time(community, community.sources[0])
    except BadInput:
        return False
    return last is not None and last < datetime.now(UTC) - OLD


def _source(network: str, handle: str | None, terms: Sequence[str]) -> dict[str, Any]:
    if network not in PULLED:
        raise BadInput(
            f"--network: no network '{network}' can be pulled; there are {', '.join(PULLED)}"
        )
    if not handle and not terms:
        raise BadInput("--handle or --term: say whom to follow there, or what to search for")
    said = {"network": network, "handle": handle, "terms": list(terms)}
    return {key: value for key, value in said.items() if value}


def _from_file(
    name: str,
    industry: str,
    language: str,
    accounts: Sequence[str],
    file: Path,
    network: str | None,
    email: str | None,
    timezone: str | None,
) -> str:
    from transforms.extract import trial
    from transforms.extract.files.proposal import propose

    found = propose(file.resolve(), network, language)
    past = _has_ended(name, industry, language, accounts, found.source)
    path = new_files.community(
        name, industry, found.source, found.doubts, language, accounts, email, past, timezone
    )
    community = communities.read_community(path)
    try:
        posts = [str(one) for one in trial.first_posts(community, community.sources[0])]
    except BadInput as error:
        posts = [say(language, "not_yet", error=error)]
    lines = [
        str(path),
        *(f"  {one}" for one in posts),
        *_to_check(language, found.doubts, timezone),
    ]
    return "\n".join([*lines, say(language, "then")])
