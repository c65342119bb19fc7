"""Ids of posts that say who wrote them: profile addresses, at:// addresses, ids made of a handle."""

import re
from collections.abc import Iterable

SHORTEST = 4
_BY_FORM = re.compile(
    r"://|^at:|did:|[@＠﹫]|%40|(?:^|[./])(?:users?|profile|in|people)/", re.IGNORECASE
)


def tells_by_form(post_id: str) -> bool:
    """Whether an id is an address, which usually leads to its author."""
    return bool(_BY_FORM.search(post_id))


def names_somebody(post_id: str, names: Iterable[object]) -> bool:
    """Whether an id says who wrote the post, of whom these are ids, handles and names."""
    if tells_by_form(post_id):
        return True
    found = post_id.casefold()
    return any(
        isinstance(name, str) and len(name) >= SHORTEST and name.casefold() in found
        for name in names
    )
