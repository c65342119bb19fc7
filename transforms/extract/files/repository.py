"""A Bluesky repository (CAR): an account's own posts, as the account's data export gives them.

The records are the leaves of a Merkle search tree whose keys are spelt from their neighbour's
beginning (AT Protocol, Repository specification).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import libipld

from transforms.config.errors import BadInput
from transforms.extract.files.bytes import unpacked
from transforms.extract.files.rows import Row

POSTS = "app.bsky.feed.post/"
LARGEST = 2**31


def read(path: Path) -> Iterator[Row]:
    """The account's posts as {uri, did, record}, in the order of their keys; BadInput when the file
    is not whole.
    """
    try:
        with unpacked(path) as file:
            header, blocks = libipld.decode_car(file.read(LARGEST))
        commit = blocks[header["roots"][0]]
        keys = list(_leaves(blocks, commit["data"]))
    except Exception as error:
        raise BadInput(
            f"{path}: not a whole Bluesky repository ({type(error).__name__}); export it again"
        ) from None
    for line, (key, cid) in enumerate((one for one in keys if one[0].startswith(POSTS)), start=1):
        record = blocks.get(cid)
        if isinstance(record, dict):
            yield Row(
                line,
                {
                    "uri": f"at://{commit['did']}/{key}",
                    "did": commit["did"],
                    "record": _plain(record),
                },
            )


def _leaves(blocks: dict[Any, Any], node_id: Any) -> Iterator[tuple[str, Any]]:
    """Every key and what it names, in order."""
    waiting: list[tuple[str, Any]] = [("node", node_id)]
    while waiting:
        kind, value = waiting.pop()
        if kind == "leaf":
            yield value
            continue
        node, key, found = blocks[value], b"", []
        if node.get("l"):
            found.append(("node", node["l"]))
        for entry in node["e"]:
            key = key[: entry["p"]] + bytes(entry["k"])
            found.append(("leaf", (key.decode(), entry["v"])))
            if entry.get("t"):
                found.append(("node", entry["t"]))
        waiting += reversed(found)


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """What of a record is text; its embedded files are ids of bytes that are not here."""
    return {name: value for name, value in record.items() if name not in ("embed", "facets")}
