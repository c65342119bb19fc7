"""The night: its steps, in the one order that the DAG, `cmr`, `make bench` and the tests follow.

A step imports what it needs when it runs, so that the DAG's file is read in no time and a worker
loads its own step.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import signature
from typing import Any

Nights = dict[str, str]


def list_sources(only_due: bool = False) -> list[dict[str, Any]]:
    """What is pulled tonight: community, number of the source and a key to show; `only_due`: by the
    schedule.
    """
    from transforms.extract import run

    return run.list_sources(only_due)


def extract(source: Mapping[str, Any], night: str | None) -> dict[str, Any]:
    """Pull one source through the door into the lake; returns what came."""
    from transforms.extract import run

    return run.extract_night(source["community"], source["source"], night)


def keep_no_longer() -> None:
    """Erase what is older than the communities' files allow."""
    from transforms.privacy import retention

    retention.apply()


def stage(night: str | None, instant: datetime | None, is_scheduled: bool = False) -> Nights:
    """One row per post, and the night of each community; the schedule's comes at the night's hour."""
    from transforms.stage import run

    run.get_ready()  # beside the model, whose loading takes as long
    from transforms.enrich import run as enrich

    return run.stage(
        night,
        instant or datetime.now(UTC),
        enrich.active_model(),
        enrich.thresholds(),
        is_scheduled,
    )


def plan_shards() -> list[str]:
    """The shards of texts that the active model has not read."""
    from transforms.stage import run

    return run.plan_shards()


def enrich(shard: str) -> dict[str, Any]:
    """Read one shard."""
    from transforms.enrich import run

    return run.enrich_shard(shard)


def understand() -> None:
    """What only the whole shows: wants, emergent themes, how the model errs."""
    from transforms.enrich import run as enrich
    from transforms.understand import run
    from transforms.understand.wants.gathering import Alike

    run.understand(
        enrich.corrections(),
        enrich.encode,
        enrich.quality(),
        enrich.meaning,
        Alike(*enrich.alike()),
    )


def marts() -> None:
    """Build the core and the industries' marts."""
    from transforms.stage import run

    run.build_marts()


def recommend(nights: Nights, instant: datetime | None = None) -> dict[str, Any]:
    """Score past advice and write tonight's."""
    from transforms.recommend import run

    return run.recommend(nights, instant)


def advice() -> None:
    """Build the marts of the ledgers."""
    from transforms.stage import run

    run.build_advice()


def publish(nights: Nights) -> dict[str, int]:
    """Audit the warehouse and put its marts in the place of yesterday's."""
    from transforms.publish import run

    return run.publish(nights)


def list_recipients() -> list[str]:
    """Who gets a mail."""
    from transforms.report import run

    return run.list_recipients()


def report(recipient: str, nights: Nights | None) -> dict[str, Any]:
    """Write one recipient's mail into the queue."""
    from transforms.report import run

    return run.render_recipient(recipient, nights or {})


def site(nights: Nights | None = None) -> dict[str, int]:
    """Write the pages behind the mails; of the communities that have a night, else of all."""
    from transforms.operate import status
    from transforms.site import run

    return run.write(status.collect(), nights or None)


def flush(smtp_url: str | None = None) -> None:
    """Send what is due, or write it to the outbox."""
    from transforms.report.delivery import send

    send.flush_outbox(smtp_url)


def say_how_it_ended(published: dict[str, int] | None = None) -> str:
    """A sentence about what readers see and what was missing; whoever is named is told when
    anything was. StepFailed, with that sentence, when there are no new figures.

    published: what `publish` gave; without it, the run ledger says whether it ended well.
    """
    from transforms.config.errors import StepFailed
    from transforms.operate.told import notify, outcome

    ended = outcome.read(is_published=True if published is not None else None)
    if not ended.is_good:
        notify.tell(ended.title, ended.sentence)
    if not ended.is_published:
        raise StepFailed(ended.sentence)
    return ended.sentence


@dataclass(frozen=True)
class Step:
    """One step of the night.

    each: the name of the list that it is done over; gives: what later steps know its answer by;
    group: the part of the night; place: what it has to itself or must be near (WAREHOUSE, HOME,
    ANYWHERE); goes_on: whatever failed before it.
    """

    call: Callable[..., Any]
    group: str
    each: str = ""
    gives: str = ""
    place: str = ""
    goes_on: bool = False

    @property
    def name(self) -> str:
        return self.call.__name__


def asks(call: Callable[..., Any]) -> list[str]:
    """The names of what a step's function takes; of a step done over a list the first is an item."""
    return list(signature(call).parameters)


WAREHOUSE, HOME, ANYWHERE = "warehouse", "home", "anywhere"
"""One at a time, for DuckDB has one writer; where CMR_HOME is; on any worker."""
NIGHT = (
    Step(list_sources, "watch", gives="sources", goes_on=True),
    Step(extract, "watch", each="sources", place=ANYWHERE),
    Step(keep_no_longer, "watch", place=WAREHOUSE, goes_on=True),
    Step(stage, "read", gives="nights", place=WAREHOUSE, goes_on=True),
    Step(plan_shards, "read", gives="shards", place=WAREHOUSE),
    Step(enrich, "read", each="shards", place=ANYWHERE),
    Step(understand, "read", place=WAREHOUSE),
    Step(marts, "build", place=WAREHOUSE),
    Step(recommend, "build", place=WAREHOUSE),
    Step(advice, "build", place=WAREHOUSE),
    Step(publish, "build", gives="published", place=WAREHOUSE),
    Step(list_recipients, "tell", gives="recipients", goes_on=True),
    Step(report, "tell", each="recipients", place=HOME, goes_on=True),
    Step(site, "tell", gives="pages", place=HOME, goes_on=True),
    Step(flush, "tell", place=HOME, goes_on=True),
    Step(say_how_it_ended, "tell", goes_on=True),
)
ORDER = tuple(step.name for step in NIGHT)


def _lister(of: str) -> Callable[[], Any]:
    return next(step.call for step in NIGHT if step.gives == of)


def run(
    night: str | None = None,
    instant: datetime | None = None,
    first: str = ORDER[0],
    last: str = ORDER[-1],
    through: Callable[[Sequence[Any], str], Iterable[Any]] = lambda items, _: items,
    **known: Any,
) -> dict[str, Any]:
    """The steps from `first` to `last` in this process, without Airflow; returns what they gave.

    known: what the steps before `first` would have given, such as `nights`; lists are asked for
    where they are needed, and gone through by `through`, which is told the step's name.
    """
    known |= {"night": night, "instant": instant}
    for step in NIGHT[ORDER.index(first) : ORDER.index(last) + 1]:
        given = {name: known[name] for name in asks(step.call) if name in known}
        if step.each:
            items = known[step.each] if step.each in known else _lister(step.each)()
            answer: Any = [step.call(one, **given) for one in through(items, step.name)]
        else:
            answer = step.call(**given)
        known[step.gives or step.name] = answer
    return known
