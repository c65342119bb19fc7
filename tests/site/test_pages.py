"""Every kind of page as a reader sees it: accessible in light and dark, whole on a phone, nothing
fetched.
"""

import json

import pytest

from tests.report.mail.test_pages import DESKTOP, PHONE, axe_core, browser
from tests.site.conftest import write
from transforms.config.settings import settings

__all__ = ("axe_core", "browser")
pytestmark = pytest.mark.pages


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_kind_of_page_is_accessible_fits_a_phone_and_fetches_nothing(
    mode, published, community, sent, browser, axe_core
):
    published(("free", "crisis"))
    community("free", "cm@example.org")
    sent("cm@example.org")
    write()
    looks = 0
    for page in sorted(settings().site.rglob("*.html")):
        for width in (PHONE, DESKTOP):
            browser.show(page, mode, width)
            assert browser.ask("document.documentElement.scrollWidth") <= width, page
            assert browser.ask("performance.getEntriesByType('resource').length") == 0, page
            browser.ask("document.querySelectorAll('details').forEach(d => d.open = true)")
            browser.ask(f"(() => {{ {axe_core} }})()")
            found = json.loads(
                browser.ask("axe.run(document).then(r => JSON.stringify(r.violations))")
            )
            assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found] == [], page
            looks += 1
    assert looks > 20
