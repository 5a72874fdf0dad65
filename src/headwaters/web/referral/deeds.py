"""What an agency can press, and how what was pressed becomes a deed: the same on the answer page, in the inbox and where a person
types in a fax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.problems import NotTaken
from headwaters.domain.referral import REASONS, Deed, Reason, Side
from headwaters.domain.referral_course import services_of
from headwaters.practice.referrals.actions import Telling
from headwaters.practice.referrals.queries import Held
from headwaters.web.layout.words import text
from headwaters.web.referral.words import REASONS as REASON_WORDS

_DATE = forms.DateInput(attrs={"type": "date"})


CANNOT_BUTTON, ENDED_BUTTON = "cannot", "ended"
"""Two buttons whose deed is the choice beside them."""


class AgencyForm(forms.Form):
    """Everything an agency may say; which deed is meant says the button that was pressed, or the choice beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    deed = forms.ChoiceField(choices=[(name, name) for name in (*Deed, CANNOT_BUTTON, ENDED_BUTTON)])
    cannot = forms.ChoiceField(choices=[(deed.value, deed.value) for deed in Deed], required=False)
    how_ended = forms.ChoiceField(choices=[(deed.value, deed.value) for deed in Deed], required=False)
    call_by = forms.DateField(
        required=False, widget=_DATE, error_messages={"invalid": lazy("Write the day as year-month-day.")}
    )
    full_until = forms.DateField(
        required=False, widget=_DATE, error_messages={"invalid": lazy("Write the day as year-month-day.")}
    )
    on = forms.DateField(
        required=False, widget=_DATE, error_messages={"invalid": lazy("Write the day as year-month-day.")}
    )
    why_not = forms.CharField(required=False, max_length=24)
    why_ended = forms.CharField(required=False, max_length=24)
    suggestion = forms.CharField(required=False, max_length=500)
    question = forms.CharField(required=False, max_length=2000)
    outcome = forms.CharField(required=False, max_length=2000)
    who = forms.CharField(required=False, max_length=100)
    happened = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, services: tuple[str, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["happened"].choices = [(kind, kind) for kind in services]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Pressed:
    """One deed as it was asked for; `then`: what follows at once (told back with the outcome)."""

    deed: Deed
    telling: Telling
    version: int
    then: tuple[Deed, Telling] | None = None


CANNOT = (Deed.FULL, Deed.NOT_ELIGIBLE, Deed.WRONG_PLACE, Deed.NOT_REACHED, Deed.FAMILY_NOT_NOW)
ENDED = (Deed.COMPLETE, Deed.STOP, Deed.FAMILY_NOT_NOW)
DIRECT = (Deed.ACCEPT, Deed.NEED_TO_KNOW, Deed.FIRST_CONTACT, Deed.BEGIN, Deed.TELL_BACK)


def pressed(posted: Mapping[str, Any], held: Held, blueprint: Blueprint) -> Pressed:
    """What an agency's form says.

    raises  NotTaken  nothing was chosen, or a day cannot be read
    """
    form = AgencyForm(posted, services=services_of(blueprint, held.row.handoff))
    if not form.is_valid():
        raise NotTaken(next(str(one) for errors in form.errors.values() for one in errors))
    said = form.cleaned_data
    deed = _deed(said)
    telling = Telling(
        on=said["on"], reason=_reason(deed, said), until=_until(deed, said), words=_words(deed, said), by_words=said["who"],
        happened=tuple(said["happened"]) if deed in (Deed.BEGIN, Deed.COMPLETE) else (),
    )  # fmt: skip
    then = None
    if deed is Deed.COMPLETE and said["outcome"].strip():
        then = (Deed.TELL_BACK, Telling(on=said["on"], words=said["outcome"], by_words=said["who"]))
    return Pressed(deed, telling, said["version"], then)


def _deed(said: Mapping[str, Any]) -> Deed:
    chosen = said["deed"]
    if chosen == CANNOT_BUTTON:
        if not said["cannot"]:
            raise NotTaken(_("Choose why you cannot, so that the family can be helped on."))
        return _one_of(said["cannot"], CANNOT)
    if chosen == ENDED_BUTTON:
        if not said["how_ended"]:
            raise NotTaken(_("Choose how it ended."))
        return _one_of(said["how_ended"], ENDED)
    return _one_of(chosen, DIRECT)


def _one_of(name: str, deeds: tuple[Deed, ...]) -> Deed:
    if name not in deeds:
        raise NotTaken(_("Choose one of the answers on the page."))
    return Deed(name)


def _reason(deed: Deed, said: Mapping[str, Any]) -> Reason | None:
    given = said["why_not"] if deed is Deed.NOT_ELIGIBLE else said["why_ended"] if deed is Deed.STOP else ""
    return Reason(given) if given in REASONS.get(deed, ()) else None


def _until(deed: Deed, said: Mapping[str, Any]) -> date | None:
    given: date | None = {Deed.ACCEPT: said["call_by"], Deed.FULL: said["full_until"]}.get(deed)
    return given


def _words(deed: Deed, said: Mapping[str, Any]) -> str:
    words: str = {
        Deed.NEED_TO_KNOW: said["question"], Deed.WRONG_PLACE: said["suggestion"], Deed.TELL_BACK: said["outcome"],
        Deed.STOP: said["outcome"],
    }.get(deed, "")  # fmt: skip
    return words


@dataclass(frozen=True, slots=True)
class Offered:
    """Which parts of an agency's form stand on the page now."""

    accept: bool
    cannot: bool
    question: bool
    contact: bool
    begin: bool
    end: bool
    tell: bool
    complete: bool
    call_by: date
    earliest: date
    why_not: list[tuple[str, str]]
    why_ended: list[tuple[str, str]]
    services: list[tuple[str, str]]


def offered(held: Held, blueprint: Blueprint, on: date) -> Offered:
    """From where the ask stands. A day to call by is proposed: two days on, or the last day in time if that is sooner."""
    may = held.may(Side.AGENCY)
    last = held.running.last_day
    call_by = on + timedelta(days=2)
    if last is not None and on <= last < call_by:
        call_by = last
    return Offered(
        accept=Deed.ACCEPT in may, cannot=Deed.FULL in may, question=Deed.NEED_TO_KNOW in may,
        contact=Deed.FIRST_CONTACT in may and held.standing.contacted is None and held.answer is not None,
        begin=Deed.BEGIN in may and held.answer is not None, end=Deed.STOP in may, tell=Deed.TELL_BACK in may,
        complete=Deed.COMPLETE in may, call_by=call_by, earliest=on,
        why_not=[(one.value, str(REASON_WORDS[one])) for one in REASONS[Deed.NOT_ELIGIBLE]],
        why_ended=[(one.value, str(REASON_WORDS[one])) for one in REASONS[Deed.STOP]],
        services=[(kind, _service_title(blueprint, kind)) for kind in services_of(blueprint, held.row.handoff)],
    )  # fmt: skip


def _service_title(blueprint: Blueprint, kind: str) -> str:
    rule = blueprint.events.get(kind)
    return text(rule.title, kind.replace("_", " ")) if rule is not None else kind.replace("_", " ")
