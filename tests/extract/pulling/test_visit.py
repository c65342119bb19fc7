"""Visits to a made-up network that pages, dies, forgets and repeats itself."""

import json
import resource
from datetime import UTC, datetime, timedelta

import pytest

from transforms import lake
from transforms.config.errors import BadInput, StepFailed
from transforms.extract import pull, run, sources
from transforms.extract.networks import module
from transforms.extract.pulling.client import BudgetSpent, Refused, Unwell
from transforms.extract.pulling.payload import People
from transforms.extract.pulling.visit import Item
from transforms.lake import cursors
from transforms.privacy.forgetting import forget_author

NOW = datetime.now(UTC)


class MadeUp:
    """A network of numbered posts, newest first; `broken` is called before each answer and may
    raise.
    """

    CONNECTION, LANDING, PEOPLE = (
        "none",
        "http://localhost",
        People(ids=("author",), names=("name",), texts=("text",)),
    )

    def __init__(self, posts: int, size: int = 10) -> None:
        self.posts, self.size, self.asked = [(n, 0) for n in range(posts)], size, []
        self.gone: set[int] = set()
        self.broken = lambda self, token: None

    def item(self, number: int, likes: int, kind: str = "post") -> Item:
        at = NOW - timedelta(hours=3) + timedelta(seconds=number)
        payload = {
            "text": f"post {number}",
            "author": "zz_someone",
            "name": "Zz Someone",
            "likes": likes,
        }
        return Item(kind, f"id{number}", "zz_someone", at, payload)

    def page(self, token):
        self.broken(self, token)
        self.asked.append(token)
        there = [one for one in sorted(self.posts, reverse=True) if one[0] not in self.gone]
        start = int(token or 0)
        items = [self.item(*one) for one in there[start : start + self.size]]
        return items, str(start + self.size) if start + self.size < len(there) else None

    def look_up(self, ids):
        self.broken(self, "ids")
        self.asked.append(ids)
        likes = dict(self.posts)
        numbers = [int(one[2:]) for one in ids]
        return [
            Item("gone", f"id{n}", None, None, None, deleted=True)
            if n in self.gone
            else self.item(n, likes[n])
            for n in numbers
        ]

    def pull(self, visit):
        yield from visit.newest_first("posts", self.page)
        yield from visit.each("refresh", visit.to_refresh(), 7, self.look_up)


@pytest.fixture
def network(bench, monkeypatch):
    (bench.folder / "communities" / "brand.yml").write_text(
        "{name: brand, industry: airlines, language: en, accounts: [brand], "
        "sources: [{network: mastodon, handle: brand, metric_days: 7}]}"
    )

    def make(posts: int, size: int = 10) -> MadeUp:
        one = MadeUp(posts, size)
        monkeypatch.setattr(pull, "module", lambda _: one)
        return one

    return make


def landed() -> list[dict]:
    return lake.read("raw/mastodon").to_pylist()


def visit(night: str = "2025-06-30") -> dict:
    return run.extract_night("brand", 0, night)


SLUG = "brand--mastodon_brand"


@pytest.mark.parametrize("posts", [0, 1, 9, 10, 11, 20, 95])
def test_the_last_page_is_fetched_whatever_its_size(network, posts):
    network(posts)
    assert visit()["rows"] == posts
    assert len({row["post_id"] for row in landed()}) == posts == len(landed())


def test_a_second_visit_asks_little_and_adds_what_is_new(network):
    one = network(95)
    visit()
    asked = len(one.asked)
    one.posts += [(n, 0) for n in range(95, 100)]
    assert visit("2025-07-01")["rows"] == 5
    assert visit("2025-07-01")["rows"] == 0
    assert len(one.asked) - asked <= 2 * asked


