"""The trade's own calendar on a day: which seasons and events of the pack are under way or begin within days."""

from datetime import date, timedelta

from transforms.config.industries import Event, Pack
from transforms.reading import Label

AHEAD_DAYS = 3
MONTHS = Label(
    fr="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    en="January February March April May June July August September October November December",
)


def near(pack: Pack | None, day: date) -> list[Event]:
    """Events that hold `day` or begin within three days of it, in the pack's order."""
    if pack is None:
        return []
    days = [day + timedelta(days=ahead) for ahead in range(AHEAD_DAYS + 1)]
    return [event for event in pack.calendar.values() if any(_holds(event, one) for one in days)]


def of_theme(events: list[Event], theme: str) -> Event | None:
    """The first of the events that is about a theme."""
    return next((event for event in events if theme in event.themes), None)


def reason(event: Event) -> Label:
    """Why the event speaks for the theme now, as a sentence in both languages."""
    return Label(
        fr=f"Calendrier du secteur : {event.name.fr}, du {_words(event.start, 'fr')} au {_words(event.end, 'fr')}.",
        en=f"Calendar of the trade: {event.name.en}, from {_words(event.start, 'en')} to {_words(event.end, 'en')}.",
    )


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


def _words(day: str, language: str) -> str:
    month, number = day[-5:].split("-")
    name = getattr(MONTHS, language).split()[int(month) - 1]
    if language == "en":
        return f"{int(number)} {name}"
    return f"{'1er' if number == '01' else int(number)} {name}"
