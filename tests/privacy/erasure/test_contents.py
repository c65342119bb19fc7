"""Files of every kind without a forgotten person: what is packed is opened, what is closed is said."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.privacy.erasure.test_cells import ANN
from transforms.privacy.erasure import contents
from transforms.privacy.erasure.contents import scrub_content

HERS = {"author_id": "77", "network": "x", "post_id": "900", "text": "mine"}
OTHERS = {"author_id": "78", "network": "x", "post_id": "901", "text": "Ann Tester says so"}
LINES = "".join(json.dumps(row) + "\n" for row in (HERS, OTHERS)).encode()


def zipped(content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("rows.jsonl", content)
        packed.writestr("other.txt", "nobody")
    return written.getvalue()


def tarred(content: bytes) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w", format=tarfile.USTAR_FORMAT) as packed:
        about = tarfile.TarInfo("rows.jsonl")
        about.size = len(content)
        packed.addfile(about, io.BytesIO(content))
    return written.getvalue()


def parquet(rows: list[dict]) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), written)
    return written.getvalue()


PACKED = {
    "rows.jsonl": LINES,
    "rows.jsonl.gz": gzip.compress(LINES),
    "rows.jsonl.bz2": bz2.compress(LINES),
    "rows.jsonl.xz": lzma.compress(LINES),
    "rows.jsonl.zst": contents._zstd(LINES),
    "rows.zip": zipped(LINES),
    "rows.tar": tarred(LINES),
    "rows.tar.gz": gzip.compress(tarred(LINES)),
    "rows.parquet": parquet([HERS, OTHERS]),
}


@pytest.mark.parametrize(("name", "content"), PACKED.items(), ids=PACKED)
def test_her_row_goes_and_her_name_in_another_s_however_it_is_packed(name, content):
    left = scrub_content(name, content, ANN)
    assert (left.found, left.stays) == (2, False)
    assert scrub_content(name, left.content, ANN).found == 0, "and packed again as it was"
    assert left.content[:4] == content[:4]


@pytest.mark.parametrize(("name", "content"), PACKED.items(), ids=PACKED)
def test_a_file_without_her_stays_to_the_byte(name, content):
    clean = scrub_content(name, content, ANN).content
    again = scrub_content(name, clean, ANN)
    assert (again.content, again.found) == (clean, 0)


def test_a_table_of_text_keeps_its_other_rows_and_columns():
    table = "network,post_id,author_id,text\nx,900,77,mine\nx,901,78,Ann Tester says so\n"
    left = scrub_content("rows.csv", table.encode(), ANN)
    assert left.found == 2
    assert left.content.decode().splitlines() == [
        "network,post_id,author_id,text",
        "x,901,78,[forgotten] says so",
    ]


def test_her_rows_leave_the_blocks_of_a_plain_dump():
    dump = (
        "COPY marts.fct_posts (network, post_id, author_id, text) FROM stdin;\n"
        "x\t900\t77\tmine\nx\t901\t78\tthanks\n\\.\n\n-- by Ann Tester\n"
    )
    left = scrub_content("dump.sql", dump.encode(), ANN)
    assert left.found == 2
    assert "mine" not in left.content.decode()
    assert "x\t901\t78\tthanks\n\\.\n" in left.content.decode()
    assert "by [forgotten]" in left.content.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("backup.tar.gpg", b"\x85\x02 sealed"),
        ("old.7z", b"7z\xbc\xaf\x27\x1c..."),
        ("a.rar", b"Rar!"),
    ],
)
def test_what_cannot_be_looked_into_is_said_to_stay(name, content):
    left = scrub_content(name, content, ANN)
    assert (left.content, left.found, left.stays) == (content, 1, True)


def test_bytes_of_no_kind_are_searched_and_left_as_they_are():
    held = scrub_content("a.bin", b"\xff\x00 Ann Tester \xff", ANN)
    free = scrub_content("a.bin", b"\xff\x00 nobody \xff", ANN)
    assert (held.found, held.stays) == (1, True)
    assert (free.found, free.stays) == (0, False)


def test_a_damaged_table_is_an_error_and_no_proof_of_anything():
    with pytest.raises(ValueError, match=r"night\.parquet is damaged"):
        scrub_content("lake/night.parquet", b"noise", ANN)


def test_what_is_packed_too_deep_is_not_unpacked_for_ever():
    content = LINES
    for _ in range(contents.DEEPEST + 2):
        content = gzip.compress(content)
    assert scrub_content("rows", content, ANN).content == content
