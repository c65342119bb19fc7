"""A student in a file answers as it did."""

from tests.training.teach.classroom import PIECES, student, torch
from transforms.training.teach import narrowing
from transforms.training.teach.batches import padded
from transforms.training.teach.made import Made


def test_a_student_that_was_kept_answers_the_same_and_reads_the_same_pieces(tmp_path):
    made = Made(student(), PIECES)
    narrowing.shaped(made.model, [64, 128])
    made.model.eval()
    texts = padded([[0, 9, 2], [0, 8, 8, 2]])
    again = Made.kept(made.keep(tmp_path / "made.pt") and tmp_path / "made.pt")
    again.model.eval()
    assert torch.equal(made.model(*texts)[1][0], again.model(*texts)[1][0])
    assert again.pieces == PIECES
