"""Advice and answers for sixteen communities, with the posts beside them, to be judged by eye.

`python -m tests.recommend.by_eye --home DIR [--advice 200] [--replies 100]` makes a community of the
invented posts of ../shared for each of eight industries in French and in English, whose last day is
a crisis, runs the product's night on them, and prints what it advised on that night and on the ten
before, then whom it would answer and how. A home that has its night is read again at once.
"""

import argparse
import json
import os
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from transforms.config.industries import Pack, read_packs
from transforms.config.settings import settings
from transforms.report.content.replies import ranking
from transforms.report.content.replies.drafts import Drafts
from transforms.report.facts.published import Published
from transforms.report.mail.render import facts_of

LAST, DAYS, BRAND_POSTS = date(2025, 6, 29), 49, 60
"""A night is judged from the 43rd day on, and some communities' first days may have no post."""
FORMS = ("text", "image", "video", "link", "poll")
BESIDE = 3
"""Posts of the theme that are shown with an advice."""


def make(home: Path) -> None:
    """The sixteen communities' files and posts, and one night."""
    os.environ |= {
        "CMR_HOME": str(home / "var"), "CMR_COMMUNITIES": str(home / "communities"),
        "CMR_PSEUDONYM_KEYS": "by eye", "RUNTIME__DLTHUB_TELEMETRY": "false",
    }  # fmt: skip
    settings.cache_clear()
    if settings().published.exists():
        return
    (home / "communities").mkdir(parents=True)
    written = pd.read_parquet(settings().shared / "data" / "made" / "written.parquet")
    packs = read_packs(settings().industries)
    for key, posts in written.groupby(["industry", "lang"]):
        industry, language = map(str, key)
        name = f"{industry}_{language}"
        rows = _rows(name, posts, packs[industry], language)
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (home / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        community = {
            "name": name, "industry": industry, "language": language, "as_of": "latest", "simulated": True,
            "timezone": "Europe/Paris", "accounts": ["brand"],
            "sources": [{"network": "export", "path": str(home / f"{name}.jsonl"), "account": "brand"}],
            "recipients": [{"email": f"cm.{name}@example.org", "language": language}],
        }  # fmt: skip
        (home / "communities" / f"{name}.yml").write_text(yaml.safe_dump(community))
    from transforms.operate import flow

    flow.run(last="publish")


def _rows(name: str, posts: pd.DataFrame, pack: Pack, language: str) -> list[dict[str, Any]]:
    """Brand posts on every theme, the industry's posts over seven weeks, and on the last day what is
    bad in them, three times over what its most frequent complaint is.
    """
    dice = random.Random(name)
    rows = []
    labels = [getattr(theme.label, language) for theme in pack.themes.values()]
    for i in range(BRAND_POSTS):
        said = dice.choice(labels)
        text = f"{said} : où nous en sommes." if language == "fr" else f"{said}: where we are."
        likes = dice.lognormvariate(3.5 + 0.1 * FORMS.index(form := dice.choice(FORMS)), 0.6)
        at = LAST - timedelta(days=i * DAYS // BRAND_POSTS)
        rows.append(_row(f"b{i}", "brand", text, at, dice, format=form, likes=int(likes)))
    for i, post in enumerate(posts.to_dict("records")):
        at = LAST - timedelta(days=1 + dice.randrange(DAYS))
        answered = f"b{dice.randrange(BRAND_POSTS)}" if dice.random() < 0.4 else None
        rows.append(_row(f"m{i}", f"member{i % 70}", post["text"], at, dice, in_reply_to=answered))
    bad = posts[posts["sentiment"] == "negative"]
    worst = bad[bad["need"] == bad["need"].mode().iloc[0]]
    for i, text in enumerate([*bad["text"].sample(12, random_state=0), *list(worst["text"]) * 3]):
        rows.append(_row(f"c{i}", f"crowd{i}", text, LAST, dice))
    return rows


def _row(
    post_id: str, author: str, text: str, day: date, dice: random.Random, **more: Any
) -> dict[str, Any]:
    at = datetime(day.year, day.month, day.day, 7, tzinfo=UTC) + timedelta(
        minutes=dice.randrange(720)
    )
    return {
        "post_id": post_id, "network": "x", "account": "brand", "author_id": author, "text": text,
        "created_at": at.isoformat(), "format": "text", "likes": dice.randrange(9),
    } | more  # fmt: skip


def advised(most: int) -> None:
    """Pieces of advice of all communities, those of the crises first, with posts on their themes."""
    with Published(settings().published) as marts:
        rows = marts.rows(
            "fct_recommendations",
            "select r.*, c.language, t.label_fr, t.label_en from fct_recommendations r "
            "join dim_communities c using (community_id) "
            "left join dim_themes t using (community_id, theme_id) order by r.community_id, for_date, rank",
            [],
        )
        dice = random.Random(0)
        last = [row for row in rows if row["for_date"] > LAST]
        calm = [row for row in rows if row["for_date"] <= LAST]
        chosen = last + dice.sample(calm, max(0, min(most - len(last), len(calm))))
        chosen.sort(key=lambda row: (row["community_id"], row["for_date"], row["rank"]))
        for number, row in enumerate(chosen, 1):
            _show_advice(number, row, _beside(marts, row))


def _beside(marts: Published, row: dict[str, Any]) -> list[str]:
    found = marts.rows(
        "fct_posts",
        "select p.text, p.sentiment from fct_posts p where community_id = ? and top_theme_id = ? "
        "and not is_brand and created_date < ? order by created_at desc, post_id limit ?",
        [row["community_id"], row["theme_id"], row["for_date"], BESIDE],
    )
    return [f"({float(one['sentiment'] or 0):+.1f}) {str(one['text'])[:110]!r}" for one in found]


def _show_advice(number: int, row: dict[str, Any], beside: list[str]) -> None:
    said = row["language"]
    label = row[f"label_{said}"] or row["theme_id"] or "-"
    when = "CRISIS" if row["for_date"] > LAST else str(row["for_date"])
    print(
        f"\n#{number} {row['community_id']} {when} | {label} | {row['audience']} | {row['format']} | "
        f"{row['tone']} | {row['slot']}"
    )
    print(f"  {row[f'angle_{said}']}")
    for text in row[f"posts_{said}"] or []:
        print(f"  - {text}")
    for post in beside:
        print(f"      > {post}")


def answered(most: int) -> None:
    """Whom the last night would answer, why, and the draft; nothing after `=>` is "a human"."""
    packs, found = read_packs(settings().industries), []
    for name in sorted(path.stem for path in settings().communities.glob("*.yml")):
        facts = facts_of(settings().published, name, LAST)
        profile = facts.profile
        if profile is None:
            continue
        pack = packs[profile.industry]
        drafts = Drafts(pack, profile.language)
        for group in ranking.alike(ranking.rank(facts.people, pack)):
            found += [(name, group.reason, one, drafts.draft(one)) for one in group.people]
    for number, (name, reason, person, draft) in enumerate(
        random.Random(0).sample(found, min(most, len(found))), 1
    ):
        post = person.post
        print(f"\n@{number} {name} {reason} | {post.theme_id} {post.emotion} | {post.text!r}")
        print(f"  => {draft or ''}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, required=True)
    options.add_argument("--advice", type=int, default=200)
    options.add_argument("--replies", type=int, default=100)
    chosen = options.parse_args()
    make(chosen.home)
    advised(chosen.advice)
    answered(chosen.replies)


if __name__ == "__main__":
    main()
