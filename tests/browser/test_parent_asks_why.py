"""Somebody presses a mark and reads why it stands there: rule, what is known, whose move, what would change it."""

from __future__ import annotations

from accessibility import findings
from playwright.sync_api import Page, expect


def open_a_family(page: Page) -> None:
    page.goto("/family/")
    page.get_by_role("table").get_by_role("link").nth(20).click()
    expect(page.get_by_role("heading", name="Now, next, later, done")).to_be_visible()


def test_a_step_in_the_list_explains_itself(page: Page) -> None:
    open_a_family(page)
    page.locator("#list .when > li > div > a").first.click()
    panel = page.get_by_role("region", name="Why")
    for part in ("The rule", "What we know", "Whose move", "Changes by itself", "What would settle it"):
        expect(panel.get_by_text(part, exact=True)).to_be_visible()
    expect(panel.get_by_text("Judged by")).to_be_visible()
    assert findings(page) == []
    panel.get_by_role("link", name="Close this").click()
    expect(page.get_by_role("region", name="Why")).to_have_count(0)


def test_a_mark_on_the_line_leads_to_the_same_words_as_the_list(page: Page) -> None:
    open_a_family(page)
    mark = page.locator(".at-mark").first
    wanted = mark.get_attribute("href")
    assert wanted is not None
    page.goto(wanted)
    expect(page.get_by_role("region", name="Why")).to_be_visible()


def test_no_page_shows_a_code(page: Page) -> None:
    for address in ("/", "/family/", "/cracks/", "/reach/", "/reach/counties/", "/blueprint/", "/tour/"):
        page.goto(address)
        words = page.get_by_role("main").inner_text()
        for code in ("_", "None", "unobserved", "in_progress", "overdue"):
            assert code not in words, (address, code)
