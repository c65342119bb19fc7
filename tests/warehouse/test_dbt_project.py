"""The project is read once, and again when a file or a setting is another one; a stand-in reads."""

import os

import pytest

from transforms.warehouse import dbt_project
from transforms.warehouse.dbt_project import Project


@pytest.fixture
def environment(tmp_path, monkeypatch) -> dict[str, str]:
    """The environment of a small project, whose readings are numbered from 1."""
    readings = iter(range(1, 10))
    monkeypatch.setattr(dbt_project, "_parsed", lambda _: next(readings))
    (tmp_path / "dbt" / "models").mkdir(parents=True)
    (tmp_path / "industries").mkdir()
    (tmp_path / "dbt" / "models" / "posts.sql").write_text("select 1")
    return {"DBT_PROJECT_DIR": str(tmp_path / "dbt"), "CMR_INDUSTRY_MODELS": "../industries"}


def test_the_same_files_and_settings_are_read_once(environment):
    project = Project()
    first = project.manifest(environment | {"AIRFLOW_CTX_TASK_ID": "stage"})
    assert project.manifest(environment | {"AIRFLOW_CTX_TASK_ID": "marts"}) == first == 1


def test_another_setting_is_another_project(environment):
    project = Project()
    project.manifest(environment)
    assert project.manifest(environment | {"CMR_WRITER_SCHEMA": "w1"}) == 2


@pytest.mark.parametrize("file", ["dbt/models/posts.sql", "industries/telecom.sql"])
def test_a_file_that_changed_is_read(environment, tmp_path, file):
    project = Project()
    project.manifest(environment)
    (tmp_path / file).write_text("select 1 as post_id")
    assert project.manifest(environment) == 2


def test_nothing_is_read_before_the_industries_models_are_there(environment, tmp_path):
    os.rmdir(tmp_path / "industries")
    assert Project().manifest(environment) is None
    assert Project().manifest({}) is None
