"""Twelve posts of a toy shop, in Paris: every figure below was worked out on paper from `POSTS` and
`READINGS`.

On 1 March ann and bob are angry at a late parcel, cat is glad, dan asks; the brand answers ann
after three hours. dan's post p6 is of 1 March in UTC and of 2 March in Paris. Nobody writes on 3
March.
"""

from datetime import date
from decimal import Decimal

from tests.dbt.toy_lake import MODEL, at, rows

# p3 and p5 say no language that is read: their readings are found by the community's.
POSTS = [
    {"post_id": "p1", "author_id": "ann", "created_at": at(1, 9)},
    {"post_id": "p2", "author_id": "bob", "created_at": at(1, 10), "in_reply_to": "p1"},
    {"post_id": "p3", "author_id": "cat", "created_at": at(1, 11), "language": None},
    {"post_id": "p4", "author_id": "brand", "created_at": at(1, 12), "in_reply_to": "p1"},
    {"post_id": "p5", "author_id": "dan", "created_at": at(1, 22, 30), "language": "und"},
    {"post_id": "p6", "author_id": "dan", "created_at": at(1, 23, 30)},
    {"post_id": "p7", "author_id": "ann", "created_at": at(2, 9)},
    {
        "post_id": "p8",
        "author_id": "brand",
        "created_at": at(2, 10),
        "likes": 10,
        "replies": 2,
        "format": "image",
    },
    {
        "post_id": "p9",
        "author_id": "cat",
        "created_at": at(2, 11),
        "in_reply_to": "p8",
        "followers": 100,
    },
    {"post_id": "p10", "author_id": "eve", "created_at": at(4, 8), "in_reply_to": "p9"},
    {"post_id": "p11", "author_id": "bob", "created_at": at(4, 9), "likes": 1, "followers": 30},
    {"post_id": "p12", "author_id": "ann", "created_at": at(4, 10)},
]
READINGS = {
    "p1": {"anger": 0.9, "sentiment": -0.8, "complaint": 0.9, "themes": {"delivery": 0.9}},
    "p2": {"anger": 0.8, "sentiment": -0.6, "complaint": 0.8, "themes": {"delivery": 0.7}},
    "p3": {"joy": 0.8, "sentiment": 0.6, "praise": 0.9, "themes": {"price": 0.6}},
    "p4": {"trust": 0.7, "sentiment": 0.2},
    "p5": {"question": 0.9, "themes": {"price": 0.8}},
    "p6": {"joy": 0.6, "sentiment": 0.4},
    "p7": {"sadness": 0.7, "anger": 0.2, "sentiment": -0.4, "complaint": 0.6, "themes": {"delivery": 0.5}},
    "p8": {"joy": 0.9, "sentiment": 0.9},
    "p9": {"joy": 0.7, "sentiment": 0.8, "praise": 0.6},
    "p10": {"joy": 0.6, "sentiment": 0.5},
    "p11": {"fear": 0.6, "sentiment": -0.2, "question": 0.7},
    "p12": {"joy": 0.9, "sentiment": 0.9, "praise": 0.8, "themes": {"price": 0.9, "delivery": 0.6}},
}  # fmt: skip
FIRST, SECOND, EMPTY, LAST = (date(2025, 3, day) for day in (1, 2, 3, 4))
# Two pieces of advice for 2 March: p8 followed the first, nothing the second.
ADVICE = [
    {
        "community_id": "toyshop", "industry": "toys", "for_date": date(2025, 3, 2), "advice_id": advice,
        "rank": rank, "theme_id": theme, "format": "image", "engagement_lift": 0.25, "origin": "live",
        "reactions": [
            {"emotion": "joy", "share": Decimal("0.5"), "low": Decimal("0.3"), "high": Decimal("0.8")},
            {"emotion": "anger", "share": Decimal("0.2"), "low": Decimal("0.1"), "high": Decimal("0.4")},
        ],
    }
    for rank, (advice, theme) in enumerate([("a1", "price"), ("a2", "delivery")], 1)
]  # fmt: skip
OUTCOMES = [
    {
        "community_id": "toyshop", "industry": "toys", "for_date": date(2025, 3, 2), "advice_id": "a1",
        "horizon": horizon, "status": "followed", "network": "x", "post_id": "p8", "engagement_lift": lift,
        "inside_interval": True, "scored_on": LAST, "origin": "live",
        "reactions": [
            {"emotion": "joy", "share": Decimal("0.7")}, {"emotion": "anger", "share": Decimal("0")}
        ],
    }
    for horizon, lift in (("24h", 0.1), ("7d", 0.2))
] + [
    {
        "community_id": "toyshop", "industry": "toys", "for_date": date(2025, 3, 2), "advice_id": "a2",
        "horizon": "none", "status": "not_followed", "scored_on": LAST, "origin": "live",
    }
]  # fmt: skip
CORRECTION = {
    "model": MODEL, "language": "en", "emotion": "anger", "positives": 50, "negatives": 200,
    "mean_if_true": 0.8, "mean_if_false": 0.1, "variance_if_true": 0.04, "variance_if_false": 0.01,
}  # fmt: skip
NEED = {
    "community_id": "toyshop", "night": LAST, "need_id": "n1", "theme_id": "delivery", "network": "x",
    "label_fr": "un colis à l'heure", "label_en": "a parcel on time", "name_kind": "phrase",
    "score": None, "explicit": False,
}  # fmt: skip
NEEDS = [
    NEED | {"post_id": "p1", "explicit": True, "proof": 1},
    NEED | {"post_id": "p2", "proof": 2},
    NEED | {"post_id": "p7"},
]


def day_values(columns: str) -> list[tuple]:
    """Those columns of each day of the shop, the date first."""
    return rows(f"select date, {columns} from fct_community_days order by date")
