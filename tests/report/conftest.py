"""A home with a published file and community files of the test's own."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.report import nights
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.report.delivery import queue

PACK = {
    "name": "telecom",
    "label": {"fr": "Télécoms", "en": "Telecoms"},
    "themes": {
        "outage": {
            "label": {"fr": "Panne et coupure", "en": "Outage"},
            "phrases": {"fr": ["panne"], "en": ["outage"]},
            "need": {"fr": "une date de retour", "en": "a date for the repair"},
        },
    },
    "indices": {
        "outage_distress": {
            "label": {"fr": "Détresse de coupure", "en": "Outage distress"},
            "themes": ["outage"],
            "emotions": ["anger", "fear"],
        }
    },
    "reply_plans": {
        "say_when": {
            "themes": ["outage"],
            "intents": ["complaint", "question"],
            "text": {
                "fr": "Nous vous donnons l'heure de retour dès qu'elle est sûre.",
                "en": "We will tell you the hour as soon as it is certain.",
            },
        },
    },
    "escalate": {"fr": ["me faire du mal"], "en": ["hurt myself"]},
}


@pytest.fixture
def cmr(home, tmp_path, monkeypatch) -> Iterator[Path]:
    """CMR_HOME, with an industry pack, a folder for community files and a mail database of its own."""
    for folder, variable in (("communities", "CMR_COMMUNITIES"), ("industries", "CMR_INDUSTRIES")):
        (tmp_path / folder).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / folder))
    (tmp_path / "industries" / "telecom.yml").write_text(
        yaml.safe_dump(PACK, allow_unicode=True), encoding="utf-8"
    )
    monkeypatch.setenv("CMR_MAIL_FROM", "Community Manager Reloaded <reports@cmr.example>")
    monkeypatch.setenv("CMR_MAIL_REPLY_TO", "answers@cmr.example")
    monkeypatch.delenv("CMR_SMTP_URL", raising=False)
    settings.cache_clear()
    read_packs.cache_clear()
    yield home
    queue.engine().dispose()
    read_packs.cache_clear()


@pytest.fixture
def community(cmr, tmp_path) -> Callable[..., None]:
    """Writes one community file."""

    def write(name: str, *addresses: str, language: str = "fr", **more) -> None:
        recipients = [{"email": a} | more.pop("recipient", {}) for a in addresses]
        data = {
            "name": name,
            "industry": "telecom",
            "language": language,
            "timezone": "Europe/Paris",
            "accounts": [name],
            "sources": [{"network": "export", "path": "posts.jsonl", "account": name}],
            "recipients": recipients,
        } | more
        (tmp_path / "communities" / f"{name}.yml").write_text(
            yaml.safe_dump(data, allow_unicode=True), encoding="utf-8"
        )

    return write


@pytest.fixture(scope="session")
def written(tmp_path_factory) -> Callable[..., Path]:
    """A published file for each set of nights, written once."""

    @cache
    def write(wanted: tuple[tuple[str, str], ...], language: str, simulated: bool) -> Path:
        file = nights.Published(tmp_path_factory.mktemp("published") / "marts.duckdb")
        for name, kind in wanted:
            nights.NIGHTS[kind](file, name, language, simulated)
        return file.close()

    return write


@pytest.fixture
def published(cmr, written) -> Callable[..., Path]:
    """Puts a published file in place: `published(("free", "crisis"), …)`."""

    def put(*wanted: tuple[str, str], language: str = "fr", simulated: bool = False) -> Path:
        settings().published.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(written(wanted, language, simulated), settings().published)
        return settings().published

    return put
