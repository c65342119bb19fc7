"""What dbt tells of its work, without what nobody hears: of each model it tells in thirty events of
level debug, and makes a message of every one before it asks whether anybody listens.
"""

from typing import Any

from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager


class FromInfoOn(EventManager):
    """Tells its loggers of events from the level info on; of others it makes nothing."""

    def fire_event(
        self, e: BaseEvent, level: EventLevel | None = None, *more: Any, **named: Any
    ) -> None:
        if (level or e.level_tag()) is not EventLevel.DEBUG:
            super().fire_event(e, level, *more, **named)


def leave_out_debug() -> None:
    """From now on dbt tells in this process, and in its forks, from info on."""
    ctx_set_event_manager(FromInfoOn())
