"""What an earlier student says: of the rows that teach, and of a post and its translation together."""

import numpy as np

from tests.training.teach.classroom import PIECES, examples, student
from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.teach.opinions import TRANSLATED, UNASKED, opinions


def test_only_rows_that_teach_and_are_asked_have_an_opinion():
    rows = examples(
        4, part=["fit", "dev", "fit", "tune"], data_set=["telecom"] * 2 + [UNASKED[0]] * 2
    )
    said = opinions(student(), PIECES, rows)
    assert said.shape == (4, len(OUTPUTS))
    assert np.isfinite(said[0]).all()
    assert ((said[0] > 0) & (said[0] < 1)).all()
    assert np.isnan(said[1:]).all()


def test_a_post_and_its_translation_are_heard_together_and_others_alone():
    both = examples(3, data_set=[TRANSLATED[0], TRANSLATED[1], "telecom"], group=["a", "a", "a"],
                    text=["9 9", "8 8", "9 9"])  # fmt: skip
    said = opinions(student(), PIECES, both)
    np.testing.assert_allclose(said[0], said[1], atol=1e-6)
    assert not np.allclose(said[0], said[2])


def test_an_opinion_does_not_depend_on_the_texts_beside_it():
    model = student()
    some = examples(3, text=["9", "8 8 8 8 8 8", "7 7"])
    alone = np.concatenate([opinions(model, PIECES, some.where(np.array([n]))) for n in range(3)])
    np.testing.assert_allclose(opinions(model, PIECES, some), alone, atol=2e-2)
