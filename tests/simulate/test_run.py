"""The files: the same bytes every time, whole or not at all, made anew only when the generator
changed.
"""

import hashlib
import os
import subprocess
import sys

from transforms.config.communities import read_folder
from transforms.config.industries import read_packs
from transforms.config.settings import PROJECT, settings
from transforms.simulate import run
from transforms.simulate.bundled import bundled


def _digests(folder) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_two_processes_write_the_same_bytes(tmp_path):
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "CMR_HOME": str(tmp_path / seed)}
        code = "from transforms.simulate.run import simulate; simulate()"
        subprocess.run([sys.executable, "-c", code], env=environment, check=True, cwd=PROJECT)
    first = _digests(tmp_path / "1" / "simulated")
    assert len(first) == 9
    assert first == _digests(tmp_path / "2" / "simulated")


def test_what_is_there_is_left_alone_and_what_is_broken_is_made_again(home):
    rows = run.simulate()
    folder = home / "simulated"
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.iterdir()}
    assert run.simulate() == rows
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == {
        p: t for p, (t, _) in before.items()
    }
    (folder / "fibra.jsonl").write_text("half a line")
    (folder / "aeria.stamp.json").write_text("{}")
    assert run.simulate() == rows
    assert {p: p.read_bytes() for p in folder.iterdir()} == {
        p: content for p, (_, content) in before.items()
    }


def test_another_world_is_another_version():
    one, two = bundled()["aeria"], bundled()["fibra"]
    assert run.generator_version(one) == run.generator_version(one) != run.generator_version(two)


def test_rows_are_counted_per_community(home):
    rows = run.simulate()
    assert {
        name: sum(1 for _ in (home / "simulated" / f"{name}.jsonl").open()) for name in rows
    } == rows


def test_the_bundled_community_files_are_valid_and_say_that_they_are_simulated(home):
    communities, errors = read_folder(PROJECT / "dags" / "communities")
    assert errors == []
    found = {c.name: c for c in communities}
    assert set(found) == set(bundled())
    for name, world in bundled().items():
        community = found[name]
        assert community.simulated
        assert not community.pool
        assert (community.industry, community.language, community.timezone) == (
            world.industry, world.language, world.timezone,
        )  # fmt: skip
        assert community.sources[0].path == str(home.resolve() / "simulated" / f"{name}.jsonl")
        assert all(r.email.endswith("@example.org") for r in community.recipients)


def test_every_theme_exists_in_its_industry_pack():
    packs = read_packs(settings().industries)
    for world in bundled().values():
        assert set(world.themes) <= set(packs[world.industry].themes)
