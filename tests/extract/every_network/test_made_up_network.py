"""What a new network takes: its module, its staging folder, its entry in the vocabulary, its test.
Nothing else.
"""

import filecmp
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from transforms.config.settings import PROJECT

PARTS = Path(__file__).parent / "park"
MODULE = "transforms/extract/networks/park.py"
STAGING = "dbt/models/staging/park"
ENTRY = "transforms/vocabulary.yml"
TEST = "tests/extract/networks/test_park.py"
CACHES = shutil.ignore_patterns("__pycache__", "target", "logs", "*.duckdb")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """The repository in a folder of its own, with the made-up network in it."""
    folder = tmp_path_factory.mktemp("copy") / "repository"
    for top in ("transforms", "dbt", "tests"):
        shutil.copytree(PROJECT / top, folder / top, symlinks=True, ignore=CACHES)
    shutil.copy(PROJECT / "pyproject.toml", folder)
    (folder / MODULE).write_text((PARTS / "module.txt").read_text())
    (folder / TEST).write_text((PARTS / "test.txt").read_text())
    (folder / STAGING).mkdir()
    (folder / STAGING / "_park__sources.yml").write_text((PARTS / "sources.txt").read_text())
    (folder / STAGING / "stg_park__posts.sql").write_text((PARTS / "staging.txt").read_text())
    before, head, after = (folder / ENTRY).read_text().partition("  networks:\n")
    (folder / ENTRY).write_text(before + head + (PARTS / "entry.txt").read_text() + after)
    return folder


def run(copy: Path, *command: str, **more: str) -> None:
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CMR_", "PYTEST_", "DBT_"))
    }
    own |= {
        "PYTHONPATH": str(copy),
        "CMR_SHARED": os.environ.get("CMR_SHARED", ""),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command, cwd=copy, env=own | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def differing(compared: filecmp.dircmp, under: str = "") -> set[str]:
    """Files that are in the copy alone or are others there; a folder of its own counts as one."""
    found = {under + name for name in [*compared.diff_files, *compared.right_only]}
    return found.union(
        *(differing(sub, f"{under}{name}/") for name, sub in compared.subdirs.items())
    )


def test_a_made_up_network_takes_one_module_one_staging_folder_one_entry_and_its_test(copy):
    changed = set()
    for top in ("transforms", "dbt", "tests"):
        ignored = ["__pycache__", "target", "logs", ".user.yml"]
        changed |= differing(filecmp.dircmp(PROJECT / top, copy / top, ignore=ignored), f"{top}/")
    changed.discard("dbt/vars.yml")  # a link to the vocabulary
    assert changed == {MODULE, STAGING, ENTRY, TEST}


def test_it_is_pulled_staged_named_and_masked(copy):
    tests = [
        TEST,
        "tests/extract/every_network/test_staged.py",
        "tests/extract/pulling/test_payload.py",
    ]
    run(copy, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "park", *tests)


def test_dbt_unites_it_with_the_others(copy):
    dbt = str(Path(sys.executable).parent / "dbt")
    home = {
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_PROFILES_DIR": "dbt",
        "DBT_PROJECT_DIR": "dbt",
    }
    run(copy, dbt, "--quiet", "parse", **home)
    manifest = json.loads((copy / "dbt" / "target" / "manifest.json").read_text())
    [shown] = [node for key, node in manifest["nodes"].items() if key.endswith(".int_posts_shown")]
    assert "model.community_manager.stg_park__posts" in shown["depends_on"]["nodes"]
    assert manifest["nodes"]["model.community_manager.stg_park__posts"]["depends_on"]["nodes"] == [
        "source.community_manager.park.posts"
    ]
    [source] = [
        one
        for key, one in manifest["sources"].items()
        if key == "source.community_manager.park.posts"
    ]
    assert "/raw/{schema}/" in source["meta"]["external_location"]
    assert source["schema"] == "park"
