"""How people of each audience behave in a simulated community: one file an audience, beside this
module.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from transforms.config import yaml_files
from transforms.reading import AUDIENCES, Audience, Strict


class Role(Strict):
    """What the people of one audience do.

    share: how many of a community's people they are; activity: how much each posts while there;
    moods: odds of each feeling in an original post, before the theme's own mood; answers: how much
    likelier than others they reply to a question, a complaint, praise.
    """

    share: float = Field(gt=0, lt=1)
    activity: float = Field(gt=0)
    moods: dict[str, float]
    answers: dict[str, float] = Field(default_factory=dict)

    def mood(self, feeling: str) -> float:
        """The odds of a feeling, small where the role does not name it."""
        return self.moods.get(feeling, 0.1)


ROLES: Mapping[Audience, Role] = {
    name: yaml_files.read(Path(__file__).with_name(f"{name}.yml"), Role) for name in AUDIENCES
}
"""Every audience's role, in the vocabulary's order."""
