"""Where an agency can be asked: in its inbox here, at its address on file, by fax or telephone."""

from __future__ import annotations

from dataclasses import dataclass

from headwaters.domain.consent import ReaderRole
from headwaters.practice.accounts.models import Account, Membership, Organisation


@dataclass(frozen=True, slots=True)
class OnFile:
    """`answers_here`: somebody there has an account, so that an ask stands in an inbox that is read."""

    organisation: str = ""
    name: str = ""
    agency: str = ""
    email: str = ""
    phone: str = ""
    fax: str = ""
    answers_here: bool = False


def on_file(organisation: str) -> OnFile:
    """An organisation's addresses; all empty for one that is not known here."""
    held = Organisation.objects.filter(pk=organisation).first() if organisation else None
    if held is None:
        return OnFile()
    answers = Membership.objects.filter(organisation=held, role=ReaderRole.AGENCY_WORKER, through_day=None).exists()
    return OnFile(held.pk, held.name, held.agency, held.email, held.phone, held.fax, answers)


def organisations_of(agency: str) -> tuple[OnFile, ...]:
    """The organisations here that keep an agency's promises, by name."""
    rows = Organisation.objects.filter(agency=agency, through_day=None).order_by("name").values_list("pk", flat=True)
    return tuple(on_file(pk) for pk in rows)


def words_of(reader: str, organisation: str) -> str:
    """Who asks, as an agency reads it: "Ana Ruiz, Blue Mountain hub"; empty where nobody has an account."""
    name = Account.objects.filter(pk=reader).values_list("name", flat=True).first() or ""
    return ", ".join(part for part in (name, on_file(organisation).name) if part)


def initials_of(reader: str) -> str:
    """ "A.R."; empty where nobody has an account."""
    held = Account.objects.filter(pk=reader).first()
    return held.initials if held is not None else ""
