"""Instagram and Facebook downloads write UTF-8 bytes as Latin-1 characters: mended, and said."""


def test_the_accents_and_emoji_are_back_and_it_is_counted(case, taken):
    found = taken(case / "30_mojibake.jsonl")
    assert found["text"] == [
        "Équipe géniale, merci ❤️",
        "Très déçue, le réseau est coupé depuis hier 😡",
        "À quand l'ouverture à Orléans ?",
    ]
    assert found.tally.mended == 3


def test_the_same_in_utf8(case, taken):
    found = taken(case / "moji.jsonl")
    assert found["text"][3] == "J'ai été remboursé, c'est déjà ça"
    assert found.tally.mended == 4
