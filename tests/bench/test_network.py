"""The measure of one network source lands every post it counts, and says what can be measured
alone.
"""

import pytest
from rich.console import Console

from transforms.bench import run
from transforms.bench.process import environment
from transforms.config.errors import BadInput


def test_every_post_of_the_made_up_network_lands_and_is_measured(tmp_path):
    measured = run._measure("network_source", 250, environment(tmp_path, 250), Console(quiet=True))
    assert measured["posts_per_second"] > 0
    assert measured["peak_memory_mb"] > 50
    assert list((tmp_path / "network_250" / "var").rglob("raw/x/*.parquet"))


def test_what_cannot_be_measured_alone_is_refused_by_name():
    with pytest.raises(BadInput, match=r"what can be measured alone is night, .*network_source"):
        run.run(10, Console(quiet=True), only="mart")
