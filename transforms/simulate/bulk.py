"""Many posts, fast: export rows in Arrow batches for benchmarks, with the shape of real data but no
planted truth.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from transforms.simulate.dice import Dice, generator
from transforms.simulate.export import COLUMNS, NETWORK
from transforms.simulate.generate import STANCES
from transforms.simulate.texts import Writer, phrasebook
from transforms.simulate.world import FEELINGS

utc = pa.timestamp("us", tz="UTC")
TYPES: dict[str, pa.DataType] = dict.fromkeys(COLUMNS, pa.string()) | {
    "created_at": utc, "observed_at": utc, "updated_at": utc, "deleted": pa.bool_(), "likes": pa.int64(),
    "replies": pa.int64(), "shares": pa.int64(), "views": pa.int64(), "followers": pa.int64(),
}  # fmt: skip
SCHEMA = pa.schema(list(TYPES.items()))
BOOKS = (("airlines", "en"), ("telecom", "fr"), ("media", "fr"), ("media", "en"))
FORMATS = pa.array(["text", "image", "video", "link"])
DAY = 86_400


def bulk(
    posts: int, days: int, seed: int = 1, communities: Sequence[str] = ("bulk",), start: date = date(2024, 7, 1),
    rows: int = 50_000,
) -> Iterator[pa.RecordBatch]:  # fmt: skip
    """Exactly `posts` export rows over `days` UTC days in the order of time, `rows` to a batch.

    Every text occurs about once. Communities share the posts evenly; 3 % are by the brand
    (`author_id` = community name), 35 % reply to one of the community's last posts, 6 % have no
    metrics. Equal arguments give equal rows.
    """
    names = pa.array(list(communities))
    begin = int(datetime(start.year, start.month, start.day, tzinfo=UTC).timestamp())
    edges = np.linspace(0, posts, max(1, -(-posts // rows)) + 1).astype(np.int64)
    for number, (first, last) in enumerate(pairwise(edges)):
        span = (begin + days * DAY * first / posts, begin + days * DAY * last / posts)
        yield _batch(generator(seed, "bulk", number), names, int(first), int(last - first), span)


def _batch(
    rng: np.random.Generator, names: pa.Array, first: int, size: int, span: tuple[float, float]
) -> pa.RecordBatch:
    ids = np.arange(first, first + size)
    owner = ids % len(names)
    account = names.take(pa.array(owner))
    created = np.sort(rng.uniform(*span, size)).astype(np.int64)
    brand = rng.random(size) < 0.03
    people = (rng.zipf(1.3, size) % 20_000) * len(names) + owner
    author = pc.if_else(pa.array(brand), account, _numbered("u", people))
    back = np.minimum(rng.geometric(0.05, size), 400) * len(names)
    is_reply = (rng.random(size) < 0.35) & ~brand & (ids - back >= 0)
    hidden = rng.random(size) < 0.06
    followers = np.where(brand, 50_000, rng.lognormal(5, 1.5, size)).astype(np.int64)
    interest = rng.lognormal(0, 0.8, size) * np.sqrt(followers) * 0.3
    likes = rng.poisson(interest)
    texts, languages = _texts(rng, size)
    columns: dict[str, pa.Array] = {
        "post_id": _numbered("p", ids),
        "network": pa.repeat(pa.scalar(NETWORK), size),
        "account": account,
        "author_id": author,
        "text": texts,
        "created_at": pa.array(created * 1_000_000, pa.int64()).cast(utc),
        "language": languages,
        "in_reply_to": pc.if_else(
            pa.array(is_reply), _numbered("p", np.maximum(ids - back, 0)), None
        ),
        "format": FORMATS.take(pa.array(rng.choice(4, size, p=(0.7, 0.15, 0.05, 0.1)))),
        "likes": pa.array(likes, mask=hidden),
        "replies": pa.array(rng.poisson(interest / 8), mask=hidden),
        "shares": pa.array(rng.poisson(interest / 6), mask=hidden),
        "views": pa.array(likes * 20 + followers // 5, mask=hidden | (rng.random(size) < 0.3)),
        "followers": pa.array(followers),
        "observed_at": pa.array((created + DAY) * 1_000_000, pa.int64()).cast(utc),
    }
    arrays = [columns.get(name, pa.nulls(size, kind)).cast(kind) for name, kind in TYPES.items()]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _numbered(prefix: str, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(prefix, pa.array(numbers).cast(pa.string()), "")


def _texts(rng: np.random.Generator, size: int) -> tuple[pa.Array, pa.Array]:
    """Two written parts and a number each, so that a million texts hardly repeat."""
    pool, languages = _pool()
    chosen = rng.integers(0, len(pool), size)
    half = len(pool) // len(BOOKS)
    second = chosen - chosen % half + rng.integers(0, half, size)
    tail = pa.array(rng.integers(0, 100_000, size)).cast(pa.string())
    text = pc.binary_join_element_wise(
        pool.take(pa.array(chosen)), pool.take(pa.array(second)), tail, " "
    )
    return text, languages.take(pa.array(chosen // half))


@lru_cache
def _pool(size: int = 2_000) -> tuple[pa.Array, pa.Array]:
    """`size` posts per phrasebook, book after book, and each book's language."""
    texts = []
    for industry, language in BOOKS:
        writer, book = (
            Writer(phrasebook(industry, language), "brand"),
            phrasebook(industry, language),
        )
        themes = list(book.themes)
        dice = Dice("bulk", industry, language)
        for _ in range(size):
            feeling = dice.pick(FEELINGS)
            texts.append(
                writer.post(dice, dice.pick(themes), (feeling,), dice.weighted(STANCES[feeling]))
            )
    return pa.array(texts), pa.array([language for _, language in BOOKS])
