"""A navigator opens a family in an emergency; the supervisor finds it under *Who looked*, weighs the reason and keeps the review."""

from __future__ import annotations

import re

from accessibility import findings
from coming_in import come_in_as
from playwright.sync_api import Page, expect

REASON = "The clinic calls: the baby was brought in and they need a number for the mother."


def somebody_of(page: Page, name: str) -> tuple[str, str]:
    """A family on this person's list: its address, and the last name of whoever answers for it."""
    come_in_as(page, name)
    page.goto("/caseload/")
    address = page.locator('main a[href^="/family/"]').first.get_attribute("href") or ""
    page.goto(f"/family/{address.split('/')[2]}/sharing/")
    whole = page.get_by_role("heading", level=2).first.inner_text()
    return f"/family/{address.split('/')[2]}/", whole.split(" ", 1)[1]


def number_of(page: Page) -> str:
    """Their own telephone number, as a navigator reads it on the family's page."""
    found = re.search(r"\(541\) 555-\d{4}", page.get_by_role("main").inner_text())
    assert found is not None
    return found.group(0)


def test_an_emergency_look_is_reviewed_by_the_supervisor(page: Page) -> None:
    family, last_name = somebody_of(page, "Luis Ortega")
    page.goto(family)
    number = number_of(page)

    come_in_as(page, "Ana Ruiz")
    page.goto(family)
    expect(page.get_by_role("heading", level=1)).to_have_text("You may not see this")
    page.get_by_role("link", name="Find").click()
    page.get_by_label("Last name of somebody in the family").fill(last_name)
    page.get_by_label("A telephone number of theirs").fill(number)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No family of yours fits both")
    assert last_name not in page.url
    page.get_by_role("link", name="Open a family in an emergency").click()
    assert findings(page) == []
    page.get_by_label("Last name of somebody in the family").fill(last_name)
    page.get_by_label("A telephone number of theirs").fill(number)
    page.get_by_label("Why you need it now").fill(REASON)
    page.get_by_role("button", name="Open it for an hour").click()
    expect(page).to_have_url(re.compile(family))

    come_in_as(page, "Dana Whitfield")
    page.get_by_role("link", name="Who looked").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("emergency look")
    expect(page.get_by_text(REASON)).to_be_visible()
    assert findings(page) == []
    look = page.get_by_role("article").filter(has_text=REASON).first
    look.get_by_label("Yes").check()
    look.get_by_role("button", name="Keep the review").click()
    expect(page.get_by_role("status")).to_have_text("It is written down.")
    page.get_by_text("Reviewed before").click()
    expect(page.get_by_text("right.").first).to_be_visible()


def test_the_week_before_can_be_turned_to(page: Page) -> None:
    come_in_as(page, "Dana Whitfield")
    page.get_by_role("link", name="Who looked").click()
    page.get_by_role("link", name="The week before").click()
    expect(page.get_by_role("heading", name="Looks that stand out")).to_be_visible()
    page.get_by_role("link", name="The week after").click()
    assert findings(page) == []
