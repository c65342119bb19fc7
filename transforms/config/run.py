"""Check every community file before the night begins."""

from transforms.config import communities
from transforms.config.errors import BadInput
from transforms.config.settings import settings


def check_files() -> list[str]:
    """The names of the usable communities; BadInput lists what is wrong with the files that are
    not.
    """
    usable, errors = communities.read_folder(settings().communities)
    if errors:
        raise BadInput("\n".join(errors))
    return [community.name for community in usable]
