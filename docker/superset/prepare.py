"""Make the user `admin`, its password from a file and not on a command line, and bring the
dashboard up to date.
"""

import os
from pathlib import Path

from superset.app import create_app

ASSETS = Path(__file__).parent / "assets"
SECRETS = Path(os.environ.get("SUPERSET_SECRETS", "/run/secrets"))


def admin():
    """The user `admin`; one that exists keeps its password."""
    from superset.extensions import security_manager as users

    found = users.find_user("admin")
    if found:
        return found
    password = (SECRETS / "superset_password").read_text().strip()
    role = users.find_role("Admin")
    made = users.add_user(
        "admin", "Community", "Manager", "admin@localhost", role, password=password
    )
    if not made:
        raise SystemExit("the user admin could not be made")
    return made


def main() -> None:
    with create_app().app_context():
        from superset.commands.importers.v1.assets import ImportAssetsCommand
        from superset.utils.core import override_user

        assets = {
            path.relative_to(ASSETS).as_posix(): path.read_text() for path in ASSETS.rglob("*.yaml")
        }
        with override_user(admin()):
            ImportAssetsCommand(assets).run()


if __name__ == "__main__":
    main()
