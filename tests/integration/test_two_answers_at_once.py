"""Two people of an agency press at the same moment, each on a connection of their own: one answer stands, the other is told who was faster."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json, sys, threading
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from headwaters.server.start import open_data
open_data(Path(sys.argv[1]))
from datetime import date
from django.db import connections
from headwaters.practice.access.models import GrantRow
GrantRow.objects.update(from_day=date(2026, 1, 1))
from headwaters.domain.referral import Deed
from headwaters.practice.referrals.actions import AlreadyAnswered, Telling
from headwaters.practice.referrals.asking import ask
from headwaters.practice.families.models import EventRow
from referring import ANA, answer, asking, blueprint, family
row = ask(asking(*family(Path(sys.argv[1]))), by=ANA, blueprint=blueprint())
gate, heard = threading.Barrier(2), []
def press(deed, until):
    gate.wait()
    try:
        answer(row, deed, ANA, Telling(until=until, by_words=deed), version=1)
        heard.append(["stands", deed])
    except AlreadyAnswered as late:
        heard.append(["late", late.step.deed])
    finally:
        connections.close_all()
pair = [(Deed.ACCEPT, date(2026, 5, 8)), (Deed.FULL, date(2026, 6, 1))]
threads = [threading.Thread(target=press, args=one) for one in pair]
[one.start() for one in threads]
[one.join() for one in threads]
steps = list(row.steps.order_by("version").values_list("deed", flat=True))
entered = list(EventRow.objects.filter(source="headwaters").order_by("id").values_list("step", flat=True))
print(json.dumps({"heard": sorted(heard), "steps": steps, "entered": entered}))
"""


def test_of_two_answers_at_the_same_moment_one_stands_and_the_other_hears_of_it(tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "HEADWATERS_DATA"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "data"), str(Path(__file__).parent)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    (late, first), (stands, deed) = told["heard"]
    assert (late, stands) == ("late", "stands")
    assert first == deed
    assert told["steps"] == ["ask", deed]
    assert told["entered"] == ["sent", {"accept": "accepted", "full": "full"}[deed]]
