"""The mail as a reader sees it: accessible in light and dark, whole on a phone, nothing broken."""

import json
import os
from pathlib import Path

import pytest

from tests.report import nights
from tests.report.mail import axe
from transforms.report import run
from transforms.report.mail import pdf

pytestmark = pytest.mark.pages
KINDS = ("calm", "crisis", "empty", "first", "few")
PHONE, DESKTOP = 360, 1024


@pytest.fixture(scope="session")
def axe_core() -> str:
    """The script of axe-core, which `make test-pages` installs; without it the tests say so and are
    skipped.
    """
    path = os.environ.get("CMR_AXE")
    if not path:
        pytest.skip(
            "CMR_AXE names no axe.min.js: run tests/report/mail/pages.sh, or `make test-pages`"
        )
    return Path(path).read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def browser():
    program = pdf.browser()
    if not program:
        pytest.skip("no chromium on this machine")
    with axe.browser(program) as opened:
        yield opened


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_accessible_fits_a_phone_and_shows_every_image(
    kind, language, mode, published, community, browser, axe_core
):
    published(("free", kind), language=language)
    community("free", "cm@example.org", language=language, brand={"colour": "#cd1e25"})
    page = run.preview("free", nights.NIGHT, language)
    for width in (PHONE, DESKTOP):
        browser.show(page, mode, width)
        assert browser.ask("document.documentElement.scrollWidth") <= width
        broken = "[...document.images].filter(i => i.complete && !i.naturalWidth && i.offsetParent).map(i => i.alt)"
        assert browser.ask(broken) == []
        shown = browser.ask("[...document.images].filter(i => i.offsetParent).length")
        assert bool(shown) == (kind in ("calm", "crisis", "first"))
        browser.ask(f"(() => {{ {axe_core} }})()")
        found = json.loads(
            browser.ask(
                "axe.run(document).then(r => JSON.stringify([r.violations, r.passes.length]))"
            )
        )
        assert [(v["id"], [n["html"][:200] for n in v["nodes"]][:3]) for v in found[0]] == []
        assert found[1] > 10


def test_a_page_with_a_fault_is_found_out(tmp_path, browser, axe_core):
    page = tmp_path / "page.html"
    page.write_text(
        "<html><body style='width:500px'><img src='none.png'><p style='color:#ddd'>pale</p></body></html>"
    )
    browser.show(page, "light", PHONE)
    assert browser.ask("document.documentElement.scrollWidth") > PHONE
    browser.ask(f"(() => {{ {axe_core} }})()")
    found = set(browser.ask("axe.run(document).then(r => r.violations.map(v => v.id))"))
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found
