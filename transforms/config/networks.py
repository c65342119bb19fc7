"""The networks that `vocabulary.yml` lists: their names, how they name people, where their posts
are answered.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from transforms.reading import VOCABULARY, Label, Strict

FILES = "export"
"""Posts from a file: no module pulls them, and their `network` is what the file says."""


class Network(Strict):
    """One place where people write."""

    label: Label
    profiles: list[str] = Field(
        [], description="How links to people's pages begin, as regular expressions."
    )
    handle: str | None = Field(
        None, description="What may follow an @ here, where it is less than elsewhere."
    )
    also_named: str | None = Field(
        None, description="How a text names people without an @; the name is the group."
    )
    post_id: str | None = Field(
        None, description="What a post's id looks like, where a link can be made of it."
    )
    reply: str | None = Field(
        None, description="That link: {0} is the whole id, {1}… are its groups."
    )


NETWORKS = {name: Network.model_validate(entry) for name, entry in VOCABULARY["networks"].items()}
PULLED = tuple(name for name in NETWORKS if name != FILES)
"""Those whose servers are asked; each has its folder `raw/<name>` in the lake."""


def _known(name: str) -> str:
    if name not in NETWORKS:
        raise ValueError(f"unknown network '{name}'; there are {', '.join(NETWORKS)}")
    return name


NetworkName = Annotated[str, AfterValidator(_known)]


def reply_link(network: str, post_id: str) -> str | None:
    """The https address where the brand can answer a post, or None where its id alone does not lead
    there.
    """
    known = NETWORKS.get(network)
    if known is None or known.post_id is None or known.reply is None:
        return None
    match = re.fullmatch(known.post_id, post_id, re.ASCII)
    return known.reply.format(match[0], *match.groups()) if match else None
