"""The bundled communities with a third of their posts, crises and wants included: for what is proven
of nights, whoever speaks and however much.
"""

from dataclasses import replace
from pathlib import Path

from transforms.simulate.bundled import bundled
from transforms.simulate.export import simulate_world
from transforms.simulate.run import line


def small(home: Path, *names: str) -> int:
    """Write these communities' export files where `cmr simulate` does; returns how many posts they
    hold that nobody deleted.
    """
    folder = home / "simulated"
    folder.mkdir(parents=True)
    posts = 0
    for name in names:
        world = replace(
            bundled()[name], posts_per_day=3, brand_posts_per_day=0.5, base_engagement=10
        )
        rows = simulate_world(world).rows
        (folder / f"{name}.jsonl").write_text("".join(map(line, rows)), encoding="utf-8")
        deleted = {row["post_id"] for row in rows if row["deleted"]}
        posts += len({row["post_id"] for row in rows} - deleted)
    return posts
