"""What the commands say, to a program and to a person."""

import json
from datetime import date

import pytest

from transforms.cli.terminal import emit, opened
from transforms.config.errors import BadInput


@pytest.mark.parametrize("result", [{"night": date(2025, 6, 17), "né": "été"}, [1, "deux"], []])
def test_a_program_gets_json_with_every_letter_as_it_is(capsys, result):
    emit(result, as_json=True)
    said = capsys.readouterr().out
    assert json.loads(said) == json.loads(json.dumps(result, default=str))
    assert "\\u" not in said


def test_a_person_gets_a_line_for_each(capsys):
    emit({"rows": 3, "new": 1}, as_json=False)
    emit(["a", "b"], as_json=False)
    emit(None, as_json=False)
    assert capsys.readouterr().out.splitlines() == ["rows: 3", "new: 1", "a", "b"]


def test_a_file_that_cannot_be_opened_is_bad_input_that_names_it(tmp_path):
    (tmp_path / "there").write_bytes(b"x")
    with opened(tmp_path / "there") as stream:
        assert stream.read() == b"x"
    for path in (tmp_path / "missing", tmp_path):
        with pytest.raises(BadInput, match=path.name):
            opened(path)
