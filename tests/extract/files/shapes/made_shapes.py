"""For each shape a small file built as its public documentation shows it, with how many of its rows
are posts.
"""

import json
from typing import NamedTuple

import zstandard

SUMMER = "\u00c3\u0089t\u00c3\u00a9"
WEEKDAY = "Wed Jun 18 02:30:00 +0000 2025"


class Made(NamedTuple):
    """A file's name and content, its rows, and of these the posts and those that are set aside."""

    file: str
    content: bytes
    rows: int
    read: int
    set_aside: int = 0


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _lines(*rows: dict) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def _car() -> bytes:
    """A repository of two posts and a like, in one node of its tree."""
    import hashlib

    import libipld

    blocks: list[tuple[bytes, bytes]] = []

    def put(value: object) -> bytes:
        content = libipld.encode_dag_cbor(value)
        cid = b"\x01\x71\x12\x20" + hashlib.sha256(content).digest()
        blocks.append((cid, content))
        return cid

    def post(text: str) -> dict:
        return {
            "$type": "app.bsky.feed.post",
            "text": text,
            "createdAt": "2025-06-17T08:00:00.000Z",
            "langs": ["fr"],
        }

    records = {
        b"app.bsky.feed.like/3k1": put(
            {"$type": "app.bsky.feed.like", "createdAt": "2025-06-17T08:00:00Z"}
        ),
        b"app.bsky.feed.post/3kaa": put(post("Merci à vous")),
        b"app.bsky.feed.post/3kab": put(post("Toujours en panne")),
    }
    entries, before = [], b""
    for key, cid in records.items():
        shared = next(
            (n for n, (a, b) in enumerate(zip(before, key, strict=False)) if a != b), len(before)
        )
        entries.append({"p": shared, "k": key[shared:], "v": cid, "t": None})
        before = key
    tree = put({"l": None, "e": entries})
    root = put(
        {"did": "did:plc:brand", "version": 3, "data": tree, "rev": "3k", "prev": None, "sig": b""}
    )
    return _framed(root, blocks)


def _framed(root: bytes, blocks: list[tuple[bytes, bytes]]) -> bytes:
    import libipld

    header = libipld.encode_dag_cbor({"version": 1, "roots": [root]})
    return b"".join(
        [_varint(len(header)), header, *(_varint(len(c) + len(v)) + c + v for c, v in blocks)]
    )


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    return bytes([*found, number])


