"""How long navigators wait for their pages while many of them work at once on one server: Today, the families' line, a family,
and writing down what came of a call. Nobody thinks between two pages here, so one of these is worth some ten people.

Writes and reads go to the same records, so what saving costs readers is in it. Run it with `make benchmark-web`; with DATABASE_URL set the records lie on that server (an empty database).
"""

from __future__ import annotations

import http.cookiejar
import re
import statistics
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

from family_page import _served
from figure import Figure

AT_ONCE = (1, 8, 24)
SECONDS = 12.0
PEOPLE = ("Ana Ruiz", "Luis Ortega")
PAGE_GOAL, SAVE_GOAL = 0.3, 0.5
"""Seconds: what feels like at once with one navigator; the figures for many stand without a goal."""


class Navigator:
    """One browser without pictures: its cookies, and what it waited for by the name of the page."""

    def __init__(self, address: str, name: str) -> None:
        self.address = address
        self.waited: dict[str, list[float]] = defaultdict(list)
        self.refused = 0
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._open = urllib.request.build_opener(cookies).open
        asked = self.page("/sign-in/")
        button = next(one for one in re.findall(r"<form.*?</form>", asked, re.S) if name in one)
        self._send("/sign-in/as/", button)
        line = self.page("/caseload/")
        self.families = sorted(set(re.findall(r'href="/family/([^"/?]+)/', line)))

    def page(self, path: str, called: str = "") -> str:
        return self._timed(called, lambda: self._open(self.address + path, timeout=60).read().decode())

    def save(self, story: str, called: str) -> None:
        """Open the form of a call, and send it as it stands with an outcome."""
        asked = self.page(f"/contact/{story}/?way=call", "the form of a call")
        form = next(one for one in re.findall(r"<form.*?</form>", asked, re.S) if 'name="outcome"' in one)
        self._timed(called, lambda: self._send(f"/contact/{story}/", form, outcome="no_answer", way="call"))

    def _send(self, path: str, form: str, **more: str) -> str:
        held = dict(_filled(form)) | more
        body = urllib.parse.urlencode({name: unescape(value) for name, value in held.items()}).encode()
        asked = urllib.request.Request(self.address + path, body, {"Origin": self.address})
        said: str = self._open(asked, timeout=60).read().decode()
        return said

    def _timed(self, called: str, what: Callable[[], str]) -> str:
        began = time.perf_counter()
        said = what()
        if called:
            self.waited[called].append(time.perf_counter() - began)
        return said

    def work(self, until: float, first: int) -> None:
        number = first
        while time.perf_counter() < until:
            story = self.families[number % len(self.families)]
            number += 1
            try:
                self.page("/", "Today")
                self.page("/caseload/", "the families' line")
                self.page(f"/family/{story}/", "a family's page")
                self.save(story, "saving a call")
            except OSError:
                self.refused += 1


def _filled(form: str) -> Iterator[tuple[str, str]]:
    """What a browser sends of a form as it stands: of choices those that are marked, of buttons the only one."""
    for tag in re.findall(r"<(?:input|button)[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in said and (said.get("type") not in ("radio", "checkbox") or " checked" in tag):
            yield said["name"], said.get("value", "")


def measure() -> tuple[Figure, ...]:
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address:
        alone: dict[str, float] = {}
        for many in AT_ONCE:
            navigators = [Navigator(address, PEOPLE[number % len(PEOPLE)]) for number in range(many)]
            until = time.perf_counter() + SECONDS
            threads = [
                threading.Thread(target=one.work, args=(until, 3 * number)) for number, one in enumerate(navigators)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            found += _figures(navigators, many, alone)
    return tuple(found)


def _figures(navigators: list[Navigator], many: int, alone: dict[str, float]) -> list[Figure]:
    found = []
    for called in navigators[0].waited:
        waited = sorted(second for one in navigators for second in one.waited[called])
        median = statistics.median(waited)
        goal = SAVE_GOAL if called == "saving a call" else PAGE_GOAL
        peer = alone.setdefault(called, median)
        slow = waited[min(int(len(waited) * 0.95), len(waited) - 1)]
        found.append(Figure(
            f"{called}, {many} at once, median", median, "s", "the same with one navigator", peer, goal if many == 1 else None,
            note=f"{len(waited)} pages; of twenty one took over {slow:.2f} s",
        ))  # fmt: skip
    pages = sum(len(times) for one in navigators for times in one.waited.values())
    refused = sum(one.refused for one in navigators)
    found.append(Figure(f"pages a second, {many} at once", pages / SECONDS, "1/s", note=f"{refused} were not answered"))
    return found


def main() -> None:
    for one in measure():
        print(f"{one.name}: {one.value:.3f} {one.unit}  {one.note}")


if __name__ == "__main__":
    main()
