"""Where posts lie, kept from night to night: a text is met once by each model."""

import hashlib
from collections.abc import Iterable

import numpy as np

from transforms import lake
from transforms.understand.asked import ReadPost
from transforms.understand.wants.phrases import Meaning

FOLDER = "understood/meanings"
_PROBE = "un mode sombre"
"""A text whose meaning tells models apart."""


class Kept:
    """A `Meaning` that knows the posts of the community's last night.

    Vectors are of half precision whether kept or new, so that a night says the same with and
    without them.
    """

    def __init__(self, community: str, meaning: Meaning) -> None:
        self._community, self._meaning = community, meaning
        model = hashlib.sha256(meaning([_PROBE]).tobytes()).hexdigest()[:12]
        self._name = f"{community}/{model}"
        rows = lake.read(FOLDER, self._name).to_pylist() if lake.exists(FOLDER, self._name) else []
        self._stored = {row["text_hash"]: np.frombuffer(row["vector"], np.float16) for row in rows}
        self._known: dict[str, np.ndarray] = {}
        self._hashes: dict[str, str] = {}

    def meet(self, posts: Iterable[ReadPost]) -> None:
        """Recall the texts of these posts, and keep them."""
        for post in posts:
            self._hashes[post.text] = post.text_hash
            if post.text_hash in self._stored:
                self._known[post.text] = self._stored[post.text_hash]

    def __call__(self, texts: list[str]) -> np.ndarray:
        new = sorted(set(texts) - self._known.keys())
        if new:
            self._known.update(zip(new, self._meaning(new).astype(np.float16), strict=True))
        rows = np.stack([self._known[text] for text in texts]).astype(np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)

    def write(self) -> None:
        """Write down the posts that were asked for, instead of those of the last night."""
        rows = {
            self._hashes[text]: self._known[text]
            for text in self._known.keys() & self._hashes.keys()
        }
        if rows.keys() == self._stored.keys():
            return
        about = [{"text_hash": key, "vector": rows[key].tobytes()} for key in sorted(rows)]
        lake.write_rows(FOLDER, self._name, about)
        for other in lake.names(FOLDER):
            if other.startswith(f"{self._community}/") and other != self._name:
                lake.filesystem().rm(lake.path(FOLDER, f"{other}.parquet"))
