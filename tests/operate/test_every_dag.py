"""What every DAG shares."""

from transforms.operate import every_dag
from transforms.operate.told import notify


def test_a_task_that_fails_for_good_is_told_to_whoever_is_named(monkeypatch):
    told = []
    monkeypatch.setattr(notify, "task_failed", told.append)
    every_dag.WATCHED["default_args"]["on_failure_callback"]({"task": "stage"})
    assert told == [{"task": "stage"}]


def test_a_watched_dag_is_one_like_the_others_and_does_not_change_them():
    assert every_dag.ALONE.items() <= every_dag.WATCHED.items()
    assert every_dag.TASKS.items() <= every_dag.WATCHED["default_args"].items()
    assert "on_failure_callback" not in every_dag.TASKS
