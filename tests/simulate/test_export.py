"""The rows of a simulated community look like an export, with all that real exports do to their
readers.
"""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from transforms.simulate.export import COLUMNS


def _at(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _versions(simulation) -> dict[str, list[dict]]:
    found = defaultdict(list)
    for row in simulation.rows:
        found[row["post_id"]].append(row)
    return found


def test_every_row_has_the_columns_of_the_contract_and_what_is_required(simulation):
    for row in simulation.rows:
        assert tuple(row) == COLUMNS
        assert all(
            row[name]
            for name in ("post_id", "network", "author_id", "text", "created_at", "observed_at")
        )


def test_truth_and_rows_speak_of_the_same_posts_once_each(simulation):
    keys = [(truth["network"], truth["post_id"]) for truth in simulation.truth]
    assert len(set(keys)) == len(keys)
    assert set(keys) == {(row["network"], row["post_id"]) for row in simulation.rows}


def test_truth_is_not_told_in_the_rows(simulation):
    told = {"emotions", "dominant", "theme", "need", "audience", "expected", "crisis"}
    assert not told & set().union(*(row.keys() for row in simulation.rows))


def test_a_community_is_small_but_alive(simulation, world):
    assert 1_500 <= len(simulation.truth) <= 2_600
    days = {
        _at(t["created_at"]).astimezone(ZoneInfo(world.timezone)).date() for t in simulation.truth
    }
    assert (min(days), max(days), len(days)) == (world.start, world.last_day, world.days)
    kinds = Counter(t["kind"] for t in simulation.truth)
    assert set(kinds) == {"post", "reply", "brand_post", "brand_answer"}
    assert {r["format"] for r in simulation.rows} == {
        "text",
        "image",
        "link",
        "video",
        "poll",
        "story",
    }


def test_nothing_was_created_or_seen_after_the_last_day_ended(simulation, world):
    assert max(_at(row["created_at"]) for row in simulation.rows) < world.ends_at
    assert max(_at(row["observed_at"]) for row in simulation.rows) < world.ends_at
    assert all(row["created_at"] <= row["observed_at"] for row in simulation.rows)


def test_a_reply_comes_after_the_post_it_answers_which_the_file_holds(simulation):
    created = {t["post_id"]: _at(t["created_at"]) for t in simulation.truth}
    replies = [t for t in simulation.truth if t["in_reply_to"]]
    assert len(replies) > 500
    assert all(created[t["in_reply_to"]] < created[t["post_id"]] for t in replies)


def test_brand_posts_are_seen_after_an_hour_a_day_and_a_week_and_only_grow(simulation, world):
    versions = _versions(simulation)
    old = world.ends_at - timedelta(days=7, seconds=1)
    posts = [
        t for t in simulation.truth if t["kind"] == "brand_post" and _at(t["created_at"]) <= old
    ]
    assert len(posts) > 60
    for post in posts:
        seen = versions[post["post_id"]]
        ages = [(_at(r["observed_at"]) - _at(r["created_at"])).total_seconds() / 3600 for r in seen]
        assert ages == [1, 24, 168]
        likes = [r["likes"] for r in seen if r["likes"] is not None]
        assert likes == sorted(likes)


def test_the_reply_counter_never_says_less_than_the_file_shows(simulation):
    answered = Counter(
        row["in_reply_to"] for row in {r["post_id"]: r for r in simulation.rows}.values()
    )
    last = {row["post_id"]: row["replies"] for row in simulation.rows if row["replies"] is not None}
    before_end = [p for p in last if answered[p]]
    short = [p for p in before_end if last[p] < answered[p]]
    assert len(short) < 0.05 * len(before_end)  # replies that came after the last look


def test_some_figures_are_missing_and_null_is_not_zero(simulation):
    rows = simulation.rows
    for name in ("likes", "replies", "shares", "views"):
        missing = sum(row[name] is None for row in rows)
        assert 0.03 < missing / len(rows) < 0.5
        assert any(row[name] == 0 for row in rows)
    assert any(row["language"] is None for row in rows)


def test_edits_keep_the_key_change_the_text_and_say_when(simulation):
    edited = [t["post_id"] for t in simulation.truth if t["edited"]]
    assert len(edited) >= 15
    versions = _versions(simulation)
    for post_id in edited:
        before = [r for r in versions[post_id] if r["updated_at"] is None]
        after = [r for r in versions[post_id] if r["updated_at"]]
        assert before
        assert {r["text"] for r in before}.isdisjoint(r["text"] for r in after)
        assert max(r["observed_at"] for r in before) < min(r["updated_at"] for r in after)


def test_deletions_are_last_and_come_after_a_first_sight(simulation):
    deleted = [t["post_id"] for t in simulation.truth if t["deleted"]]
    assert len(deleted) >= 15
    for post_id in deleted:
        flags = [bool(r["deleted"]) for r in _versions(simulation)[post_id]]
        assert flags == [False] * (len(flags) - 1) + [True]
        assert len(flags) >= 2


def test_posts_lie_on_both_sides_of_local_midnight(simulation, world):
    clock = {
        _at(t["created_at"]).astimezone(ZoneInfo(world.timezone)).strftime("%H:%M:%S")
        for t in simulation.truth
    }
    assert {"00:00:00", "23:59:59"} <= clock


def test_texts_vary_enough_not_to_collapse(simulation):
    texts = {row["post_id"]: row["text"] for row in simulation.rows if not row["updated_at"]}
    own = [
        texts[t["post_id"]]
        for t in simulation.truth
        if t["kind"] == "post" and t["post_id"] in texts
    ]
    assert len(set(own)) > 0.98 * len(own)
    assert len(set(texts.values())) > 0.9 * len(texts)


def test_no_template_gap_is_left_open(simulation):
    assert not [row["text"] for row in simulation.rows if "{" in row["text"] or "}" in row["text"]]


def test_only_reserved_addresses_are_linked(simulation):
    assert all(row["url"].split("/")[2].endswith(".example") for row in simulation.rows)
