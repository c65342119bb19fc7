import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.reading import EMOTIONS, INTENTS

WORDS = """the a flight app fees refund delay panne retard merci great honteux please add dark mode frais je veux mon
remboursement votre service ne marche pas not bad at all sick insane 🙄 😡 #Fail @bank ??? server lag encore toujours
pas mal still waiting chez Revolut remboursment factrue https://x.y été naïve SOOO""".split()  # noqa: SIM905


def rows(count: int) -> list[dict]:
    picked = random.Random(7)
    return [
        {
            "id": str(i), "text": " ".join(picked.choices(WORDS, k=picked.randint(0, 40))),
            "language": picked.choice(["fr", "en", None]), "industry": picked.choice(["games", "banking", None]),
        }
        for i in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 512])
def test_two_thousand_readings_are_the_same_in_any_order_and_company(reader, size, monkeypatch):
    posts = rows(2_000)
    expected = {r.id: r for r in reader.read(posts)}
    monkeypatch.setattr("transforms.enrich.read.TOGETHER", size)
    some = posts if size > 1 else posts[:200]
    shuffled = random.Random(size).sample(some, len(some))
    again = list(reader.read(shuffled))
    assert [r.id for r in again] == [row["id"] for row in shuffled]
    assert all(r == expected[r.id] for r in again)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=st.text(alphabet=st.characters(), max_size=200),
    industry=st.sampled_from([None, "games", "banking"]),
)
def test_any_text_gets_a_complete_reading(read, text, industry):
    reading = read(text, industry=industry)
    assert list(reading.emotions) == list(EMOTIONS)
    assert list(reading.intents) == list(INTENTS)
    assert all(
        0 <= p <= 1
        for p in (*reading.emotions.values(), *reading.intents.values(), reading.neutral)
    )
    assert -1 <= reading.sentiment <= 1
    assert reading.language in ("fr", "en", "other")
    reading.model_dump_json().encode()


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00", "\ud800", "x" * 100_000, "😀" * 50_000, "a\u0300" * 5_000, "مرحبا " * 900],
)
def test_hostile_texts_are_read(read, text):
    assert read(text, industry="banking").model == "words-1"


def test_readings_stream_in_order_without_waiting_for_the_end(reader):
    from itertools import count, islice

    endless = ({"id": str(i), "text": f"post {i}"} for i in count())
    assert [r.id for r in islice(reader.read(endless), 5)] == ["0", "1", "2", "3", "4"]


def test_no_rows_are_no_readings(reader):
    assert list(reader.read([])) == []
