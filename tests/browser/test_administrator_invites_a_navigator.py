"""A site with sign-in, from its first administrator on: a second step, an invitation, the one who was invited comes in, and leaves."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import subprocess
import time
from collections.abc import Iterator

import pytest
from accessibility import findings
from playwright.sync_api import Browser, Page, expect
from serving import address_of, headwaters, surroundings

ROBIN, ANA = "robin.hall@example.org", "ana.ruiz@example.org"
PASSWORD, ANAS = "the river runs cold in may", "nine herons stand in mist"


@pytest.fixture(scope="module")
def site(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An installation that nobody has used, with one administrator, where everybody signs in."""
    data = tmp_path_factory.mktemp("site") / "data"
    around = surroundings(HEADWATERS_HTTPS="0")
    hall = (
        "--name",
        "Robin Hall",
        "--role",
        "administrator",
        "--organisation",
        "hub",
        "--organisation-name",
        "Valley hub",
    )
    for arguments, typed in ((("user", "add", ROBIN, *hall), f"{PASSWORD}\n"), (("user", "sign-in", "--on"), "")):
        subprocess.run(
            headwaters(*arguments, "--data", str(data)),
            input=typed,
            text=True,
            check=True,
            capture_output=True,
            env=around,
        )
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(
            headwaters("serve", "--port", "0", "--data", str(data)),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=around,
        )
        try:
            yield address_of(server)
        finally:
            server.terminate()
            server.wait(timeout=20)
            assert server.stdout is not None
            server.stdout.close()


def app_shows(secret: str, *, back: int = 0) -> str:
    """The six digits of an app: RFC 6238 (2011), SHA-1, 30 seconds. `back`: of so many half minutes ago."""
    count = struct.pack(">Q", int(time.time()) // 30 - back)
    digest = hmac.new(base64.b32decode(secret), count, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**6:06d}"


def set_up_second_step(page: Page, password: str) -> None:
    """As the page asks for it: the app's secret, typed by hand, and the digits that it then shows."""
    page.get_by_role("link", name="An app on your phone").click()
    if page.get_by_label("Your password").count():
        page.get_by_label("Your password").fill(password)
        page.get_by_role("button").last.click()
    secret = page.locator("#authenticator_secret, input[readonly]").first.input_value()
    expect(page.get_by_role("img").first).to_be_visible()
    assert findings(page) == []
    page.get_by_label("The six digits that the app shows now").fill(app_shows(secret, back=1))
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spare codes")
    expect(page.get_by_role("list", name="Spare codes").get_by_role("listitem")).to_have_count(10)
    assert findings(page) == []


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_from_the_first_sign_in_to_a_navigator_who_comes_and_goes(page: Page, browser: Browser, site: str) -> None:
    page.goto("/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert findings(page) == []
    sign_in(page, ROBIN, "the river runs warm in may")
    expect(page.get_by_text("do not fit together")).to_be_visible()
    sign_in(page, ROBIN, PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second step")
    set_up_second_step(page, PASSWORD)

    page.goto("/people/")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("E-mail address").fill(ANA)
    page.get_by_label("What they do here").select_option(label="navigator")
    assert findings(page) == []
    page.get_by_role("button", name="Send the invitation").click()
    link = page.locator(".link-shown").inner_text()
    assert findings(page) == []

    elsewhere = browser.new_context(base_url=site)
    ana = elsewhere.new_page()
    ana.goto(link)
    expect(ana.get_by_text("As navigator of Valley hub.")).to_be_visible()
    ana.get_by_label("Your name").fill("Ana Ruiz")
    ana.get_by_label("A password").fill("ana ruiz")
    ana.get_by_role("button", name="Come in").click()
    expect(ana.get_by_text("mostly your name")).to_be_visible()
    ana.get_by_label("A password").fill(ANAS)
    assert findings(ana) == []
    ana.get_by_role("button", name="Come in").click()
    expect(ana.get_by_role("heading", level=1)).to_have_text("Set up a second step")
    set_up_second_step(ana, ANAS)
    ana.goto("/me/")
    expect(ana.get_by_role("heading", level=1)).to_have_text("Ana Ruiz")
    ana.goto(link)
    expect(ana.get_by_text("used already")).to_be_visible()

    page.goto("/people/")
    page.get_by_role("link", name="Ana Ruiz").click()
    page.get_by_text("They leave").click()
    assert findings(page) == []
    page.get_by_role("button", name="End everything now").click()
    expect(page.get_by_text("1 role ended.")).to_be_visible()
    ana.goto("/me/")
    expect(ana.get_by_role("heading", level=1)).to_have_text("Sign in")
    elsewhere.close()
