"""What the pulse remembers of a community between two looks: one small file of the lake, whole or
as it was.
"""

from dataclasses import dataclass, field
from datetime import datetime

from pydantic import TypeAdapter

from transforms.lake import cursors
from transforms.pulse.crisis import Crisis, CrisisEvent


@dataclass(frozen=True)
class ToldEvent:
    """One thing to tell of a crisis; `number` counts the crisis' events from 1."""

    crisis_id: str
    number: int
    event: CrisisEvent


@dataclass(frozen=True)
class State:
    """When a community was last looked at, its crisis, what there is to tell of it, until when each
    source was heard, in which hour it was last asked, and the sources that could not be pulled.
    """

    looked_at: datetime | None = None
    crisis: Crisis | None = None
    told: tuple[ToldEvent, ...] = ()
    heard_until: dict[str, datetime] = field(default_factory=dict)
    asked_at: dict[str, datetime] = field(default_factory=dict)
    silent: tuple[str, ...] = ()


_STATE = TypeAdapter(State)


def read(community_id: str) -> State:
    """What is remembered of a community; of one that was never looked at, nothing."""
    return _STATE.validate_python(cursors.read(_name(community_id)))


def write(community_id: str, state: State) -> None:
    cursors.write(_name(community_id), _STATE.dump_python(state, mode="json"))


def forget(community_id: str) -> None:
    """Remember nothing of a community any more."""
    if cursors.read(_name(community_id)):
        write(community_id, State())


def _name(community_id: str) -> str:
    return f"_pulse--{community_id}"
