"""Words, names and addresses written to do harm, and what is left of them in the mail."""

import re
from html.parser import HTMLParser

import duckdb
import pytest

from tests.report import nights
from transforms.config.networks import reply_link
from transforms.report import run
from transforms.report.mail import message
from transforms.report.mail.build import Mail
from transforms.report.mail.render import facts_of, render
from transforms.report.said import clean

SPOOF = "Votre compte est bloqué : https://free.fr@evil.example/login?x=1 ou http://xn--80ak6aa92e.com et https://аррӏе.com"
HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "css": "</style><style>*{display:none}</style>",
    "mjml": "</mj-text><mj-include path='/etc/passwd'/><mj-raw><iframe src='https://evil.example'></iframe></mj-raw>",
    "attribute": '" onmouseover="alert(1)" x="',
    "comment": "--><!-- <![endif]--><script>alert(2)</script>",
    "template": "{{ 7*7 }} {% include 'x' %} ${7*7}",
    "spoofed link": SPOOF,
    "javascript": "javascript:alert(document.cookie) data:text/html;base64,PHNjcmlwdD4=",
    "bidi": "abc\u202egpj.exe\u202c \u2066evil\u2069 \u200fmot",
    "long word": "a" * 10_000,
    "zalgo": "h" + "\u0301" * 500 + "ello",
    "nul": "a\x00b\x07c\x1b[31m\ud800d",
    "entities": "&lt;script&gt;alert(3)&lt;/script&gt; &#60;b&#62;",
    "headers": "x\r\nBcc: everyone@example.org\r\n\r\n<html>",
    "emoji": "👩🏽‍🚒🏳️‍🌈 نص عربي قصير עברית",
}


class Tags(HTMLParser):
    """Every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def built(published, community):
    """The mail of a crisis in which every word that strangers choose is `text`."""

    def build(text: str) -> Mail:
        stored = text.encode("utf-8", "replace").decode()
        path = published(("free", "crisis"))
        with duckdb.connect(str(path)) as connection:
            connection.execute("update fct_posts set text = ?", [stored])
            connection.execute("update dim_themes set label_fr = ?, need_fr = ?", [stored, stored])
            connection.execute("update fct_expectations set label_fr = ?", [stored])
            connection.execute(
                "update fct_recommendations set posts_fr = [?], basis_fr = ?, slot = ?",
                [stored] * 3,
            )
            connection.execute("update fct_index_days set label_fr = ?", [stored])
            connection.execute("update fct_audience_days set label_fr = ?", [stored])
            connection.execute("update ops.sources set message = ?", [stored])
            connection.execute("update dim_communities set name = ?", [stored])
        community("free", "cm@example.org")
        part = run._parts("cm@example.org", {"free": nights.NIGHT})[0]
        return render([part], "fr", "cm@example.org", "answers@cmr.example")

    return build


@pytest.fixture
def innocent(built) -> Tags:
    return Tags(built("bonjour").html)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_add_no_tag_no_attribute_and_no_link(text, built, innocent):
    mail = built(text)
    found = Tags(mail.html)
    assert found.tags <= innocent.tags | {"wbr"}
    assert found.attributes <= innocent.attributes
    assert sorted(found.links) == sorted(innocent.links)
    assert "\\u{" not in mail.html
    assert (
        mail.html.count("<style")
        == mail.html.count("</style>")
        == built("bonjour").html.count("<style")
    )


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_words_become_one_sound_mail(text, built):
    mail = built(text)
    sealed = message.assemble(
        mail, "cm@example.org", "<a@b>", run.datetime.now(run.UTC), "R <r@cmr.example>"
    )
    assert mail.fits
    assert sealed["Bcc"] is None
    assert "\n" not in sealed["Subject"]
    assert "\r" not in sealed["Subject"]
    sealed.as_bytes().decode("ascii")
    for body in (mail.html, mail.text, mail.subject):
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x1b]", body)


def test_a_long_word_can_break_and_is_cut(built):
    mail = built("a" * 10_000)
    assert not re.search(
        r"a{33}",
        re.sub(
            r"<title>.*?</title>|aria-label=\"[^\"]*\"|<div style=\"display:none.*?</div>|alt=\"[^\"]*\"",
            "",
            mail.html,
        ),
    )
    assert (
        max(
            len(line)
            for line in mail.text.splitlines()
            if "https:" not in line and "mailto:" not in line
        )
        <= 76
    )


def test_a_link_in_a_post_shows_the_host_it_really_opens_and_is_no_link():
    shown = clean.text(SPOOF)
    assert (
        shown
        == "Votre compte est bloqué : [evil.example] ou [xn--80ak6aa92e.com] et [xn--80ak6aa92e.com]".replace(
            "et [xn--80ak6aa92e.com]", f"et [{clean.host_of('https://аррӏе.com')}]"
        )
    )
    assert clean.host_of("https://аррӏе.com").startswith("xn--")


@pytest.mark.parametrize(
    ("network", "post_id", "expected"),
    [
        ("x", "1800000000000000001", "https://x.com/i/status/1800000000000000001"),
        ("x", "1/../../evil", None),
        ("x", "1800000000000000001\n", None),
        ("x", "١٨٠٠٠٠٠", None),
        (
            "bluesky",
            "at://did:plc:abcd1234/app.bsky.feed.post/3kab",
            "https://bsky.app/profile/did:plc:abcd1234/post/3kab",
        ),
        ("bluesky", "at://evil.example/app.bsky.feed.post/3kab", None),
        ("reddit", "t3_1abcde", "https://www.reddit.com/comments/1abcde"),
        ("facebook", "12345_67890", "https://www.facebook.com/12345_67890"),
        ("instagram", "17900000000000001", None),
        ("export", "javascript:alert(1)", None),
        ("constructor", "1", None),
    ],
)
def test_the_link_to_answer_is_made_of_a_well_formed_id_or_not_made(network, post_id, expected):
    assert reply_link(network, post_id) == expected


@pytest.mark.parametrize(
    "address",
    ["Eve\r\nBcc: x@evil.example <cm@example.org>", "cm@example.org\r\nBcc: x@evil.example"],
)
def test_a_name_or_address_with_line_breaks_adds_no_header(address):
    mail = Mail("Objet\r\nBcc: x@evil.example", "<p>x</p>", "x", {})
    try:
        sealed = message.assemble(
            mail, address, "<a@b>", run.datetime.now(run.UTC), "R <r@cmr.example>"
        )
    except ValueError:
        return
    assert sealed["Bcc"] is None
    assert not re.search(rb"^Bcc:", sealed.as_bytes(), re.MULTILINE)


def test_the_words_of_one_community_stay_what_they_were(published, community):
    path = published(("free", "crisis"))
    community("free", "cm@example.org")
    texts = {post.text for post in facts_of(path, "free", nights.NIGHT).posts.values()}
    assert nights.TEXTS["fr"][0] in texts
