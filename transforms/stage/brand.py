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
            "author_id": author_id,
            "account": account,
        }
        for community in followed
        for pseudonyms in [Pseudonyms(keys, community.name, own)]
        for network in known
        for author_id, account in sorted(_accounts(community, pseudonyms, network).items())
    ]


def _accounts(community: Community, pseudonyms: Pseudonyms, network: str) -> dict[str, str]:
    """Pseudonym -> the account as the file names it; of two names for one account the first."""
    found: dict[str, str] = {}
    for account in community.accounts:
        for written in sorted(_written(account)):
            found.setdefault(pseudonyms.of(network, written), account)
    return found


def _written(account: str) -> set[str]:
    plain = account.strip()
    forms = {plain, plain.casefold(), plain.upper(), plain.capitalize()}
    return forms | {f"@{form}" for form in forms}
