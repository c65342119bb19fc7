"""YAML files with errors that say where: file, line, field."""

import pytest
from pydantic import BaseModel

from transforms.config import yaml_files
from transforms.config.errors import BadInput
from transforms.reading import Strict


class Inner(Strict):
    hour: int


class Outer(Strict):
    name: str
    inner: tuple[Inner, ...] = ()


def read(tmp_path, text: str | bytes) -> BaseModel:
    path = tmp_path / "one.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return yaml_files.read(path, Outer)


def test_a_file_becomes_what_it_says(tmp_path):
    assert read(tmp_path, "name: été\ninner: [{hour: 8}]\n") == Outer(
        name="été", inner=(Inner(hour=8),)
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("name: a\ninner:\n  - hour: 8\n  - hour: eight\n", "one.yml:4: inner.1.hour: "),
        ("name: a\ninner: [{hour: 8, minute: 3}]\n", "one.yml:2: inner.0.minute: "),
        ("inner: []\n", "one.yml:1: name: Field required"),
        ("", "one.yml:1: name: Field required"),
        ("name: a\n\n# why\nnam: b\n", "one.yml:4: nam: "),
    ],
)
def test_an_error_names_file_line_and_field(tmp_path, text, place):
    with pytest.raises(BadInput) as refused:
        read(tmp_path, text)
    assert place in str(refused.value)


def test_every_error_of_a_file_is_told_at_once(tmp_path):
    with pytest.raises(BadInput) as refused:
        read(tmp_path, "inner: [{hour: x}, {hour: y}]\n")
    assert len(str(refused.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [", "not valid YAML"),
        (b"name: \xe9", "not UTF-8"),
        ("name: !!python/object:os.system x", "not valid YAML"),
    ],
)
def test_what_is_no_yaml_text_is_refused_in_words_and_nothing_is_run(tmp_path, text, words):
    with pytest.raises(BadInput, match=words):
        read(tmp_path, text)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"nowhere\.yml: no such file"):
        yaml_files.read(tmp_path / "nowhere.yml", Outer)