def test_changed_counts_are_a_new_version_and_deleted_posts_a_tombstone(network):
    one = network(30)
    visit()
    one.posts[4] = (4, 9)
    one.gone = {7, 8}
    facts = visit("2025-07-01")
    assert (facts["rows"], facts["deleted"]) == (3, 2)
    of_the_deleted = [
        (row["post_id"], row["deleted"]) for row in landed() if row["post_id"] in ("id7", "id8")
    ]
    assert sorted(of_the_deleted) == [("id7", True), ("id8", True)]  # no version of them is left
    assert visit("2025-07-02")["deleted"] == 0
    assert not any("id7" in ids for ids in one.asked[-3:] if ids)


class Thread:
    """A thread of numbered answers, the newest first, ten a page, of which a night can ask for few."""

    def __init__(self, one: MadeUp, answers: int, budget: int) -> None:
        self.one, self.answers, self.budget, self.left = one, answers, budget, budget
        self.forgets_tokens = False
        self.asked: list[str | None] = []
        one.pull = self.pull

    def ask(self, token):
        if self.left == 0:
            raise BudgetSpent("the budget is spent")
        self.left -= 1
        self.asked.append(token)
        if self.forgets_tokens and token is not None:
            self.forgets_tokens = False
            raise Refused("no such token", 400)
        last = int(
            token or self.answers
        )  # tokens are the network's own: the answer above which to go on
        first = max(last - 10, 0)
        items = [self.one.item(n, 0, "reply") for n in range(last, first, -1)]
        return items, str(first) if first else None

    def pull(self, visit):
        self.left, self.asked = self.budget, []
        yield from visit.each(
            "threads", ["id0"], 1, lambda _: visit.whole_thread(self.ask), once=True
        )


def test_a_thread_larger_than_a_nights_budget_lands_in_as_many_nights_as_it_takes(network):
    thread = Thread(network(0), 75, 3)
    facts = [visit(f"2025-06-{day:02}") for day in (1, 2, 3, 4, 5)]
    assert [one["rows"] for one in facts] == [30, 20, 20, 5, 0]
    assert [one["status_of_source"] for one in facts] == ["partial"] * 3 + ["ok"] * 2
    assert len(landed()) == 75
    assert thread.asked == [None]  # since all of it landed, what the lake has ends the reading


def test_what_came_to_a_thread_while_its_old_tail_was_read_lands_too(network):
    thread = Thread(network(0), 120, 5)
    visit("2025-06-01")
    for day in range(2, 8):
        thread.answers += 12
        visit(f"2025-06-{day:02}")
    assert sorted(int(row["post_id"][2:]) for row in landed()) == list(range(1, 193))


def test_a_token_that_the_network_forgot_starts_the_thread_again(network):
    thread = Thread(network(0), 45, 3)
    visit("2025-06-01")
    thread.forgets_tokens, thread.budget = True, 10
    assert visit("2025-06-02")["status_of_source"] == "ok"
    assert len({row["post_id"] for row in landed()}) == 45
    assert cursors.read(SLUG)["threads"]["rests"]


def test_older_posts_are_asked_for_in_turn_and_none_is_left_out(network):
    one = network(30)
    real = one.item
    one.item = lambda number, likes, kind="post": _moved(
        real(number, likes, kind), timedelta(days=-30)
    )
    visit("2025-06-01")
    one.page = lambda token: ([], None)  # old posts are far down in the list
    one.asked = []
    for day in range(2, 16):
        visit(f"2025-06-{day:02}")
    looked_up = [post_id for ids in one.asked for post_id in ids]
    assert sorted(looked_up) == sorted(f"id{n}" for n in range(30))


def test_when_most_posts_seem_gone_at_once_a_second_night_must_agree(network):
    one = network(30)
    visit("2025-07-01")
    one.gone = set(range(30))
    facts = visit("2025-07-02")
    assert (facts["deleted"], facts["status_of_source"]) == (0, "partial")
    assert "30 of 30 posts are said to be gone" in facts["message"]
    assert visit("2025-07-02")["deleted"] == 0
    assert visit("2025-07-03")["deleted"] == 30
    assert all(row["deleted"] for row in landed())


