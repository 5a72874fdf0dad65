"""A programme designer opens the board, reads a card, and finds the hand-offs and the checks."""

from __future__ import annotations

from accessibility import findings
from playwright.sync_api import Page, expect


def test_a_card_opens_with_what_the_family_gets(page: Page) -> None:
    page.goto("/blueprint/")
    assert findings(page) == []
    page.locator(".board").get_by_role("link", name="Early intervention", exact=True).first.click()
    card = page.get_by_role("region", name="Early intervention")
    for part in ("What the family gets", "For whom", "Steps", "Where it comes from"):
        expect(card.get_by_text(part, exact=True)).to_be_visible()
    assert findings(page) == []


def test_one_lane_can_be_read_alone(page: Page) -> None:
    page.goto("/blueprint/")
    page.locator(".board").get_by_role("link", name="Food and money").click()
    expect(page.locator(".board .b-lane")).to_have_count(1)


def test_what_does_not_exist_yet_says_so(page: Page) -> None:
    page.goto("/blueprint/")
    expect(page.locator(".card.proposed").first).to_contain_text("not here yet")
    expect(page.get_by_role("heading", name="Checks")).to_be_visible()


def test_on_a_narrow_screen_the_board_is_a_list_by_age(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/blueprint/")
    expect(page.locator(".board")).to_be_hidden()
    expect(page.get_by_role("heading", name="Birth to 6 weeks")).to_be_visible()
