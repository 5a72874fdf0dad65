"""The tour's every stop opens a real place in this installation."""

from __future__ import annotations

from accessibility import findings
from playwright.sync_api import Page, expect


def test_each_stop_of_the_tour_opens_a_page_with_a_finding(page: Page) -> None:
    page.goto("/tour/")
    assert findings(page) == []
    stops = page.locator("ol.steps a").all()
    assert len(stops) >= 5
    for address in [stop.get_attribute("href") for stop in stops]:
        assert address is not None
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).not_to_be_empty()
        expect(page.get_by_text("We have no such page")).to_have_count(0)


def test_the_last_family_stop_has_its_why_open(page: Page) -> None:
    page.goto("/tour/")
    page.get_by_role("link", name="See why").click()
    expect(page.get_by_role("region", name="Why")).to_be_visible()
