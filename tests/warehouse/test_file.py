"""The warehouse's file: read by steps, set aside when it is damaged."""

import duckdb
import pytest

from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.warehouse import file


@pytest.fixture
def warehouse(home):
    lake.initialise()
    with duckdb.connect(str(settings().warehouse)) as connection:
        connection.execute("create table t as select n from range(100000) r(n)")
    return settings().warehouse


def test_a_step_reads_it_in_utc_and_cannot_write_to_it(warehouse):
    with file.read_only() as connection:
        assert connection.execute("select count(*) from t").fetchone() == (100_000,)
        assert connection.execute("select current_setting('timezone')").fetchone() == ("UTC",)
        with pytest.raises(duckdb.Error):
            connection.execute("create table u as select 1")


def test_a_whole_file_has_no_damage_and_neither_has_one_that_is_not_there(warehouse):
    assert file.damage(thorough=True) is None
    warehouse.unlink()
    assert file.damage() is None


def test_a_cut_file_is_a_failed_step_that_names_the_cure(warehouse):
    whole = warehouse.read_bytes()
    warehouse.write_bytes(whole[: len(whole) // 3])
    assert file.damage(thorough=True)
    with pytest.raises(StepFailed, match="cmr rebuild"), file.read_only() as connection:
        connection.execute("select sum(n) from t").fetchone()


def test_an_error_that_no_damage_explains_stays_what_it_was(warehouse):
    with pytest.raises(duckdb.CatalogException), file.read_only() as connection:
        connection.execute("select * from no_such_table")


def test_what_is_set_aside_takes_its_log_along_and_replaces_what_was_set_aside_before(warehouse):
    (warehouse.with_name(f"{warehouse.name}.wal")).write_bytes(b"log")
    warehouse.with_suffix(".damaged").write_bytes(b"older")
    aside = file.set_aside("a test")
    assert not warehouse.exists()
    assert aside.read_bytes() != b"older"
    assert aside.with_name(f"{aside.name}.wal").read_bytes() == b"log"
