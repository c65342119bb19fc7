"""What the lake remembers of the pseudonym keys it was written with: how many, and which, without
telling them.
"""

import pyarrow.compute as pc

from transforms import lake
from transforms.config.communities import Community, read_folder
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.lake import cursors
from transforms.people.pseudonyms import Pseudonyms, key_file

MARK = "_pseudonyms"
NEXT = "pseudonym.key.next"


def check_keys(keys: tuple[bytes, ...]) -> None:
    """BadInput when the lake's pseudonyms were made with other keys than these; the first keys are
    remembered.
    """
    if settings().pseudonym_keys is None and key_file().with_name(NEXT).exists():
        raise BadInput(
            "a rotation of the pseudonym key was not finished: run `cmr rotate-key` once more"
        )
    before = cursors.read(MARK)
    now = {"keys": len(keys), "version": Pseudonyms(keys).version}
    if not before:
        cursors.write(MARK, now | {"linked": _linked_at_first(keys)})
    elif before["keys"] < len(keys):
        raise BadInput(
            "there is a new pseudonym key: run `cmr rotate-key` before anything is pulled"
        )
    elif {name: before[name] for name in now} != now:
        raise BadInput(
            "these are not the pseudonym keys of this lake; restore them, or people will look like strangers"
        )


def linked() -> int:
    """After how many keys the lake's pseudonyms are their community's own; 0 when they are the
    installation's.
    """
    return int(cursors.read(MARK).get("linked", 0))


def wanted(keys: int) -> int:
    """After how many keys they are to be a community's own: all that there are, unless the operator
    says otherwise.
    """
    return keys if settings().pseudonym_scope == "community" else 0


def _linked_at_first(keys: tuple[bytes, ...]) -> int:
    """What a lake is begun with; one whose mark was lost says itself how it was, by the brands' own
    pseudonyms.
    """
    brands = _brands_in_the_lake()
    if not brands:
        return wanted(len(keys))
    accounts = [(one, account) for one in _communities() for account in one.accounts]
    networks = {network for _, network, _ in brands}
    for linked_after in (*range(1, len(keys) + 1), 0):
        made = {
            (one.name, network, Pseudonyms(keys, one.name, linked_after).of(network, account))
            for one, account in accounts
            for network in networks
        }
        if made & brands:
            return linked_after
    return wanted(len(keys))


def _brands_in_the_lake() -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    for folder in lake.RAW:
        for name in lake.names(folder):
            table = lake.read(folder, name)
            own = table.filter(pc.fill_null(table["is_brand"], False))
            found |= set(
                zip(
                    *(own[c].to_pylist() for c in ("community_id", "network", "author_id")),
                    strict=True,
                )
            )
    return found


def _communities() -> list[Community]:
    try:
        return read_folder(settings().communities)[0]
    except BadInput:
        return []