def test_when_posts_that_seemed_gone_are_back_nothing_is_deleted(network):
    one = network(30)
    visit("2025-07-01")
    one.gone = set(range(30))
    visit("2025-07-02")
    one.gone = set()
    assert visit("2025-07-03")["deleted"] == 0
    assert len(landed()) == 30


def test_an_entry_that_is_not_as_documented_is_set_aside_and_the_rest_goes_on(network, bench):
    one = network(12)
    real = one.item

    def odd(number: int, likes: int, kind: str = "post") -> Item:
        if number == 5:
            return {}["author"]
        return real(number, likes, kind)

    one.item = odd

    def pull_with_care(here):
        def ask(token):
            items, following = here.read(lambda n: one.item(n, 0), range(12)), None
            return items, following

        yield from here.newest_first("posts", ask)

    one.pull = pull_with_care
    facts = visit()
    assert (facts["rows"], facts["quarantined"], facts["status_of_source"]) == (11, 1, "partial")
    [(place, field, reason)] = bench.set_aside
    assert (place, field) == (6, "author")
    assert "not as documented" in reason


def test_an_answer_of_another_shape_fails_the_source_clearly(network):
    one = network(5)
    one.page = lambda token: _raise(KeyError("feed"))
    with pytest.raises(
        StepFailed, match="connection 'mastodon', request 0: an answer that is not as documented"
    ):
        visit()


def test_absence_from_the_list_alone_deletes_nothing(network):
    one = network(30)
    visit()
    one.gone = {7}
    one.look_up = lambda ids: []
    visit("2025-07-01")
    assert not any(row["deleted"] for row in landed())


@pytest.mark.parametrize("commit_pages", [1, 3])
@pytest.mark.parametrize("hard", [True, False], ids=["kill", "interrupt"])
def test_a_visit_that_dies_before_any_answer_loses_nothing_doubles_nothing_and_goes_on(
    network, monkeypatch, commit_pages, hard
):
    one = network(57)
    monkeypatch.setattr(pull, "COMMIT_PAGES", commit_pages)
    for die_at in range(12):
        count = 0

        def dying(self, token, die_at=die_at):
            nonlocal count
            count += 1
            if count == die_at + 1:
                raise KeyboardInterrupt

        one.broken = dying
        with monkeypatch.context() as patch:
            if hard:  # nothing of what was not committed survives
                patch.setattr(pull.Landing, "commit", _commits_unless_dying(pull.Landing.commit))
            try:
                visit()
                break
            except KeyboardInterrupt:
                continue
    one.broken = lambda self, token: None
    visit()
    assert len(landed()) == len({row["post_id"] for row in landed()}) == 57


def _commits_unless_dying(real):
    import sys

    def commit(self, memory):
        if sys.exc_info()[0] is None:
            real(self, memory)

    return commit


def test_a_visit_that_was_cut_short_goes_on_where_it_stopped(network, monkeypatch):
    one = network(95)
    monkeypatch.setattr(pull, "COMMIT_PAGES", 1)
    one.broken = lambda self, token: _raise(Unwell("a stall")) if token == "50" else None
    with pytest.raises(Unwell):
        visit()
    assert len(landed()) == 50
    one.broken, one.asked = lambda self, token: None, []
    visit()
    assert one.asked[0] == "50"
    assert len(landed()) == 95


