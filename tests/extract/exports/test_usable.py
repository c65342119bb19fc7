"""Files that cannot be used as a whole: a clear error, recorded, and nothing taken in."""

import pytest

from transforms.config.errors import BadInput

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


def test_a_csv_without_a_header_is_an_error_that_quotes_no_row(bench):
    bench.file = bench.folder / "posts.csv"
    bench.community()
    bench.file.write_text("1,x,jane,my own words,2025-06-17\n")
    with pytest.raises(BadInput, match="missing required columns") as caught:
        bench.pull()
    assert "my own words" not in str(caught.value)


def test_ids_that_a_spreadsheet_rounded_refuse_the_file_with_advice(bench, post):
    with pytest.raises(BadInput, match="import that column as text"):
        bench.pull(
            *(post(n, post_id=f"19349{n:02}123456780000"[:15] + "0000") for n in range(10, 20))
        )
    assert bench.posts == []
