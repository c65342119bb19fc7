from transforms.bench.reading import resident, texts


def test_generated_texts_are_all_different_and_the_same_on_every_run():
    rows = list(texts(2_000))
    assert len({row["text"] for row in rows}) == 2_000
    assert rows[:50] == list(texts(50))
    assert {row["language"] for row in rows} == {"en", "fr"}


def test_resident_memory_is_seen():
    assert resident() > 10
