"""Superset's settings: its own small database, its secret from a file."""

import os
from pathlib import Path

SECRETS = Path(os.environ.get("SUPERSET_SECRETS", "/run/secrets"))
HOME = Path(os.environ.get("SUPERSET_HOME", "/app/superset_home"))
SECRET_KEY = (SECRETS / "superset_secret").read_text().strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}?check_same_thread=false"
TALISMAN_ENABLED = True
SESSION_COOKIE_SAMESITE = "Lax"
