"""The extract step on files: what lands in the lake, what is set aside, what is said."""

import json
import os
import time

import duckdb
import pytest

from transforms import lake
from transforms.config.errors import BadInput
from transforms.extract import run

LATE = "17/06/2025 10:00"


def test_posts_land_once_with_the_lakes_schema_and_a_load_id(bench, post):
    facts = bench.pull(post(1), post(2, observed_at="2025-06-05T00:00:00Z", likes=3))
    assert (facts["rows_in"], facts["rows"], facts["quarantined"]) == (2, 2, 0)
    one, two = bench.posts
    assert one["community_id"] == "brand"
    assert one["likes"] is None
    assert (two["likes"], two["observed_basis"], one["observed_basis"]) == (3, "row", "file")
    assert all(row["_dlt_load_id"] and row["loaded_at"] and row["row_hash"] for row in bench.posts)
    seen = duckdb.sql(
        f"select count(*) from read_parquet('{lake.root()}/raw/export/*.parquet', union_by_name = true)"
    )
    assert seen.fetchone() == (2,)


def test_metrics_of_a_file_are_observed_at_the_end_of_its_last_local_day(bench, post):
    bench.pull(
        post(1, created_at="2025-06-17T23:30:00Z"), post(2, created_at="2025-06-10T00:00:00Z")
    )
    # 23:30 UTC is already the 18th in Paris
    assert {row["observed_at"].isoformat() for row in bench.posts} == {
        "2025-06-18T21:59:59.999999+00:00"
    }


def test_the_same_file_again_costs_next_to_nothing_and_adds_nothing(bench, post):
    bench.pull(*(post(n) for n in range(50)))
    started = time.process_time()
    assert bench.pull()["rows"] == 0
    assert time.process_time() - started < 0.5
    assert len(bench.posts) == 50


def test_a_lost_cursor_adds_nothing(bench, post):
    bench.pull(*(post(n) for n in range(50)))
    lake.filesystem().rm(lake.path("raw", "_cursors"), recursive=True)
    assert bench.pull()["known"] == 50
    assert len(bench.posts) == 50


def test_a_changed_file_adds_only_its_new_versions(bench, post):
    bench.pull(post(1), post(2))
    facts = bench.pull(post(1), post(2, likes=9), post(3))
    assert (facts["rows"], facts["known"]) == (2, 1)
    assert [(row["post_id"], row["likes"]) for row in bench.posts] == [
        ("p1", None),
        ("p2", None),
        ("p2", 9),
        ("p3", None),
    ]


def test_a_post_that_goes_back_to_an_earlier_text_is_the_newest_once_more(bench, post):
    bench.pull(post(1, text="first"))
    bench.pull(post(1, text="second"))
    bench.pull(post(1, text="first"), post(2))
    assert [row["text"] for row in bench.posts if row["post_id"] == "p1"] == [
        "first",
        "second",
        "first",
    ]
    bench.pull(post(1, text="first"), post(2), post(3))
    assert len(bench.posts) == 5


def test_two_versions_in_one_file_are_both_kept_and_not_taken_again(bench, post):
    bench.pull(post(1, text="before"), post(1, text="after"))
    bench.pull(post(1, text="before"), post(1, text="after"), post(2))
    assert [row["text"] for row in bench.posts if row["post_id"] == "p1"] == ["before", "after"]


def test_a_row_repeated_word_for_word_is_taken_once(bench, post):
    assert bench.pull(post(1), post(1))["repeated"] == 1
    assert len(bench.posts) == 1


