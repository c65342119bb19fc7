"""Make the user `admin`, its password from a file and not on a command line; one that exists is left as it is."""

import os
from pathlib import Path

from superset.app import create_app


def main() -> None:
    password = (Path(os.environ.get("SUPERSET_SECRETS", "/run/secrets")) / "superset_password").read_text().strip()
    with create_app().app_context():
        from superset.extensions import security_manager as users

        if users.find_user("admin") is None:
            role = users.find_role("Admin")
            if not users.add_user("admin", "Community", "Manager", "admin@localhost", role, password=password):
                raise SystemExit("the user admin could not be made")


if __name__ == "__main__":
    main()
