"""Feeds as WordPress, phpBB, Discourse, the App Store and a plain blog write them, served from a
folder by a real HTTP server on loopback.
"""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from transforms.config.errors import BadInput, StepFailed
from transforms.extract import pull, run
from transforms.extract.pulling import client

RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
    "<channel><title>Comments</title><link>https://blog.example</link><language>{language}</language>{items}</channel></rss>"
)
ATOM = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" '
    'xmlns:im="http://itunes.apple.com/rss" xmlns:thr="http://purl.org/syndication/thread/1.0">'
    "<id>tag:it.example,2025:feed</id><title>Avis</title><updated>2025-06-17T08:00:00Z</updated>{links}{entries}</feed>"
)
COMMENT = """<item><title>By: Jane Quillfeather</title><link>https://blog.example/late#comment-7</link>
<dc:creator><![CDATA[Jane Quillfeather]]></dc:creator><pubDate>Tue, 17 Jun 2025 08:00:00 +0200</pubDate>
<guid isPermaLink="false">https://blog.example/late#comment-7</guid>
<description><![CDATA[<p>Three hours &amp; no word</p>]]></description>
<content:encoded><![CDATA[<p>Three hours &amp; no word.<br>
Jane Quillfeather, jane.q@mail.example</p>]]></content:encoded></item>"""
NEWS = """<item><title>Our new planes</title><link>https://blog.example/planes</link><guid>12</guid>
<pubDate>Tue, 17 Jun 2025 10:00:00 GMT</pubDate><description>They are quieter.</description>
<slash:comments>3</slash:comments><enclosure url="https://blog.example/p.jpg" type="image/jpeg" length="9"/></item>"""
REVIEW = """<entry><id>11223344</id><title>Plante au démarrage</title><updated>2025-06-16T23:10:00-07:00</updated>
<content type="text">2 &lt; 3 étoiles, rien ne marche</content><content type="html">&lt;b&gt;x&lt;/b&gt;</content>
<im:rating>1</im:rating><author><uri>https://itunes.apple.com/fr/reviews/id998877</uri><name>zorglub_75</name></author></entry>"""
TOPIC = """<entry><id>https://forum.example/viewtopic.php?p=5#p5</id><published>2025-06-17T07:00:00+00:00</published>
<updated>2025-06-17T09:00:00+00:00</updated><title type="html"><![CDATA[Re: Fibre coupée]]></title>
<author><name><![CDATA[Berthe Oisemont]]></name></author><thr:in-reply-to ref="https://forum.example/viewtopic.php?p=4#p4"/>
<content type="html"><![CDATA[Toujours rien.<br /><p>Statistiques: Posté par
<a href="https://forum.example/memberlist.php?mode=viewprofile&amp;u=31">Berthe Oisemont</a></p>]]></content></entry>"""
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    '<rss version="2.0"><channel><title>&b;</title></channel></rss>'
)
FILE = LAUGHS.replace('"ha"', 'SYSTEM "file:///etc/hostname"')