BAD_ROWS = {
    "truncated line": ('{"post_id": "p9", "network": "x", "te', "(line)", "not JSON"),
    "not an object": ("[1, 2]", "(line)", "not a JSON object"),
    "not UTF-8": (b'{"post_id": "p9", "text": "caf\xe9"}', "(line)", "not UTF-8"),
    "nested 600 deep": (
        {"extra": json.loads('{"a":' * 600 + "1" + "}" * 600)},
        "(line)",
        "nested deeper",
    ),
    "too deep": ("[" * 100_000, "(line)", "not JSON"),
    "date of another form": ({"created_at": LATE}, "created_at", "99/99/9999"),
    "a day as a number": ({"created_at": 20250617}, "created_at", "int, not an ISO 8601 date"),
    "no author": ({"author_id": None}, "author_id", "missing"),
    "text that is a number": ({"text": 12}, "text", "not a text but a int"),
    "text that is a list": ({"text": ["a"]}, "text", "not a text but a list"),
    "strange flag": ({"deleted": "perhaps"}, "deleted", "neither true nor false"),
    "id with NUL": ({"post_id": "p\x009"}, "post_id", "control characters"),
    "network that is a path": ({"network": "../x"}, "network", "not the name of a network"),
}


@pytest.mark.parametrize(("bad", "field", "reason"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_set_aside_with_line_field_and_reason_and_the_rest_go_on(
    bench, post, bad, field, reason
):
    accented = json.dumps(
        post(1, text="L'été"), ensure_ascii=False
    )  # so that a broken byte is no older encoding
    facts = bench.pull(accented, post(2, **bad) if isinstance(bad, dict) else bad, post(3))
    assert [row["post_id"] for row in bench.posts] == ["p1", "p3"]
    [(line, found, said)] = bench.set_aside
    assert (line, found) == (2, field)
    assert reason in said
    assert facts["status_of_source"] == "partial"
    assert bench.status["brand"]["quarantined"] == 1


def test_nothing_of_a_bad_row_is_kept_but_where_it_is(bench, post):
    bench.pull(
        post(1), post(2, created_at="jane_secret_name", text="my secret"), '{"text": "my secret'
    )
    assert "secret" not in str(lake.read("quarantine").to_pylist())
    assert "secret" not in str(lake.read("sources").to_pylist())


COUNTS = {"half a like": 1.5, "in words": "many", "a list": [1]}


@pytest.mark.parametrize("value", COUNTS.values(), ids=COUNTS)
def test_a_count_that_cannot_be_read_is_unknown_said_and_costs_no_post(bench, post, value):
    facts = bench.pull(post(1, likes=3), post(2, likes=value, shares=7))
    assert [(row["likes"], row["shares"]) for row in bench.posts] == [(3, 2), (None, 7)]
    assert "1 values could not be read and are unknown (likes 1)" in facts["message"]
    assert facts["status_of_source"] == "ok"


def test_a_date_in_three_formats_gives_the_right_value_or_a_set_aside_row(bench, post):
    bench.pull(
        post(1, created_at="2025-06-17T12:00:00+02:00"),
        post(2, created_at="2025-06-17 10:00:00"),
        post(3, created_at=LATE),
    )
    assert [row["created_at"].isoformat() for row in bench.posts] == [
        "2025-06-17T10:00:00+00:00"
    ] * 2
    assert [line for line, _, _ in bench.set_aside] == [3]


UNUSABLE = {
    "missing": (None, "no such file"),
    "empty": (b"", "the file is empty"),
    "blank": (b"\n\n", "holds no row"),
    "half a JSON list": (b'[{"post_id": 1}\n', "not a whole JSON document"),
    "a JSON document": (b'{"a": {"b": [{"c": 1}]}}', "missing required column"),
    "only broken lines": (b'{"a\n{"b\n', "no row can be used"),
    "wrong columns": (
        b'{"id": 1, "network": "x", "author": "a", "text": "t", "created_at": "2025-06-17"}\n',
        "missing required column",
    ),
}


@pytest.mark.parametrize(("content", "said"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_used_is_a_clear_error_and_is_recorded(bench, content, said):
    if content is not None:
        bench.file.write_bytes(content)
    with pytest.raises(BadInput, match=said) as caught:
        bench.pull()
    assert str(bench.file) in str(caught.value)
    assert bench.status["brand"]["status"] == "failed"
    assert said in bench.status["brand"]["message"]
    assert bench.posts == []


def test_a_missing_column_is_named_with_a_guess(bench, post):
    row = post(1)
    row["post_ids"] = row.pop("post_id")
    with pytest.raises(
        BadInput, match=r"missing required column post_id; .*'post_ids' may be 'post_id'"
    ):
        bench.pull(row)


def test_one_broken_source_does_not_touch_the_other_communities(bench, post):
    bench.lines(post(1))
    bench.community("absent", bench.folder / "nowhere.jsonl")
    bench.community("wrong", bench.folder / "posts.xlsx")
    for name in ("absent", "wrong"):
        with pytest.raises(BadInput):
            run.extract_night(name, 0, None)
    assert bench.pull()["rows"] == 1
    assert {name: row["status"] for name, row in bench.status.items()} == {
        "absent": "failed",
        "wrong": "failed",
        "brand": "ok",
    }


def test_the_sources_are_listed_with_stable_keys(bench):
    assert run.list_sources() == [{"community": "brand", "source": 0, "key": "export_posts_brand"}]


def test_rows_of_another_account_are_not_this_communitys_and_rows_without_one_are(bench, post):
    facts = bench.pull(post(1, account="BRAND"), post(2, account="rival"), post(3, account=None))
    assert [row["post_id"] for row in bench.posts] == ["p1", "p3"]
    assert facts["other_account"] == 1


def test_an_account_that_no_row_has_is_said(bench, post):
    facts = bench.pull(post(1, account="rival"))
    assert facts["status_of_source"] == "partial"
    assert "is `account` right?" in facts["message"]


def test_hostile_texts_survive_within_the_documented_limit(bench, post):
    long = "word " * 20_000 + "😀"
    family, hebrew = "👩‍👩‍👧‍👦", "\u202bשלום\u202c"
    bench.pull(
        post(1, text=long),
        post(2, text=family + hebrew),
        post(3, text="a\x00b"),
        r'{"post_id":"p4","network":"x","author_id":"a","text":"a\ud800b","created_at":"2025-06-17"}',
    )
    texts = {row["post_id"]: row["text"] for row in bench.posts}
    assert texts["p1"] == long[:20_000]
    assert json.loads(bench.posts[0]["extra"]) == {"text_characters": 100_001}
    assert texts["p2"] == family + hebrew
    assert texts["p3"] == "ab"
    assert texts["p4"] == "a\ufffdb"


def test_the_brand_is_told_apart_before_its_id_is_hidden(bench, post):
    bench.pull(
        post(1, author_id="BRAND"),
        post(2, author_id="@other_brand"),
        post(3),
        post(4, author_id="77", author_handle="Brand"),
    )
    assert [row["is_brand"] for row in bench.posts] == [True, True, False, True]
    assert all(len(row["author_id"]) == 32 for row in bench.posts)


def test_no_raw_id_handle_or_address_reaches_any_file(bench, post, home):
    rows = [
        post(
            n,
            author_id=f"zz_author_{n}",
            author_name=f"Zz Author {n}",
            url=f"https://x.com/zz_author_{n}/status/{n}",
            text=f"@zz_author_{n + 1} write to zz_author_{n}@mail.example, says zz_author_{n}",
            seen_by=[f"zz_author_{n}"],
        )
        for n in range(20)
    ]
    bench.pull(*rows, post(90, author_id="zz_author_90", created_at="never"))
    written = [path for path in home.rglob("*") if path.is_file()]
    assert len(written) > 5
    for path in written:
        assert b"zz_author" not in path.read_bytes().lower(), path
    for folder in ("raw/export", "quarantine", "sources"):
        assert "zz_author" not in str(lake.read(folder).to_pylist()).lower()


@pytest.mark.parametrize("suffix", ["csv", "tsv", "parquet"])
def test_other_kinds_of_file_give_the_same_posts(bench, post, suffix):
    rows = [
        post(n, text=f'line one\nline "two", {n}', likes=n if n % 2 else None, campaign="spring")
        for n in range(30)
    ]
    bench.pull(*rows)
    expected = [
        (r["post_id"], r["text"], r["likes"], r["created_at"], r["author_id"], r["extra"])
        for r in bench.posts
    ]
    lake.filesystem().rm(lake.path("raw"), recursive=True)
    lake.initialise()
    bench.file = bench.folder / f"posts.{suffix}"
    bench.community()
    if suffix == "parquet":
        bench.parquet(rows)
    else:
        import pandas as pd

        pd.DataFrame(rows).to_csv(bench.file, index=False, sep="," if suffix == "csv" else "\t")
    assert bench.pull()["quarantined"] == 0
    assert [
        (r["post_id"], r["text"], r["likes"], r["created_at"], r["author_id"], r["extra"])
        for r in bench.posts
    ] == expected


def test_a_csv_whose_quote_is_never_closed_says_which_lines_were_not_read(bench):
    bench.file = bench.folder / "posts.csv"
    bench.community()
    bench.file.write_text(
        'post_id,network,author_id,text,created_at\n1,x,a,fine,2025-06-17\n2,x,a,short\n3,x,a,"open,2025-06-17\n4,x,a,lost,2025-06-17\n'
    )
    bench.pull()
    assert [(line, reason[:8]) for line, _, reason in bench.set_aside] == [
        (3, "4 cells,"),
        (4, "not CSV:"),
    ]
    assert "lines 4 to 5 were not read" in bench.set_aside[1][2]


def test_a_csv_without_a_header_is_an_error_that_quotes_no_row(bench):
    bench.file = bench.folder / "posts.csv"
    bench.community()
    bench.file.write_text("1,x,jane,my own words,2025-06-17\n")
    with pytest.raises(BadInput, match="missing required columns") as caught:
        bench.pull()
    assert "my own words" not in str(caught.value)


def test_every_row_is_accounted_for(bench, post):
    facts = bench.pull(
        post(1),
        post(1),
        post(2, created_at="never"),
        post(3, account="rival"),
        "{",
        "",
        post(4),
        post(4, text="edited"),
        "[]",
    )
    assert facts["rows_in"] == 8
    assert (
        facts["rows"]
        + facts["repeated"]
        + facts["quarantined"]
        + facts["other_account"]
        + facts["known"]
        == 8
    )
    assert (facts["rows"], facts["quarantined"]) == (3, 3)


@pytest.mark.parametrize("stage", ["extract", "normalize", "load", "after"])
def test_a_run_that_dies_loses_nothing_and_doubles_nothing_when_retried(
    bench, post, monkeypatch, stage
):
    import dlt

    from transforms.lake import cursors

    def die(*_, **__):
        raise KeyboardInterrupt(stage)

    with monkeypatch.context() as patch:
        if stage == "after":
            patch.setattr(cursors, "write", die)
        else:
            patch.setattr(dlt.Pipeline, stage, die)
        with pytest.raises(KeyboardInterrupt):
            bench.pull(*(post(n) for n in range(40)))
    bench.pull()
    assert sorted(row["post_id"] for row in bench.posts) == sorted(f"p{n}" for n in range(40))


def test_a_working_folder_of_dlt_that_a_crash_left_unreadable_is_made_anew(bench, post, home):
    bench.pull(post(1))
    for path in (home / "dlt").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00 torn")
    bench.pull(post(1), post(2))
    assert [row["post_id"] for row in bench.posts] == ["p1", "p2"]


def test_what_a_killed_upload_left_is_swept_and_a_running_one_is_not(bench, post, home):
    bench.pull(post(1))
    old, running = (
        home / "lake" / "raw" / "export" / f"{name}.parquet.tmp" for name in ("old", "running")
    )
    for path in (old, running):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    bench.pull(post(1), post(2))
    assert running.exists()
    assert not old.exists()


def test_a_file_that_changed_between_death_and_retry_gives_its_new_rows(bench, post, monkeypatch):
    import dlt

    with monkeypatch.context() as patch:
        patch.setattr(
            dlt.Pipeline, "load", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            bench.pull(post(1), post(2))
    bench.pull(post(1), post(2, likes=5))
    assert [(row["post_id"], row["likes"]) for row in bench.posts] == [("p1", None), ("p2", 5)]


def test_when_an_account_becomes_the_brands_its_old_posts_follow(bench, post):
    bench.pull(post(1, author_id="newcomer"))
    path = bench.folder / "communities" / "brand.yml"
    path.write_text(path.read_text().replace("other_brand", "newcomer"))
    bench.pull()
    assert [row["is_brand"] for row in bench.posts] == [False, True]


REAL = {"airlines_en": 6746, "media_fr": 3820, "telecom_fr": 3764}


@pytest.mark.parametrize(("name", "count"), REAL.items(), ids=REAL)
def test_every_real_post_lands_exactly_once(bench, shared_data, name, count):
    bench.file = shared_data / "posts" / f"{name}.jsonl"
    bench.community(extra="request_budget: 1")
    with (bench.folder / "communities" / "brand.yml").open("a") as file:
        file.write("as_of: latest\n")  # they are ten years old
    facts = bench.pull()
    assert (facts["rows"], facts["quarantined"], facts["repeated"]) == (count, 0, 0)
    assert (
        len({(row["network"], row["post_id"]) for row in bench.posts}) == count == len(bench.posts)
    )


def test_a_folder_and_a_glob_are_sources_and_a_file_that_cannot_be_read_does_not_cost_the_others(
    bench, post
):
    folder = bench.folder / "exports"
    folder.mkdir()
    for n in (1, 2):
        (folder / f"{n}.jsonl").write_text(json.dumps(post(n)) + "\n" + json.dumps(post(3)) + "\n")
    (folder / "3.csv").write_text("a,b\n1,2\n")
    for path in (folder, folder / "*"):
        bench.community(path=path)
        facts = bench.pull()
        assert "a file gave nothing" in facts["message"]
        assert facts["status_of_source"] == "partial"
    assert sorted(
        row["post_id"] for row in bench.posts if row["source"] == "export_exports_brand"
    ) == [
        "p1",
        "p2",
        "p3",
    ]


def test_a_file_whose_name_is_spelt_with_its_accents_apart_is_found(bench, post):
    import unicodedata

    name = "données_été.jsonl"
    (bench.folder / unicodedata.normalize("NFD", name)).write_text(json.dumps(post(1)) + "\n")
    bench.community(path=bench.folder / unicodedata.normalize("NFC", name))
    assert bench.pull()["rows"] == 1


def test_ids_that_a_spreadsheet_rounded_refuse_the_file_with_advice(bench, post):
    with pytest.raises(BadInput, match="import that column as text"):
        bench.pull(
            *(post(n, post_id=f"19349{n:02}123456780000"[:15] + "0000") for n in range(10, 20))
        )
    assert bench.posts == []


def test_packed_files_are_read_and_half_of_one_is_refused(bench, post):
    import gzip

    import zstandard

    content = "".join(json.dumps(post(n)) + "\n" for n in range(3)).encode()
    bench.file = bench.folder / "posts.jsonl.zst"
    bench.community()
    bench.file.write_bytes(zstandard.compress(content))
    assert bench.pull()["rows"] == 3
    bench.file.write_bytes(gzip.compress(content)[:-20])
    with pytest.raises(BadInput, match="cannot be unpacked"):
        bench.pull()


def test_a_changed_mapping_is_read_again(bench, post):
    bench.community(extra="account: brand, columns: {text: note}")
    bench.pull(post(1, note="a note"), post(2, note="another"))
    bench.community(extra="account: brand")
    bench.pull()
    assert [row["text"] for row in bench.posts] == [
        "a note",
        "another",
        post(1)["text"],
        post(2)["text"],
    ]
