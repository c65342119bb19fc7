"""However a tool writes posts, they come back as they were meant, or are set aside with a reason."""

import bz2
import gzip
import html
import json
import lzma
from datetime import UTC, datetime

import pytest
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cases.conftest import _taken
from tests.extract.files.any_writing.writings import (
    COUNTS,
    DATES,
    ENCODINGS,
    FIELDS,
    NAMES,
    NOTHINGS,
    TITLES,
    TOTALS,
    DateForm,
    can_write,
    cells,
    columns,
    meant,
    posts,
    read,
    table,
)
from tests.extract.files.test_workbook import _workbook
from transforms.extract.files.proposal import propose

FAST = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)
SUMMER = datetime(2025, 8, 9, 10, 11, 12, tzinfo=UTC)
CELL = DateForm(lambda at: "")
COMMON = {
    "French": ["Identifiant", "Réseau", "Auteur", "Message", "Publié le", "J'aime", "Vues"],
    "English": ["Message ID", "Network", "User name", "Comment", "Sent at", "Likes", "Views"],
}
ZONELESS = "slashes, year first"
"""Told in no zone: what is proposed for it is the community's clock, which is not what it was written on."""
PROPOSED = sorted(
    one for one in DATES if not any(why in one for why in ("declared format", "month", ZONELESS))
)
PACKINGS = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}


def _how(names: str, date, count: str) -> dict:
    return {
        name: value
        for name, value in {
            "columns": columns(names),
            "dates": date.dates,
            "decimal": COUNTS[count][1],
        }.items()
        if value
    }


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data())
@FAST
def test_posts_come_back_from_any_table(tmp_path, encoding, data):
    codec, mark = ENCODINGS[encoding]
    chosen, delimiter = data.draw(posts(codec)), data.draw(st.sampled_from(",;\t|"))
    names = data.draw(_of(NAMES, lambda one: str(NAMES[one]), codec))
    date = DATES[data.draw(_of(DATES, lambda one: str(DATES[one].write(SUMMER)), codec))]
    count = data.draw(_of(COUNTS, lambda one: COUNTS[one][0](12345), codec))
    nothing, total = (data.draw(_of(some, str, codec)) for some in (NOTHINGS, ("", *TOTALS)))
    title = data.draw(_of(("", *TITLES), str, codec))
    above = [f"sep={delimiter}\r\n", delimiter * 6 + "\r\n", title and title + "\r\n\r\n"]
    below = [["", *[""] * 6], [total, "", "", "", "", "12", "34"]] if total else []
    rows = [list(NAMES[names].values()), *(cells(post, date, count, nothing) for post in chosen)]
    whole = table([*rows, *below], delimiter, data.draw(st.sampled_from(above)))
    packing = data.draw(st.sampled_from(sorted(PACKINGS)))
    path = tmp_path / f"t.csv{packing}"
    path.write_bytes(PACKINGS[packing](mark + whole.encode(codec)))
    found = _taken(path, **_how(names, date, count))
    assert (found.tally.rejected, found.tally.no_posts) == ([], bool(total))
    assert not found.tally.unreadable
    assert read(found.posts) == meant(chosen, date)


def _of(some, written, codec):
    """One of those that an encoding can write."""
    return st.sampled_from([one for one in some if can_write(written(one), codec)])


@given(data=st.data())
@FAST
def test_posts_come_back_from_any_workbook(tmp_path, data):
    chosen, names = data.draw(posts()), data.draw(st.sampled_from(sorted(NAMES)))
    dates = {"a cell's own time": CELL} | DATES
    date = dates[data.draw(st.sampled_from(sorted(dates)))]
    count = data.draw(st.sampled_from(["plain", "a number", *COUNTS]))
    rows = [cells(post, date, "plain" if count == "a number" else count) for post in chosen]
    for row, post in zip(rows, chosen, strict=True):
        row[4] = post.created_at.replace(tzinfo=None) if date is CELL else row[4]
        if count == "a number":
            row[5:] = ["" if one is None else float(one) for one in (post.likes, post.views)]
        if row[0].isdigit() and not row[0].startswith("0"):
            row[0] = int(row[0])
    above = data.draw(st.sampled_from([[], [["Rapport"]], [["Export", "du", "jour"], [""]]]))
    total = data.draw(st.sampled_from([[], [["", ""], ["Total", "", "", "", "", 12, 34]]]))
    path = tmp_path / data.draw(st.sampled_from(["t.xlsx", "t.csv", "t.xls"]))
    sheets = {
        "Résumé": [["Jour", "Vues"], ["lundi", 3]],
        "Messages": [*above, list(NAMES[names].values()), *rows, *total],
    }
    _workbook(path, sheets)
    found = _taken(path, **_how(names, date, "plain" if count == "a number" else count))
    assert (found.tally.rejected, found.tally.no_posts) == ([], bool(total))
    assert read(found.posts) == meant(chosen, date)


