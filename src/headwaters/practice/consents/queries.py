"""Questions about what a family allows and whom to keep safe."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from headwaters.domain.authority import signs_for
from headwaters.domain.consent import Action, Purpose
from headwaters.domain.permission import covered_by
from headwaters.domain.sharing import Form, in_force
from headwaters.practice.access.actions import require
from headwaters.practice.access.evidence import authorities_in, consents_on_file
from headwaters.practice.access.reader import Reader
from headwaters.practice.consents.marks import Safety, safety_on
from headwaters.practice.consents.models import Consent
from headwaters.practice.families.seated import seated


def consents_of(story: str, *, by: Reader) -> tuple[Consent, ...]:
    """What this family's people answered, the newest first, those taken back among them. A reader of the family sees only what
    they answered themselves: one caregiver never sees another's choices.

    raises  NotPermitted
    """
    require(by, Action.GIVE_CONSENT, story=story, detail="answers read")
    rows = Consent.objects.filter(story=story).order_by("-id")
    return tuple(rows.filter(given_by_person=by.person) if by.person else rows)


def safety_of(person: str, *, story: str, by: Reader) -> Safety | None:
    """How somebody is kept safe today, for those who may change it.

    raises  NotPermitted
            NotFound  nobody of that id is in this family
    """
    view = require(by, Action.MARK_SAFETY, story=story, detail="read")
    seated(person, story=story, by=by, view=view)
    return safety_on(person, on=by.at.date())


def may_share(
    by: Reader, story: str, agency: str, *, organisation: str = "", purpose: Purpose = Purpose.CARE,
    about: Collection[str] = (),
) -> str | None:  # fmt: skip
    """The id of the consent under which this family may be told about to an agency today; None: ask first.

    about  the persons that would be spoken of; the consent has to cover each. Asks no access: for deeds and pages that have
    """
    on = by.at.date()
    authorities = authorities_in(story)
    given = in_force(consents_on_file(story), agency=agency, organisation=organisation, purpose=purpose, on=on)
    covering = [(one.id, covered_by(one, authorities, on=on)) for one in given]
    return next((id_ for id_, covered in covering if covered and covered >= set(about)), None)


def answering(story: str, *, on: date) -> tuple[str, ...]:
    """Who of a story may sign for somebody on a day, themself among them. Asks no access: for pages that have."""
    held = authorities_in(story)
    people = dict.fromkeys(one.person for one in held)
    return tuple(one for one in people if any(signs_for(held, one, form=form, on=on) for form in Form))


def speaks_for(story: str, person: str, *, forms: Iterable[Form], on: date) -> frozenset[str]:
    """For whom of a story somebody may sign every one of these forms on a day. Asks no access: for deeds that have."""
    authorities = authorities_in(story)
    wanted = tuple(forms) or (Form.HIPAA,)
    return frozenset.intersection(*(signs_for(authorities, person, form=form, on=on) for form in wanted))
