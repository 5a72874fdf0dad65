"""Asks as a file for a spreadsheet, and an agency's answers back from one: every row is read and checked before anything is kept,
and then all are kept or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import REASONS, Deed, Reason, Side, may
from headwaters.practice.access.reader import Reader
from headwaters.practice.referrals.actions import AlreadyAnswered, Telling, do
from headwaters.practice.referrals.facts import Shared
from headwaters.practice.referrals.queries import Held, inbox
from headwaters.practice.referrals.ways import How

ABOUT = ("code", "asked_on", "answer_by", "state", *(name.value for name in Shared), "safe_way", "what_is_asked")
ANSWER = ("answer", "on", "until", "because", "words", "initials")
MOST_ROWS = 500
MOST_LETTERS = 1_000_000

ANSWERS: dict[str, Deed] = {
    "accepted": Deed.ACCEPT, "full": Deed.FULL, "not eligible": Deed.NOT_ELIGIBLE, "wrong place": Deed.WRONG_PLACE,
    "not reached": Deed.NOT_REACHED, "family said not now": Deed.FAMILY_NOT_NOW, "question": Deed.NEED_TO_KNOW,
    "reached": Deed.FIRST_CONTACT, "begun": Deed.BEGIN, "done": Deed.COMPLETE, "stopped": Deed.STOP, "told back": Deed.TELL_BACK,
}  # fmt: skip
"""What may stand in the column `answer`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One row that can be kept: what it says of which ask. `version`: of the ask as it stood when the file was read."""

    line: int
    ask: str
    code: str
    version: int
    deed: Deed
    telling: Telling


@dataclass(frozen=True, slots=True)
class RowProblem:
    """`line`: in the file, counted from 1 with the headings. `what`: a whole sentence with its remedy."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. `empty`: rows without an answer, which change nothing."""

    answers: tuple[Answer, ...]
    problems: tuple[RowProblem, ...]
    empty: int = 0


