"""Which versions of a source's posts the lake holds already."""

import pyarrow.dataset as ds

from transforms import lake
from transforms.extract.intake import Known


def any_files() -> bool:
    """Whether the lake holds a post of any export file."""
    return any(lake.names("raw/export"))


def versions(community_id: str, key: str) -> Known:
    """The versions that the lake holds of one source, and which of them a later one replaced."""
    if not any_files():
        return Known()
    columns = ["network", "post_id", "row_hash", "_dlt_load_id", "line"]
    files = [lake.path("raw/export", f"{name}.parquet") for name in lake.names("raw/export")]
    data = ds.dataset(
        files, filesystem=lake.filesystem(), format="parquet", schema=lake.SCHEMAS["raw/export"]
    )
    mine = (ds.field("community_id") == community_id) & (ds.field("source") == key)
    rows = data.to_table(columns=columns, filter=mine).sort_by(
        [("_dlt_load_id", "ascending"), ("line", "ascending")]
    )
    latest: dict[tuple[str, str], str] = {}
    for network, post_id, row_hash in zip(
        *(rows.column(c).to_pylist() for c in columns[:3]), strict=True
    ):
        latest[network, post_id] = row_hash
    hashes = frozenset(rows.column("row_hash").to_pylist())
    ids = frozenset(post_id for _, post_id in latest)
    return Known(hashes, hashes - frozenset(latest.values()), ids)
