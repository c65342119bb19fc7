"""Toy communities written straight into a lake: posts as a source showed them, readings as the
model gave them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from transforms import lake, warehouse
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.reading import EMOTIONS, INTENTS
from transforms.stage import run

MODEL = "toy-1"
THRESHOLDS = dict.fromkeys((*EMOTIONS, *INTENTS), 0.5)
PACK = """\
name: toys
label: {fr: Jouets, en: Toys}
themes:
  delivery:
    label: {fr: Livraison, en: Delivery}
    need: {fr: un colis à l'heure, en: a parcel on time}
    phrases: {fr: [livraison], en: [delivery]}
  price:
    label: {fr: Prix, en: Price}
    need: {fr: un prix juste, en: a fair price}
    phrases: {fr: [prix], en: [price]}
indices:
  late_parcel_anger:
    label: {fr: Colère du retard, en: Anger at late parcels}
    themes: [delivery]
    emotions: [anger, sadness]
calendar:
  christmas:
    name: {fr: Noël, en: Christmas}
    start: 12-20
    end: 12-26
  spring_sale:
    name: {fr: Soldes de printemps, en: Spring sale}
    start: "2025-03-01"
    end: "2025-03-02"
audiences:
  helpers: {label: {fr: lutins, en: elves}, advice: {fr: merci, en: thank them}}
escalate: {fr: [danger], en: [danger]}
"""
COMMUNITY = """\
name: {name}
industry: {industry}
language: en
timezone: {timezone}
accounts: [brand]
sources:
  - {{network: export, path: none.jsonl}}
as_of: latest
"""


@dataclass
class ToyLake:
    """A home with communities, packs and a lake that tests fill by hand."""

    files: int = 0

    def community(
        self, name: str = "toyshop", industry: str = "toys", timezone: str = "UTC", more: str = ""
    ) -> None:
        text = COMMUNITY.format(name=name, industry=industry, timezone=timezone) + more
        (settings().communities / f"{name}.yml").write_text(text, encoding="utf-8")

    def pack(self, text: str = PACK) -> None:
        name = text.split("\n", 1)[0].removeprefix("name: ").strip()
        (settings().industries / f"{name}.yml").write_text(text, encoding="utf-8")
        read_packs.cache_clear()

    def posts(self, *rows: Mapping[str, Any], load_id: str | None = None) -> None:
        """Append one load of versions of posts; a row needs `post_id` and `created_at` and may say
        anything else.
        """
        self.files += 1
        load = load_id or f"load-{self.files:04}"
        lake.write_rows("raw/export", load, [self._row(row, load, n) for n, row in enumerate(rows)])

    def readings(
        self, by_text: Mapping[str, Mapping[str, Any]], industry: str = "toys", model: str = MODEL
    ) -> None:
        """Readings per text; what is not said is 0, neutral is what the strongest emotion leaves."""
        pack = read_packs(settings().industries)[industry]
        rows = [
            reading_row(text, reading, industry, model, pack.version)
            for text, reading in by_text.items()
        ]
        self.files += 1
        lake.write_rows("enriched", f"{model}/shard-{self.files:04}", rows)

    def build(
        self, night: str | None = None, instant: datetime | None = None, *flags: str
    ) -> dict[str, str]:
        """Stage and build every mart but the advice in one go, views the first time only, as nights
        do; returns community -> night.
        """
        left_out = ["config.materialized:view"] if settings().warehouse.exists() else []
        nights = run.prepare(night, instant, MODEL, THRESHOLDS)
        kinds = ("--exclude-resource-type", "unit_test")
        warehouse.dbt("build", "--exclude", "tag:advice", *left_out, *kinds, *flags)
        return nights

    def _row(self, row: Mapping[str, Any], load: str, number: int) -> dict[str, Any]:
        created = row.get("created_at")
        defaults = {
            "community_id": "toyshop", "source": "export-0", "network": "x", "account": "brand", "author_id": "ann",
            "is_brand": row.get("author_id") == "brand", "text": row.get("post_id"), "language": "en",
            "observed_at": created, "observed_basis": "observed", "deleted": False, "file": "none.jsonl",
            "line": number + 1, "loaded_at": datetime(2025, 1, 1, tzinfo=UTC), "_dlt_load_id": load,
        }  # fmt: skip
        return defaults | dict(row)


def text_hash(text: str, language: str = "en") -> str:
    return sha256(f"{language}\n{text}".encode()).hexdigest()[:32]


def reading_row(
    text: str, reading: Mapping[str, Any], industry: str, model: str, pack_version: str
) -> dict[str, Any]:
    numbers = {
        name: Decimal(str(reading.get(name, 0))) for name in (*EMOTIONS, *INTENTS, "sentiment")
    }
    themes = [
        {"theme": theme, "score": Decimal(str(score)), "evidence": "phrase"}
        for theme, score in reading.get("themes", {}).items()
    ]
    expected = {name: value for name, value in reading.items() if name.startswith("expectation_")}
    return numbers | expected | {
        "text_hash": text_hash(text), "industry": industry, "model": model, "pack_version": pack_version,
        "language": reading.get("language", "en"), "themes": themes,
        "neutral": Decimal(1) - max(numbers[emotion] for emotion in EMOTIONS),
    }  # fmt: skip


def at(day: int, hour: int = 12, minute: int = 0, month: int = 3) -> datetime:
    """An instant of March 2025 unless another month is given; days beyond the month's end run on."""
    return datetime(2025, month, 1, hour, minute, tzinfo=UTC) + timedelta(days=day - 1)


def rows(sql: str) -> list[tuple[Any, ...]]:
    """What the warehouse answers, decimals as floats."""
    with warehouse.read_only() as connection:
        found = connection.execute(sql).fetchall()
    return [tuple(float(v) if isinstance(v, Decimal) else v for v in row) for row in found]
