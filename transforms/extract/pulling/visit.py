"""One night's visit to one source: what is asked, what is remembered, and the pages that come back.

A page carries what to remember once it is in the lake. So a visit that dies goes on after the last
page that landed, and asks for nothing again that the lake already has.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from transforms.config.communities import Source
from transforms.config.errors import BadInput
from transforms.extract.files.rows import Rejected
from transforms.extract.pulling.client import BudgetSpent, Client, Refused
from transforms.extract.pulling.credentials import Credentials, missing
from transforms.ground.clock import instant

OVERLAP = timedelta(days=1)
ROUND = 14  # nights in which every older post is asked for once, to learn that it is gone
LONGEST_EMPTY_RUN = 20
UNKNOWN_TOKEN = (400, 404, 410)
LANDED = ""  # of a thread that was cut off once: all that was left of it came
Ask = Callable[[str | None], tuple[list["Item"], str | None]]


@dataclass(frozen=True, slots=True)
class Item:
    """One post as the network showed it; ids are still raw here, the door comes next.

    `names` are what else it says of its author: they are masked in its words.
    """

    kind: str
    post_id: str
    author_id: str | None
    created_at: datetime | None
    payload: dict[str, Any] | None
    in_reply_to: str | None = None
    handles: tuple[str, ...] = ()
    listed_at: datetime | None = None
    followers: int | None = None
    replies: int | None = None
    deleted: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """Posts that came together, and what to remember when they are in the lake."""

    stream: str
    items: tuple[Item, ...] = ()
    remember: dict[str, Any] | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A post of this source that the lake has or this visit saw; `post_id` is the network's own,
    `replies` if told.
    """

    post_id: str
    is_brand: bool
    created_at: datetime | None
    replies: int | None = None
    kind: str = ""