MADE = {
    "meta_business_suite": Made(
        "content.csv",
        "\ufeffPost ID,Account username,Description,Publish time,Permalink,Post type,Date,Likes,Comments,Shares,Views\n"
        "1,brand,Merci à vous,06/17/2025 08:00,https://www.instagram.com/p/1/,IG image,Lifetime,50,5,2,1234\n"
        "2,brand,,06/18/2025 08:00,https://www.instagram.com/p/2/,IG reel,Lifetime,5,0,0,100\n"
        "3,brand,Bonjour,soon,https://www.instagram.com/p/3/,IG reel,Lifetime,5,0,0,100\n".encode(),
        3,
        2,
        1,
    ),
    "meta_comments": Made(
        "comments.json",
        _json(
            {
                "data": [
                    {
                        "id": "1_2",
                        "message": "Merci",
                        "created_time": "2025-06-17T08:00:00+0000",
                        "like_count": 3,
                    },
                    {
                        "id": "1_3",
                        "message": "Bof",
                        "created_time": "2025-06-17T09:00:00+0000",
                        "from": {"id": "77"},
                    },
                ],
                "paging": {"cursors": {"before": "a", "after": "b"}},
            }
        ),
        2,
        2,
    ),
    "instagram_download": Made(
        "posts_1.json",
        _json(
            [
                {
                    "media": [
                        {
                            "uri": "media/1.jpg",
                            "creation_timestamp": 1750147437,
                            "title": "\u00c3\u0089t\u00c3\u00a9",
                        }
                    ]
                },
                {
                    "media": [
                        {"uri": "media/2.mp4", "creation_timestamp": 1750147438, "title": ""}
                    ],
                    "title": "Deux",
                    "creation_timestamp": 1750147439,
                },
            ]
        ),
        2,
        2,
    ),
    "instagram_download_comments": Made(
        "post_comments_1.json",
        _json(
            [
                {
                    "string_map_data": {
                        "Comment": {"value": "Bravo"},
                        "Time": {"timestamp": 1750147437},
                    }
                }
            ]
        ),
        1,
        1,
    ),
    "facebook_download": Made(
        "your_posts_1.json",
        _json(
            [
                {
                    "timestamp": 1750147437,
                    "data": [{"post": "Merci"}],
                    "title": "A B updated his status.",
                },
                {
                    "timestamp": 1750147438,
                    "data": [{"update_timestamp": 1750147438}],
                    "title": "A B shared a link.",
                },
            ]
        ),
        2,
        1,
    ),
    "facebook_download_comments": Made(
        "comments.json",
        _json(
            {
                "comments_v2": [
                    {
                        "timestamp": 1750147437,
                        "data": [
                            {
                                "comment": {
                                    "timestamp": 1750147437,
                                    "comment": "Oui",
                                    "author": "A B",
                                }
                            }
                        ],
                    }
                ]
            }
        ),
        1,
        1,
    ),
    "x_archive": Made(
        "tweets.js",
        b"window.YTD.tweets.part0 = "
        + _json(
            [
                {
                    "tweet": {
                        "id_str": "19",
                        "full_text": "Merci",
                        "created_at": WEEKDAY,
                        "favorite_count": "12",
                        "lang": "fr",
                    }
                },
                {
                    "tweet": {
                        "id_str": "20",
                        "full_text": "RT @a: b",
                        "created_at": WEEKDAY,
                        "retweet_count": "1",
                    }
                },
            ]
        ),
        2,
        2,
    ),
    "x_analytics": Made(
        "account_analytics_content.csv",
        b"Post id,Date,Post text,Post Link,Impressions,Likes,Engagements,Bookmarks,Shares,New follows,Replies,Reposts\n"
        b'19,"Tue, Jun 17, 2025",Merci,https://x.com/brand/status/19,1234,50,57,1,2,0,5,2\n',
        1,
        1,
    ),
    "linkedin_page": Made(
        "brand_content_1.csv",
        b'"Aggregated organic metrics for page posts"\n'
        b"Post title,Post link,Created date,Impressions,Likes,Comments,Reposts\n"
        b"Merci,https://www.linkedin.com/feed/update/urn:li:activity:1,06/17/2025,1234,50,5,2\n",
        1,
        1,
    ),
    "tiktok": Made(
        "user_data_tiktok.json",
        _json(
            {
                "Comment": {
                    "Comments": {
                        "CommentsList": [{"date": "2025-06-17 08:00:00", "comment": "Merci"}]
                    }
                }
            }
        ),
        1,
        1,
    ),
    "youtube_takeout_comments": Made(
        "comments.csv",
        "Comment ID,Channel ID,Comment create timestamp,Price,Parent comment ID,Video ID,Comment text\n"
        'Ug1,UCbrand,2025-06-17T08:00:00Z,0,,v1,"{""takeoutSegments"":[{""text"":""Merci ""},{""text"":""à vous""}]}"\n'
        'Ug2,UCbrand,2025-06-17T09:00:00Z,0,Ug1,v1,"{""text"":""Oui""}"\nUg3,UCbrand,2025-06-17T09:00:00Z,0,Ug1,v1,Plain\n'.encode(),
        3,
        3,
    ),
    "youtube_comments": Made(
        "comments.json",
        _json(
            {
                "items": [
                    {
                        "id": "Ug1",
                        "snippet": {
                            "videoId": "v1",
                            "totalReplyCount": 2,
                            "topLevelComment": {
                                "id": "Ug1",
                                "snippet": {
                                    "textDisplay": "Merci &quot;beaucoup&quot;<br>à vous",
                                    "authorChannelId": {"value": "UCsomebody"},
                                    "publishedAt": "2025-06-17T08:00:00Z",
                                    "likeCount": 3,
                                },
                            },
                        },
                    }
                ]
            }
        ),
        1,
        1,
    ),
    "reddit_dump": Made(
        "RC_2025-06.zst",
        zstandard.compress(
            _lines(
                *(
                    {
                        "id": f"k{n}",
                        "author": "[deleted]" if n == 2 else f"someone{n}",
                        "author_fullname": None if n == 2 else f"t2_a{n}",
                        "body": "[removed]" if n == 3 else f"Merci {n}",
                        "created_utc": 1750147437 + n,
                        "score": 3,
                        "subreddit": "brand",
                        "parent_id": "t3_abc",
                    }
                    for n in range(4)
                ),
                {
                    "id": "s1",
                    "author": "a1",
                    "author_fullname": "t2_s",
                    "title": "A",
                    "selftext": "B",
                    "created_utc": 1750147437,
                    "subreddit": "brand",
                    "num_comments": 4,
                    "score": 9,
                },
            )
        ),
        5,
        5,
    ),
    "mastodon_outbox": Made(
        "outbox.json",
        _json(
            {
                "type": "OrderedCollection",
                "orderedItems": [
                    {
                        "type": "Create",
                        "actor": "https://s.example/users/brand",
                        "object": {
                            "id": "https://s.example/users/brand/statuses/1",
                            "content": "<p>Merci<br>à vous</p>",
                            "published": "2025-06-17T08:00:00Z",
                            "contentMap": {"fr": "<p>Merci</p>"},
                        },
                    },
                    {
                        "type": "Announce",
                        "object": "https://other.example/1",
                        "published": "2025-06-17T08:00:00Z",
                    },
                ],
            }
        ),
        1,
        1,
    ),
    "bluesky_repository": Made("repo.car", _car(), 2, 2),
    "google_play_reviews": Made(
        "reviews_app_202506.csv",
        (
            "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,"
            "Review Submit Millis Since Epoch,Star Rating,Review Title,Review Text,Review Link\n"
            "com.a,1,1.0,fr,d,2025-06-17T08:00:00Z,1750147200000,5,Bien,Très bien,https://play.google.com/?reviewId=1\n"
            "com.a,1,1.0,fr,d,2025-06-17T08:00:00Z,1750147200000,4,,,\n"
        ).encode("utf-16"),
        2,
        1,
    ),
    "app_store_reviews": Made(
        "reviews.json",
        _json(
            {
                "data": [
                    {
                        "type": "customerReviews",
                        "id": "r1",
                        "attributes": {
                            "rating": 1,
                            "title": "Bof",
                            "body": "Plante souvent",
                            "reviewerNickname": "nick.name9",
                            "createdDate": "2025-06-17T01:00:00-07:00",
                        },
                    }
                ]
            }
        ),
        1,
        1,
    ),
    "hootsuite": Made(
        "export.csv",
        b"Date,Network,Profile,Message,Sentiment,Post URL,Author,Likes,Comments\n"
        b'"Jun 17, 2025 08:00 AM",FACEBOOK_PAGE,Brand,Merci,positive,https://x.example/1,Someone Else,12,3\n'
        b'"Jun 17, 2025 09:00 AM",TWITTER,Brand,Bof,negative,https://x.example/2,Another One,"1,2K",3\n',
        2,
        2,
    ),
    "sprout_social": Made(
        "sprout.json",
        _json(
            {
                "data": [
                    {
                        "guid": "g1",
                        "network": "TWITTER",
                        "text": "Merci",
                        "created_time": "2025-06-17T08:00:00Z",
                        "from": {"guid": "tw:1", "name": "A B"},
                        "metrics": {"lifetime.likes": 3, "lifetime.impressions": 90},
                    }
                ]
            }
        ),
        1,
        1,
    ),
}
