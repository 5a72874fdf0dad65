"""An installation adds a language by a catalog in its data folder; in Arabic the whole family page is read from the right."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from accessibility import findings, scrolls_sideways
from playwright.sync_api import Browser, Page, expect
from serving import address_of, headwaters

CATALOG = Path(__file__).with_name("ar.po")


@pytest.fixture(scope="module")
def arabic_site(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("installation")
    making = headwaters("demo", "--births", "25", "--seed", "7", "--no-check", "--data", str(data))
    subprocess.run(making, check=True, capture_output=True, timeout=300)
    (data / "languages").mkdir()
    shutil.copy(CATALOG, data / "languages" / "ar.po")
    with (data / "server.log").open("w") as log:
        serving = headwaters("serve", "--port", "0", "--data", str(data))
        server = subprocess.Popen(serving, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            yield address_of(server)
        finally:
            server.terminate()
            server.wait(timeout=20)
            if server.stdout is not None:
                server.stdout.close()


@pytest.fixture
def page(browser: Browser, arabic_site: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 320, "height": 800}, base_url=arabic_site)
    yield context.new_page()
    context.close()


def test_a_family_page_in_arabic_begins_at_the_right_edge(page: Page) -> None:
    page.goto("/come-in/")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_role("heading", level=1)).to_have_text("ما الرمز الذي أرسلناه؟")
    page.get_by_label("ستة أرقام").fill("101010")
    page.get_by_role("button", name="ادخل").click()
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        heading, main = page.locator("h1").bounding_box(), page.locator("main").bounding_box()
        assert heading is not None
        assert main is not None
        assert heading["x"] + heading["width"] > main["x"] + main["width"] - 40
        assert not scrolls_sideways(page)
        assert findings(page) == []


def test_what_is_not_translated_yet_stays_and_says_which_language_it_is(page: Page) -> None:
    page.goto("/come-in/")
    page.get_by_role("button", name="العربية").click()
    expect(page.get_by_text("هذه الكلمات مسودة")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
