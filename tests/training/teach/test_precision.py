"""Products are of 16 bits only where the processor has such products."""

import pytest

torch = pytest.importorskip("torch", reason="teaching needs torch, which the product does not")

from transforms.training.teach.precision import quick  # noqa: E402


def test_products_are_quick_where_the_processor_has_them():
    has = torch.ops.mkldnn._is_mkldnn_bf16_supported()
    with quick():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype is (torch.bfloat16 if has else torch.float32)
    assert product.tolist() == [[2, 2], [2, 2]]
