"""Whether export files can be used as they are; what a person has to mend, where not."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from transforms.config.communities import Community, Source
from transforms.config.errors import BadInput
from transforms.extract import export
from transforms.extract.fields import typed
from transforms.extract.files.bytes import suffix
from transforms.extract.files.header import check_columns
from transforms.extract.files.rows import Rejected, Row
from transforms.extract.intake import Tally
from transforms.extract.values.bad_field import BadField

LOOKED_AT = 200


def check(path: Path, tally: Tally, reading: export.ExportReader) -> None:
    """BadInput when what was read of a file shows that all of it is not to be used."""
    if tally.columns:
        check_columns(path, reading.translation.made_of(tally.columns), reading.translation)
    if tally.read == len(tally.rejected) and tally.read:
        first = tally.rejected[0]
        raise BadInput(
            f"{path}: no row can be used; the first: line {first.line}, {first.field}: {first.reason}"
        )
    if tally.rounded > 2 and tally.rounded * 5 > tally.read:
        raise BadInput(
            f"{path}: post_id: {tally.rounded} of {tally.read} ids end in zeros after their fifteenth digit, as when a "
            "spreadsheet rounds them; export again and import that column as text, or posts would be taken for others"
        )
    if tally.read == 0 and suffix(path) in export.OBJECTS:
        raise BadInput(
            f"{path}: the file holds no row; export it again, or remove the source from the community file"
        )


def check_all(
    community: Community, paths: list[Path], tally: Tally, refused: Sequence[str]
) -> None:
    """BadInput when none of a source's files gave anything; `refused`: what each that was not used
    lacks.
    """
    if len(refused) == len(paths):
        others = f" (and {len(refused) - 1} more files)" if len(refused) > 1 else ""
        raise BadInput(refused[0] + others)
    if tally.expired and not tally.accepted:
        raise BadInput(
            f"{paths[0]}: all {tally.expired:,} posts are older than the {community.posts_days} days they are "
            "kept; none was taken in; are they old files? then add `as_of: latest`, else a larger `retention_days`"
        )


def check_beginnings(community: Community, source: Source) -> str:
    """That the first rows of every file can be read as posts; BadInput with what the pull would
    say.
    """
    reading, paths = export.ExportReader.of(community, source), export.files(source)
    for path in paths:
        export.fingerprint(path)
        check(path, _tally_of(islice(export.read(path, reading), LOOKED_AT), reading), reading)
    many = f"{len(paths)} files are there" if len(paths) > 1 else f"{paths[0]} is there"
    return f"{many}, and the first rows can be read"


def _tally_of(rows: "islice[Row | Rejected]", reading: export.ExportReader) -> Tally:
    tally = Tally()
    for row in rows:
        tally.read += 1
        if isinstance(row, Rejected):
            tally.rejected.append(row)
            continue
        tally.columns.update(row.values)
        try:
            typed(row.values, reading.mapping.dates, reading.mapping.decimal, {})
        except BadField as error:
            tally.rejected.append(Rejected(row.line, error.field, error.reason))
    return tally
