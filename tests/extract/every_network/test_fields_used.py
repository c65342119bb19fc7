"""Every field of the recorded payloads that is used, by name: changed, it changes its column. All
others stay in raw.

The list is complete: it is held against what the network's module reads and against what its
staging model reads.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from transforms.config.settings import PROJECT
from transforms.extract import pull
from transforms.extract.door import holds_person
from transforms.extract.networks import facebook, instagram, module, reddit, x, youtube
from transforms.extract.pulling.visit import Item, Page, Visit

ANOTHER = object()  # a pseudonym, another one than before
YEAR_2020 = datetime(2020, 1, 1, tzinfo=UTC)
Make = Callable[[Visit, dict[str, Any]], Item]
Use = tuple[dict[str, Any], str, Any]  # what is changed, the column, what it becomes

PEOPLE_OF_X = {
    one: {"username": f"u{one}", "public_metrics": {"followers_count": int(one)}}
    for one in ("77", "78")
}
MEDIA_OF_X = {"v": {"media_key": "v", "type": "video"}, "p": {"media_key": "p", "type": "photo"}}
PAGE = {"id": "19292868552", "username": "brand", "followers_count": 300}
ACCOUNT = {"id": "1784", "username": "brand_account", "followers_count": 300}
CHANNEL = {"id": "UC_brand", "statistics": {"subscriberCount": "9"}}


@dataclass(frozen=True)
class Kind:
    """One kind of recorded post: where it is, how the module reads it, and what is used of it."""

    network: str
    find: Callable[[Callable[[str], Any]], dict[str, Any]]
    make: Make
    id: str
    uses: tuple[Use, ...]
    left_out: tuple[str, ...] = ()


def _feed(recorded: Callable, path: str, place: int = 0) -> dict[str, Any]:
    return recorded(f"reddit/{path}.json.gz")[1]["response"]["body"]["data"]["children"][place][
        "data"
    ]


KINDS = {
    "x post": Kind(
        "x",
        lambda recorded: recorded("x_v2_pytwitter/models_tweet.json") | {"author_id": "77"},
        lambda _, post: x._item(post, "mention", PEOPLE_OF_X, MEDIA_OF_X, None),
        "id",
        (
            ({"text": "other words"}, "text", "other words"),
            ({"note_tweet": {"text": "a long note"}}, "text", "a long note"),
            ({"lang": "fr"}, "language", "fr"),
            ({"created_at": "2020-01-01T00:00:00.000Z"}, "created_at", YEAR_2020),
            ({"author_id": "78"}, "author_id", ANOTHER),
            ({"author_id": "78"}, "followers", 78),
            ({"referenced_tweets.0.id": "5"}, "in_reply_to", "5"),
            ({"referenced_tweets.0.type": "quoted"}, "in_reply_to", None),
            ({"edit_history_tweet_ids": ["4", "5"]}, "post_id", "4"),
            ({"attachments.media_keys": ["v"]}, "format", "video"),
            ({"attachments.media_keys": ["p"]}, "format", "image"),
            ({"attachments.poll_ids": ["1"]}, "format", "poll"),
            ({"entities.urls": []}, "format", "text"),
            ({"public_metrics.like_count": 41}, "likes", 41),
            ({"public_metrics.reply_count": 3}, "replies", 3),
            ({"public_metrics.retweet_count": 80}, "shares", 81),
            ({"public_metrics.quote_count": 10}, "shares", 18),
            ({"public_metrics.impression_count": 900}, "views", 900),
        ),
    ),
    "reddit post": Kind(
        "reddit",
        lambda recorded: _feed(recorded, "TestSubredditListings.test_new") | {"hide_score": False},
        lambda _, thing: reddit._item(thing, "post"),
        "name",
        (
            ({"title": "Other words", "selftext": ""}, "text", "Other words"),
            ({"title": "A", "selftext": "b"}, "text", "A\nb"),
            ({"author": "zz_another_author"}, "author_id", ANOTHER),
            ({"created_utc": YEAR_2020.timestamp()}, "created_at", YEAR_2020),
            ({"score": 9}, "likes", 9),
            ({"score": -4}, "likes", 0),
            ({"hide_score": True}, "likes", None),
            ({"num_comments": 7}, "replies", 7),
            ({"num_crossposts": 2}, "shares", 2),
            ({"is_self": False}, "format", "link"),
            ({"is_video": True}, "format", "video"),
            ({"is_gallery": True}, "format", "image"),
            ({"post_hint": "image"}, "format", "image"),
            ({"poll_data": {"options": []}}, "format", "poll"),
            ({"edited": YEAR_2020.timestamp()}, "updated_at", YEAR_2020),
            (
                {"subreddit": "u_zz_someone"},
                "format",
                "text",
            ),  # only looked at, to leave an account's name out
        ),
        reddit.OURS,
    ),
    "reddit comment": Kind(
        "reddit",
        lambda recorded: (
            _feed(recorded, "TestSubredditListings.test_comments") | {"score_hidden": False}
        ),
        lambda _, thing: reddit._item(thing, "reply"),
        "name",
        (
            ({"body": "other words"}, "text", "other words"),
            ({"parent_id": "t1_other"}, "in_reply_to", "t1_other"),
            ({"author": "zz_another_author"}, "author_id", ANOTHER),
            ({"created_utc": YEAR_2020.timestamp()}, "created_at", YEAR_2020),
            ({"score": 9}, "likes", 9),
            ({"score_hidden": True}, "likes", None),
            ({"edited": YEAR_2020.timestamp()}, "updated_at", YEAR_2020),
        ),
        reddit.OURS,
    ),
    "youtube video": Kind(
        "youtube",
        lambda recorded: recorded("youtube/apidata_videos_videos_info_single.json")["items"][0],
        lambda visit, video: youtube._video(visit, CHANNEL, video, "post"),
        "id",
        (
            ({"snippet.title": "Other", "snippet.description": ""}, "text", "Other"),
            ({"snippet.title": "Other", "snippet.description": "words"}, "text", "Other\nwords"),
            ({"snippet.publishedAt": "2020-01-01T00:00:00Z"}, "created_at", YEAR_2020),
            ({"snippet.channelId": "UC_another"}, "author_id", ANOTHER),
            ({"snippet.channelId": "UC_brand"}, "followers", 9),
            ({"snippet.defaultAudioLanguage": "fr-FR"}, "language", "fr"),
            (
                {"snippet.defaultAudioLanguage": None, "snippet.defaultLanguage": "de"},
                "language",
                "de",
            ),
            ({"statistics": {"likeCount": "5"}}, "likes", 5),
            ({"statistics": {"commentCount": "6"}}, "replies", 6),
            ({"statistics": {"viewCount": "7"}}, "views", 7),
            ({"kind": "youtube#another"}, "format", "text"),
        ),
        youtube.VOLATILE,
    ),
    "youtube comment": Kind(
        "youtube",
        lambda recorded: recorded("youtube/apidata_comment_threads_comment_thread_single.json")[
            "items"
        ][0]["snippet"]["topLevelComment"],
        lambda visit, one: youtube._comment(visit, CHANNEL, one, "reply", "video"),
        "id",
        (
            ({"snippet.textOriginal": "other words"}, "text", "other words"),
            (
                {"snippet.textOriginal": None, "snippet.textDisplay": "shown words"},
                "text",
                "shown words",
            ),
            ({"snippet.publishedAt": "2020-01-01T00:00:00Z"}, "created_at", YEAR_2020),
            ({"snippet.updatedAt": "2020-01-01T00:00:00.000Z"}, "updated_at", YEAR_2020),
            ({"snippet.authorChannelId.value": "UC_another"}, "author_id", ANOTHER),
            ({"snippet.likeCount": 5}, "likes", 5),
            ({"totalReplyCount": 4}, "replies", 4),
        ),
        (*youtube.VOLATILE, "viewerRating"),
    ),
    "facebook post": Kind(
        "facebook",
        lambda recorded: recorded("facebook/apidata_posts_feeds_default_fields_p1.json")["data"][0],
        lambda visit, post: facebook._post(visit, PAGE, "post", post),
        "id",
        (
            ({"message": "other words"}, "text", "other words"),
            ({"created_time": "2020-01-01T00:00:00+0000"}, "created_at", YEAR_2020),
            ({"from": {"id": "9"}}, "author_id", ANOTHER),
            ({"reactions.summary.total_count": 5}, "likes", 5),
            ({"comments.summary.total_count": 6}, "replies", 6),
            ({"shares.count": 7}, "shares", 7),
            ({"attachments.data.0.media_type": "video"}, "format", "video"),
            ({"attachments.data.0.media_type": "link"}, "format", "link"),
            (
                {"insights": {"data": [{"name": "post_media_view", "values": [{"value": 8}]}]}},
                "views",
                8,
            ),
        ),
    ),
    "facebook comment": Kind(
        "facebook",
        lambda recorded: recorded("facebook/models_comment.json"),
        lambda visit, one: facebook._comment(visit, PAGE, None, one),
        "id",
        (
            ({"message": "other words"}, "text", "other words"),
            ({"created_time": "2020-01-01T00:00:00+0000"}, "created_at", YEAR_2020),
            ({"from.id": "9"}, "author_id", ANOTHER),
            ({"parent": {"id": "1_9"}}, "in_reply_to", "1_9"),
            ({"id": "77_1"}, "in_reply_to", "19292868552_77"),
            ({"like_count": 5}, "likes", 5),
            ({"comment_count": 6}, "replies", 6),
            ({"attachment.type": "share"}, "format", "link"),
            ({"attachment.type": "video_inline"}, "format", "video"),
        ),
    ),
    "instagram medium": Kind(
        "instagram",
        lambda recorded: recorded("instagram/apidata_users_medias_p1.json")["data"][0],
        lambda visit, medium: instagram._make(visit, ACCOUNT, "post", medium),
        "id",
        (
            ({"caption": "other words"}, "text", "other words"),
            ({"timestamp": "2020-01-01T00:00:00+0000"}, "created_at", YEAR_2020),
            ({"username": "zz_another"}, "author_id", ANOTHER),
            ({"media_type": "VIDEO"}, "format", "video"),
            ({"media_product_type": "STORY"}, "format", "story"),
            ({"like_count": 5}, "likes", 5),
            ({"comments_count": 6}, "replies", 6),
            ({"insights": {"data": [{"name": "shares", "values": [{"value": 7}]}]}}, "shares", 7),
            ({"insights": {"data": [{"name": "views", "total_value": {"value": 8}}]}}, "views", 8),
        ),
    ),
    "instagram comment": Kind(
        "instagram",
        lambda recorded: recorded("instagram/models_ig_comment.json"),
        lambda visit, one: instagram._comment(visit, ACCOUNT, None, one),
        "id",
        (
            ({"text": "other words"}, "text", "other words"),
            ({"timestamp": "2020-01-01T00:00:00+0000"}, "created_at", YEAR_2020),
            ({"username": "zz_another"}, "author_id", ANOTHER),
            ({"username": None, "from": {"username": "zz_another"}}, "author_id", ANOTHER),
            ({"parent_id": "9"}, "in_reply_to", "9"),
            ({"media.id": "8"}, "in_reply_to", "8"),
            ({"like_count": 5}, "likes", 5),
        ),
        ("replies", "media"),  # an answer has a row of its own; the medium is in_reply_to
    ),
}
RECORDED = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def changed(payload: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """A copy of the payload with other values at some paths."""
    found = copy.deepcopy(payload)
    for path, value in change.items():
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        place = found
        for step in way:
            place = place[step]
        place[last] = value
    return found


@pytest.fixture
def land(ear, monkeypatch) -> Callable:
    """Lands payloads, read by the network's own module, and gives the rows of raw and of staging,
    in their order.
    """

    def land(kind: Kind, payloads: list[dict[str, Any]]) -> tuple[list[dict], list[dict]]:
        def pages(visit: Visit) -> Iterator[Page]:
            yield Page("posts", tuple(visit.read(partial(kind.make, visit), payloads)))

        real = module(kind.network)
        made_up = SimpleNamespace(PEOPLE=real.PEOPLE, LANDING="http://localhost", pull=pages)
        monkeypatch.setattr(pull, "module", lambda _: made_up)
        ear.listens_to(f"{{network: {kind.network}, handle: brand}}", ["brand"])
        assert ear.pull()["quarantined"] == 0
        return ear.raw, ear.staged

    return land


@RECORDED
def test_each_field_used_changes_its_column(land, recorded, kind):
    base = kind.find(recorded)
    numbered = [
        changed(base, {kind.id: f"{base[kind.id]}{n}"} | change)
        for n, (change, *_) in enumerate(kind.uses, start=1)
    ]
    _, (before, *after) = land(kind, [base, *numbered])
    assert before["post_id"] == base[kind.id]
    for (change, column, expected), row in zip(kind.uses, after, strict=True):
        if expected is ANOTHER:
            assert re.fullmatch("[0-9a-f]{32}", row[column]), change
            assert row[column] != before[column], change
        else:
            assert row[column] == expected, change
            assert row[column] != before[column] or "subreddit" in change, change


class Watched(dict):
    """A payload that notes which of its fields are asked for."""

    def __init__(self, values: dict[str, Any], noted: set[str], way: str = "") -> None:
        super().__init__(values)
        self.noted, self.way = noted, way

    def __getitem__(self, key: str) -> Any:
        return self.watch(key, super().__getitem__(key))

    def get(self, key: str, default: Any = None) -> Any:
        return self.watch(key, super().get(key, default))

    def watch(self, key: str, value: Any) -> Any:
        way = f"{self.way}{key}"
        self.noted.add(way)
        if isinstance(value, dict):
            return Watched(value, self.noted, f"{way}.")
        if isinstance(value, list):
            return [
                Watched(v, self.noted, f"{way}.{n}.") if isinstance(v, dict) else v
                for n, v in enumerate(value)
            ]
        return value


def fields(network: str) -> set[str]:
    """Every payload field of the network that is used."""
    return {
        path
        for kind in KINDS.values()
        if kind.network == network
        for change, *_ in kind.uses
        for path in change
    }


def within(path: str, listed: set[str]) -> bool:
    return any(
        path == one or path.startswith(f"{one}.") or one.startswith(f"{path}.") for one in listed
    )


@RECORDED
def test_nothing_is_read_by_the_module_that_the_list_does_not_name(recorded, kind):
    listed, noted = fields(kind.network) | {kind.id}, set()
    visit = SimpleNamespace(source=SimpleNamespace(handle="brand"))
    for change in ({}, *(change for change, *_ in kind.uses)):
        kind.make(visit, Watched(changed(kind.find(recorded), change), noted))
    assert noted
    assert [path for path in sorted(noted) if not within(path, listed)] == []


@pytest.mark.parametrize("network", sorted({kind.network for kind in KINDS.values()}))
def test_nothing_is_read_by_staging_that_the_lists_do_not_name(network):
    derived = {
        "measured": "insights",
        "media": "attachments.media_keys",
    }  # what the module adds, and from what
    listed = fields(network)
    listed |= {added for added, source in derived.items() if source in listed}
    sql = (
        PROJECT / "dbt" / "models" / "staging" / network / f"stg_{network}__posts.sql"
    ).read_text()
    read = {path.replace("[0]", ".0") for path in re.findall(r"'\$\.([^']+)'", sql)}
    assert read
    assert [path for path in sorted(read) if not within(path, listed)] == []


def leaves(value: Any, way: tuple = ()) -> Iterator[tuple[tuple, Any]]:
    if isinstance(value, dict | list) and value:
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, (*way, key))
    else:
        yield way, value


@RECORDED
def test_every_field_that_is_not_understood_stays_in_raw(land, recorded, kind):
    base = kind.find(recorded)
    objects = (
        key
        for key, value in base.items()
        if isinstance(value, dict) and value and not holds_person(key)
    )
    nested = next((key for key in objects if key not in kind.left_out), None)
    new = {
        "zz_new": {"deep": [1, {"words": "kept as they came"}]},
        "zz_number": 7,
        "zz_null": None,
        "zz_yes": True,
    }
    payload = base | new | ({nested: base[nested] | {"zz_inner": 0.5}} if nested else {})
    ([row], _) = land(kind, [payload])
    kept = dict(leaves(json.loads(row["payload"])))
    for way, value in leaves(payload):
        if any(step in kind.left_out for step in way):
            continue
        under = [w for w in kept if w[: len(way)] == way or way[: len(w)] == w]
        assert under, way  # gone only where a person was, and then a mark is in its place
        if way[0] in new or "zz_inner" in way or isinstance(value, bool):
            assert kept[way] == value, way
        elif isinstance(value, int | float) and "id" not in str(way[-1]):
            assert kept.get(way) == value, way
