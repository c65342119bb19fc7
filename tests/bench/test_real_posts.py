import io

import pytest
from rich.console import Console

from transforms.bench import real_posts
from transforms.config.errors import BadInput
from transforms.config.settings import settings


@pytest.mark.parametrize("language", real_posts.FILES)
def test_the_posts_are_real_and_each_is_read_once(shared_data, language):
    rows = real_posts.posts(language)
    assert len(rows) > real_posts.POSTS * 0.9
    assert len({row["text_hash"] for row in rows}) == len(rows)
    assert {row["language"] for row in rows} == {language}


def test_without_the_shared_data_one_is_told_what_to_set(monkeypatch, tmp_path):
    monkeypatch.setenv("CMR_SHARED", str(tmp_path))
    settings.cache_clear()
    with pytest.raises(BadInput, match="CMR_SHARED"):
        real_posts.report(tmp_path, Console(file=io.StringIO()))
    monkeypatch.undo()
    settings.cache_clear()
