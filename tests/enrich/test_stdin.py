import io
import json
import os
import threading

import pytest

from transforms.enrich import stdin


def answers(reader, *lines: bytes) -> list[dict]:
    out = io.BytesIO()
    stdin.read_lines(io.BytesIO(b"\n".join(lines)), out, reader)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_every_line_is_answered_in_order(reader):
    lines = [
        json.dumps({"id": str(i), "text": f"text {i}", "industry": "banking"}).encode()
        for i in range(700)
    ]
    found = answers(reader, *lines)
    assert [a["id"] for a in found] == [str(i) for i in range(700)]
    keys = "id language readable emotions neutral sentiment intents irony themes expectation corrected model"
    assert set(found[0]) == set(keys.split())
    assert set(found[0]["emotions"]) >= {"joy", "anticipation"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"\xff\xfe\x00", "not UTF-8"), (b"{", "not JSON"), (b"", "not JSON"), (b"[1, 2]", "not a JSON object"),
        (b"null", "not a JSON object"), (b'"text"', "not a JSON object"), (b'{"id": "1"}', "text: missing"),
        (b'{"id": "1", "text": null}', "text: missing"), (b'{"id": "1", "text": 5}', "text: must be a string"),
        (b'{"id": ["1"], "text": "x"}', "id: must be"),
        (b'{"id": "1", "text": "x", "industry": "nope"}', "industry: no pack"),
        (b'{"id": "1", "text": "x", "industry": 3}', "industry: must be"),
        (b'{"id": "1", "text": "x", "language": 3}', "language: must be"),
        (b"[" * 100_000, "not JSON"), (b'{"id": ' + b"9" * 10_000 + b"}", "not JSON"),
        (b'{"text": "' + b"x" * 1_100_000 + b'"}', "longer than"), (b"\x00", "not JSON"),
    ],
)  # fmt: skip
def test_a_bad_line_is_answered_with_its_number_and_the_rest_goes_on(reader, line, said):
    good = b'{"id": "good", "text": "merci"}'
    first, second, third = answers(reader, good, line, good)
    assert first["id"] == third["id"] == "good"
    assert "error" not in first
    assert set(second) == {"id", "line", "error"}
    assert second["line"] == 2
    assert said in second["error"]


def test_an_error_names_the_row_when_it_has_a_name(reader):
    assert answers(reader, b'{"id": "a7"}') == [{"id": "a7", "line": 1, "error": "text: missing"}]


def test_half_a_surrogate_pair_is_no_reason_to_stop(reader):
    found = answers(
        reader, b'{"id": "\\ud800", "text": "\\ud83d hi \\ud800"}', b'{"id": "2", "text": "hi"}'
    )
    assert [a["id"] for a in found] == ["\ud800", "2"]


def test_random_bytes_are_survived(reader):
    noise = os.urandom(20_000)
    out = io.BytesIO()
    stdin.read_lines(io.BytesIO(noise + b'\n{"id": "end", "text": "fin"}'), out, reader)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert found[-1]["id"] == "end"
    assert len(found) == noise.count(b"\n") + 2


def test_an_answer_comes_before_the_next_question(reader):
    inside, outside = os.pipe(), os.pipe()
    asked, heard = os.fdopen(inside[0], "rb"), os.fdopen(outside[1], "wb")
    worker = threading.Thread(target=stdin.read_lines, args=(asked, heard, reader), daemon=True)
    worker.start()
    with os.fdopen(inside[1], "wb", buffering=0) as ask, os.fdopen(outside[0], "rb") as listen:
        for name in ("first", "second"):
            ask.write(json.dumps({"id": name, "text": "bonjour"}).encode() + b"\n")
            assert json.loads(listen.readline())["id"] == name
    worker.join(10)
    assert not worker.is_alive()
