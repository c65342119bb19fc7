"""The trade's own calendar on a day: which seasons and events of the pack are under way or begin
within days.
"""

from datetime import date, timedelta

from transforms.config.industries import Event, Pack

AHEAD_DAYS = 3


def near(pack: Pack | None, day: date) -> list[Event]:
    """Events that hold `day` or begin within three days of it, in the pack's order."""
    if pack is None:
        return []
    days = [day + timedelta(days=ahead) for ahead in range(AHEAD_DAYS + 1)]
    return [event for event in pack.calendar.values() if any(_holds(event, one) for one in days)]


def of_theme(events: list[Event], theme: str) -> Event | None:
    """The first of the events that is about a theme."""
    return next((event for event in events if theme in event.themes), None)


def _holds(event: Event, day: date) -> bool:
    """A yearly event may run over New Year."""
    if len(event.start) != len(event.end):
        return False
    if len(event.start) > 5:
        return event.start <= day.isoformat() <= event.end
    month_day = day.strftime("%m-%d")
    if event.start <= event.end:
        return event.start <= month_day <= event.end
    return month_day >= event.start or month_day <= event.end
