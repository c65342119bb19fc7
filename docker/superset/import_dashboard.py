"""Put the dashboard "Community climate" into a Superset that is there already, or renew it.

    import_dashboard.py --superset http://127.0.0.1:8088 --published
    /var/lib/cmr/published/marts.duckdb

The password is asked for, or read from SUPERSET_PASSWORD. `make dashboard` calls it. Superset needs
`duckdb-engine` and a duckdb of 1.5 or later in its environment, and to see the published file under
the path given.
"""

import argparse
import getpass
import io
import os
import sys
import zipfile
from pathlib import Path

import requests

ASSETS = Path(__file__).parent / "assets"
IN_COMPOSE = "/published/marts.duckdb"


def bundle(published: str) -> bytes:
    """The assets as the ZIP that Superset imports, with the database at `published`."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(ASSETS.rglob("*.yaml")):
            text = path.read_text(encoding="utf-8")
            if path.parent.name == "databases":
                text = text.replace(IN_COMPOSE, published)
            archive.writestr(f"community_climate/{path.relative_to(ASSETS).as_posix()}", text)
    return packed.getvalue()


def sign_in(superset: str, user: str, password: str) -> requests.Session:
    """A session that may change things; HTTPError when the password is wrong."""
    session = requests.Session()
    login = {"username": user, "password": password, "provider": "db", "refresh": False}
    answer = session.post(f"{superset}/api/v1/security/login", json=login, timeout=60)
    answer.raise_for_status()
    session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    token = session.get(f"{superset}/api/v1/security/csrf_token/", timeout=60)
    token.raise_for_status()
    session.headers.update({"X-CSRFToken": token.json()["result"], "Referer": superset})
    return session


def import_dashboard(session: requests.Session, superset: str, published: str) -> None:
    """Import the assets; what was imported before is overwritten, by its UUID."""
    files = {"bundle": ("community_climate.zip", bundle(published), "application/zip")}
    answer = session.post(
        f"{superset}/api/v1/assets/import/", files=files, data={"overwrite": "true"}, timeout=300
    )
    if not answer.ok:
        raise SystemExit(
            f"Superset refused the assets ({answer.status_code}): {answer.text[:2000]}"
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--superset", default="http://127.0.0.1:8088")
    options.add_argument("--user", default="admin")
    options.add_argument(
        "--published", default=IN_COMPOSE, help="the published file as Superset sees it"
    )
    given = options.parse_args()
    password = os.environ.get("SUPERSET_PASSWORD") or getpass.getpass(f"Password of {given.user}: ")
    session = sign_in(given.superset.rstrip("/"), given.user, password)
    import_dashboard(session, given.superset.rstrip("/"), given.published)
    print(f"{given.superset.rstrip('/')}/superset/dashboard/community-climate/", file=sys.stderr)


if __name__ == "__main__":
    main()
