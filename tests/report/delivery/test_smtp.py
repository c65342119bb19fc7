"""A mail server by its URL."""

import pytest

from transforms.config.errors import BadInput
from transforms.report.delivery.smtp import MailServer, mail_server


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example.org", MailServer("mail.example.org", 587, False, "required", None)),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, True, "required", None)),
        ("smtp://localhost:2525", MailServer("localhost", 2525, False, "optional", None)),
        (
            "smtp://mail.example.org?tls=none",
            MailServer("mail.example.org", 587, False, "none", None),
        ),
        (
            "smtp://a%40b.c:p%3Aw@mail.example.org:25",
            MailServer("mail.example.org", 25, False, "required", ("a@b.c", "p:w")),
        ),
    ],
)
def test_a_url_says_where_and_how(url, expected):
    assert mail_server(url) == expected


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.org", "http://user:hush@mail.example.org", "smtp://", "smtp://h?tls=maybe"],
)
def test_a_url_that_names_none_is_refused_without_its_password(url):
    with pytest.raises(BadInput, match="CMR_SMTP_URL") as refused:
        mail_server(url)
    assert "hush" not in str(refused.value)
