"""Meta's Graph API, as Facebook pages, Instagram and Threads accounts are all read through it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from transforms.config.errors import BadInput
from transforms.extract.pulling.client import Answer, Refused
from transforms.extract.pulling.visit import Ask, Item, Page, Visit, token_of

LANDING = "https://graph.facebook.com/v23.0"
PAGE, LOOKUP = 100, 50
LIMIT_CODES = (4, 17, 32, 613)  # and 80000 to 80014, one for each kind of account

Make = Callable[[dict[str, Any]], Item]


def log_in(visit: Visit, about: str) -> None:
    """Send the connection's token along, never in an address."""
    visit.client.headers["authorization"] = f"Bearer {token_of(visit, about)}"
    visit.client.is_spent = _limit_reached


def account(visit: Visit, fields: str, example: str) -> dict[str, Any]:
    """The account that the source names."""
    handle = visit.source.handle
    if not handle:
        raise BadInput(f"{visit.source.network}: sources.handle: is missing; give {example}")
    return visit.client.get(f"/{handle.lstrip('@')}", params={"fields": fields}).body


def edge(
    visit: Visit, path: str, fields: str, make: Make, token: str | None, **asked: Any
) -> tuple[list[Item], str | None]:
    """One page of an edge and the token of the next one."""
    params = {"fields": fields, "limit": PAGE} | asked | ({"after": token} if token else {})
    body = visit.client.get(path, params=params).body
    paging = body.get("paging", {})
    return visit.read(make, body.get("data", [])), paging.get("cursors", {}).get(
        "after"
    ) if "next" in paging else None


def thread(visit: Visit, ask: Ask) -> list[Item]:
    """Every page of a thread; nothing when what it hangs on is gone, which the look-up by id
    decides.
    """

    def unless_gone(token: str | None) -> tuple[list[Item], str | None]:
        try:
            return ask(token)
        except Refused as refusal:
            if token is None and is_missing(refusal):
                return [], None
            raise

    return visit.whole_thread(unless_gone)


def refresh(visit: Visit, stream: str, ids: list[str], fields: str, make: Make) -> Iterator[Page]:
    """What the posts of `ids` are now; one that is gone spoils a whole answer, then each is asked
    for alone.
    """
    yield from visit.each(stream, ids, LOOKUP, partial(_look_up, visit, fields, make))


def measured(insights: dict[str, Any]) -> dict[str, int | None]:
    """The insights of an answer by their names; one without a value is None."""
    found: dict[str, int | None] = {}
    for insight in insights.get("data", []):
        values = insight.get("values") or [insight.get("total_value") or {}]
        found[insight["name"]] = values[0].get("value")
    return found


def is_missing(refusal: Refused) -> bool:
    """Whether a refusal says that the thing asked for is not there, rather than that we may not
    ask.
    """
    return refusal.status == 404 or "does not exist" in str(refusal)


def _look_up(visit: Visit, fields: str, make: Make, ids: list[str]) -> list[Item]:
    together = visit.client.get(
        "/", params={"ids": ",".join(ids), "fields": fields}, accept=(400, 404)
    )
    if together.status == 200:
        return visit.read(make, [together.body[one] for one in ids if one in together.body])
    items: list[Item] = []
    for one in ids:
        try:
            items += visit.read(make, [visit.client.get(f"/{one}", params={"fields": fields}).body])
        except Refused as refusal:
            if not is_missing(refusal):
                raise
            items.append(Item("gone", one, None, None, None, deleted=True))
    return items


def _limit_reached(answer: Answer) -> bool:
    error = answer.body.get("error") if isinstance(answer.body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return isinstance(code, int) and (code in LIMIT_CODES or 80_000 <= code <= 80_014)
