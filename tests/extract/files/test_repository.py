"""A Bluesky repository: the account's posts, in order, and nothing of a file that is not whole."""

import pytest

from tests.extract.files.shapes.made_shapes import MADE
from transforms.config.errors import BadInput
from transforms.extract.files import repository

WHOLE = MADE["bluesky_repository"].content


@pytest.fixture
def rows(tmp_path):
    def read(content: bytes) -> list:
        path = tmp_path / "repo.car"
        path.write_bytes(content)
        return list(repository.read(path))

    return read


def test_the_account_s_own_posts_come_in_order_with_their_addresses(rows):
    found = rows(WHOLE)
    assert [row.line for row in found] == [1, 2]
    assert [row.values["record"]["text"] for row in found] == ["Merci à vous", "Toujours en panne"]
    for row in found:
        assert row.values["uri"].startswith(f"at://{row.values['did']}/app.bsky.feed.post/")


@pytest.mark.parametrize("content", [WHOLE[: len(WHOLE) // 2], b"", b"no repository"])
def test_a_file_that_is_not_whole_says_so(rows, content):
    with pytest.raises(BadInput, match="not a whole Bluesky repository"):
        rows(content)