NESTED = {
    "a list": (lambda rows: rows, None),
    "under a name": (lambda rows: {"meta": [1], "data": rows}, "data"),
    "under names with spaces": (lambda rows: {"a b": {"c-d": rows}}, '"a b"."c-d"'),
    "in pages": (lambda rows: [{"page": [one]} for one in rows], "[].page[]"),
    "by id": (lambda rows: {"posts": {f"k{n}": one for n, one in enumerate(rows)}}, "posts.*"),
}
DEEP = {
    "post_id": "id",
    "network": "from_network.name",
    "author_id": "user.ids[0]",
    "text": "body.value || body.raw",
    "created_at": "when.at",
    "likes": "counts[?name=='likes'].n | [0]",
    "views": "counts[?name=='views'].n | [0]",
}


def _deep(post, at) -> dict:
    counts = [{"name": name, "n": post[name]} for name in ("likes", "views")]
    return {
        "id": post.post_id,
        "from_network": {"name": post.network},
        "user": {"ids": [post.author_id, 7]},
        "body": {"value": post.text},
        "when": {"at": at},
        "counts": [one for one in counts if one["n"] is not None],
    }


@pytest.mark.parametrize("nesting", NESTED)
@given(data=st.data())
@FAST
def test_posts_come_back_from_any_json(tmp_path, nesting, data):
    wrap, records = NESTED[nesting]
    chosen, date = data.draw(posts()), DATES[data.draw(st.sampled_from(sorted(DATES)))]
    written = [date.write(post.created_at) for post in chosen]
    if data.draw(st.booleans()):  # numbers as numbers
        written = [float(one) if one.replace(".", "").isdigit() else one for one in written]
    ascii_only, spaces = data.draw(st.booleans()), data.draw(st.sampled_from([None, 2]))
    rows = [_deep(post, at) for post, at in zip(chosen, written, strict=True)]
    whole = json.dumps(wrap(rows), ensure_ascii=ascii_only, indent=spaces)
    codec, mark = ENCODINGS[
        data.draw(st.sampled_from([one for one in ENCODINGS if one.startswith("utf")]))
    ]
    script = data.draw(st.sampled_from(["", "window.YTD.posts.part0 = "]))
    path = tmp_path / ("t.js" if script else "t.json")
    path.write_bytes(mark + (script + whole).encode(codec))
    how = {"records": records} if records else {}
    found = _taken(path, columns=DEEP, **how, **({"dates": date.dates} if date.dates else {}))
    assert found.tally.rejected == []
    assert read(found.posts) == meant(chosen, date)


