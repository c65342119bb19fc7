"""What a person can mend is told with its place in the file; what only failed is not taken for it."""

import pytest
from pydantic import BaseModel, field_validator

from transforms.config import yaml_files
from transforms.config.errors import BadInput, StepFailed


class Shop(BaseModel):
    """A file whose colour may be refused."""

    name: str
    colour: str

    @field_validator("colour")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value == "broken":
            raise StepFailed("the colours could not be asked for")
        if value != "red":
            raise BadInput(f"'{value}' is no colour; say red")
        return value


@pytest.fixture
def written(tmp_path):
    def write(colour: str):
        path = tmp_path / "shop.yml"
        path.write_text(f"name: a\ncolour: {colour}\n")
        return path

    return write


def test_bad_input_in_a_field_is_told_with_file_line_and_cure(written):
    with pytest.raises(BadInput, match=r"shop\.yml:2: colour: .*'mauve' is no colour; say red"):
        yaml_files.read(written("mauve"), Shop)


def test_a_failed_step_is_not_the_file_s_fault(written):
    with pytest.raises(StepFailed, match="could not be asked for"):
        yaml_files.read(written("broken"), Shop)
