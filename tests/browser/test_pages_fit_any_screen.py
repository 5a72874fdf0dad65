"""Every page at 320 pixels, flipped for right-to-left, in grey and on paper."""

from __future__ import annotations

import pytest
from accessibility import findings, scrolls_sideways
from playwright.sync_api import Page, expect

PAGES = (
    "/", "/?show=agencies", "/family/", "/cracks/", "/cracks/overview/", "/cracks/places/", "/reach/", "/reach/counties/",
    "/reach/places/", "/blueprint/", "/tour/", "/no-such-page/",
)  # fmt: skip


def family(page: Page) -> str:
    page.goto("/family/")
    return page.get_by_role("table").get_by_role("link").nth(20).get_attribute("href") or ""


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in (*PAGES, family(page)):
        page.goto(address)
        assert not scrolls_sideways(page), address


def test_a_phone_shows_the_line_as_a_list_and_passes_the_same_checks(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(family(page))
    expect(page.locator(".line")).to_be_hidden()
    expect(page.get_by_role("heading", name="Now", exact=True)).to_be_visible()
    assert findings(page) == []


def test_right_to_left_mirrors_without_scrolling(page: Page) -> None:
    for address in (family(page), "/", "/cracks/", "/reach/", "/reach/counties/", "/reach/places/", "/blueprint/"):
        page.goto(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert not scrolls_sideways(page), address
        first = page.locator("h1").bounding_box()
        assert first is not None
        assert first["x"] + first["width"] > 900, "the heading begins at the right edge"


def test_the_family_page_prints_with_its_line(page: Page) -> None:
    page.goto(family(page))
    page.emulate_media(media="print")
    expect(page.locator(".line")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()


def test_every_link_can_be_reached_and_seen_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_a_page_that_is_not_there_says_so_and_leads_back(page: Page, site: str) -> None:
    answer = page.request.get(f"{site}/no-such-page/")
    assert answer.status == 404
    assert "We have no such page" in answer.text()
