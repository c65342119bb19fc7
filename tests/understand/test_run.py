from datetime import UTC, date, datetime

import duckdb
import numpy as np
import pytest

from tests.understand.conftest import meaning
from transforms import lake
from transforms.config.settings import settings
from transforms.understand import run

NIGHTS = [date(2025, 6, 29), date(2025, 6, 30)]
WISHES = [
    "à quand un thème sombre ?",
    "no dark mode",
    "il faudrait un thème sombre",
    "please add a dark mode",
]


def tables(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("""
        create table stg_cmr__communities as select 'free' as community_id, 'telecom' as industry;
        create table stg_cmr__themes as select 'telecom' as industry, 'app' as theme_id, 'une bonne appli' as need_fr,
            'a good app' as need_en;
        create table int_posts_current (community_id varchar, industry varchar, network varchar, post_id varchar,
            author_id varchar, is_brand boolean, text varchar, text_hash varchar, created_date date,
            pack_version varchar);
        create table int_readings_active (text_hash varchar, industry varchar, pack_version varchar,
            language varchar, model varchar,
            themes varchar[], expectation_theme varchar, expectation_need varchar, expectation_explicit boolean,
            expectation_score decimal(6, 4))
    """)


def say(
    connection: duckdb.DuckDBPyConnection,
    post: str,
    text: str,
    day: str,
    *,
    theme: str | None,
    brand: bool = False,
) -> None:
    connection.execute(
        "insert into int_posts_current values ('free', 'telecom', 'x', ?, ?, ?, ?, ?, ?, 'p1')",
        [post, f"a{post}", brand, text, f"h{post}", day],
    )
    connection.execute(
        "insert into int_readings_active values (?, 'telecom', 'p1', 'fr', 'm1', ?, ?, ?, true, 0.8)",
        [f"h{post}", [theme] if theme else [], theme, "un besoin" if theme else None],
    )


@pytest.fixture
def warehouse(home):
    lake.initialise()
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings().warehouse)) as connection:
        tables(connection)
        for i, text in enumerate(WISHES):
            say(connection, f"w{i}", text, "2025-06-20", theme="app")
        for i in range(8):
            say(connection, f"m{i}", f"le manchot de la pub numéro {i}", "2025-06-21", theme=None)
        say(connection, "brand", "notre manchot", "2025-06-21", theme=None, brand=True)
        say(connection, "old", "une vieille envie", "2025-01-01", theme="app")
    return settings().warehouse


def follow(nights: list[date]) -> None:
    for night in nights:
        as_of = datetime(night.year, night.month, night.day, 23, tzinfo=UTC)
        lake.write_rows(
            "ledger/nights",
            f"free-{night}",
            [{"community_id": "free", "night": night, "as_of_at": as_of}],
        )


CORRECTIONS = [
    {"model": "m1", "language": "fr", "emotion": "joy", "true_positive_rate": 0.8, "false_positive_rate": 0.1,
     "mean_if_true": 0.7, "mean_if_false": 0.1, "variance_if_true": 0.04, "variance_if_false": 0.01,
     "between_if_true": 0.12, "between_if_false": 0.03, "positives": 10, "negatives": 90},
]  # fmt: skip


def written() -> dict[str, list[dict]]:
    return {
        folder: sorted(lake.read(f"understood/{folder}").to_pylist(), key=str)
        for folder in ("needs", "emergent_themes", "corrections")
    }


def test_needs_themes_and_corrections_of_every_night_are_written(warehouse, encode):
    follow(NIGHTS)
    assert run.understand(CORRECTIONS, encode, meaning=meaning) == {"nights": 2, "worked_out": 4}
    found = written()
    assert [
        {name: row[name] for name in CORRECTIONS[0]} for row in found["corrections"]
    ] == CORRECTIONS
    assert {(row["night"], row["post_id"]) for row in found["needs"]} == {
        (n, f"w{i}") for n in NIGHTS for i in range(4)
    }
    assert len({row["need_id"] for row in found["needs"]}) == 1
    assert {row["post_id"] for row in found["emergent_themes"]} == {f"m{i}" for i in range(8)}
    assert len({row["theme_id"] for row in found["emergent_themes"]}) == 1


