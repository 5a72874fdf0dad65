"""What a person switches on for their own page, and the number they choose for a phone that others hold too."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headwaters.domain.consent import Purpose
from headwaters.domain.sharing import OWN_PAGE, SUBSTANCE_USE, Form
from headwaters.practice.accounts.family_doors import choose_pin
from headwaters.practice.consents.actions import DUAL, give, revoke
from headwaters.practice.consents.models import Consent
from headwaters.practice.consents.queries import consents_of
from headwaters.web.family.own import Own, own
from headwaters.web.layout.home import for_families
from headwaters.web.layout.subjects import subject_words, subjects_in


@dataclass(frozen=True, slots=True)
class Switch:
    """A private subject of the model: every one is offered to everybody, so that the list tells nothing."""

    subject: str
    words: str
    on: bool


def switches(held: Own) -> list[Switch]:
    now = _standing(held)
    on = set(now.subjects) if now is not None else set()
    return [Switch(one, subject_words(one), one in on) for one in subjects_in(held.site.blueprint)]


def _standing(held: Own) -> Consent | None:
    rows = consents_of(held.story, by=held.by)
    mine = (one for one in rows if one.agency == OWN_PAGE and one.given_by_person == held.person)
    return next((one for one in mine if one.revoked_at is None), None)


@for_families
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Show private subjects on this person's own page, or show none of them again."""
    held = own(request)
    offered = subjects_in(held.site.blueprint)
    wanted = [one for one in offered if one in request.POST.getlist("subject")]
    now = _standing(held)
    if wanted:
        language = (get_language() or "en").split("-")[0]
        give(
            held.story, by=held.by, agency=OWN_PAGE, purpose=Purpose.OWN, subjects=wanted, language=language,
            wording=_("Show on my own page: %(what)s") % {"what": ", ".join(subject_words(one) for one in wanted)},
            forms=DUAL | {Form.PART_2} if SUBSTANCE_USE in wanted else DUAL, given_by_person=held.person,
        )  # fmt: skip
    elif now is not None:
        revoke(now.pk, by=held.by)
    return redirect(f"{reverse('family:sharing')}?said=private")


@for_families
@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """Choose a number that is asked for beside the code, or take it off."""
    held = own(request)
    choose_pin("" if request.POST.get("off") else request.POST.get("number", "").strip() or "-", by=held.by)
    return redirect(f"{reverse('family:sharing')}?said=number")
