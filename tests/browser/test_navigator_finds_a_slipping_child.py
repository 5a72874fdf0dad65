"""A navigator opens Today, sees which promise is past its day and whose move it is, and opens that family."""

from __future__ import annotations

from accessibility import findings
from playwright.sync_api import Page, expect


def test_from_today_to_the_family_whose_promise_is_late(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("past")
    assert findings(page) == []
    late = page.get_by_role("listitem").filter(has_text="over").first
    name = late.get_by_role("heading", level=3).get_by_role("link").inner_text()
    late.get_by_role("heading", level=3).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("heading", name="Now, next, later, done")).to_be_visible()
    expect(page.get_by_text("Whose move")).to_be_visible()
    assert findings(page) == []


def test_what_agencies_owe_is_a_list_of_its_own(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Show").get_by_role("link", name="Waiting on agencies").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Waiting on agencies")).to_have_attribute("aria-current", "true")


def test_every_page_says_of_which_day_it_speaks_and_that_the_families_are_invented(page: Page) -> None:
    for address in ("/", "/family/", "/cracks/", "/blueprint/", "/tour/"):
        page.goto(address)
        expect(page.get_by_role("complementary", name="About these pages")).to_contain_text("Invented families")
        expect(page.get_by_role("contentinfo")).to_contain_text("As of")
