"""A pilot lead reads the ladder, presses a crack, and opens one of the families behind it."""

from __future__ import annotations

import re

from accessibility import findings
from playwright.sync_api import Page, expect


def test_from_the_ladder_to_the_families_behind_a_crack_to_one_family(page: Page) -> None:
    page.goto("/cracks/")
    assert findings(page) == []
    page.get_by_role("link", name="crack:").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ended here")
    assert findings(page) == []
    name = page.get_by_role("table").get_by_role("link").first.inner_text()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("region", name="Why")).to_be_visible()


def test_the_table_says_what_the_bars_say(page: Page) -> None:
    page.goto("/cracks/")
    steps = [words.split("\n")[0] for words in page.locator("ol.ladder h3").all_inner_texts()]
    page.get_by_text("The same numbers as a table").click()
    rows = page.get_by_role("table").get_by_role("rowheader").all_inner_texts()
    assert rows == steps


def test_the_address_is_the_filter(page: Page) -> None:
    page.goto("/cracks/")
    oldest = page.get_by_role("link", name=re.compile("^Born .* to ")).last
    words = oldest.inner_text()
    oldest.click()
    expect(page.get_by_text("Children born or due from")).to_be_visible()
    again = page.url
    page.goto(again)
    expect(page.get_by_role("link", name=words, exact=True)).to_have_attribute("aria-current", "true")


def test_a_door_that_does_not_exist_is_said_in_plain_words(page: Page, site: str) -> None:
    answer = page.request.get(f"{site}/cracks/?handoff=no_such_door")
    assert answer.status == 404
    assert "no such hand-off" in answer.text()
