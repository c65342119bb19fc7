"""Workbooks: the sheet with the posts, and numbers that the spreadsheet has rounded."""

import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

import pytest

from transforms.config.errors import BadInput
from transforms.config.exports.mapping import Mapping
from transforms.extract import export
from transforms.extract.mapping import Translation

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = ["post_id", "network", "author_id", "text", "created_at", "likes"]
ROW = ["p1", "x", "u1", "Merci à tous", "2025-06-17T08:00:00Z", 3]


def _cell(value):
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)).total_seconds() / 86_400
        return f'<c s="1"><v>{days!r}</v></c>'
    return f"<c><v>{value!r}</v></c>"


def _workbook(path, sheets):
    """The least that is a workbook: sheets of texts, numbers and times."""
    names = list(sheets)
    entries = "".join(
        f'<sheet name="{n}" sheetId="{i}" r:id="r{i}"/>' for i, n in enumerate(names, 1)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(names) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="w" Type="{kind}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{kind}"><sheets>{entries}</sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">{links}<Relationship Id="s" Type="{kind}/styles" '
            'Target="styles.xml"/></Relationships>',
        )
        book.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>',
        )
        for i, rows in enumerate(sheets.values(), 1):
            body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
            book.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )


def _read(path, **how):
    mapping = Mapping(**how)
    return list(export.read(path, export.ExportReader(mapping, Translation(mapping))))


@pytest.mark.parametrize("name", ["posts.xlsx", "posts.csv"])
def test_the_sheet_with_the_posts_is_found_whatever_the_files_name(tmp_path, name):
    _workbook(
        tmp_path / name,
        {"Metrics": [["Day", "Views"], ["x", 1]], "Posts": [["A title"], HEADER, ROW, ["", ""]]},
    )
    [row] = _read(tmp_path / name)
    assert row.values == dict(zip(HEADER, ROW, strict=True))


def test_times_and_ids_keep_their_kind(tmp_path):
    at = datetime(2025, 6, 17, 8)
    _workbook(
        tmp_path / "p.xlsx",
        {"Posts": [HEADER, [12345, "x", "u1", "t", at, 3], [1.9349e18, "x", "u1", "t", at, 3]]},
    )
    good, rounded = _read(tmp_path / "p.xlsx")
    assert (good.values["post_id"], good.values["created_at"]) == (12345, at)
    assert isinstance(rounded.values["post_id"], float)


def test_posts_in_two_sheets_are_asked_about_and_one_can_be_named(tmp_path):
    _workbook(tmp_path / "p.xlsx", {"June": [HEADER, ROW], "July": [HEADER, ROW, ROW]})
    with pytest.raises(BadInput, match="June, July; say which with `sheet`"):
        _read(tmp_path / "p.xlsx")
    assert len(_read(tmp_path / "p.xlsx", sheet="July")) == 2
    assert len(_read(tmp_path / "p.xlsx", sheet=1)) == 1
    with pytest.raises(BadInput, match="no sheet is called 'May'"):
        _read(tmp_path / "p.xlsx", sheet="May")
