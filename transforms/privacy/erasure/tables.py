"""Arrow tables without forgotten people: their rows go, and what others' rows say of them is taken
out.
"""

import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from transforms.privacy.erasure.cells import KEYS, Forgotten, cleaner, goes, needs_network


def scrub(table: pa.Table, forgotten: Forgotten) -> tuple[pa.Table, int]:
    """The table as it may stay, and how many rows and values it held of forgotten people."""
    kept = _without_rows(table, forgotten)
    found = table.num_rows - kept.num_rows
    for place, field in enumerate(kept.schema):
        if _may_hold_words(field.type):
            column, changed = _scrubbed(kept, field, forgotten)
            if changed:
                kept, found = kept.set_column(place, field, column), found + changed
    return kept, found


def scrub_parquet(content: bytes, forgotten: Forgotten) -> tuple[bytes, int]:
    """The same for the bytes of a Parquet file; its schema and metadata stay."""
    table = pq.ParquetFile(io.BytesIO(content)).read()
    kept, found = scrub(table, forgotten)
    if not found:
        return content, 0
    written = io.BytesIO()
    pq.write_table(kept, written, compression="zstd")
    return written.getvalue(), found


def _without_rows(table: pa.Table, forgotten: Forgotten) -> pa.Table:
    there = [name for name in KEYS if name in table.column_names]
    if not there or not table.num_rows:
        return table
    known: dict[tuple[Any, ...], bool] = {}
    keep = []
    for values in zip(*(_plain(table[name]).to_pylist() for name in there), strict=True):
        verdict = known.get(values)
        if verdict is None:
            verdict = known[values] = goes(dict(zip(there, values, strict=True)), forgotten)
        keep.append(not verdict)
    return table if all(keep) else table.filter(pa.array(keep, pa.bool_()))


def _scrubbed(
    table: pa.Table, field: pa.Field, forgotten: Forgotten
) -> tuple[pa.ChunkedArray | pa.Array, int]:
    column = _plain(table[field.name])
    values = column.to_pylist()
    if needs_network(field.name) and "network" in table.column_names:
        networks = _plain(table["network"]).to_pylist()
        cleaned = [
            cleaner(field.name, n, forgotten)(v) for n, v in zip(networks, values, strict=True)
        ]
    else:
        clean, known = cleaner(field.name, None, forgotten), {}
        cleaned = []
        for value in values:
            if isinstance(value, str):
                if value not in known:
                    known[value] = clean(value)
                cleaned.append(known[value])
            else:
                cleaned.append(clean(value))
    changed = sum(a != b for a, b in zip(values, cleaned, strict=True))
    return (pa.array(cleaned, field.type) if changed else column), changed


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _may_hold_words(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_nested(kind)
