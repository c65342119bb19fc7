"""dbt's events from info on are heard, whoever sets their level; of the others nothing is made."""

from dbt_common.events.base_types import EventLevel
from dbt_common.events.types import Formatting, Note, SystemExecutingCmd

from transforms.warehouse.dbt_events import FromInfoOn


def test_what_is_of_level_info_is_told_and_what_is_of_level_debug_is_not():
    events, heard = FromInfoOn(), []
    events.add_callback(lambda event: heard.append(event.info.msg))
    events.fire_event(Formatting(msg="built"))
    events.fire_event(Note(msg="failed"), level=EventLevel.ERROR)
    events.fire_event(SystemExecutingCmd(cmd=["ls"]), level=EventLevel.WARN)
    events.fire_event(SystemExecutingCmd(cmd=["ls"]))
    events.fire_event(Note(msg="nobody hears it"), EventLevel.DEBUG)
    assert heard == ["built", "failed", 'Executing "ls"']
