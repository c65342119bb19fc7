"""Which authors speak for a community's brand, by their pseudonyms: also of rows that no export
shows any more.
"""

from collections.abc import Iterable

from transforms.config.communities import Community
from transforms.people.key_mark import linked
from transforms.people.pseudonyms import Pseudonyms


def brand_rows(
    followed: Iterable[Community], networks: Iterable[str], keys: tuple[bytes, ...]
) -> list[dict]:
    """One row per account, network and way of writing it; a handle that is no author id is nobody's
    pseudonym.
    """
    known, own = sorted(set(networks)), linked()
    return [
        {
            "community_id": community.name,
            "network": network,
            "author_id": pseudonyms.of(network, written),
        }
        for community in followed
        for pseudonyms in [Pseudonyms(keys, community.name, own)]
        for network in known
        for written in sorted(
            {form for account in community.accounts for form in _written(account)}
        )
    ]


def _written(account: str) -> set[str]:
    plain = account.strip()
    forms = {plain, plain.casefold(), plain.upper(), plain.capitalize()}
    return forms | {f"@{form}" for form in forms}
