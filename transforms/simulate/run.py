"""Write the simulated communities' export files, the same bytes every time."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from transforms.config.settings import make_home
from transforms.ground.drafts import replacing
from transforms.lake import run_ledger
from transforms.simulate.bundled import bundled
from transforms.simulate.export import simulate_world
from transforms.simulate.world import World


def simulate(folder: Path | None = None) -> dict[str, int]:
    """Write `<name>.jsonl` and `<name>.truth.jsonl` of every bundled community; returns rows per
    community.

    The folder is `CMR_HOME/simulated` unless given. A community whose stamp names this generator is
    left as it is.
    """
    target = folder or make_home() / "simulated"
    target.mkdir(parents=True, exist_ok=True)
    with run_ledger.step("simulate") as facts:
        written = {name: _write_world(target, world) for name, world in bundled().items()}
        facts["rows"] = written
    return written


def _write_world(folder: Path, world: World) -> int:
    stamp = folder / f"{world.name}.stamp.json"
    found = _stamped(stamp, folder)
    version = generator_version(world)
    if found.get("version") == version:
        return int(found["rows"])
    simulation = simulate_world(world)
    sizes = {
        f"{world.name}.jsonl": _write(folder / f"{world.name}.jsonl", map(line, simulation.rows)),
        f"{world.name}.truth.jsonl": _write(
            folder / f"{world.name}.truth.jsonl", map(line, simulation.truth)
        ),
    }
    _write(stamp, [line({"version": version, "rows": len(simulation.rows), "sizes": sizes})])
    return len(simulation.rows)


def generator_version(world: World) -> str:
    """A hash of everything the files depend on: this package's code, roles and phrases, numpy, the
    world itself.
    """
    digest = hashlib.sha256(f"{np.__version__}\n{world!r}".encode())
    package = Path(__file__).parent
    for path in sorted([*package.rglob("*.py"), *package.rglob("*.yml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def line(row: dict[str, Any]) -> str:
    """One JSON line."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def _stamped(stamp: Path, folder: Path) -> dict[str, Any]:
    """What the stamp says, or nothing when the stamp or a file it speaks of is missing or has
    another size.
    """
    try:
        said: dict[str, Any] = json.loads(stamp.read_text(encoding="utf-8"))
        whole = all((folder / name).stat().st_size == size for name, size in said["sizes"].items())
    except (OSError, ValueError, KeyError):
        return {}
    return said if whole else {}


def _write(path: Path, lines: Iterable[str]) -> int:
    """Write whole or not at all; returns the size in bytes."""
    with replacing(path) as draft:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        return draft.stat().st_size
