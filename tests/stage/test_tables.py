"""Community files and packs as the rows that dbt reads."""

from transforms.config.communities import Community
from transforms.config.industries import read_packs
from transforms.config.settings import PROJECT
from transforms.lake.schemas import SCHEMAS
from transforms.people.pseudonyms import read_keys
from transforms.reading import AUDIENCES, NAMES
from transforms.stage import tables
from transforms.stage.brand import brand_rows

PACKS = list(read_packs(PROJECT / "transforms" / "industries").values())


def test_every_table_has_the_columns_of_its_folder():
    made = {
        "config/themes": tables.theme_rows(PACKS),
        "config/indices": tables.index_rows(PACKS),
        "config/audiences": tables.audience_rows(PACKS),
        "config/calendar": tables.calendar_rows(PACKS),
        "config/reply_plans": tables.reply_plan_rows(PACKS),
        "config/model": tables.model_rows("m", {"joy": 0.5}),
    }
    for folder, rows in made.items():
        assert rows
        assert {frozenset(row) for row in rows} == {frozenset(SCHEMAS[folder].names)}, folder


def test_an_index_is_one_row_for_each_theme_and_emotion_that_meet():
    for pack in PACKS:
        for index_id, index in pack.indices.items():
            rows = [
                (r["theme_id"], r["emotion"])
                for r in tables.index_rows([pack])
                if r["index_id"] == index_id
            ]
            assert sorted(rows) == sorted(
                (theme, emotion) for theme in index.themes for emotion in index.emotions
            )


def test_an_industry_names_its_people_and_the_vocabulary_names_the_others():
    pack = PACKS[0]
    plain = pack.model_copy(update={"audiences": {"advocates": pack.audiences["advocates"]}})
    rows = {row["audience"]: row for row in tables.audience_rows([plain])}
    assert set(rows) == set(AUDIENCES)
    assert rows["advocates"]["label_fr"] == pack.audiences["advocates"].label.fr
    assert rows["dormant"]["label_en"] == NAMES["audiences"]["dormant"].en


def test_thresholds_are_told_by_name():
    rows = tables.model_rows("m1", {"joy": 0.4, "anger": 0.6})
    assert [(row["model"], row["emotion"], row["threshold"]) for row in rows] == [
        ("m1", "anger", 0.6),
        ("m1", "joy", 0.4),
    ]


def test_a_pack_s_reply_plans_are_rows_in_both_languages():
    rows = tables.reply_plan_rows(PACKS)
    assert len({(row["industry"], row["plan_id"]) for row in rows}) == len(rows) > 8
    assert all(row["text_fr"] and row["text_en"] for row in rows)


def test_an_account_is_known_by_its_name_however_its_pseudonym_was_written(home):
    community = Community(
        name="free",
        industry="telecom",
        language="fr",
        accounts=["Freebox", "free"],
        sources=[{"network": "export", "path": "none.jsonl"}],
    )
    rows = brand_rows([community], ["x"], read_keys())
    assert {row["account"] for row in rows} == {"Freebox", "free"}
    assert len({row["author_id"] for row in rows}) == len(rows)
