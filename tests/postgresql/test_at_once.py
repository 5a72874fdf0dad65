"""Many at once on a server that admits many: each on a connection of their own, and what comes of it is what would have come of it
one after the other."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

INTEGRATION = Path(__file__).resolve().parents[1] / "integration"
BEGIN = """
import json, sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from headwaters.server.start import open_data
open_data(Path(sys.argv[1]))
from datetime import date, datetime, timedelta, timezone
from django.db import connection, connections
from headwaters.practice.access.models import GrantRow
assert connection.vendor == "postgresql"
GrantRow.objects.update(from_day=date(2026, 1, 1))
troubles = []
def at_once(*deeds):
    gate = threading.Barrier(len(deeds))
    def run(deed):
        gate.wait()
        try:
            deed()
        except Exception as trouble:
            troubles.append(repr(trouble))
        finally:
            connections.close_all()
    threads = [threading.Thread(target=run, args=(one,)) for one in deeds]
    [one.start() for one in threads]
    [one.join() for one in threads]
"""


def told(script: str, folder: Path, surroundings: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script, str(folder / "data"), str(INTEGRATION), str(folder)],
        capture_output=True, text=True, check=False, env=surroundings,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    held: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return held


ANSWERS = """
from headwaters.domain.referral import Deed
from headwaters.practice.referrals.actions import AlreadyAnswered, Telling
from headwaters.practice.referrals.asking import ask
from referring import ANA, answer, asking, blueprint, family
row = ask(asking(*family(Path(sys.argv[1]))), by=ANA, blueprint=blueprint())
heard = []
def press(deed, until):
    try:
        answer(row, deed, ANA, Telling(until=until, by_words=deed), version=1)
        heard.append(["stands", deed])
    except AlreadyAnswered as late:
        heard.append(["late", late.step.deed])
at_once(lambda: press(Deed.ACCEPT, date(2026, 5, 8)), lambda: press(Deed.FULL, date(2026, 6, 1)))
steps = list(row.steps.order_by("version").values_list("deed", flat=True))
print(json.dumps({"heard": sorted(heard), "steps": steps, "troubles": troubles}))
"""


def test_of_two_answers_one_stands_and_the_other_hears_of_it(tmp_path: Path, surroundings: dict[str, str]) -> None:
    came = told(ANSWERS, tmp_path, surroundings)
    (late, first), (stands, deed) = came["heard"]
    assert (late, stands, first) == ("late", "stands", deed)
    assert came["steps"] == ["ask", deed]
    assert came["troubles"] == []


ENTRIES = """
from headwaters.practice.families.models import EventRow
from headwaters.practice.records.entries import enter_event
from headwaters.practice.records.models import Record
from referring import ANA, family
story, mother, *_ = family(Path(sys.argv[1]))
def say(record):
    enter_event(mother, by=ANA, kind="contact", on=date(2026, 5, 5), record_id=record)
at_once(*[lambda: say("same")] * 6, *[lambda n=n: say(f"own{n}") for n in range(6)])
rows = Record.objects.filter(source="headwaters", record_type="entered_event")
events = EventRow.objects.filter(source="headwaters", kind="contact")
print(json.dumps({
    "same": rows.filter(record_id="same").count(), "records": rows.count(), "events": events.count(), "troubles": troubles,
}))
"""


def test_a_button_pressed_six_times_at_once_is_one_entry(tmp_path: Path, surroundings: dict[str, str]) -> None:
    assert told(ENTRIES, tmp_path, surroundings) == {"same": 1, "records": 7, "events": 7, "troubles": []}


MESSAGES = """
from headwaters.practice.messages.actions import queue_to_agency
from headwaters.practice.messages.gateways.gateway import Outgoing
from headwaters.practice.messages.kinds import Channel, MessageKind
from headwaters.practice.messages.models import Message
from headwaters.practice.messages.outbox import send_due
NOW = datetime(2026, 5, 5, 18, tzinfo=timezone.utc)
class Pigeon:
    name, channels = "pigeon", frozenset({Channel.TEXT, Channel.EMAIL})
    carried = []
    def send(self, message):
        self.carried.append(message.key)
        return message.key
for number in range(60):
    queue_to_agency(
        MessageKind.OPENINGS_CHECK, email="wic@example.org", organisation="wic", key=f"k{number}",
        params={"link": "https://hw.example.org/x"}, at=NOW, queued_by="test",
    )
at_once(*[lambda: send_due([Pigeon()], at=NOW)] * 4)
states = sorted(set(Message.objects.values_list("state", flat=True)))
print(json.dumps({
    "carried": len(Pigeon.carried), "different": len(set(Pigeon.carried)), "states": states, "troubles": troubles,
}))
"""


def test_four_senders_carry_each_message_once(tmp_path: Path, surroundings: dict[str, str]) -> None:
    came = told(MESSAGES, tmp_path, surroundings)
    assert came == {"carried": 60, "different": 60, "states": ["sent"], "troubles": []}


LOADS = """
from headwaters.practice.families.models import EpisodeRow, EventRow
from headwaters.practice.records.models import Record
from loading import FAMILY, load_paths, package
folder = Path(sys.argv[3])
packages = [package(folder / "clinic", **FAMILY), package(folder / "births", source="births", **FAMILY)]
at_once(*[lambda one=one: load_paths(one) for one in packages])
print(json.dumps({
    "records": Record.objects.count(), "events": EventRow.objects.count(),
    "stories": EpisodeRow.objects.values("story_id").distinct().count(), "troubles": troubles,
}))
"""


def test_two_loads_at_once_take_in_both(tmp_path: Path, surroundings: dict[str, str]) -> None:
    came = told(LOADS, tmp_path, surroundings)
    assert came["troubles"] == []
    assert came["events"] == 6
    assert came["stories"] >= 1


INVITATION = """
from headwaters.practice.accounts.actions import accept, add_organisation, invite
from headwaters.practice.accounts.models import Account, Membership
from headwaters.domain.consent import ReaderRole
from headwaters.domain.problems import NotTaken
from referring import ANA
add_organisation("Hub", by=ANA, id_="hub")
made = invite("kit@example.org", organisation="hub", role=ReaderRole.NAVIGATOR, by=ANA)
heard = []
def come():
    try:
        accept(made.token, name="Kit Moss", password="the river runs cold", at=ANA.at)
        heard.append("in")
    except NotTaken:
        heard.append("used")
at_once(*[come] * 3)
print(json.dumps({
    "heard": sorted(heard), "accounts": Account.objects.count(), "roles": Membership.objects.count(), "troubles": troubles,
}))
"""


def test_a_link_pressed_three_times_at_once_lets_one_in(tmp_path: Path, surroundings: dict[str, str]) -> None:
    came = told(INVITATION, tmp_path, surroundings)
    assert came == {"heard": ["in", "used", "used"], "accounts": 1, "roles": 1, "troubles": []}
