"""What each role is called, for which purpose it asks, and whether it reaches families."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headwaters.domain.consent import Purpose, ReaderRole

ROLE_WORDS = {
    ReaderRole.FAMILY: _("family"),
    ReaderRole.NAVIGATOR: _("navigator"),
    ReaderRole.AGENCY_WORKER: _("agency worker"),
    ReaderRole.SUPERVISOR: _("supervisor"),
    ReaderRole.PILOT_LEAD: _("pilot lead"),
    ReaderRole.FACILITATOR: _("facilitator"),
    ReaderRole.ANALYST: _("analyst"),
    ReaderRole.ADMINISTRATOR: _("administrator"),
    ReaderRole.OWNER: _("owner"),
}
GIVEN_ROLES = tuple(role for role in ReaderRole if role not in (ReaderRole.FAMILY, ReaderRole.OWNER))
"""The roles that an administrator gives. A family comes in by a code; an owner is whoever sits at an embedded installation."""

PURPOSE_OF = {
    ReaderRole.FAMILY: Purpose.OWN,
    ReaderRole.NAVIGATOR: Purpose.CARE,
    ReaderRole.AGENCY_WORKER: Purpose.CARE,
    ReaderRole.SUPERVISOR: Purpose.CARE,
    ReaderRole.PILOT_LEAD: Purpose.MEASUREMENT,
    ReaderRole.FACILITATOR: Purpose.MEASUREMENT,
    ReaderRole.ANALYST: Purpose.MEASUREMENT,
    ReaderRole.ADMINISTRATOR: Purpose.OPERATION,
    ReaderRole.OWNER: Purpose.CARE,
}

REACHES_FAMILIES = frozenset({ReaderRole.NAVIGATOR, ReaderRole.AGENCY_WORKER, ReaderRole.SUPERVISOR})
"""Roles with a way to one family's page."""
NEEDS_SECOND_STEP = REACHES_FAMILIES | {ReaderRole.ADMINISTRATOR}
"""These sign in with two proofs on an installation that asks for them; who gives out roles could give themselves one."""


def works_as_of(role: ReaderRole, agency: str) -> str:
    """Whose promises somebody keeps where nobody said otherwise: a navigator's own, an agency worker's agency's."""
    match role:
        case ReaderRole.NAVIGATOR | ReaderRole.SUPERVISOR:
            return "navigator"
        case ReaderRole.AGENCY_WORKER:
            return agency
        case _:
            return ""
