"""What a source remembers between nights, in the lake, so that any worker finds it:
`raw/_cursors/<source>.json`.
"""

import json
from typing import Any

from transforms import lake
from transforms.ground.drafts import replacing


def read(source: str) -> dict[str, Any]:
    """What the source remembered last, or nothing; a file that cannot be read counts as nothing."""
    try:
        found = json.loads(lake.filesystem().cat_file(_path(source)))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(source: str, remembered: dict[str, Any]) -> None:
    """Remember it, whole or not at all."""
    content, target, files = (
        json.dumps(remembered, sort_keys=True).encode(),
        _path(source),
        lake.filesystem(),
    )
    files.makedirs(target.rpartition("/")[0], exist_ok=True)
    if "file" not in (files.protocol if isinstance(files.protocol, tuple) else (files.protocol,)):
        files.pipe_file(target, content)
        return
    with replacing(target) as draft:
        draft.write_bytes(content)


def _path(source: str) -> str:
    return lake.path("raw", "_cursors", f"{source}.json")
