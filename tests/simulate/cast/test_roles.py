"""What the people of each audience are like, as the files beside the roles say."""

import pytest

from transforms.config import yaml_files
from transforms.config.errors import BadInput
from transforms.reading import AUDIENCES, EMOTIONS
from transforms.simulate.cast.roles import ROLES, Role


def test_every_audience_has_a_role_and_together_they_are_everybody():
    assert tuple(ROLES) == AUDIENCES
    assert sum(role.share for role in ROLES.values()) == pytest.approx(1)


@pytest.mark.parametrize("role", ROLES.values(), ids=ROLES)
def test_a_role_names_feelings_and_posts_that_there_are(role):
    assert set(role.moods) <= {*EMOTIONS, "neutral"}
    assert set(role.answers) <= {"question", "complaint", "praise"}


def test_a_feeling_that_a_role_does_not_name_is_rare():
    assert "joy" not in ROLES["critics"].moods
    assert 0 < ROLES["critics"].mood("joy") < ROLES["critics"].mood("anger") / 10


def test_a_role_without_a_share_is_an_error_that_names_its_file(tmp_path):
    (tmp_path / "idlers.yml").write_text("activity: 1\nmoods: {joy: 1}\n")
    with pytest.raises(BadInput, match=r"idlers\.yml.*share"):
        yaml_files.read(tmp_path / "idlers.yml", Role)
