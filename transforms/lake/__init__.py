"""The lake: every folder, its schema, and files that are there whole or not at all."""

from transforms.lake.files import (
    RAW,
    batches,
    exists,
    filesystem,
    initialise,
    is_merged,
    is_under,
    names,
    path,
    read,
    rewrite,
    root,
    url,
    write,
    write_rows,
)
from transforms.lake.schemas import SCHEMAS

__all__ = [
    "RAW", "SCHEMAS", "batches", "exists", "filesystem", "initialise", "is_merged", "is_under", "names", "path", "read",
    "rewrite", "root", "url", "write", "write_rows",
]  # fmt: skip
