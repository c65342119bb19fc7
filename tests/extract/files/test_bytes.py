"""A file's bytes: told apart, unpacked by what they are and not by their name."""

import bz2
import gzip
import lzma
from pathlib import Path

import pytest
import zstandard

from transforms.config.errors import BadInput
from transforms.extract.files.bytes import beginning, fingerprint, suffix, unpacked

PACKED = {
    "plain": bytes,
    "gzip": gzip.compress,
    "zstandard": zstandard.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_any_packing_is_undone_whatever_the_name_says(tmp_path, pack):
    path = tmp_path / "posts.csv"
    path.write_bytes(pack(b"post_id,text\n1,late\n"))
    with unpacked(path) as file:
        assert file.read() == b"post_id,text\n1,late\n"
    assert beginning(path, 7) == b"post_id"


def test_half_a_packed_file_is_refused_and_the_packing_named(tmp_path):
    path = tmp_path / "posts.csv.gz"
    path.write_bytes(gzip.compress(b"post_id" * 1_000)[:-20])
    with pytest.raises(BadInput, match="cannot be unpacked"):
        beginning(path, 100_000)


def test_two_files_of_the_same_bytes_have_one_fingerprint(tmp_path):
    one, same, other = (tmp_path / name for name in ("one", "same", "other"))
    one.write_bytes(b"late")
    same.write_bytes(b"late")
    other.write_bytes(b"Late")
    assert fingerprint(one) == fingerprint(same) != fingerprint(other)


def test_a_file_that_is_missing_or_empty_says_which(tmp_path):
    (tmp_path / "empty").touch()
    with pytest.raises(BadInput, match=r"empty: the file is empty"):
        fingerprint(tmp_path / "empty")
    with pytest.raises(BadInput, match=r"absent: no such file"):
        fingerprint(tmp_path / "absent")


KINDS = {"posts.csv.gz": ".csv", "POSTS.CSV": ".csv", "a.b.jsonl.zst": ".jsonl", "posts": ""}


@pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)
def test_the_kind_stands_behind_the_packing(name, kind):
    assert suffix(Path(name)) == kind
