"""`python -m transforms.cli` is `cmr`."""

import runpy
import sys

import pytest


def test_the_module_runs_as_the_command_does(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["cmr", "why", "--help"])
    with pytest.raises(SystemExit) as exit_:
        runpy.run_module("transforms.cli", run_name="__main__")
    assert not exit_.value.code
    assert "Say why a post was read as it was" in capsys.readouterr().out
