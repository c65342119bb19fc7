"""What a night of advice costs for 100 communities of 1,000 brand posts: made-up marts, then
`recommend` over them.

Every post has two observations and one member reply, and all communities lend to each other, which
is the dearest case.
"""

from datetime import UTC, datetime

import duckdb

from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.warehouse import contracts

COMMUNITIES, POSTS = 100, 1000
NIGHT = "2025-06-30"
_WHO = "'c' || c as community_id, 'airlines' as industry"
_THEME = "['delay', 'food', 'loyalty', 'price', 'wifi'][1 + (hash(i) % 5)::int]"
_EMOTIONS = "['joy', 'trust', 'fear', 'surprise', 'sadness', 'disgust', 'anger', 'anticipation']"
_POST = f"""
    {_WHO}, 'x' as network, {_THEME} as top_theme_id, 0 as question, 'words' as text,
    'en' as language, false as edited
"""


def prepare() -> int:
    """The marts; how many posts they hold."""
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings().warehouse)) as connection:
        connection.execute("set timezone = 'UTC'")
        queries = _marts()
        for mart in (*queries, "fct_expectations", "fct_signals"):
            contracts.create(connection, mart)
        for mart, query in queries.items():
            connection.execute(f"insert into {mart} by name {query}")
    return 2 * COMMUNITIES * POSTS


def recommend() -> int:
    """One night of advice for all of them; how many brand posts it learnt from."""
    from transforms.recommend import run

    counts = run.recommend(
        {f"c{i}": NIGHT for i in range(COMMUNITIES)}, datetime(2025, 7, 1, 1, tzinfo=UTC)
    )
    if counts["failed"]:
        raise StepFailed(f"recommend failed for some: {counts['failed']}")
    return COMMUNITIES * POSTS


def _marts() -> dict[str, str]:
    """Mart -> the query that makes its rows."""
    both = f"range({COMMUNITIES}) t(c), range({POSTS}) s(i)"
    at = f"(timestamptz '2025-01-01 08:00:00+00' + to_hours((i * 4320 // {POSTS})::int))"
    return {
        "dim_communities": f"""
            select {_WHO}, 'c' || c as name, 'en' as language, 'Europe/Paris' as timezone, false as simulated,
                true as pool, date '{NIGHT}' as last_date from range({COMMUNITIES}) t(c)""",
        "dim_themes": f"""
            select {_WHO}, x as theme_id, 'pack' as kind, x as label_fr, x as label_en, x as need_fr, x as need_en
            from range({COMMUNITIES}) t(c), unnest(['delay', 'food', 'loyalty', 'price', 'wifi']) u(x)""",
        "fct_posts": f"""
            select {_POST}, 'b' || i as post_id, 'brand' as author_id, true as is_brand, {at} as created_at,
                {at}::date as created_date, (8 + hash(i, 1) % 12)::int as local_hour,
                (1 + hash(i, 2) % 7)::int as weekday,
                ['text', 'image', 'link', 'video'][1 + (hash(i, 3) % 4)::int] as format, null as in_reply_to,
                0 as sentiment, ['joy', 'trust'][1 + (hash(i, 4) % 2)::int] as dominant_emotion,
                null as audience from {both}
            union all by name
            select {_POST}, 'r' || i as post_id, 'm' || i % 50 as author_id, false as is_brand,
                {at} + interval 1 hour as created_at, {at}::date as created_date, 12 as local_hour, 3 as weekday,
                'text' as format, 'b' || i as in_reply_to, 0.1 as sentiment, null as dominant_emotion,
                'regulars' as audience from {both}""",
        "fct_post_metrics": f"""
            select {_WHO}, 'x' as network, 'b' || i as post_id, {at} + to_hours(h) as observed_at, h as age_hours,
                10 + (hash(i, c) % 90)::int + h // 24 as engagement, 'observed' as metrics_basis
            from {both}, unnest([24, 168]) u(h)""",
        "fct_post_themes": """
            select community_id, industry, network, post_id, top_theme_id as theme_id, 1 as score, 1 as rank,
                is_brand, created_date from fct_posts""",
        "fct_post_emotions": f"""
            select community_id, industry, network, post_id, e as emotion, 0.5 as probability,
                hash(post_id, e) % 5 = 0 as is_present, is_brand, created_date
            from fct_posts, unnest({_EMOTIONS}) u(e)""",
    }
