"""Airflow's commands in one process: what is ready before them, and that it is made ready once."""

import sys

import pytest
from airflow import __main__ as airflow

from transforms.operate import airflow_process
from transforms.stage import run as stage


@pytest.fixture
def begun(monkeypatch, tmp_path):
    """What began, in order; nothing of it is done."""
    told: list[object] = []
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    monkeypatch.setattr(stage, "get_ready", lambda: told.append("dbt"))
    monkeypatch.setattr(airflow, "main", lambda: told.append(" ".join(sys.argv[1:3])))
    monkeypatch.setattr(sys, "argv", ["airflow_process", "dags", "test"])
    return told


def test_dbt_and_the_database_get_ready_before_the_command(begun):
    airflow_process.main()
    assert begun == ["dbt", "db migrate", "pools set", "dags test"]


def test_the_database_is_made_ready_once(begun):
    airflow_process.make_ready()
    airflow_process.make_ready()
    assert begun == ["db migrate", "pools set"]


def test_a_database_that_could_not_be_made_ready_is_tried_again(begun, monkeypatch):
    def fails() -> None:
        raise SystemExit(1)

    with monkeypatch.context() as broken:
        broken.setattr(airflow, "main", fails)
        with pytest.raises(SystemExit):
            airflow_process.make_ready()
    airflow_process.make_ready()
    assert begun == ["db migrate", "pools set"]
