"""The DAGs as an on-call engineer finds them."""

import ast
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest

from transforms.operate.flow import ORDER

DAGS = Path(__file__).resolve().parents[2] / "dags"
EXPECTED = {
    "community_clock",
    "community_escalations",
    "community_nightly",
    "community_mail",
    "community_pulse",
    "community_reread",
    "community_upkeep",
}


@pytest.fixture(scope="module")
def bag(tmp_path_factory):
    import os

    os.environ.setdefault("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
    from airflow.dag_processing.dagbag import DagBag

    started = time.process_time()
    loaded = DagBag(str(DAGS))
    loaded.seconds = time.process_time() - started
    return loaded


def test_the_bag_holds_exactly_the_dags_that_the_design_names(bag):
    assert set(bag.dags) == EXPECTED
    assert bag.import_errors == {}


def test_the_dags_are_imported_in_less_than_two_seconds_of_processor_time(bag):
    assert bag.seconds < 2


def test_the_dags_import_no_library_of_the_steps():
    """Every task is a process that reads the DAGs: what they import, each task pays for."""
    heavy = ("pyarrow", "pandas", "duckdb", "spacy", "dbt", "dlt")
    read = (
        "import sys; from airflow.dag_processing.dagbag import DagBag; before = set(sys.modules);"
        f"assert len(DagBag({str(DAGS)!r}).dags) == {len(EXPECTED)};"
        f"print(sorted(set({heavy!r}) & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", read], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("dag_id", sorted(EXPECTED))
def test_every_dag_tells_the_on_call_engineer_what_to_do(bag, dag_id):
    dag = bag.dags[dag_id]
    assert "red" in dag.doc_md
    assert not dag.catchup
    assert dag.max_active_runs == 1


@pytest.mark.parametrize("dag_id", sorted(EXPECTED))
def test_every_task_has_an_owner_and_is_tried_again(bag, dag_id):
    for task in bag.dags[dag_id].tasks:
        assert task.owner == "data-engineering", task.task_id
        assert task.retries >= 2, task.task_id


def test_the_steps_stand_in_the_order_of_the_flow(bag):
    dag = bag.dags["community_nightly"]
    for before, after in pairwise(ORDER):
        assert before in dag.get_task(after).get_flat_relative_ids(upstream=True), (before, after)


def test_what_opens_the_warehouse_waits_in_the_pool_and_what_is_mapped_does_not(bag):
    pools = {task.task_id: task.pool for task in bag.dags["community_nightly"].tasks}
    writers = {
        "keep_no_longer",
        "stage",
        "plan_shards",
        "understand",
        "marts",
        "recommend",
        "advice",
        "publish",
    }
    assert {name for name, pool in pools.items() if pool == "warehouse"} == writers


def test_a_failed_source_does_not_stop_the_night_and_the_report_always_runs(bag):
    rules = {task.task_id: task.trigger_rule for task in bag.dags["community_nightly"].tasks}
    assert {rules[name] for name in ("stage", "list_recipients", "report", "site", "flush")} == {
        "all_done"
    }


def test_mails_are_sent_though_the_mailbox_of_answers_is_out_of_reach(bag):
    send = bag.dags["community_mail"].get_task("send")
    assert send.upstream_task_ids == {"read_answers"}
    assert send.trigger_rule == "all_done"


def test_the_mails_of_a_crisis_leave_though_another_community_could_not_be_looked_at(bag):
    send = bag.dags["community_pulse"].get_task("send")
    assert send.upstream_task_ids == {"look"}
    assert send.trigger_rule == "all_done"
    assert {task.pool for task in bag.dags["community_pulse"].tasks} == {"default_pool"}


def test_the_night_ends_by_saying_how_whatever_failed_before(bag):
    dag = bag.dags["community_nightly"]
    last = dag.get_task("say_how_it_ended")
    assert last.trigger_rule == "all_done"
    assert {"check_files", "publish", "site", "flush"} <= last.upstream_task_ids
    assert dag.leaves == [last]  # so its colour is the night's


def test_no_task_stands_apart_or_waits_for_a_failure(bag):
    """A task with `one_failed` is skipped, and pink, on every good night."""
    for dag in bag.dags.values():
        assert len(dag.roots) == 1, dag.dag_id
        assert not [t.task_id for t in dag.tasks if t.trigger_rule in ("one_failed", "all_failed")]


def test_every_dag_and_task_says_what_it_does_and_the_night_has_four_groups(bag):
    for dag in bag.dags.values():
        assert len(dag.description) > 20
        assert [t.task_id for t in dag.tasks if not t.doc_md] == []
    groups = bag.dags["community_nightly"].task_group.children
    assert {name for name, one in groups.items() if hasattr(one, "children")} == {
        "watch",
        "read",
        "build",
        "tell",
    }
    assert [name for name in groups if name in bag.dags["community_nightly"].task_dict] == []


def test_each_mart_the_published_file_and_the_mails_are_assets(bag):
    from transforms.warehouse.contracts import contracts

    dag = bag.dags["community_nightly"]
    names = {one.name for one in dag.get_task("publish").outlets}
    assert names == {*contracts(), "published_marts", "industry_marts"}
    assert [one.name for one in dag.get_task("report").outlets] == ["mails"]


def test_the_clock_begins_a_night_only_when_somebodys_day_has_ended(bag, monkeypatch):
    """Runs of the night are nights: one that would skip everything is never made."""
    from transforms.extract import run
    from transforms.operate.told import assets

    assert bag.dags["community_nightly"].timetable.asset_condition.objects == (assets.DAY_ENDED,)
    clock = bag.dags["community_clock"]
    assert clock.is_paused_upon_creation is False
    asked = clock.get_task("has_a_day_ended")
    for due, running, events in [(["aeria"], 0, 1), (["aeria"], 1, 0), ([], 0, 0)]:
        monkeypatch.setattr(run, "due", lambda due=due: due)
        assert emitted(asked, running, monkeypatch) == events


def test_what_a_human_answers_is_asked_in_airflow_only_where_somebody_turns_it_on(bag):
    from airflow.providers.standard.operators.hitl import HITLOperator

    from transforms.operate.told import assets

    dag = bag.dags["community_escalations"]
    assert dag.is_paused_upon_creation is True
    assert dag.timetable.asset_condition.objects == (assets.PUBLISHED,)
    assert dag.get_task("ask").operator_class is HITLOperator


def emitted(task, running: int, monkeypatch) -> int:
    """How many events of its alias a task of the clock leaves, `running` nights being under way."""
    [alias] = task.outlets
    found: list = []
    events = {alias: SimpleNamespace(add=lambda asset, extra: found.append((asset.uri, extra)))}
    ti = SimpleNamespace(get_dr_count=lambda *_, **__: running)
    globals_of = task.python_callable.__globals__
    monkeypatch.setitem(globals_of, "get_current_context", lambda: {"ti": ti})
    task.python_callable(outlet_events=events)
    assert found in ([], [("cmr://days/ended", {"communities": ["aeria"]})])
    return len(found)


@pytest.mark.parametrize("dag_id", sorted(EXPECTED - {"community_nightly"}))
def test_a_task_that_fails_for_good_tells_whoever_is_named(bag, dag_id):
    for task in bag.dags[dag_id].tasks:
        assert task.on_failure_callback, task.task_id


@pytest.mark.parametrize("path", sorted(DAGS.glob("*.py")), ids=lambda path: path.name)
def test_a_dag_file_is_wiring_and_imports_the_steps_only_inside_tasks(path):
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if module == "transforms.operate.every_dag":  # which imports nothing of a step
                continue
            assert not str(module).startswith(
                ("transforms", "dags", "pandas", "spacy", "duckdb")
            ), module


def test_nothing_imports_the_dags_folder():
    for path in sorted((DAGS.parent / "transforms").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert not str(node.module).startswith("dags"), path
            if isinstance(node, ast.Import):
                assert not any(name.name.startswith("dags") for name in node.names), path


def test_what_needs_the_home_folder_goes_to_the_workers_that_hold_it(bag):
    queues = {task.task_id: task.queue for dag in bag.dags.values() for task in dag.tasks}
    writers = {
        "keep_no_longer",
        "stage",
        "plan_shards",
        "understand",
        "marts",
        "recommend",
        "advice",
        "publish",
    }
    others = {
        "report",
        "site",
        "flush",
        "send",
        "read_answers",
        "tidy",
        "list_questions",
        "settle",
        "look",
    }
    assert {name for name, queue in queues.items() if queue == "warehouse"} == writers | others


def test_a_night_that_is_late_calls_somebody(bag):
    """The callback is a name until it is needed: it has to be one that can be imported."""
    from importlib import import_module

    deadlines = bag.dags["community_nightly"].deadline
    assert len(deadlines) == 1
    module, _, function = deadlines[0].callback.path.rpartition(".")
    assert callable(getattr(import_module(module), function))
    assert 30 <= deadlines[0].interval.total_seconds() / 60 <= 600
