"""What a source shows of its last hours, through the door: nothing lands in the lake and no cursor
moves, so that the night is pulled as if nobody had looked before it.

A network is asked within an hourly part of its budget, which the night does without. Counts of
older posts are not asked for again, and of threads only the young ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from transforms.config.communities import Community, Source
from transforms.config.errors import BadInput, StepFailed
from transforms.extract import export, sources
from transforms.extract.door import open_door
from transforms.extract.exports import usable
from transforms.extract.intake import SCHEMA, Intake
from transforms.extract.networks import module
from transforms.extract.pull import Landing, open_visit
from transforms.extract.pulling.client import BudgetSpent


@dataclass(frozen=True)
class Recent:
    """What came: posts in the columns of `raw/<network>`, and whether that is all there is."""

    posts: pa.Table
    whole: bool
    requests: int = 0


def recent(
    community: Community, source: Source, key: str, since: datetime, threads_since: datetime
) -> Recent:
    """The posts since an instant, and the answers to the brand's posts since another; BadInput,
    StepFailed and OSError as a pull would raise.
    """
    if source.network == "export":
        return _of_files(community, source, key, since)
    return _of_network(community, source, key, since, threads_since)


def _of_network(
    community: Community, source: Source, key: str, since: datetime, threads_since: datetime
) -> Recent:
    network, now = module(source.network), datetime.now(UTC)
    landing = Landing(community, source, key, network, now, only_new=False)
    today = now.astimezone(community.zone).date()
    visit = open_visit(community, source, network, today, landing, now)
    visit.client.budget = sources.hourly_budget(source)
    visit.memory, visit.since, visit.threads_since = {}, since, threads_since
    whole = True
    try:
        for page in network.pull(visit):
            landing.take(page, visit)
            whole = whole and page.note is None
    except BudgetSpent:
        whole = False
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        where = f"connection '{visit.client.connection}', request {visit.client.asked}"
        raise StepFailed(
            f"{where}: an answer that is not as documented ({type(error).__name__})"
        ) from error
    posts = pa.Table.from_batches([landing.arrived()])
    return Recent(posts, whole, visit.client.asked)


def _of_files(community: Community, source: Source, key: str, since: datetime) -> Recent:
    """The young posts of files that changed since; the whole of such a file is read for them."""
    batches: list[pa.RecordBatch] = []
    refused: list[str] = []
    paths = [path for path in export.files(source) if path.stat().st_mtime >= since.timestamp()]
    for path in paths:
        try:
            batches += _of_file(community, source, key, path, since)
        except BadInput as error:
            refused.append(str(error))
    if refused and len(refused) == len(paths):
        raise BadInput(refused[0])
    return Recent(pa.Table.from_batches(batches, SCHEMA), not refused)


def _of_file(
    community: Community, source: Source, key: str, path: Path, since: datetime
) -> Iterator[pa.RecordBatch]:
    now = datetime.now(UTC)
    about = {"community_id": community.name, "source": key, "file": path.name, "loaded_at": now}
    reading = export.ExportReader.of(community, source)
    intake = Intake(open_door(community), about, source.account, None, reading)
    for batch in intake.batches(export.read(path, reading)):
        young = pc.and_(
            pc.greater_equal(
                batch["created_at"], pa.scalar(since, SCHEMA.field("created_at").type)
            ),
            pc.less_equal(batch["created_at"], pa.scalar(now, SCHEMA.field("created_at").type)),
        )
        yield intake.settled(batch.filter(young))
    usable.check(path, intake.tally, reading)
