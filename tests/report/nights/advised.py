"""The advice that a night gives, and how earlier advice did."""

from datetime import timedelta

from tests.report.published_file import NIGHT, Published


def add_advice(published: Published, name: str, crisis: bool = False) -> None:
    """One piece of advice for tomorrow; in a crisis nothing was left to chance."""
    reactions = [
        {"emotion": "trust", "share": 0.41, "low": 0.3, "high": 0.52},
        {"emotion": "joy", "share": 0.22, "low": 0.13, "high": 0.31},
        {"emotion": "anger", "share": 0.09, "low": 0.03, "high": 0.16},
    ]
    published.add(
        "fct_recommendations",
        name,
        for_date=NIGHT + timedelta(days=1),
        advice_id="a1",
        rank=1,
        theme_id="outage",
        audience="regulars",
        format="video",
        tone="trust",
        slot="18:00-23:00",
        opening_fr="Voici où en est le réseau, quartier par quartier.",
        opening_en="Here is where the network stands, district by district.",
        engagement_lift=0.35,
        engagement_low=0.05,
        engagement_high=0.8,
        reactions=reactions,
        reply_plans=["say_when"],
        angle_fr="64 publications en parlent. D'abord, dites ce qui est fait ; enfin, ce qui reste à faire.",
        angle_en="64 brand posts speak of it. First, say what is done; last, what is left to do.",
        posts_fr=[
            "Voici où en est le réseau, quartier par quartier.",
            "Point de [heure] : [fait].",
        ],
        posts_en=[
            "Here is where the network stands, district by district.",
            "Update at [time]: [fact].",
        ],
        effect_low=0.1,
        effect_high=0.6,
        propensity=1.0 if crisis else 0.2,
        assigned=not crisis,
        history_posts=64,
        basis_fr="64 publications de la marque",
        basis_en="64 brand posts",
        origin="live",
    )


def add_track_record(published: Published, name: str) -> None:
    """Twenty-four pieces of advice that were scored."""
    published.add(
        "fct_track_record",
        name,
        as_of_date=NIGHT,
        scored=24,
        covered=21,
        followed=15,
        not_followed=9,
        effect=0.18,
        effect_low=0.04,
        effect_high=0.34,
        basis="matched",
    )
