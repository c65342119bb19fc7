"""Mails and pages without forgotten people."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from transforms.people.redaction import Hidden
from transforms.privacy.erasure import mails


class Forgotten:
    """Jane is forgotten, and one passage of hers."""

    hidden = Hidden(
        (1,), lambda words: words == "jane", lambda words: words == "my parcel never came"
    )


def mail(text: str, html: str) -> bytes:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "Your night", "<1@cmr.example>"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="night.pdf")
    return bytes(message)


def test_her_name_goes_from_every_part_and_the_printed_copy_with_it():
    content, found = mails.scrub_mail(mail("Jane writes.", "<p>Ja<wbr>ne writes</p>"), Forgotten())
    assert found == 2
    assert b"Jane" not in content
    kinds = {
        part.get_content_type()
        for part in message_from_bytes(content, policy=policy.default).walk()
    }
    assert "application/pdf" not in kinds
    assert "text/html" in kinds


def test_a_mail_without_her_stays_to_the_byte():
    content = mail("Bob writes.", "<p>Bob writes</p>")
    assert mails.scrub_mail(content, Forgotten()) == (content, 0)


def test_words_that_only_look_like_tags_are_read_as_text():
    page, found = mails.scrub_page("<p>5 &lt; 7, says Jane</p>", Forgotten())
    assert (page, found) == ("<p>5 &lt; 7, says [forgotten]</p>", 1)


def test_what_is_a_mail_is_known_by_its_headers():
    assert mails.looks_like_mail(mail("a", "b"))
    assert not mails.looks_like_mail(b"Jane: hello\n\nbye")


@pytest.mark.parametrize("page", ["<p>a&nbsp;b</p>", "<style>p{}</style><p>a</p>"])
def test_the_words_of_a_page_are_those_outside_its_tags(page):
    assert "<" not in mails.plain(page)
    assert "{" not in mails.plain(page)
