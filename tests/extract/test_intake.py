"""Rows of a file through the door: what is kept of them, and which are set aside."""

import json

import pytest

from transforms import lake

LATE = "17/06/2025 10:00"


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