def test_a_second_run_works_nothing_out_and_changes_nothing(warehouse, encode):
    follow(NIGHTS)
    run.understand(CORRECTIONS, encode, meaning=meaning)
    before = written()
    assert run.understand(CORRECTIONS, encode, meaning=meaning)["worked_out"] == 0
    assert written() == before


def test_nights_run_in_any_order_say_the_same(warehouse, encode):
    follow(NIGHTS[1:])
    run.understand(CORRECTIONS, encode, meaning=meaning)
    follow(NIGHTS[:1])
    run.understand(CORRECTIONS, encode, meaning=meaning)
    backwards = written()
    for folder in (
        "understood/needs",
        "understood/emergent_themes",
        "understood/theme_states",
        "ledger/wants",
    ):
        for name in lake.names(folder):
            lake.filesystem().rm(lake.path(folder, f"{name}.parquet"))
    run.understand(CORRECTIONS, encode, meaning=meaning)
    assert written() == backwards


def test_a_want_keeps_the_identity_that_the_ledger_wrote_down(warehouse, encode):
    follow(NIGHTS[:1])
    run.understand(CORRECTIONS, encode, meaning=meaning)
    anchored = {row["need_id"] for row in lake.read("ledger/wants").to_pylist()}
    assert len(anchored) == 1
    with duckdb.connect(str(warehouse)) as connection:
        say(
            connection, "early", "un mode sombre, enfin", "2025-06-01", theme="app"
        )  # came late: now the first post
    follow(NIGHTS[1:])
    run.understand(CORRECTIONS, encode, meaning=meaning)
    assert {row["need_id"] for row in written()["needs"]} == anchored


def test_a_new_post_replaces_the_night_it_belongs_to(warehouse, encode):
    follow(NIGHTS)
    run.understand(CORRECTIONS, encode, meaning=meaning)
    with duckdb.connect(str(warehouse)) as connection:
        say(connection, "w9", "un thème sombre svp", "2025-06-30", theme="app")
    assert run.understand(CORRECTIONS, encode, meaning=meaning)["worked_out"] == 1
    assert sum(row["night"] == NIGHTS[1] for row in written()["needs"]) == 5
    assert len(lake.names("understood/needs")) == 2


def test_a_year_of_nights_works_out_the_last_one_alone_and_a_late_post_those_that_remember_it(
    warehouse, encode
):
    """Before: a post is looked at by the nights of four months after it, and by no other."""
    days = [
        date(2025, 3, 5),
        date(2025, 4, 1),
        date(2025, 6, 28),
        date(2025, 10, 1),
        date(2025, 12, 1),
    ]
    follow(days)
    run.understand([], encode, meaning=meaning)
    before = written()
    asked: list[str] = []

    def counting(texts: list[str]) -> np.ndarray:
        asked.extend(texts)
        return meaning(texts)

    follow([date(2025, 12, 2)])
    assert run.understand([], encode, meaning=counting)["worked_out"] == 2  # wants and themes
    assert not any(text in WISHES for text in asked)
    with duckdb.connect(str(warehouse)) as connection:
        say(connection, "late", "un mode sombre !", "2025-03-07", theme="app")
    assert run.understand([], encode, meaning=meaning)["worked_out"] == 2  # 1 April, 28 June
    assert [row for row in written()["needs"] if row["night"] < days[1]] == [
        row for row in before["needs"] if row["night"] < days[1]
    ]


def test_a_community_without_posts_or_nights_is_no_trouble(warehouse, encode):
    assert run.understand([], encode, meaning=meaning) == {"nights": 0, "worked_out": 0}