@given(data=st.data())
@FAST
def test_the_texts_of_pages_come_back_as_they_are_shown(tmp_path, data):
    chosen = data.draw(posts(size=3))
    texts = [" ".join(post.text.split()) for post in chosen]
    ways = [
        lambda t: f"<p>{html.escape(t)}</p>",
        lambda t: f"<div class='a'><b>{html.escape(t)}</b></div>",
    ]
    ways += [html.escape, lambda t: html.escape(html.escape(t)), lambda t: f"{html.escape(t)}<br/>"]
    way = data.draw(st.sampled_from(ways))
    rows = [
        {name: post[name] for name in FIELDS}
        | {"text": way(text), "created_at": str(post.created_at)}
        for post, text in zip(chosen, texts, strict=True)
    ]
    (tmp_path / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert _taken(tmp_path / "t.jsonl")["text"] == texts


DAMAGE = {
    "an id as a spreadsheet shows it": ("post_id", "1,9349E+18", "damaged by a spreadsheet"),
    "a round id as a spreadsheet shows it": ("post_id", "2E+18", "damaged by a spreadsheet"),
    "an author as a spreadsheet shows it": ("author_id", "1.0E+20", "damaged by a spreadsheet"),
    "no id": ("post_id", "nan", "missing"),
    "no author": ("author_id", "<NA>", "missing"),
    "no time": ("created_at", "None", "missing"),
    "a date of no clock": ("created_at", "17/06/2025 08:00", "first: day"),
    "a date of two readings": ("created_at", "06/07/2025", "first: day"),
    "a day that never was": ("created_at", "2025-02-30", "out of range"),
    "a spreadsheet's number of a day": ("created_at", "45825.3333", "not an ISO"),
    "a year that no post has": ("created_at", "1970-01-01T00:00:00Z", "the year"),
    "an error of a spreadsheet": ("created_at", "########", "not an ISO"),
    "a network that is a sentence": (
        "network",
        "on Facebook, I think",
        "not the name of a network",
    ),
    "a control character": ("post_id", "p\x07", "control characters"),
    "an endless id": ("post_id", "p" * 501, "longer than 500"),
    "neither true nor false": ("deleted", "perhaps", "neither true nor false"),
    "a count below zero": ("likes", "-3", "negative"),
}
COSTS_NO_POST = {
    "a count that is none": ("likes", "many"),
    "a count of two readings": ("likes", "1,234"),
    "a rating": ("likes", "4.5"),
    "a damaged answer": ("in_reply_to", "1,9349E+18"),
    "an unreadable time of edit": ("updated_at", "yesterday"),
}


@pytest.mark.parametrize("damage", DAMAGE)
@given(chosen=posts(), place=st.integers(0, 5))
@settings(FAST, max_examples=3)
def test_a_damaged_row_is_set_aside_with_its_reason_and_the_others_are_read(
    tmp_path, damage, chosen, place
):
    name, value, reason = DAMAGE[damage]
    found = _with(tmp_path, chosen, place % (len(chosen) + 1), name, value)
    [rejected] = found.tally.rejected
    assert rejected.field == name
    assert reason in rejected.reason
    assert read(found.posts) == meant(chosen)


@pytest.mark.parametrize("damage", COSTS_NO_POST)
@given(chosen=posts(), place=st.integers(0, 5))
@settings(FAST, max_examples=3)
def test_what_a_post_can_be_read_without_is_unknown_and_costs_no_post(
    tmp_path, damage, chosen, place
):
    name, value = COSTS_NO_POST[damage]
    place %= len(chosen) + 1
    found = _with(tmp_path, chosen, place, name, value)
    assert (found.tally.rejected, dict(found.tally.unreadable)) == ([], {name: 1})
    assert found.posts[place][name] is None
    assert read(found.posts[:place] + found.posts[place + 1 :]) == meant(chosen)


def _with(folder, chosen, place, name, value):
    """A table of posts and, at a place, one more whose `name` is damaged."""
    rows = [
        dict(zip(FIELDS, cells(post, DATES["ISO with Z"], "plain"), strict=True)) for post in chosen
    ]
    rows.insert(place, {**rows[0], "post_id": "another", name: value})
    names = list(dict.fromkeys((*FIELDS, name)))
    written = table([names, *([row.get(one, "") for one in names] for row in rows)], ";")
    (folder / "t.csv").write_text(written, encoding="utf-8", newline="")
    return _taken(folder / "t.csv")


@pytest.mark.parametrize("language", ["French", "English"])
@given(data=st.data())
@FAST
def test_what_is_proposed_for_a_file_reads_it(tmp_path, language, data):
    chosen, names = data.draw(posts()), COMMON[language]
    date = DATES[data.draw(st.sampled_from(PROPOSED))]
    count = data.draw(st.sampled_from(["plain", "spaces", "no-break spaces", "French decimals"]))
    delimiter, codec = data.draw(
        st.sampled_from([(";", "cp1252"), (",", "utf-8"), ("\t", "utf-16")])
    )
    rows = [names, *(cells(post, date, count) for post in chosen)]
    (tmp_path / "t.csv").write_bytes(table(rows, delimiter).encode(codec, "replace"))
    source = propose(tmp_path / "t.csv", language="fr").source
    found = _taken(**{name: value for name, value in source.items() if name != "network"})
    assert found.tally.rejected == []
    assert read(found.posts) == meant(chosen, date)
