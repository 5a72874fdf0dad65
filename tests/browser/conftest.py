"""A real browser on a real installation: a small demonstration is made once, served once, and walked through."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from serving import address_of, headwaters

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "No Chromium was found. Install one (Debian, Ubuntu: `apt install chromium`; macOS: Google Chrome; anywhere: "
    "`.venv/bin/playwright install chromium`), or name it in HEADWATERS_CHROMIUM, and run `make test-browser` again."
)


def chromium() -> str | None:
    """The browser to drive: the one named, one on the path, or the one that Playwright downloaded."""
    named = os.environ.get("HEADWATERS_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None and sys.platform == "darwin":
        chrome = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
        found = str(chrome) if chrome.exists() else None
    if found is not None:
        return found
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_path() -> str:
    found = chromium()
    if found is None:
        pytest.skip(HOW)
    return found


@pytest.fixture(scope="session")
def site(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an installation with some sixty invented births, or of one that already runs (HEADWATERS_SITE)."""
    if running := os.environ.get("HEADWATERS_SITE"):
        yield running
        return
    data = tmp_path_factory.mktemp("installation")
    subprocess.run(
        headwaters("demo", "--births", "25", "--seed", "7", "--no-check", "--data", str(data)),
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    log = (data / "server.log").open("w")
    server = subprocess.Popen(
        headwaters("serve", "--port", "0", "--data", str(data)), stdout=subprocess.PIPE, stderr=log, text=True
    )
    try:
        yield address_of(server)
    finally:
        server.terminate()
        server.wait(timeout=20)
        if server.stdout is not None:
            server.stdout.close()
        log.close()


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path, headless=True)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page at 1280 px whose console must stay silent: a style or script that the policy refuses speaks there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            said.append(message.text)

    opened = context.new_page()
    opened.on("console", listen)
    yield opened
    context.close()
    assert said == []
