"""One look at a community: are more people upset than the hour allows?

Two windows are tested, and a crisis needs both more upset people than chance gives (`RATE`) and a
larger share of upset people among those who wrote: a success that everybody speaks of is none.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import scipy

from transforms.pulse.heard import Heard, people
from transforms.pulse.usual import DAYS, usual

WINDOWS = (1, 3)
"""Hours that a look looks back over; what is told is told of the longest."""
RATE = 1.0
"""False alarms that a community is to expect in a year, at most."""
BAR = RATE / (365.25 * 24 * len(WINDOWS))
"""How improbable an hour's count must be: RATE over all the tests of a year."""
SHARE_BAR = 0.05
FEWEST = 5
"""People; fewer are no crisis, however quiet the hour usually is."""
QUIET = 0.05
"""From this probability on, an hour is as usual again."""


@dataclass(frozen=True)
class Window:
    """One window of a look: the upset people in it, all who wrote, and how many upset are usual;
    `tail` is the probability of so many, None where no past tells.
    """

    hours: int
    upset: int
    people: int
    expected: float | None
    tail: float | None
    share_tail: float | None

    @property
    def alarms(self) -> bool:
        """Whether it is beyond what chance gives, by its number and by its share."""
        return (
            self.tail is not None
            and self.share_tail is not None
            and self.upset >= FEWEST
            and self.tail <= BAR
            and self.share_tail <= SHARE_BAR
        )


@dataclass(frozen=True)
class Look:
    """What one look saw at the instant `at`; `whole` when every source was heard up to then."""

    at: datetime
    windows: tuple[Window, ...]
    whole: bool = True

    @property
    def told(self) -> Window:
        """The window whose figures are told."""
        return self.windows[-1]

    @property
    def alarms(self) -> bool:
        return any(window.alarms for window in self.windows)

    @property
    def is_usual(self) -> bool:
        """Whether it is sure that nothing unusual is left: what was not heard is not quiet."""
        return self.whole and all((window.tail or 0.0) > QUIET for window in self.windows)


def look(
    now: Heard,
    past: Heard,
    at: datetime,
    zone: ZoneInfo,
    since: datetime,
    until: datetime,
    whole: bool = True,
) -> Look:
    """What `now` says at `at`, held against `past`, which was listened to from `since` to `until`."""
    anchors = _same_hour(at, zone)
    ends = (anchors[:, None] - 3600.0 * np.arange(24)[None, :]).ravel()
    return Look(
        at,
        tuple(_window(now, past, at, ends, hours, since, until) for hours in WINDOWS),
        whole,
    )


def _window(
    now: Heard,
    past: Heard,
    at: datetime,
    ends: np.ndarray,
    hours: int,
    since: datetime,
    until: datetime,
) -> Window:
    end = np.array([at.timestamp()])
    upset, everybody = (int(people(now, end, hours, which)[0]) for which in (True, False))
    counts = people(past, ends, hours, upset=True).reshape(DAYS, 24)
    known = ((ends - 3600.0 * hours >= since.timestamp()) & (ends <= until.timestamp())).reshape(
        DAYS, 24
    )
    expected = usual(counts, known)
    if expected is None:
        return Window(hours, upset, everybody, None, None, None)
    all_counts = people(past, ends, hours, upset=False).reshape(DAYS, 24)
    share = (counts[known].sum() + 0.5) / (all_counts[known].sum() + 1.0)
    share_tail = float(scipy.stats.binom.sf(upset - 1, everybody, share))
    return Window(hours, upset, everybody, expected.mean, expected.tail(upset), share_tail)


def _same_hour(at: datetime, zone: ZoneInfo) -> np.ndarray:
    """The same time of the local day on each of the DAYS before, the last first, in seconds."""
    clock = at.astimezone(zone).replace(tzinfo=None)
    past = ((clock - timedelta(days=day + 1)).replace(tzinfo=zone) for day in range(DAYS))
    return np.array([moment.astimezone(UTC).timestamp() for moment in past])
