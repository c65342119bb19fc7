"""Three posts of a source at a glance: as they would be read, masked, and nothing of them kept."""

import json
from datetime import UTC, datetime

import pytest

from transforms import lake
from transforms.config.communities import read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import trial

COMMUNITY = """name: one
industry: telecom
language: en
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""
POST = {
    "network": "x",
    "author_id": "jane",
    "created_at": "2025-06-17T08:00:00Z",
    "text": "so slow",
}


@pytest.fixture
def glances(folder):
    """Writes the rows of an export file and reads its first posts."""

    def read(*rows: dict) -> list[trial.Glance]:
        file = folder / "one.jsonl"
        file.write_text("\n".join(json.dumps(POST | row) for row in rows))
        (folder / "communities" / "one.yml").write_text(COMMUNITY.format(path=file))
        [community], _ = read_folder(settings().communities)
        return trial.first_posts(community, community.sources[0])

    return read


def test_a_post_is_shown_with_its_time_its_author_s_side_and_its_counts(glances):
    [brand, member] = glances(
        {"post_id": "1", "author_id": "Brand", "likes": 7, "replies": 0}, {"post_id": "2"}
    )
    assert str(brand) == "2025-06-17 08:00 UTC  x  the brand  «so slow»  (likes 7, replies 0)"
    assert str(member) == "2025-06-17 08:00 UTC  x  a member  «so slow»"


def test_what_is_personal_is_masked_and_a_long_text_is_cut_to_a_line(glances):
    [shown] = glances({"post_id": "1", "text": "write to jane@example.org\n" + "please " * 40})
    assert "jane@example.org" not in shown.text
    assert "\n" not in shown.text
    assert len(shown.text) == trial.CUT


def test_a_row_that_would_be_set_aside_says_why_and_three_are_enough(glances):
    bad, *_ = found = glances(
        {"post_id": "1", "created_at": "soon"}, *({"post_id": str(n)} for n in range(2, 9))
    )
    assert len(found) == trial.SHOWN
    assert bad.refused.startswith("line 1, created_at: ")
    assert str(bad) == f"set aside: {bad.refused}"


def test_nothing_of_a_trial_is_kept(glances):
    glances({"post_id": "1"})
    assert lake.names("raw/export") == lake.names("quarantine") == []


def test_the_newest_of_the_first_posts_is_known_and_a_bad_time_is_passed_over(glances, folder):
    glances(
        {"post_id": "1"},
        {"post_id": "2", "created_at": "2025-06-19T08:00:00Z"},
        {"post_id": "3", "created_at": "never"},
    )
    [community], _ = read_folder(settings().communities)
    newest = trial.last_time(community, community.sources[0])
    assert newest == datetime(2025, 6, 19, 8, tzinfo=UTC)


def test_a_file_that_is_not_there_is_bad_input(glances, folder):
    glances({"post_id": "1"})
    (folder / "one.jsonl").unlink()
    [community], _ = read_folder(settings().communities)
    with pytest.raises(BadInput, match=r"one\.jsonl"):
        trial.first_posts(community, community.sources[0])
