"""The networks: one module each, all of the same form.

A module has `CONNECTION` (what its credentials are, in one sentence), `LANDING` (where it is when
the connection names no host), `PEOPLE` (the paths of its payloads that hold people) and two
functions: `pull(visit)` yields pages, the most valuable first, and `check(visit)` says whether the
source could be pulled, without pulling it. A new network is one such module, its entry in
`vocabulary.yml`, and one folder under dbt/models/staging.
"""

from importlib import import_module
from types import ModuleType

from transforms.config.errors import BadInput
from transforms.config.networks import PULLED


def module(network: str) -> ModuleType:
    """The network's module; BadInput when posts are not pulled from there."""
    if network not in PULLED:
        raise BadInput(
            f"the network '{network}' cannot be pulled (there are {', '.join(PULLED)}); use an export file"
        )
    return import_module(f"transforms.extract.networks.{network}")
