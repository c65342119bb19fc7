"""One recipient of many communities: the mail still fits, the agitated ones first and whole."""

import re
from html import unescape

import pytest

from tests.report.delivery.troubles import crowd
from transforms.config.settings import settings
from transforms.report import run
from transforms.report.mail.build import HTML_LIMIT
from transforms.report.mail.render import render


@pytest.mark.parametrize("communities", [3, 50])
def test_a_mail_of_many_communities_fits_with_the_agitated_ones_first(communities, cmr, tmp_path):
    crowd.write(communities, 1, settings().published, tmp_path / "communities")
    for path in (tmp_path / "communities").glob("*.yml"):
        path.write_text(
            path.read_text().replace("recipients: []", "recipients: [{email: cm0@example.org}]")
        )
    parts = run._parts("cm0@example.org", {})
    mail = render(parts, "fr", "cm0@example.org", "answers@cmr.example")
    assert len(parts) == communities
    assert mail.fits
    assert len(mail.html.encode()) <= HTML_LIMIT
    listed = [
        f"brand_{number}"
        for number in re.findall(r'<p class="toc"><[^>]+>Brand (\d\d)<', mail.html)
    ]
    assert len(listed) == communities
    agitated = -(-communities // 7)
    assert {int(name[-2:]) % 7 for name in listed[:agitated]} == {0}
    shown = set(re.findall(r'id="c-(brand_\d\d)"', mail.html))
    assert shown == set(listed[: len(shown)])
    assert len(shown) >= 3
    whole = communities == 3
    assert ("Version courte" in unescape(mail.html)) != whole
    assert (shown == set(listed)) == whole
    assert all(name.replace("_", " ").title() in mail.text for name in listed)
