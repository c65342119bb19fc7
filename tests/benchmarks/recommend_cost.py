"""What a night of advice costs: `python -m tests.benchmarks.recommend_cost [--communities 100] [--posts 1000]`.

Prints JSON: seconds of wall clock and of processor, and peak memory, for communities of made-up brand posts, each with
two observations and one member reply. All lend to each other, which is the dearest case.
"""

import argparse
import json
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb


def make(path: Path, communities: int, posts: int) -> None:
    """The marts of `communities` with `posts` brand posts each, over half a year."""
    from tests.recommend.conftest import TABLES

    with duckdb.connect(str(path)) as connection:
        connection.execute("set timezone = 'UTC'")
        for table, columns in TABLES.items():
            connection.execute(f"create table {table} ({columns})")
        about = "'c' || c as community_id, 'airlines' as industry"
        both = f"range({communities}) t(c), range({posts}) s(i)"
        at = f"timestamptz '2025-01-01 08:00:00+00' + to_hours((i * 4320 // {posts})::int)"
        theme = "['delay', 'food', 'loyalty', 'price', 'wifi'][1 + (hash(i) % 5)::int]"
        connection.execute(
            f"""
            insert into dim_communities by name select {about}, 'en' as language, 'Europe/Paris' as timezone,
                false as simulated, true as pool, date '2025-06-30' as last_date from range({communities}) t(c);
            insert into dim_themes by name select {about}, x as theme_id, x as label_fr, x as label_en
                from range({communities}) t(c), unnest(['delay', 'food', 'loyalty', 'price', 'wifi']) u(x);
            insert into fct_posts by name select {about}, 'x' as network, 'b' || i as post_id,
                'brand' as author_id, true as is_brand, {at} as created_at, ({at})::date as created_date,
                (8 + hash(i, 1) % 12)::int as local_hour,
                (1 + hash(i, 2) % 7)::int as weekday, 'words' as text,
                ['text', 'image', 'link', 'video'][1 + (hash(i, 3) % 4)::int] as format,
                0 as question, 0 as sentiment,
                ['joy', 'trust'][1 + (hash(i, 4) % 2)::int] as dominant_emotion,
                {theme} as top_theme_id from {both};
            insert into fct_posts by name select {about}, 'x' as network, 'r' || i as post_id,
                'm' || i % 50 as author_id,
                false as is_brand, {at} + interval 1 hour as created_at, ({at})::date as created_date, 12 as local_hour,
                3 as weekday, 'words' as text, 'text' as format, 'b' || i as in_reply_to, 0 as question,
                0.1 as sentiment, {theme} as top_theme_id, 'regulars' as audience from {both};
            insert into fct_post_metrics by name select {about}, 'x' as network, 'b' || i as post_id,
                {at} + to_hours(h) as observed_at, h as age_hours,
                10 + (hash(i, c) % 90)::int + h // 24 as engagement,
                'observed' as metrics_basis from {both}, unnest([24, 168]) u(h);
            insert into fct_post_themes by name select community_id, industry, network, post_id,
                top_theme_id as theme_id,
                1 as score, 1 as rank, is_brand, created_date from fct_posts;
            insert into fct_post_emotions by name select community_id, industry, network, post_id,
                e as emotion,
                0.5 as probability, hash(post_id, e) % 5 = 0 as is_present,
                is_brand, created_date
                from fct_posts,
                unnest(['joy', 'trust', 'fear', 'surprise', 'sadness', 'disgust', 'anger', 'anticipation'])
                u(e);
            """
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--communities", type=int, default=100)
    parser.add_argument("--posts", type=int, default=1000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CMR_HOME"] = home
        from transforms.recommend import run

        make(Path(home) / "warehouse.duckdb", asked.communities, asked.posts)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        nights = {f"c{i}": "2025-06-30" for i in range(asked.communities)}
        wall, processor = time.perf_counter(), time.process_time()
        counts = run.recommend(nights, datetime(2025, 7, 1, 1, tzinfo=UTC))
        print(
            json.dumps(
                {
                    "communities": asked.communities,
                    "posts": asked.posts,
                    "wall_seconds": round(time.perf_counter() - wall, 1),
                    "processor_seconds": round(time.process_time() - processor, 1),
                    "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                    "peak_mb_before": before // 1024,
                }
                | counts
            )
        )


if __name__ == "__main__":
    main()
