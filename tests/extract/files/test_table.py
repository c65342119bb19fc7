"""Tables in text, with what stands above, between and below the posts."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.config.errors import BadInput
from transforms.extract import export
from transforms.extract.files.rows import Rejected, Row

HEADER = ["post_id", "network", "author_id", "text", "created_at"]
ROW = ["1", "x", "u1", "Merci à tous", "2025-06-17T08:00:00Z"]
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda s: s.strip() == s
)
ABOVE = {
    "nothing": "",
    "sep": "sep={d}\n",
    "quoted sep": '"sep={d}"\n',
    "a title": "Export du 18/06/2025\n",
    "a title, a date and a blank line": 'Report: "all posts"\nFrom 2025-06-01 to 2025-06-30\n\n',
    "lines of empty cells": ";;;;\n;;;;\n",
}


def _read(path, **how):
    from transforms.config.exports.mapping import Mapping
    from transforms.extract.mapping import Translation

    mapping = Mapping(**how)
    return list(export.read(path, export.ExportReader(mapping, Translation(mapping))))


@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
def test_a_table_is_read_whatever_its_delimiter_encoding_and_title(
    tmp_path, above, delimiter, encoding
):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([HEADER, ROW])
    (tmp_path / "t.csv").write_bytes(
        (above.replace("{d}", delimiter) + file.getvalue()).encode(encoding)
    )
    [row] = _read(tmp_path / "t.csv")
    assert row.values == dict(zip(HEADER, ROW, strict=True))


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.sampled_from(",;\t|"))
@settings(max_examples=60, deadline=None)
def test_any_texts_come_back_from_any_table(tmp_path_factory, texts, delimiter):
    path = tmp_path_factory.mktemp("table") / "t.csv"
    rows = [[str(n), "x", author, text, ROW[4]] for n, (author, text) in enumerate(texts)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    assert [(row.values["author_id"], row.values["text"]) for row in _read(path)] == texts


def test_blank_rows_a_repeated_header_and_cells_without_a_column_are_no_posts(tmp_path):
    lines = [
        ",".join(HEADER) + ",,",
        ",".join(ROW) + ",,",
        ",,,,,,",
        ",".join(HEADER) + ",,",
        " , ,,,,,",
    ]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    assert [row.line for row in _read(tmp_path / "t.csv")] == [2]


def test_two_columns_of_one_name_are_refused_by_name(tmp_path):
    (tmp_path / "t.csv").write_text(",".join([*HEADER, "Reach", "Reach"]) + "\n")
    with pytest.raises(BadInput, match="two columns are called 'Reach'"):
        _read(tmp_path / "t.csv")


def test_lines_of_another_width_are_set_aside_with_their_line(tmp_path):
    (tmp_path / "t.csv").write_text("Title\n" + ",".join(HEADER) + "\n1,x\n" + ",".join(ROW) + "\n")
    first, second = _read(tmp_path / "t.csv")
    assert isinstance(first, Rejected)
    assert (first.line, first.reason) == (3, "2 cells, but the header has 5")
    assert isinstance(second, Row)


def test_names_are_met_whatever_their_case_spaces_and_apostrophes(tmp_path):
    columns = {"likes": "J'aime", "text": "Le message"}
    (tmp_path / "t.csv").write_text(
        "post_id,network,author_id,le  MESSAGE,created_at,J’aime\n1,x,a,t,2025-06-17,3\n"
    )
    [row] = _read(tmp_path / "t.csv", columns=columns)
    assert (row.values["text"], row.values["likes"]) == ("t", "3")
