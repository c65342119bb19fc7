"""How large the numbers in a storey are, learnt from real posts: the 8-bit steps that are then
known beforehand.
"""

from pathlib import Path

import numpy as np
import onnxruntime

from transforms.enrich.model.storeys import TwoStoreys

SHARE = 0.9995
"""Share of rows whose largest number the steps hold; what is larger is cut off."""

_WIDE = (".fo", "pool")
"""Products whose input has a few rows much larger than the rest: there each row keeps a step of its own."""


def known(folder: Path, name: str, texts: list[str]) -> dict[str, float]:
    """Product -> the step of its input, from what watched storeys (see `export.write`) make of
    `texts`.
    """
    storeys = TwoStoreys(folder, name)
    lower, upper = (
        onnxruntime.InferenceSession(str(folder / f"{name}_{part}.onnx"))
        for part in ("lower", "upper")
    )
    largest: dict[str, list[np.ndarray]] = {}
    for vectors in storeys.vectors(texts):
        seen = _run(lower, {"vectors": vectors})
        for one in (seen, _run(upper, {"hidden": seen["hidden"]})):
            for product, values in one.items():
                largest.setdefault(product, []).append(values)
    return {
        product.removesuffix(".max"): float(np.quantile(np.concatenate(values), SHARE) / 127)
        for product, values in largest.items()
        if product.endswith(".max") and not any(wide in product for wide in _WIDE)
    }


def _run(
    session: onnxruntime.InferenceSession, given: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    return dict(
        zip([one.name for one in session.get_outputs()], session.run(None, given), strict=True)
    )