@dataclass
class Visit:
    """What a network module works with."""

    source: Source
    credentials: Credentials
    client: Client
    now: datetime
    night: date
    alias: Callable[[str], str]
    memory: dict[str, Any] = field(default_factory=dict)
    held: Iterable[Held] = ()
    since: datetime | None = None
    until: datetime | None = None
    threads_since: datetime | None = None
    """Since when the brand's posts are whose answers are asked for, where that is another time."""
    seen: dict[str, Held] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    _rest: str | None = None

    def newest_first(self, stream: str, ask: Ask) -> Iterator[Page]:
        """Pages of a list whose newest posts come first, down to what was seen last time and a day
        more.

        `ask(token)` returns one page and the token of the next. A token that the network no longer
        knows starts the list again, once; a token that leads back to itself ends it. A list that
        its network refuses to go on with is read again from its beginning the next night, down to
        the same place, so that nothing is lost meanwhile.
        """
        before = {} if self.since else dict(self.memory.get(stream, {}))
        since, high, token = (
            instant(before.get("since")),
            instant(before.get("high")),
            before.get("token"),
        )
        floor = self.since or (since - OVERLAP if since else None)
        asked, empty, restarted = set(), 0, False
        while True:
            asked.add(token)
            try:
                items, following = ask(token)
            except Refused as refusal:
                if token is None or refusal.status not in UNKNOWN_TOKEN:
                    raise
                if restarted:
                    note = f"{stream}: the network refuses its own next page ({refusal.status}); tried again next night"
                    yield Page(stream, note=note)
                    return
                token, asked, restarted = None, {None}, True
                items, following = ask(None)
            empty = 0 if items else empty + 1
            dates = [min(i.listed_at or i.created_at or self.now, self.now) for i in items]
            high = max([*dates, *([high] if high else [])], default=None)
            reached = bool(dates) and floor is not None and max(dates) < floor
            last = following is None or following in asked or reached or empty > LONGEST_EMPTY_RUN
            newest = high or since
            done = {"since": newest and newest.isoformat()}
            more = {
                "since": since and since.isoformat(),
                "high": high and high.isoformat(),
                "token": following,
            }
            kept = tuple(i for i in items if self._wanted(i))
            yield Page(stream, kept, done if last else more)
            if last:
                return
            token = following

    def each(
        self,
        stream: str,
        keys: Iterable[str],
        size: int,
        ask: Callable[[list[str]], list[Item]],
        once: bool = False,
    ) -> Iterator[Page]:
        """Pages that answer to `keys`, `size` at a time; what was asked tonight is not asked again.

        With `once` it is also remembered for good which keys were ever asked, and where the budget
        cut one off. Memory holds aliases, not the keys.
        """
        before = self.memory.get(stream, {})
        night = self.night.isoformat()
        tonight = list(before.get("done", [])) if before.get("night") == night else []
        ever, rests = dict.fromkeys(before.get("ever", [])), dict(before.get("rests", {}))
        answered = set(tonight)

        def remembered() -> dict[str, Any]:
            said = {"night": night, "done": list(tonight)} | ({"ever": list(ever)} if once else {})
            return said | ({"rests": dict(rests)} if rests else {})

        waiting = [key for key in dict.fromkeys(keys) if self.alias(key) not in answered]
        for start in range(0, len(waiting), size):
            batch = waiting[start : start + size]
            first = self.alias(batch[0])
            self._rest = rests.get(first)
            try:
                items = ask(batch)
            except BudgetSpent as spent:  # a part of a thread lands, and is not remembered as whole
                rests |= {first: spent.rest} if spent.rest else {}
                yield Page(stream, spent.items, remembered() if spent.rest else None)
                raise
            rests |= {first: LANDED} if first in rests else {}
            tonight += [self.alias(key) for key in batch]
            ever |= dict.fromkeys(self.alias(key) for key in batch)
            yield Page(stream, tuple(items), remembered())

    def threads(self, stream: str, ask: Callable[[str], list[Item]]) -> Iterator[Page]:
        """The replies under the brand's posts, newest first: the young ones every night, each older
        one once.
        """
        ever = set(self.memory.get(stream, {}).get("ever", []))
        known = {h.post_id: h for h in self.held if h.is_brand} | {
            i: h for i, h in self.seen.items() if h.is_brand
        }
        due = [
            one
            for one in known.values()
            if one.replies != 0
            and (self._is_young(one) or self.alias(one.post_id) not in ever)
            and self._in_range(one, self.threads_since or self.since)
        ]
        due.sort(key=lambda one: -(one.created_at or self.now).timestamp())
        yield from self.each(
            stream, [one.post_id for one in due], 1, lambda keys: ask(keys[0]), once=True
        )

    def whole_thread(self, ask: Ask) -> list[Item]:
        """Every page of the thread that `threads` asks for. One that was ever larger than a night's
        budget is read down to what the lake has, then on from where it was cut off.
        """
        rest, self._rest = self._rest, None
        if rest is None:
            return every_page(ask)
        known = {one.post_id for one in self.held}
        news = every_page(ask, known=known)
        if rest == LANDED:
            return news
        try:
            return news + every_page(ask, rest)
        except BudgetSpent as spent:
            spent.items = (*news, *spent.items)
            raise
        except Refused as refusal:
            if refusal.status not in UNKNOWN_TOKEN:
                raise
            return every_page(ask)  # the network knows the token no more

    def read(self, make: Callable[[Any], Item], entries: Iterable[Any]) -> list[Item]:
        """The items of a page's entries; an entry that is not what the network's documentation says
        is set aside.
        """
        items: list[Item] = []
        for place, entry in enumerate(entries, start=1):
            try:
                items.append(make(entry))
            except (
                KeyError,
                TypeError,
                ValueError,
                AttributeError,
                IndexError,
                OverflowError,
            ) as error:
                missing = (
                    str(error.args[0])[:60]
                    if isinstance(error, KeyError) and error.args
                    else "(entry)"
                )
                reason = f"not as documented ({type(error).__name__}), request {self.client.asked}"
                self.rejected.append(Rejected(place, missing, reason))
        return items

    def to_refresh(self, *kinds: str) -> list[str]:
        """The posts to ask for by their ids, those that this visit saw left out: the brand's first,
        newest first.

        They are those whose counts may still move and, a part each night, the older ones, which may
        have been deleted.
        """
        if self.since:
            return []
        due = [
            one
            for one in self.held
            if one.post_id not in self.seen
            and (not kinds or one.kind in kinds)
            and (self._is_young(one) or self._is_in_turn(one))
        ]
        due.sort(
            key=lambda one: (
                not self._is_young(one),
                not one.is_brand,
                -(one.created_at or self.now).timestamp(),
            )
        )
        return [one.post_id for one in due]

    def _is_in_turn(self, one: Held) -> bool:
        return int(self.alias(one.post_id), 16) % ROUND == self.night.toordinal() % ROUND

    def _is_young(self, one: Held) -> bool:
        return one.created_at is not None and one.created_at >= self.now - timedelta(
            days=self.source.metric_days
        )

    def _in_range(self, one: Held, since: datetime | None) -> bool:
        at = one.created_at
        return since is None or (
            at is not None and at >= since and (self.until is None or at < self.until)
        )

    def _wanted(self, item: Item) -> bool:
        at = item.created_at
        return at is None or self._in_range(Held(item.post_id, False, at), self.since)


def token_of(visit: Visit, about: str) -> str:
    """What the connection logs in with; a BadInput that ends in `about` when it has nothing."""
    token = visit.credentials.token or visit.credentials.password
    if not token:
        raise BadInput(missing(visit.client.connection, about))
    return token


def optional(stream: str, pages: Iterator[Page]) -> Iterator[Page]:
    """Pages of what not every access level includes: a refusal is said, and the rest goes on."""
    try:
        yield from pages
    except Refused as refusal:
        yield Page(stream, note=str(refusal))


def every_page(
    ask: Ask, token: str | None = None, known: Container[str] | None = None
) -> list[Item]:
    """The items of a short list from `token` on, to its last page or to the first that holds none
    but `known` posts; a token that leads back to an earlier one ends it. BudgetSpent carries those
    of the pages that came, and the token of the one that did not.
    """
    items: list[Item] = []
    asked: set[str | None] = set()
    while token not in asked:
        asked.add(token)
        try:
            found, following = ask(token)
        except BudgetSpent as spent:
            spent.items, spent.rest = (*items, *spent.items), token
            raise
        items += found
        if following is None or (known and found and all(one.post_id in known for one in found)):
            break
        token = following
    return items
