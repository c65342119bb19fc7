"""A polite HTTP client: waits when asked to, backs off when the server is unwell, stops when its
budget is spent.
"""

import json
import logging
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import responses
from typing import Any
from urllib.parse import urlsplit

import requests

from transforms.config.errors import BadInput, StepFailed
from transforms.ground.clock import instant

log = logging.getLogger("cmr")

TRIES = 5
CONNECT_SECONDS, READ_SECONDS = 5, 30
LONGEST_WAIT, LONGEST_WAITING = 15 * 60.0, 90 * 60.0  # seconds at once, and in one visit
LONGEST_BODY, LONGEST_ANSWER = 50_000_000, 120.0  # bytes; seconds from the first byte to the last


class BudgetSpent(Exception):
    """The night's requests for this source are used up; what is left comes the next night.

    `items` are what a thread had given when it was cut off, `rest` the token of its next page.
    """

    items: tuple[Any, ...] = ()
    rest: str | None = None


class Refused(BadInput):
    """The network refused for a reason that a person can mend: credentials, rights, a wrong name."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Unwell(StepFailed):
    """The network did not answer usefully in spite of waiting; a later try goes on where this one
    stopped.
    """


@dataclass(frozen=True)
class Answer:
    """A decoded answer; `body` is the JSON value."""

    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass(frozen=True)
class _Trouble:
    words: str
    wait: float | None = None


@dataclass(frozen=True)
class Language:
    """How a network's answers are read: `read` raises ValueError when one is not whole, which
    passes; `status` is the HTTP status that an answer means, where the network has codes of its own.
    """

    name: str = "whole JSON"
    read: Callable[[bytes, Mapping[str, str]], Any] = lambda content, _: json.loads(content)
    status: Callable[[int, Any], int] = lambda status, _: status


@dataclass
class Client:
    """Asks one network on behalf of one connection, within a budget of requests."""

    base_url: str
    connection: str
    budget: int
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    sleep: Callable[[float], None] = time.sleep
    is_spent: Callable[[Answer], bool] = lambda _: False
    language: Language = Language()
    asked: int = 0
    _session: requests.Session = field(default_factory=requests.Session)
    _not_before: float = 0.0
    _rested: float = 0.0

    def __post_init__(self) -> None:
        self._session.headers["user-agent"] = "community-manager-reloaded/0.1 (nightly, polite)"

    def get(self, path: str, params: Any = None, accept: tuple[int, ...] = ()) -> Answer:
        """The answer to a GET; statuses in `accept` are answers too. Refused, Unwell or BudgetSpent
        otherwise.
        """
        return self._ask("GET", path, params=params, accept=accept)

    def post(
        self,
        path: str,
        body: Any = None,
        form: Any = None,
        accept: tuple[int, ...] = (),
        **named: Any,
    ) -> Answer:
        """The answer to a POST, which here only ever means logging in or asking."""
        return self._ask("POST", path, json=body, data=form, accept=accept, **named)

    def _ask(self, method: str, path: str, accept: tuple[int, ...], **named: Any) -> Answer:
        url = (
            path
            if path.startswith(("http://", "https://"))
            else self.base_url.rstrip("/") + "/" + path.lstrip("/")
        )
        self._check_is_private(url)
        trouble = _Trouble("")
        for attempt in range(TRIES):
            self._wait_for_the_window()
            if self.asked >= self.budget:
                raise BudgetSpent(
                    f"the budget of {self.budget} requests is spent; the rest comes the next night"
                )
            self.asked += 1
            found = self._send(method, url, named)
            if isinstance(found, Answer):
                return self._judge(found, accept, path)
            trouble = found
            self._pause(trouble.wait, attempt)
        raise Unwell(
            f"connection '{self.connection}': {_place(path)}: {trouble.words}, {TRIES} times; try again later"
        )

    def _send(self, method: str, url: str, named: dict[str, Any]) -> "Answer | _Trouble":
        """One request: an answer, or what went wrong that may be right the next time."""
        try:
            # Another host must not be sent our credentials, so a redirect is an answer like any
            # other.
            with self._session.request(
                method,
                url,
                headers=self.headers,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
                allow_redirects=False,
                stream=True,
                **named,
            ) as reply:
                content = self._content(reply)
        except (requests.Timeout, TimeoutError):
            return _Trouble("no answer in time")
        except requests.RequestException as error:
            return _Trouble(f"the connection broke ({type(error).__name__})")
        self._heed_rate_headers(reply.headers)
        body, is_whole = None, bool(content)
        read = self.language.read if reply.status_code == 200 else Language().read
        try:
            body = read(content, reply.headers) if content else None
        except BadInput:  # whole, and refused
            raise
        except (ValueError, RecursionError):
            is_whole = False
        status = self.language.status(reply.status_code, body)
        if status == 429 or status >= 500:
            return self._unwell(status, reply)
        if status == 200 and not is_whole:
            what = f"an answer that is not {self.language.name}" if content else "an empty answer"
            return _Trouble(what)
        return Answer(status, body, reply.headers)

    def _unwell(self, status: int, reply: requests.Response) -> _Trouble:
        reason = reply.reason if status == reply.status_code else responses.get(status, "")
        return _Trouble(f"{status} {reason}", self._asked_to_wait(reply.headers))

    def _content(self, reply: requests.Response) -> bytes:
        """The whole body; TimeoutError when it trickles, Unwell when it never seems to end."""
        content, until = bytearray(), time.monotonic() + LONGEST_ANSWER
        for part in reply.iter_content(1 << 16):
            content += part
            if len(content) > LONGEST_BODY:
                raise Unwell(
                    f"connection '{self.connection}': an answer of more than {LONGEST_BODY:,} bytes"
                )
            if time.monotonic() > until:
                raise TimeoutError
        return bytes(content)

    def _judge(self, answer: Answer, accept: tuple[int, ...], path: str) -> Answer:
        if self.is_spent(answer):
            raise BudgetSpent(
                f"the network's own limit is reached ({self._said(answer.body)}); the rest comes the next night"
            )
        if answer.status == 200 or answer.status in accept:
            return answer
        raise Refused(self._refusal(answer.status, answer.body, path), answer.status)

    def _check_is_private(self, url: str) -> None:
        """Credentials are sent in the clear to this machine only."""
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise BadInput(
                f"connection '{self.connection}': {parts.hostname} is asked over http; write https://"
            )

    def _refusal(self, status: int, body: Any, path: str) -> str:
        said = self._said(body)
        cure = _CURES[401] if _OF_CREDENTIALS.search(said) else _CURES.get(status, _OTHER)
        return f"connection '{self.connection}': {_place(path)}: {status}: {said}; {cure}"

    def _said(self, body: Any) -> str:
        """The network's words, shortened; neither what we sent in confidence nor people, since
        servers repeat both.
        """
        found = words(body)
        for secret in (
            *self.secrets,
            *(value.rpartition(" ")[2] for value in self.headers.values()),
        ):
            if len(secret) >= 4:
                found = found.replace(secret, "[secret]")
        return _PEOPLE.sub("[person]", found)[:300]

    def _pause(self, asked: float | None, attempt: int) -> None:
        if attempt == TRIES - 1:
            return
        if asked is not None and asked > LONGEST_WAIT:
            raise Unwell(
                f"connection '{self.connection}': the network asks to wait {asked / 60:.0f} minutes; try then"
            )
        self._rest(asked if asked is not None else 2**attempt * (0.75 + random.random() / 2))

    def _rest(self, seconds: float) -> None:
        self._rested += seconds
        if self._rested > LONGEST_WAITING:
            raise BudgetSpent(
                f"the network made us wait {LONGEST_WAITING / 60:.0f} minutes; the rest comes the next night"
            )
        self.sleep(seconds)

    def _wait_for_the_window(self) -> None:
        wait = self._not_before - time.time()
        if wait > LONGEST_WAIT:
            raise Unwell(
                f"connection '{self.connection}': its rate window opens in {wait / 60:.0f} minutes"
            )
        if wait > 0:
            self._rest(wait)
        self._not_before = 0.0

    def _heed_rate_headers(self, headers: Mapping[str, str]) -> None:
        """When nothing remains in the network's window, the next request waits until it opens
        again.
        """
        for prefix in ("x-ratelimit-", "x-rate-limit-", "ratelimit-"):
            remaining, reset = headers.get(prefix + "remaining"), headers.get(prefix + "reset")
            if remaining is not None and reset is not None and _number(remaining) == 0:
                self._not_before = time.time() + _seconds_until(reset, headers.get("date"))

    @staticmethod
    def _asked_to_wait(headers: Mapping[str, str]) -> float | None:
        if headers.get("retry-after"):
            return _seconds_until(headers["retry-after"], headers.get("date"))
        return None


def words(body: Any) -> str:
    """The network's own words for an error; every network has another place for them."""
    if isinstance(body, dict):
        error = body.get("error")
        inner = error if isinstance(error, dict) else body
        first = inner.get("errors") if isinstance(inner.get("errors"), list) else None
        if first and isinstance(first[0], dict) and not inner.get("message"):
            inner = first[0]
        reason = first[0].get("reason") if first and isinstance(first[0], dict) else None
        said = [
            reason,
            *(
                inner.get(k)
                for k in ("error", "title", "reason", "message", "detail", "error_description")
            ),
        ]
        found = ": ".join(dict.fromkeys(s for s in said if isinstance(s, str) and s))
        if found:
            return found
    return "no words"


