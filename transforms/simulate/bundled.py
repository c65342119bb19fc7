"""The three simulated communities that `make run` shows, and worlds for any other seed."""

from datetime import date
from typing import Any

from transforms.simulate.dice import generator
from transforms.simulate.texts import phrasebook
from transforms.simulate.world import Need, PlantedCrisis, World


def _themes(industry: str, language: str) -> tuple[str, ...]:
    return tuple(phrasebook(industry, language).themes)


def bundled() -> dict[str, World]:
    """The bundled worlds by name, 90 days from 1 April 2025.

    aeria ends on a crisis, fibra's is eleven days old, gazette had a triumph in May and ends on a
    quiet night.
    """
    return {
        "aeria": World(
            name="aeria", seed=2034, industry="airlines", language="en", timezone="America/New_York",
            themes=_themes("airlines", "en"), posts_per_day=9.0,
            crises=(PlantedCrisis(date(2025, 6, 29), "cancellation", ("anger", "fear", "sadness"), size=6.0),),
            needs=(
                Need("early_notice", 0.035, rises_on=date(2025, 6, 8)),
                Need("human_rebooking", 0.02, rises_on=date(2025, 6, 20)),
                Need("family_seating", 0.03),
            ),
        ),
        "fibra": World(
            name="fibra", seed=2030, industry="telecom", language="fr", timezone="Europe/Paris",
            themes=_themes("telecom", "fr"), posts_per_day=9.0,
            crises=(PlantedCrisis(date(2025, 6, 18), "outage", ("anger", "sadness", "fear"), size=5.0, hour=7),),
            needs=(
                Need("outage_status", 0.03, rises_on=date(2025, 6, 15)),
                Need("technician_slot", 0.04),
                Need("loyal_price", 0.03, rises_on=date(2025, 6, 1)),
            ),
        ),
        "gazette": World(
            name="gazette", seed=2032, industry="media", language="fr", timezone="Europe/Paris",
            themes=_themes("media", "fr"), second_language=0.15, posts_per_day=7.5, answer_rate=0.25,
            brand_posts_per_day=2.0, base_engagement=60.0,
            crises=(PlantedCrisis(date(2025, 5, 20), "investigation", ("joy", "trust", "surprise"), size=4.0),),
            needs=(
                Need("gift_article", 0.045, rises_on=date(2025, 6, 10)),
                Need("corrections_visible", 0.03),
                Need("listen_articles", 0.03),
            ),
        ),
    }  # fmt: skip


def random_world(
    seed: int, industry: str = "airlines", language: str = "en", **changes: Any
) -> World:
    """A world of its own for a seed, without crises unless `changes` plants one."""
    rng = generator(seed, "world", industry, language)
    facts: dict[str, Any] = {
        "name": f"sim{seed}", "seed": seed, "industry": industry, "language": language,
        "timezone": "Europe/Paris" if language == "fr" else "America/New_York", "themes": _themes(industry, language),
        "posts_per_day": round(float(rng.uniform(8, 16)), 2), "contagion": round(float(rng.uniform(0.2, 0.5)), 3),
        "base_engagement": round(float(rng.uniform(20, 80)), 2), "noise": round(float(rng.uniform(0.3, 0.6)), 3),
    }  # fmt: skip
    return World(**(facts | changes))
