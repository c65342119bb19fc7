import numpy as np

from transforms.enrich.model.same_want import SameWant, same_want


def vectors(rows: int = 40) -> np.ndarray:
    found = np.random.default_rng(3).normal(size=(rows, len(same_want().middle)))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


def test_what_lies_beside_the_model_places_vectors_each_whatever_the_others_are():
    whole = same_want().placed(vectors())
    np.testing.assert_allclose(np.linalg.norm(whole, axis=1), 1, atol=1e-5)
    assert (same_want().placed(vectors()[7:8]) == whole[7:8]).all()


def test_only_the_directions_that_are_kept_count():
    known = SameWant(np.zeros(3), np.eye(3)[:, :2], (0.1, 0.0))
    near, same = known.placed(np.array([[3.0, 4.0, 5.0], [3.0, 4.0, -9.0]]))
    np.testing.assert_allclose(near, [0.6, 0.8], atol=1e-6)
    np.testing.assert_allclose(near, same, atol=1e-6)


def test_what_is_saved_is_read_again_and_the_same_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        same_want().save(tmp_path / name)
    one, two = ((tmp_path / name / "same_want.npz").read_bytes() for name in ("one", "two"))
    read = SameWant.load(tmp_path / "one")
    assert one == two
    assert read.alike == same_want().alike
    assert (read.placed(vectors()) == same_want().placed(vectors())).all()
