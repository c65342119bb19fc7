"""The warehouse open in a BI tool: plain words that say by whom and what to open instead."""

import subprocess
import sys

import duckdb
import pytest

from transforms import warehouse
from transforms.config.errors import StepFailed
from transforms.config.settings import settings

HOLDS = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


def test_it_is_said_who_has_it_open_and_what_to_open_instead(folder):
    duckdb.connect(str(settings().warehouse)).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(settings().warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    assert holder.stdin
    holder.stdout.readline()
    try:
        said = rf"open in another program \(PID {holder.pid}\).*published/marts.duckdb"
        with pytest.raises(StepFailed, match=said), warehouse.read_only():
            pass
    finally:
        holder.stdin.close()
        holder.wait()