_CURES = {
    301: "write the address that the server names as the connection's host",
    302: "write the address that the server names as the connection's host",
    308: "write the address that the server names as the connection's host",
    400: "check the source's handle, instance and terms",
    401: "the credentials are missing, wrong or expired: renew them in this connection",
    403: "the credentials lack the right for this: grant it, or take the source out of the community file",
    404: "check the source's handle and the connection's host",
    410: "check the source's handle and the connection's host",
}
_OF_CREDENTIALS = re.compile(r"api.?key|keyInvalid|access.?token|OAuth|session has", re.IGNORECASE)
_PEOPLE = re.compile(r"did:(?:plc|web|key):[\w.%:-]+|(?<!\w)@\w[\w.@-]*")
_OTHER = "see the network's documentation of this status"


def _place(path: str) -> str:
    return path.partition("?")[0].rpartition("/xrpc/")[2][:100]


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _seconds_until(value: str, server_date: str | None) -> float:
    """Seconds to wait: a header holds seconds, an epoch, an HTTP date or an ISO instant; by the
    server's clock.
    """
    now = _instant(server_date) or datetime.now(UTC)
    number = _number(value)
    if number is not None:
        return max(0.0, number - now.timestamp()) if number > 1_000_000_000 else max(0.0, number)
    at = _instant(value)
    return max(0.0, (at - now).total_seconds()) if at else 1.0


def _instant(value: str | None) -> datetime | None:
    """A header's date, as RFC 9110 or ISO 8601 writes it."""
    try:
        found = parsedate_to_datetime(value or "")
    except (ValueError, TypeError):
        return instant(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
