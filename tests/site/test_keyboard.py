"""The pages without a mouse: every way is reached by Tab, seen when it is, and taken by Enter."""

import time
from pathlib import Path

import pytest

from tests.report.mail.axe import WAIT_SECONDS, Browser
from tests.report.mail.test_pages import DESKTOP, PHONE, browser
from tests.site.conftest import write
from transforms.config.settings import settings

__all__ = ("browser",)
pytestmark = pytest.mark.pages
KEYS = {"Tab": 9, "Enter": 13, "ArrowRight": 39}
WAYS = "[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')].filter(e => e.checkVisibility())"
"""What a reader can go to, in the order of the page."""
FOCUSED = f"""(() => {{
    const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
    const shown = r.width > 0 && r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth;
    return [({WAYS}).indexOf(e), shown && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1];
}})()"""
"""Which of the ways has the focus (-1: none), and whether it stands in the window with a ring around."""


def press(browser: Browser, key: str) -> None:
    about = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS[key]}
    text = {"text": "\r"} if key == "Enter" else {}
    browser.call("Input.dispatchKeyEvent", type="keyDown", **about, **text)
    browser.call("Input.dispatchKeyEvent", type="keyUp", **about)


def show(browser: Browser, page: Path, width: int = DESKTOP) -> None:
    browser.show(page, "light", width)
    browser.call("Page.bringToFront")
    browser.call("Emulation.setFocusEmulationEnabled", enabled=True)


def wait_for(browser: Browser, script: str) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not _holds(browser, script):
        assert time.monotonic() < until, script
        time.sleep(0.02)


def _holds(browser: Browser, script: str) -> bool:
    """Whether a script is true; not while one page leaves for another, which answers nothing."""
    try:
        return bool(browser.ask(script))
    except AssertionError:
        return False


@pytest.fixture
def site(published, community, sent) -> list[Path]:
    """One page of each kind: the first of those that are alike."""
    published(("free", "crisis"))
    community("free", "cm@example.org")
    sent("cm@example.org")
    write()
    root = settings().site / "free" / "fr"
    kinds = [*root.glob("*.html"), *(min(folder.glob("*.html")) for folder in root.iterdir()
                                     if folder.is_dir() and any(folder.glob("*.html")))]  # fmt: skip
    assert {page.stem for page in kinds} > {"index", "climate", "wants", "people", "advice"}
    assert {page.parent.name for page in kinds} == {"fr", "nights", "wants", "advice"}
    return kinds


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_tab_reaches_every_way_of_every_page_in_order_and_is_seen_to(site, browser, width):
    for page in site:
        show(browser, page, width)
        ways = browser.ask(f"({WAYS}).length")
        assert ways > 8, page
        for place in range(ways):
            press(browser, "Tab")
            assert browser.ask(FOCUSED) == [place, True], (page, place)


def test_the_first_way_of_a_page_leads_past_the_menu(site, browser):
    for page in site:
        show(browser, page)
        press(browser, "Tab")
        press(browser, "Enter")
        wait_for(browser, "document.activeElement.id === 'content'")
        press(browser, "Tab")
        assert not browser.ask("document.activeElement.closest('header')"), page


def test_enter_takes_a_reader_through_the_menu_and_into_what_is_closed(site, browser):
    root = settings().site / "free" / "fr"
    show(browser, root / "index.html")
    menu = browser.ask("[...document.querySelectorAll('header nav a')].map(a => a.href)")
    assert len(menu) >= 8
    for number, address in enumerate(menu):
        show(browser, root / "index.html")
        for _ in range(number + 2):
            press(browser, "Tab")
        press(browser, "Enter")
        wait_for(browser, f"location.href === '{address}' && document.readyState === 'complete'")
    closed = [page for page in site if "<summary" in page.read_text(encoding="utf-8")]
    assert closed
    for page in closed:
        show(browser, page)
        for _ in range(browser.ask(f"({WAYS}).findIndex(e => e.matches('summary'))") + 1):
            press(browser, "Tab")
        press(browser, "Enter")
        wait_for(browser, "document.activeElement.parentElement.open")


def test_a_table_that_is_wider_than_a_phone_is_moved_by_the_arrow_keys(site, browser):
    moved = 0
    for page in site:
        show(browser, page, PHONE)
        if (
            place := browser.ask(f"({WAYS}).findIndex(e => e.scrollWidth > e.clientWidth + 9)")
        ) >= 0:
            for _ in range(place + 1):
                press(browser, "Tab")
            press(browser, "ArrowRight")
            wait_for(browser, "document.activeElement.scrollLeft > 0")
            moved += 1
    assert moved > 1
