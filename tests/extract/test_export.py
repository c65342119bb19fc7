"""Export files of every kind give the same rows; what cannot be read of one is said."""

import json

import pytest

from transforms import lake
from transforms.config.errors import BadInput


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


def test_a_file_whose_name_is_spelt_with_its_accents_apart_is_found(bench, post):
    import unicodedata

    name = "données_été.jsonl"
    (bench.folder / unicodedata.normalize("NFD", name)).write_text(json.dumps(post(1)) + "\n")
    bench.community(path=bench.folder / unicodedata.normalize("NFC", name))
    assert bench.pull()["rows"] == 1


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
