"""The mailbox of the answers, by its URL."""

import pytest

from transforms.config.errors import BadInput
from transforms.report.delivery.imap import mailbox

WAYS = {
    "over TLS": ("imaps://ann:pw@mail.example", (993, "implicit", "INBOX")),
    "with STARTTLS": ("imap://ann:pw@mail.example/Reports", (143, "required", "Reports")),
    "on this machine": ("imap://ann:pw@127.0.0.1:1143", (1143, "none", "INBOX")),
    "open, as asked": ("imap://ann:pw@mail.example?tls=none", (143, "none", "INBOX")),
}
BAD = [
    "https://ann:pw@mail.example",
    "imaps://mail.example",
    "imaps://",
    "imap://ann:pw@h?tls=maybe",
]


@pytest.mark.parametrize(("url", "expected"), WAYS.values(), ids=WAYS)
def test_the_url_says_where_and_how_it_is_read(url, expected):
    box = mailbox(url)
    assert (box.port, box.tls, box.folder) == expected


def test_signs_in_the_password_are_unquoted():
    assert mailbox("imaps://ann%40home:p%2Fw@mail.example").password == "p/w"


@pytest.mark.parametrize("url", BAD)
def test_a_url_that_names_no_mailbox_is_refused_without_its_password(url):
    with pytest.raises(BadInput, match="CMR_IMAP_URL") as caught:
        mailbox(url)
    assert ":pw" not in str(caught.value)
