"""The student: two exits, of which the lower knows nothing of the layers above it."""

from tests.training.teach.classroom import student, torch
from transforms.enrich.model.post_model import MEANING, OUTPUTS
from transforms.training.teach.batches import padded
from transforms.training.teach.student import quick

TEXTS = [[0, 9, 9, 2], [0, 8, 2]]


def test_both_exits_answer_every_question_and_place_a_text_at_length_one():
    model = student().eval()
    for answers, _, meaning in model(*padded(TEXTS)):
        assert answers.shape == (2, len(OUTPUTS))
        assert meaning.shape == (2, MEANING)
        assert torch.allclose(meaning.norm(dim=1), torch.ones(2), atol=1e-4)


def test_a_text_is_read_alike_alone_and_beside_a_longer_one():
    model = student().eval()
    together, alone = model(*padded(TEXTS)), model(*padded(TEXTS[1:]))
    for one, other in zip(together, alone, strict=True):
        assert torch.allclose(one[0][1], other[0][0], atol=1e-4)


def test_what_lies_above_the_cut_changes_the_upper_answer_only():
    model = student().eval()
    before = model(*padded(TEXTS))
    with torch.no_grad():
        model.layers[1].fo.weight.mul_(3)
    after = model(*padded(TEXTS))
    assert torch.equal(before[0][0], after[0][0])
    assert not torch.equal(before[1][0], after[1][0])


def test_the_inner_units_are_watched_where_somebody_asks_for_it():
    model = student()
    model.layers[0].watched = torch.zeros(1)
    model(*padded(TEXTS))[1][0].sum().backward()
    assert model.layers[0].watched.grad.shape == (2, 4, 1536)
    assert model.layers[1].watched is None


def test_products_are_quick_where_the_processor_has_them():
    has = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    with quick():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype is (torch.bfloat16 if has else torch.float32)
    assert product.tolist() == [[2, 2], [2, 2]]