class Folder:
    """A folder behind a web server, and a community that listens to its `feed.xml`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def write(self, content: str | bytes, name: str = "feed.xml") -> None:
        raw = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(raw)


@pytest.fixture
def feed(ear, tmp_path, monkeypatch) -> Iterator[Folder]:
    (tmp_path / "web").mkdir()
    one = Folder(tmp_path / "web")
    ear.listens_to(f"{{network: feed, handle: '{one.url}/feed.xml'}}", ["brand"])
    monkeypatch.setattr(SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    monkeypatch.setattr(pull, "Client", partial(client.Client, sleep=lambda _: None))
    yield one
    one.http.shutdown()


def rss(*items: str, language: str = "en-US") -> str:
    return RSS.format(language=language, items="".join(items))


def atom(*entries: str, links: str = "") -> str:
    return ATOM.format(links=links, entries="".join(entries))


def test_a_blogs_news_and_comments_are_staged_and_lose_their_people(ear, feed, home):
    feed.write(rss(COMMENT, NEWS))
    assert ear.pull()["rows"] == 2
    comment = ear.current["By: @user\nThree hours & no word.\n\n@user, [email]"]
    assert comment["created_at"] == datetime(2025, 6, 17, 6, tzinfo=UTC)
    news = ear.current["Our new planes\nThey are quieter."]
    assert (news["replies"], news["format"], news["language"]) == (3, "image", "en")
    assert (news["author_id"], news["is_brand"], news["likes"]) == (None, False, None)
    written = ear.written(home)
    for raw in (b"Quillfeather", b"jane.q", b"comment-7"):
        assert raw not in written


def test_a_stores_reviews_and_a_forums_answers_in_french(ear, feed, home):
    feed.write(atom(REVIEW, TOPIC))
    assert ear.pull()["rows"] == 2
    review = ear.current["Plante au démarrage\n2 < 3 étoiles, rien ne marche"]
    assert (review["language"], review["format"]) == ("fr", "text")
    assert '"im_rating":"1"' in ear.raw[0]["payload"]
    [answer] = [row for row in ear.staged if row["in_reply_to"]]
    assert answer["text"].startswith("Re: Fibre coupée\nToujours rien.")
    assert answer["updated_at"] == datetime(2025, 6, 17, 9, tzinfo=UTC)
    written = ear.written(home)
    for raw in (b"zorglub_75", b"998877", b"Oisemont", b"u=31", b"viewtopic"):
        assert raw not in written


def test_a_feed_that_the_community_names_as_its_own_speaks_for_the_brand(ear, feed):
    ear.listens_to(
        f"{{network: feed, handle: '{feed.url}/feed.xml'}}", [f"{feed.url}/feed.xml", "brand"]
    )
    feed.write(rss(NEWS))
    ear.pull()
    assert ear.staged[0]["is_brand"]


def test_an_edit_is_a_version_and_what_a_feed_no_longer_shows_stays(ear, feed):
    feed.write(rss(COMMENT, NEWS))
    ear.pull("2025-06-29")
    feed.write(rss(NEWS.replace("quieter", "much quieter")))
    facts = ear.pull("2025-06-30")
    assert (facts["rows"], facts["deleted"]) == (1, 0)
    assert len(ear.current) == 2
    assert "Our new planes\nThey are much quieter." in ear.current


def entry(number: int) -> str:
    at = format_datetime(datetime(2025, 6, 17, 10, number % 60, tzinfo=UTC))
    return f"<item><title>post {number}</title><guid>g{number}</guid><pubDate>{at}</pubDate></item>"


def test_older_pages_of_the_same_server_are_read_to_their_end_and_a_strangers_are_not(ear, feed):
    link = '<link rel="next" href="{}"/>'

    def page(number: int, following: str) -> str:
        at = f"2025-06-17T10:0{number}:00Z"
        body = f"<entry><id>tag:p{number}</id><title>page {number}</title><updated>{at}</updated></entry>"
        return atom(body, links=link.format(following))

    feed.write(page(3, "2.xml"))
    feed.write(page(2, f"{feed.url}/1.xml"), "2.xml")
    feed.write(page(1, "http://169.254.169.254/latest"), "1.xml")
    assert ear.pull()["rows"] == 3
    assert set(ear.current) == {"page 1", "page 2", "page 3"}


def test_two_feeds_may_number_their_entries_alike(ear, feed):
    feed.write(rss(NEWS))
    feed.write(rss(NEWS.replace("planes", "trains")), "other.xml")
    ear.pull()
    ear.listens_to(f"{{network: feed, handle: '{feed.url}/other.xml'}}", ["brand"])
    ear.pull()
    assert len({row["post_id"] for row in ear.staged}) == 2


def test_terms_keep_the_entries_that_name_one(ear, feed):
    ear.listens_to(f"{{network: feed, handle: '{feed.url}/feed.xml', terms: [PLANES]}}", ["brand"])
    feed.write(rss(COMMENT, NEWS))
    assert ear.pull()["rows"] == 1


@pytest.mark.parametrize("hostile", [LAUGHS, FILE], ids=["billion laughs", "external entity"])
def test_a_hostile_document_is_refused_and_nothing_of_it_is_kept(ear, feed, hostile):
    for encoding in ("utf-8", "utf-16"):
        feed.write(hostile.encode(encoding))
        with pytest.raises(BadInput, match=r"connection 'feed': .*entities.*not read"):
            ear.pull()


@pytest.mark.parametrize(
    "content",
    [
        rss(*map(entry, range(90)))[:3000],
        "<html>busy</html>",
        "<rss version='2.0'>" + "<a>" * 1_999,
    ],
    ids=["cut off", "a page", "as deep as the sea"],
)
def test_what_is_no_whole_feed_is_tried_again_then_said(ear, feed, content):
    feed.write(content)
    with pytest.raises(StepFailed, match=r"connection 'feed': .*not a whole feed, 5 times"):
        ear.pull()


def test_a_feed_that_is_not_well_formed_is_read_all_the_same(ear, feed):
    feed.write(rss(NEWS.replace("They are", "They&nbsp;are & stay")))
    assert ear.pull()["rows"] == 1
    assert "& stay" in ear.staged[0]["text"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_every_encoding_keeps_its_accents(ear, feed, encoding):
    news = rss(NEWS.replace("quieter", "déjà là")).replace("UTF-8", encoding)
    feed.write(news.encode(encoding))
    ear.pull()
    assert "They are déjà là." in ear.staged[0]["text"]


def test_an_entry_without_a_date_is_set_aside_and_the_others_go_on(ear, feed):
    feed.write(rss(NEWS.replace("pubDate", "sometime"), COMMENT))
    facts = ear.pull()
    assert (facts["rows"], facts["quarantined"]) == (1, 1)


def test_a_feed_that_has_moved_says_where(ear, feed):
    (feed.folder / "feed.xml").mkdir()
    with pytest.raises(BadInput, match=r"moved to .*/feed.xml/; write that as sources.handle"):
        ear.pull()


def test_check_asks_once_and_wants_an_address(ear, feed):
    feed.write(rss(NEWS))
    assert run.check("brand", 0) == "feed found, 1 entries"
    ear.listens_to("{network: feed, handle: blog.example}", ["brand"])
    with pytest.raises(BadInput, match=r"sources.handle: must be the feed's address"):
        run.check("brand", 0)
