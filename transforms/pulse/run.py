"""One community's hour: what is new is pulled and read, looked at, and what there is to tell is told
once.

The state is written before anything is told, and a mail has a name of its own: a look that was killed
is made again in the same hour without a request, and nothing is told twice.
"""

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from transforms.config.communities import Community, read_folder
from transforms.config.errors import BadInput, StepFailed
from transforms.config.industries import Pack, Packs
from transforms.config.settings import make_home, settings
from transforms.enrich import run as enrich
from transforms.extract import sources
from transforms.ground.sole import sole
from transforms.lake import damage, run_ledger
from transforms.pulse import crisis, remembered, state, taken
from transforms.pulse.heard import heard
from transforms.pulse.letters import mail
from transforms.pulse.look import Look, look
from transforms.pulse.state import State, ToldEvent

TOLD_WITHIN = timedelta(days=1)
"""How old an event may be that is still told: a mail server that was away for longer is no crisis."""
log = logging.getLogger("cmr")


def list_communities() -> list[str]:
    """The communities whose files ask for the pulse."""
    communities, errors = read_folder(settings().communities)
    for error in errors:
        log.error("%s", error)
    return [community.name for community in communities if community.pulse]


def look_at(name: str, now: datetime | None = None) -> dict[str, Any]:
    """Look at a community once in an hour of the clock; returns what was seen and how many mails
    were queued. BadInput when its file does not ask for it, StepFailed when no source was heard.
    """
    now = now or datetime.now(UTC)
    with (
        run_ledger.step("pulse", community=name) as facts,
        sole(make_home() / f"pulse--{name}.lock") as alone,
    ):
        if not alone:
            return {"community": name, "busy": True}
        community = _community(name)
        pack = Packs(settings().industries)[community.industry]
        before = state.read(name)
        after = before
        if before.looked_at is None or _hour(now) > _hour(before.looked_at):
            after = _looked(community, pack, before, now, facts)
            state.write(name, after)
        facts["mails"] = sum(
            mail.queue_mails(community, pack, told, now, whole=not after.silent)
            for told in after.told
            if now - told.event.at < TOLD_WITHIN
        )
        if len(after.silent) == len(community.sources):
            raise StepFailed(
                f"{name}: no source could be heard; the log names each, and the next hour tries again"
            )
        return {"community": name} | facts


def _looked(
    community: Community, pack: Pack, before: State, now: datetime, facts: dict[str, Any]
) -> State:
    """The state after a look; the sources that were asked are written down before they are."""
    after, whole = _taken(community, pack, before, now)
    seen = _look(community, now, whole)
    going_on, event = crisis.step(before.crisis, seen)
    facts |= {
        "silent": len(after.silent),
        "upset": seen.told.upset,
        "expected": seen.told.expected and round(seen.told.expected, 1),
        "told": event.kind if event else None,
    }
    after = replace(after, looked_at=now, crisis=going_on)
    if event is None or going_on is None:
        return after
    mine = [told for told in before.told if told.crisis_id == going_on.crisis_id]
    return replace(after, told=(*mine, ToldEvent(going_on.crisis_id, len(mine) + 1, event)))


def _taken(community: Community, pack: Pack, before: State, now: datetime) -> tuple[State, bool]:
    """The state with what was heard, and whether every source was heard to the end."""
    damage.mend((taken.FOLDER,))
    after, whole = replace(before, silent=()), True
    for source, key in zip(community.sources, sources.keys(community), strict=True):
        asked = before.asked_at.get(key)
        if asked is not None and _hour(asked) == _hour(now):
            whole = False  # a look of this hour was killed: what it asked counts against the budget
            continue
        after = replace(after, asked_at=after.asked_at | {key: now})
        state.write(community.name, after)
        came = taken.take(community, source, key, pack, before.heard_until.get(key), now)
        whole = whole and came == "whole"
        if came == "whole":
            after = replace(after, heard_until=after.heard_until | {key: now})
        elif came == "nothing":
            after = replace(after, silent=(*after.silent, key))
    return after, whole


def _look(community: Community, now: datetime, whole: bool) -> Look:
    thresholds = enrich.thresholds()
    past = remembered.past(community, enrich.active_model(), thresholds, now)
    present = remembered.present(taken.held(community), thresholds)
    return look(
        heard(present), heard(past.posts), now, community.zone, past.since, past.until, whole
    )


def _community(name: str) -> Community:
    found = next((c for c in read_folder(settings().communities)[0] if c.name == name), None)
    if found is None or not found.pulse:
        raise BadInput(f"{name}: no community file of that name asks for `pulse: true`")
    return found


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
