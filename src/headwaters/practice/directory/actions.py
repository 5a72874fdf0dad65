"""Deeds of those who keep the directory: saying what room there is, writing rules, choosing needs, deciding about pairs.

Each asks access first and writes the audit line. An agency's worker keeps what their own organisation offers, nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from headwaters.domain.blueprint.blueprint import FactRule
from headwaters.domain.blueprint.misread import Misread
from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.eligibility import read_rule
from headwaters.domain.problems import NotFound, NotPermitted, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.directory.models import EligibilityRule, Opening, PairDecision, Provider, Service, ServiceNeed
from headwaters.practice.directory.needs import need_ids

MOST_PLACES = 9_999
"""More room than any service has; a larger number is a slip of the finger."""


class RuleRefused(NotTaken):
    """A rule cannot be run; `found` says why, in whole sentences."""

    def __init__(self, found: tuple[Misread, ...]) -> None:
        super().__init__("\n".join(str(one) for one in found))
        self.found = found


@dataclass(frozen=True, slots=True)
class Room:
    """What an agency says today. None: not said."""

    open_places: int | None = None
    waiting: int | None = None
    languages: tuple[str, ...] = ()
    area: str = ""
    days_to_first_contact: int | None = None


def keeper_of(service_id: int, *, by: Reader) -> Service:
    """The service, for a reader who may keep it.

    raises  NotFound, NotPermitted
    """
    service = Service.objects.select_related("provider").filter(pk=service_id).first()
    if service is None:
        raise NotFound(_("There is no service %(id)s in the directory.") % {"id": service_id})
    require(by, Action.KEEP_DIRECTORY, detail=f"service {service_id}")
    own = service.provider.organisation if service.provider else ""
    if by.role == ReaderRole.AGENCY_WORKER and (not by.organisation or own != by.organisation):
        raise NotPermitted(_("This service belongs to another agency. Only its own people change it."))
    return service


def say_openings(service_id: int, room: Room, *, by: Reader, on: date) -> Opening:
    """Write down what room there is on a day; what was said before stays as history.

    raises  NotFound, NotPermitted, NotTaken
    """
    for number in (room.open_places, room.waiting, room.days_to_first_contact):
        if number is not None and not 0 <= number <= MOST_PLACES:
            raise NotTaken(_("A number here goes from 0 to 9,999. Nothing was saved; please write it again."))
    with transaction.atomic():
        service = keeper_of(service_id, by=by)
        return Opening.objects.create(
            service=service, open_places=room.open_places, waiting=room.waiting, languages=list(room.languages),
            area=room.area[:200], days_to_first_contact=room.days_to_first_contact, checked_on=on, checked_at=by.at,
            checked_by=by.id,
        )  # fmt: skip


def still_right(service_id: int, *, by: Reader, on: date) -> Opening:
    """Say that the last word about room holds today too. Pressed twice on one day, it is one check.

    raises  NotFound  nobody has said anything yet; NotPermitted
    """
    with transaction.atomic():
        service = keeper_of(service_id, by=by)
        last = Opening.objects.filter(service=service).order_by("checked_at", "pk").last()
        if last is None:
            raise NotFound(_("Nobody has told us the openings of this service yet. Tell us them first."))
        if last.checked_on == on and last.checked_by == by.id:
            return last
        return Opening.objects.create(
            service=service, open_places=last.open_places, waiting=last.waiting, languages=last.languages, area=last.area,
            days_to_first_contact=last.days_to_first_contact, checked_on=on, checked_at=by.at, checked_by=by.id,
        )  # fmt: skip


def write_rule(
    service_id: int, condition: str, *, facts: Mapping[str, FactRule], source: str, as_of: date, by: Reader
) -> EligibilityRule:
    """Give a service a rule that can be run; the one before it ends.

    raises  RuleRefused  it is no condition over these facts, or has no source; NotFound, NotPermitted
    """
    checked, found = read_rule(condition, facts)
    if not source.strip():
        found = (
            *found,
            Misread(
                _("A rule needs a source."), _("Say who says so: a page, a rule number, a person."), "source_missing"
            ),
        )
    if found or checked is None:
        raise RuleRefused(found)
    with transaction.atomic():
        service = keeper_of(service_id, by=by)
        EligibilityRule.objects.filter(service=service, ended_at=None).update(ended_at=by.at)
        return EligibilityRule.objects.create(
            service=service, condition=" ".join(condition.split()), source=source.strip(), as_of=as_of, written_by=by.id, written_at=by.at
        )  # fmt: skip


def end_rule(service_id: int, *, by: Reader) -> None:
    """Take a service's rule away; its free text stays.

    raises  NotFound, NotPermitted
    """
    with transaction.atomic():
        service = keeper_of(service_id, by=by)
        EligibilityRule.objects.filter(service=service, ended_at=None).update(ended_at=by.at)


def choose_needs(service_id: int, needs: Iterable[str], *, by: Reader) -> None:
    """Which needs a service answers, as a person says: it replaces what its words were taken to say.

    raises  NotFound, NotPermitted
    """
    wanted = {one for need in needs for one in need_ids(need)}
    with transaction.atomic():
        service = keeper_of(service_id, by=by)
        ServiceNeed.objects.filter(service=service).delete()
        ServiceNeed.objects.bulk_create(
            ServiceNeed(service=service, need=need, by_person=True) for need in sorted(wanted)
        )


def belongs_to(provider_id: int, *, organisation: str, agency: str = "", by: Reader) -> None:
    """Say that a listed provider is an organisation that has an account here, and which agency of the blueprint it is.

    raises  NotFound, NotPermitted
    """
    with transaction.atomic():
        require(by, Action.KEEP_DIRECTORY, detail=f"provider {provider_id}")
        if by.role == ReaderRole.AGENCY_WORKER:
            raise NotPermitted(_("Which account a listing belongs to is said by the people who run this directory."))
        if not Provider.objects.filter(pk=provider_id).update(organisation=organisation, agency=agency):
            raise NotFound(_("There is no provider %(id)s in the directory.") % {"id": provider_id})


def decide_pair(left_id: int, right_id: int, *, same: bool, by: Reader) -> PairDecision:
    """Say whether two services are one. The same: `left` is kept, `right` is shown no more; both rows stay on file.

    raises  NotFound, NotPermitted
    """
    with transaction.atomic():
        left, right = keeper_of(left_id, by=by), keeper_of(right_id, by=by)
        if left.pk == right.pk:
            raise NotFound(_("These are one row already."))
        kept = left.same_as or left
        if same and kept.pk != right.pk:
            Service.objects.filter(pk=right.pk).update(same_as=kept)
            Service.objects.filter(same_as=right).update(same_as=kept)
        return PairDecision.objects.create(left=left, right=right, same=same, decided_at=by.at, decided_by=by.id)


def undo_pair(decision_id: int, *, by: Reader) -> None:
    """Take a decision about a pair back: both are shown again, and may be asked about again.

    raises  NotFound, NotPermitted
    """
    with transaction.atomic():
        require(by, Action.KEEP_DIRECTORY, detail=f"pair {decision_id}")
        decision = PairDecision.objects.filter(pk=decision_id, undone_at=None).first()
        if decision is None:
            raise NotFound(_("There is no such decision, or it was taken back already."))
        decision.undone_at = by.at
        decision.save(update_fields=["undone_at"])
        if decision.same:
            Service.objects.filter(pk=decision.right_id).update(same_as=None)
