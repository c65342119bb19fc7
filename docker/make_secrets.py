"""Make the secrets that are missing, one file each, in the volumes that the services mount; what is
there is kept.

Each volume holds only what its service may read, owned by that service's user. Run by the service
`secrets` as root.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

OWN = Path("/secrets/cmr")
POSTGRES = Path("/secrets/postgres")
STORE = Path("/secrets/store")
BROKER = Path("/secrets/broker")
BI = Path("/secrets/bi")
CMR_USER = 10001


def make(folder: Path, name: str, value: str, owner: int, mode: int = 0o400) -> str:
    """The content of `<folder>/<name>`, which is `value` unless the file was there already."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(value)
        print(f"made {path}", file=sys.stderr)
    os.chown(path, owner, owner)
    path.chmod(mode)
    return path.read_text().strip()


def token() -> str:
    return secrets.token_urlsafe(48)


def main() -> None:
    # these servers run as users whose numbers their images decide; nobody else mounts their volumes
    password = make(POSTGRES, "postgres_password", token(), 0, mode=0o444)
    database = f"airflow:{password}@postgres/airflow"
    make(OWN, "airflow_db", f"postgresql+psycopg2://{database}", CMR_USER)
    make(OWN, "celery_results", f"db+postgresql://{database}", CMR_USER)
    # whoever may write to the broker may run code in the workers
    broker = make(BROKER, "redis.conf", f"requirepass {token()}", 0, mode=0o444).removeprefix(
        "requirepass "
    )
    make(OWN, "celery_broker", f"redis://:{broker}@redis:6379/0", CMR_USER)
    make(OWN, "jwt", token() + token(), CMR_USER)
    make(OWN, "api_secret", token(), CMR_USER)
    make(OWN, "fernet", base64.urlsafe_b64encode(os.urandom(32)).decode(), CMR_USER)
    make(OWN, "cmr_pseudonym_keys", token(), CMR_USER)
    pair = make(STORE, "auth_key", f"cmr,{token()}", 0)
    key, _, secret = pair.partition(",")
    profile = f"[default]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n"
    make(OWN, "aws_credentials", profile, CMR_USER)
    make(BI, "superset_secret", token(), 0, mode=0o444)
    make(BI, "superset_password", secrets.token_urlsafe(18), 0, mode=0o444)


if __name__ == "__main__":
    main()
