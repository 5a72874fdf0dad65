"""Coming in on a demonstration: as somebody who works there, or as a family by its code."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def come_in_as(page: Page, name: str) -> None:
    page.goto("/sign-in/")
    page.get_by_role("button", name=re.compile(name)).first.click()


def come_in_by(page: Page, code: str) -> None:
    page.goto("/come-in/")
    page.get_by_label("Six digits").fill(code)
    page.get_by_role("button", name="Come in").click()
