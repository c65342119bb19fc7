"""Matrix products in whole numbers, by onnxruntime: as fast whichever BLAS numpy came with or was
told to use.
"""

import numpy as np
import onnxruntime

_OPSET, _IR = 13, 8
_VARINT, _BYTES = 0, 2
_ELEMENT = {np.dtype(np.float32): 1, np.dtype(np.float64): 11}
_NORM = {np.dtype(np.float32): 4_080.0, np.dtype(np.float64): 2.0**26}
"""Norm of a row and of a column in whole numbers: their product stays below 2**24 or 2**53, rounding included."""


class WholeNumbers:
    """A weight matrix in whole numbers, every column of norm `norm`, in the precision of the
    weights.

    By Cauchy-Schwarz no partial sum of a product can leave the numbers that float32 (or float64)
    counts exactly: the order of adding up cannot matter, so that a row never depends on the rows
    beside it.
    """

    def __init__(self, weights: np.ndarray, norm: float | None = None) -> None:
        norm = norm or _NORM[weights.dtype]
        factor = norm / np.maximum(np.linalg.norm(weights, axis=0), 1e-9)
        self._times = _product_with(np.rint(weights * factor).astype(weights.dtype))
        self._back = (1.0 / factor).astype(weights.dtype)
        self._norm = weights.dtype.type(norm)

    def product(self, whole_rows: np.ndarray) -> np.ndarray:
        """The product with rows of whole numbers, exact but for one rounding at the end."""
        product = self._times.run(None, {"x": whole_rows})[0]
        product *= self._back
        return product

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """The product with any rows, each rounded to whole numbers of norm `norm` first."""
        norms = np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), rows.dtype.type(1e-6))[
            :, None
        ]
        whole = rows * (self._norm / norms)
        product = self.product(np.rint(whole, out=whole))
        product *= norms / self._norm
        return product


def _product_with(weights: np.ndarray) -> "onnxruntime.InferenceSession":
    """A session `run(None, {"x": rows})` that answers [rows @ weights] in the type of `weights`, on
    one thread.

    The model is a single MatMul written by hand in ONNX's protobuf, so that its weights are packed
    once.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        _model(weights), options, providers=["CPUExecutionProvider"]
    )


def _model(weights: np.ndarray) -> bytes:
    """ModelProto of y = x @ w; the numbers are the fields of onnx.proto3."""
    (rows, columns), element = weights.shape, _ELEMENT[weights.dtype]
    raw = weights.astype(weights.dtype.newbyteorder("<"), order="C").tobytes()
    tensor = (
        _number(1, rows)
        + _number(1, columns)
        + _number(2, element)
        + _field(8, b"w")
        + _field(9, raw)
    )
    node = _field(1, b"x") + _field(1, b"w") + _field(2, b"y") + _field(4, b"MatMul")
    graph = _field(1, node) + _field(2, b"product") + _field(5, tensor)
    graph += _field(11, _matrix(b"x", rows, element)) + _field(12, _matrix(b"y", columns, element))
    return _number(1, _IR) + _field(7, graph) + _field(8, _number(2, _OPSET))


def _matrix(name: bytes, columns: int, element: int) -> bytes:
    """ValueInfoProto of a matrix with any number of rows."""
    shape = _field(1, _field(2, name + b"_rows")) + _field(1, _number(1, columns))
    return _field(1, name) + _field(2, _field(1, _number(1, element) + _field(2, shape)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3 | _VARINT) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | _BYTES) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    written = bytearray()
    while value > 127:
        written.append(value & 127 | 128)
        value >>= 7
    return bytes((*written, value))
