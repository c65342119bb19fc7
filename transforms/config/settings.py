"""What the environment decides: where things live and how large a shard is."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(os.environ.get("CMR_PROJECT", Path(__file__).resolve().parents[2]))
"""The folder that holds `dbt/` and `dags/`: the checkout, or what an image sets."""


SECRETS = Path("/run/secrets")
"""Where containers find secrets, one file each, such as `cmr_pseudonym_keys`."""


class Settings(BaseSettings):
    """Every setting of the product, read from `CMR_*` environment variables."""

    model_config = SettingsConfigDict(
        env_prefix="CMR_",
        extra="ignore",
        frozen=True,
        secrets_dir=SECRETS if SECRETS.is_dir() else None,
    )

    home: Path = PROJECT / "var"
    communities: Path = PROJECT / "dags" / "communities"
    industries: Path = Path(__file__).resolve().parents[1] / "industries"
    shared: Path = PROJECT.parent / "shared"
    lake: str = ""
    shard_size: int = 20_000
    workers: int = 2
    night_hour: int = Field(4, ge=0, le=23)
    mail_db: SecretStr = SecretStr("")
    smtp_url: SecretStr | None = None
    mail_from: str = "Community Manager Reloaded <reports@localhost>"
    mail_reply_to: str = ""
    imap_url: SecretStr | None = None
    unsubscribe_url: str = ""
    site_url: str = Field("", pattern=r"^(https?://[^\s#?\"'<>]+)?$")
    alert_to: str = ""
    notify: SecretStr | None = None
    postgres_url: SecretStr | None = None
    parquet: bool = False
    ducklake: SecretStr | None = None
    ducklake_data: str = ""
    pseudonym_keys: SecretStr | None = None
    pseudonym_scope: Literal["community", "installation"] = "community"

    @property
    def lake_root(self) -> str:
        """The lake's fsspec URL or folder, without a slash at the end."""
        return (self.lake or str(self.home.resolve() / "lake")).rstrip("/")

    @property
    def warehouse(self) -> Path:
        return self.home.resolve() / "warehouse.duckdb"

    @property
    def industry_models(self) -> Path:
        """Where `stage` writes the industries' wide marts as dbt models."""
        return self.home.resolve() / "industry_models"

    @property
    def published(self) -> Path:
        return self.home.resolve() / "published" / "marts.duckdb"

    @property
    def outbox(self) -> Path:
        return self.home.resolve() / "outbox"

    @property
    def archive(self) -> Path:
        return self.home.resolve() / "archive"

    @property
    def site(self) -> Path:
        """The pages behind the mails, a folder per community."""
        return self.home.resolve() / "site"

    @property
    def mail_db_url(self) -> str:
        """SQLAlchemy URL of the mail queue and its send log."""
        return self.mail_db.get_secret_value() or f"sqlite:///{self.home.resolve() / 'mail.db'}"


def make_home() -> Path:
    """CMR_HOME, made for its owner alone when it is not there yet; an older one stays as open as
    somebody made it.
    """
    home = settings().home.resolve()
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
    return home


@lru_cache
def settings() -> Settings:
    """The settings of this process; tests call `settings.cache_clear()` after changing the
    environment.
    """
    return Settings()
