"""A state analyst opens reach, chooses what is counted, reads the county map and its table, and takes the numbers along."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from accessibility import findings, scrolls_sideways
from playwright.sync_api import Page, expect

REACH = ("/reach/", "/reach/?by=county", "/reach/counties/", "/reach/places/", "/reach/places/?by=county")
LADDERS = ("/cracks/overview/", "/cracks/places/", "/cracks/places/?by=county")


def test_from_reach_by_group_to_the_county_map_to_a_file(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reach").click()
    page.get_by_label("What should reach them").select_option("Well-child visits")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Well-child visits")
    expect(page.get_by_text("How people are counted (REALD).")).to_be_visible()
    for always in ("Not asked (nothing on file)", "Did not want to answer", "Everyone"):
        expect(page.get_by_text(always, exact=True).first).to_be_visible()
    assert findings(page) == []
    page.get_by_role("link", name="County map").click()
    expect(page.get_by_role("img", name="Map of Oregon’s 36 counties")).to_be_visible()
    page.get_by_role("link", name="Jackson", exact=True).click()
    assert page.url.endswith("#c-jackson")
    page.get_by_text("The same numbers as a table").click()
    assert "Jackson" in page.get_by_role("table").get_by_role("rowheader").all_inner_texts()
    assert findings(page) == []
    with page.expect_download() as taken:
        page.get_by_role("link", name="a table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text(encoding="utf-8-sig"))))
    assert any("jackson" in row.values() for row in rows)


def test_the_address_is_the_filter(page: Page) -> None:
    page.goto("/reach/")
    page.get_by_label("Groups by").select_option("Language")
    page.get_by_role("button", name="Show").click()
    page.goto(page.url)
    expect(page.get_by_role("heading", name="By language")).to_be_visible()


@pytest.mark.parametrize("address", [*REACH, *LADDERS])
def test_every_page_of_places_and_groups_holds_on_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address)
    assert not scrolls_sideways(page)
    assert findings(page) == []


def test_from_all_hand_offs_to_one_and_to_its_places(page: Page) -> None:
    page.goto("/cracks/")
    page.get_by_role("link", name="All hand-offs").click()
    name = page.locator(".mini h3 a").first.inner_text()
    page.locator(".mini h3 a").first.click()
    expect(page.locator(".eyebrow")).to_contain_text(name)
    page.get_by_role("link", name="Place by place").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert findings(page) == []


def test_paper_keeps_the_marks_and_leaves_out_the_form(page: Page) -> None:
    page.goto("/reach/")
    page.emulate_media(media="print")
    expect(page.locator(".ask")).to_be_hidden()
    expect(page.locator(".drow .strip").first).to_be_visible()


def test_what_was_never_counted_is_said_in_plain_words(page: Page, site: str) -> None:
    answer = page.request.get(f"{site}/reach/?what=no_such_thing")
    assert answer.status == 404
    assert "Nothing of that name has been counted here" in answer.text()
