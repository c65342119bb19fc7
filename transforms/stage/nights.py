"""Which night a run is about: a community's local day, and the instant up to which its facts are
seen.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from transforms.config.communities import Community
from transforms.config.errors import BadInput
from transforms.ground.clock import end_of


@dataclass(frozen=True)
class Night:
    """One community's night: its local day, and the exclusive instant up to which facts are seen
    (UTC).
    """

    community_id: str
    night: date
    as_of_at: datetime


def last_ended_day(instant: datetime, zone: ZoneInfo, hour: int = 0) -> date:
    """The last local day that had ended at `instant`; with `hour`, the last whose night had come at
    that local hour.
    """
    return (instant.astimezone(zone) - timedelta(hours=hour)).date() - timedelta(days=1)


def resolve(
    community: Community,
    asked: date | None,
    instant: datetime,
    last_day: date | None,
    pulled_at: datetime | None = None,
    hour: int = 0,
) -> Night | None:
    """The community's night; None for `as_of: latest` without data yet.

    asked: the night somebody asked for; instant: when the run takes place (aware); last_day: the
    last local day in the community's data; pulled_at: when its last pull that brought something
    ended; hour: the local hour at which a night comes. The last night sees what was pulled for it;
    an earlier one that is asked for sees what was known when its day ended. BadInput when the day
    asked for has not ended: facts never rewind, so it would stay.
    """
    last = last_ended_day(instant, community.zone, hour)
    day = asked or (last_day if community.as_of == "latest" else last)
    if day is None:
        return None
    end = end_of(day, community.zone)
    if asked is not None and end > instant:
        raise BadInput(
            f"the night of {asked} has not ended yet in {community.timezone} ({community.name})"
        )
    if asked is not None and asked != last:
        return Night(community.name, asked, end)
    is_live = asked is None and community.as_of != "latest"
    seen = max(instant if is_live else end, pulled_at or end)
    return Night(community.name, day, seen.astimezone(UTC))


def config_rows(tonight: list[Night], ledger: list[dict]) -> list[dict]:
    """The rows of lake/config/nights: tonight's day beside the last day and instant ever reached;
    facts use those.

    ledger: the rows of lake/ledger/nights, tonight's included. A community without a night tonight
    keeps its last.
    """
    tonight_of = {night.community_id: night.night for night in tonight}
    rows = []
    for community_id in sorted({row["community_id"] for row in ledger}):
        own = [row for row in ledger if row["community_id"] == community_id]
        last_night = max(row["night"] for row in own)
        rows.append(
            {
                "community_id": community_id,
                "night": tonight_of.get(community_id, last_night),
                "last_night": last_night,
                "as_of_at": max(row["as_of_at"] for row in own),
            }
        )
    return rows