def test_landing_without_remembering_doubles_nothing(network, monkeypatch):
    network(57)
    with monkeypatch.context() as patch:
        patch.setattr(cursors, "write", lambda *_: _raise(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            visit()
    visit()
    assert len(landed()) == 57


def test_a_lost_cursor_starts_the_list_again(network, monkeypatch):
    one = network(40)
    cursors.write(SLUG, {"posts": {"since": None, "high": None, "token": "lost"}})
    one.broken = lambda self, token: (
        _raise(Refused("no such cursor", 400)) if token == "lost" else None
    )
    assert visit()["rows"] == 40


def test_a_lost_memory_costs_requests_but_adds_nothing(network):
    network(40)
    visit()
    lake.filesystem().rm(lake.path("raw", "_cursors"), recursive=True)
    assert visit("2025-07-01")["rows"] == 0


def test_a_duplicated_page_and_a_cursor_that_leads_in_a_circle_end(network):
    one = network(40)
    real = one.page
    one.page = lambda token: (real(token)[0], "10")
    assert visit()["rows"] == 20


def test_a_server_clock_of_next_year_does_not_hide_tomorrows_posts(network):
    one = network(5)
    real = one.item
    one.item = lambda number, likes, kind="post": _moved(
        real(number, likes, kind), timedelta(days=365) if number < 5 else timedelta()
    )
    visit()
    one.posts += [(5, 0)]
    one.posts.sort()
    one.page = lambda token: ([one.item(5, 0)], None)
    assert visit("2025-07-01")["rows"] == 1
    assert (
        cursors.read(SLUG)["posts"]["since"]
        < (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    )


def _moved(item: Item, by: timedelta) -> Item:
    return Item(item.kind, item.post_id, item.author_id, item.created_at + by, item.payload)


def test_a_spent_budget_is_said_and_the_next_night_goes_on(network, monkeypatch):
    one = network(40)
    one.broken = lambda self, token: (
        _raise(BudgetSpent("the budget is spent")) if token == "20" else None
    )
    facts = visit()
    assert (facts["rows"], facts["status_of_source"]) == (20, "partial")
    one.broken = lambda self, token: None
    assert visit("2025-07-01")["rows"] == 20


def test_a_backfill_takes_its_days_only_and_leaves_the_cursor_alone(network):
    network(60)
    start = NOW - timedelta(hours=3)
    facts = run.backfill("brand", 0, start + timedelta(seconds=20), start + timedelta(seconds=30))
    assert facts["rows"] == 10
    assert cursors.read(SLUG) == {}
    assert visit()["rows"] == 50


def test_who_asked_to_be_forgotten_is_not_pulled_again(network):
    one = network(20)
    visit()
    forget_author("mastodon", "zz_someone")
    assert landed() == []
    one.posts += [(20, 0)]
    assert visit("2025-07-01")["rows"] == 0


def test_no_persons_id_or_name_is_written_and_the_source_is_recorded(network, home):
    network(20)
    visit()
    assert all(json.loads(row["payload"])["name"] == "[person]" for row in landed())
    for path in home.rglob("*"):
        assert not path.is_file() or b"zz_someone" not in path.read_bytes().lower(), path
    [row] = lake.read("sources").to_pylist()
    assert (row["status"], row["rows"], row["network"]) == ("ok", 20, "mastodon")


def test_a_failure_is_recorded_with_its_words(network, bench):
    one = network(20)
    one.broken = lambda self, token: _raise(
        Refused("connection 'mastodon': 401: token expired; renew", 401)
    )
    with pytest.raises(Refused):
        visit()
    assert bench.status["brand"]["status"] == "failed"
    assert "token expired" in bench.status["brand"]["message"]


def test_a_network_that_is_not_built_is_refused_clearly():
    with pytest.raises(BadInput, match="'myspace' cannot be pulled"):
        module("myspace")


def test_many_posts_take_memory_for_one_commit_only(network):
    network(2_000, size=100)
    visit()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    lake.filesystem().rm(lake.path("raw"), recursive=True)
    network(12_000, size=100)
    assert visit()["rows"] == 12_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 80_000


def test_the_key_of_a_source_has_no_secret(network):
    network(1)
    assert sources.slug("brand", run.list_sources()[0]["key"]) == SLUG


def _raise(error: BaseException):
    raise error