def as_csv(asks: Sequence[Held]) -> str:
    """One row an ask, with empty columns for its answer."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow((*ABOUT, *ANSWER))
    for held in asks:
        facts, row = dict(held.facts or ()), held.row
        shown = held.facts is not None
        writer.writerow([_harmless(cell) for cell in (
            row.code, _written(row.asked_on), _written(held.running.last_day), row.state,
            *(facts.get(name.value, "") for name in Shared), row.safe_contact if shown else "", row.words if shown else "",
            *("" for _ in ANSWER),
        )])  # fmt: skip
    return out.getvalue()


def read_answers(text: str, *, by: Reader, blueprint: Blueprint, agency: str = "") -> Preview:
    """What a file's rows would do, with every problem there is. Nothing is kept.

    raises  NotTaken  it is no table with these headings, or it is too long
    """
    if len(text) > MOST_LETTERS:
        raise NotTaken("The file is too long for one go. Cut it into files of at most 500 rows.")
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text))
    headings = {(name or "").strip().lower() for name in reader.fieldnames or ()}
    if missing := [name for name in ("code", "answer") if name not in headings]:
        raise NotTaken(
            f"The file has no column {' and no column '.join(missing)}. Take the file from the inbox, fill in `answer`, and save it as CSV."
        )
    rows = [
        {(key or "").strip().lower(): (cell or "").strip() for key, cell in row.items() if isinstance(cell, str | None)}
        for row in reader
    ]
    if len(rows) > MOST_ROWS:
        raise NotTaken(f"The file has {len(rows)} rows. Cut it into files of at most {MOST_ROWS}.")
    asks = {held.row.code: held for held in inbox(by=by, blueprint=blueprint, agency=agency, most=5_000)}
    return _checked(rows, asks, by.at.date())


def _checked(rows: Sequence[dict[str, str]], asks: dict[str, Held], today: date) -> Preview:
    answers: list[Answer] = []
    problems: list[RowProblem] = []
    met: dict[str, int] = {}
    empty = 0
    for line, row in enumerate(rows, start=2):
        if not row.get("answer"):
            empty += 1
            continue
        code = row.get("code", "").upper()
        found = _answer(line, row, asks.get(code), today)
        if isinstance(found, str):
            problems.append(RowProblem(line, found))
        elif code in met:
            problems.append(
                RowProblem(line, f"The same ask stands in row {met[code]} already. Keep one of the two rows.")
            )
        else:
            met[code] = line
            answers.append(found)
    return Preview(tuple(answers), tuple(problems), empty)


def _answer(line: int, row: dict[str, str], held: Held | None, today: date) -> Answer | str:
    if held is None:
        return "No open ask of yours has this code. Copy the code from the inbox once more."
    deed = ANSWERS.get(row["answer"].lower().replace("_", " "))
    if deed is None:
        return f"`{row['answer'][:40]}` is not an answer we know. Write one of: {', '.join(ANSWERS)}."
    if not may(held.standing, Side.AGENCY, deed):
        return f"`{row['answer']}` does not follow from where this ask stands now ({held.row.state}). Look at it in the inbox."
    days: dict[str, date | None] = {}
    for column in ("on", "until"):
        try:
            days[column] = _day(row.get(column, ""))
        except ValueError:
            return f"`{row[column][:20]}` in the column {column} is not a day. Write it as year-month-day, for example 2026-03-14."
    reason = _reason(deed, row.get("because", ""))
    if deed in REASONS and reason is None:
        known = ", ".join(one.value.replace("_", " ") for one in REASONS[deed])
        return f"Say why in the column because. Write one of: {known}."
    if deed in (Deed.ACCEPT, Deed.FULL) and days["until"] is None:
        return "Give a day in the column until: by when you call, or until when you are full."
    if days["on"] is not None and days["on"] > today:
        return "The day in the column on is still ahead. Write down what has happened."
    if deed is Deed.NEED_TO_KNOW and not row.get("words"):
        return "Write the question in the column words."
    telling = Telling(
        on=days["on"], until=days["until"], reason=reason, words=row.get("words", ""), by_words=row.get("initials", "")
    )
    return Answer(line, held.row.pk, held.row.code, held.row.version, deed, telling)


def keep(answers: Sequence[Answer], *, by: Reader, blueprint: Blueprint) -> int:
    """Keep all of them, or none.

    returns  how many asks were answered
    raises   NotTaken  one of them cannot be kept (any more): its row is named, and nothing was kept
    """
    with transaction.atomic():
        for answer in answers:
            try:
                do(
                    answer.ask, answer.deed, by=by, side=Side.AGENCY, how=How.CSV, version=answer.version,
                    blueprint=blueprint, telling=answer.telling,
                )  # fmt: skip
            except AlreadyAnswered as late:
                raise NotTaken(
                    f"Row {answer.line}: somebody answered this ask while the file was open ({late.step.deed.replace('_', ' ')}, "
                    f"{late.step.day}). Nothing was kept. Take a new file and fill in what is left."
                ) from late
            except NotTaken as refused:
                raise NotTaken(f"Row {answer.line}: {refused} Nothing was kept.") from refused
    return len(answers)


def agreed(answers: Sequence[Answer], versions: dict[str, int]) -> tuple[Answer, ...]:
    """The same answers for the versions that were shown when somebody agreed to them."""
    return tuple(replace(one, version=versions.get(one.ask, one.version)) for one in answers)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _day(text: str) -> date | None:
    """Year-month-day, or as spreadsheets write it here: month/day/year."""
    if not text:
        return None
    if "/" in text:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007
    return date.fromisoformat(text)


def _reason(deed: Deed, text: str) -> Reason | None:
    plain = text.lower().replace(" ", "_")
    return next((one for one in REASONS.get(deed, ()) if one.value == plain), None)


def _written(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _harmless(cell: object) -> str:
    """A cell that a spreadsheet would take for a formula is made text (OWASP 2023, CSV Injection)."""
    text = str(cell)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
