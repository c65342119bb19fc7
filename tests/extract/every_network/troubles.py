"""What a server of a network may answer instead of what was asked: what passes, and what lasts."""

import json
from collections.abc import Callable
from typing import Any

from transforms.config.errors import BadInput, StepFailed

Reply = tuple[int, dict[str, str], bytes]


def well(body: Any) -> Reply:
    return 200, {}, json.dumps(body).encode()


def ill(status: int, body: Any = None, **headers: str) -> Callable[[], Reply]:
    return lambda: (
        status,
        {name.replace("_", "-"): value for name, value in headers.items()},
        json.dumps(body).encode(),
    )


PASSING = {
    "429 with seconds": ([ill(429, Retry_After="7")], 7, 7),
    "429 without a word": ([ill(429)], 0.7, 1.3),
    "429 by a server whose clock is years off": (
        [
            ill(
                429,
                Date="Tue, 01 Jan 2030 00:00:00 GMT",
                Retry_After="Tue, 01 Jan 2030 00:00:09 GMT",
            )
        ],
        9,
        9,
    ),
    "an empty window by that server's clock": (
        [
            lambda: (
                429,
                {
                    "Date": "Tue, 01 Jan 2030 00:00:00 GMT",
                    "x-rate-limit-remaining": "0",
                    "x-rate-limit-reset": "1893456030",
                },
                b"{}",
            )
        ],
        29,
        32,
    ),
    "a burst of 5xx": ([ill(500), ill(502), ill(503), ill(504)], 10, 20),
    "a truncated body": ([lambda: (200, {"Content-Length": "5000"}, b'{"data": [{"id"')], 0.7, 1.3),
    "half an answer": ([lambda: (200, {}, b'{"data": [{"id"')], 0.7, 1.3),
    "an answer that is no JSON": ([lambda: (200, {}, b"<html>busy</html>")], 0.7, 1.3),
    "an answer as deep as the sea": ([lambda: (200, {}, b"[" * 100_000)], 0.7, 1.3),
}


LASTING = {
    "401": (ill(401, {"title": "Unauthorized"}), BadInput, "401: Unauthorized; .*renew"),
    "403": (
        ill(403, {"title": "Forbidden", "detail": "No."}),
        BadInput,
        "403: Forbidden: No.; .*grant",
    ),
    "429 for hours": (ill(429, Retry_After="7200"), StepFailed, "asks to wait 120 minutes"),
    "429 for ever": (ill(429), StepFailed, "429 .*5 times"),
    "5xx for ever": (ill(503), StepFailed, "503 .*5 times"),
    "truncated for ever": (
        lambda: (200, {"Content-Length": "5000"}, b"{"),
        StepFailed,
        "connection broke.*5 times",
    ),
    "not as documented": (ill(200, {"data": 5}), StepFailed, "not as documented"),
}
