"""What a family is called on a page: never more of a name than is needed, and never in an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.element import Role
from headwaters.domain.days import age_weeks
from headwaters.domain.history.history import Episode, EpisodeKind, PersonId, Relation

NAMED_FROM_WEEKS = 12
"""Under twelve weeks a child is "Baby of ...": many have no name on file yet, or one like "Baby Girl"."""


class Named(Protocol):
    """As `practice.families.queries.people` gives it."""

    @property
    def given_name(self) -> str | None: ...
    @property
    def family_name(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Called:
    """`name`: "Baby of Rosa M."; `parent`: "Rosa", as a sentence would say it, empty where no name is on file."""

    name: str
    parent: str


def called(
    episode: Episode, people: Iterable[Relation], names: Mapping[PersonId, Named], *, as_of: date, twins: int = 1
) -> Called:
    """The caregiver's first name and initial, with the child's own name once it has settled."""
    adult = names.get(_adult(episode, people) or PersonId(""))
    given = (adult.given_name or "") if adult is not None else ""
    initial = (adult.family_name or "")[:1] if adult is not None else ""
    whole = f"{given} {initial}." if given and initial else given
    if episode.kind is EpisodeKind.PREGNANCY:
        return Called(whole or _("A pregnancy"), given)
    if not whole:
        return Called(_("A child"), "")
    child = names.get(episode.person_id)
    own = (child.given_name or "") if child is not None else ""
    young = episode.birth is None or age_weeks(episode.birth, as_of) <= NAMED_FROM_WEEKS
    if own and not young and not own.casefold().startswith("baby"):
        return Called(_("%(child)s, child of %(parent)s") % {"child": own, "parent": whole}, given)
    words = ngettext("Baby of %(parent)s", "One of the babies of %(parent)s", twins)
    return Called(words % {"parent": whole}, given)


def _adult(episode: Episode, people: Iterable[Relation]) -> PersonId | None:
    """Who speaks for the child: the primary caregiver, else the birthing parent; for a pregnancy its own person."""
    if episode.kind is EpisodeKind.PREGNANCY:
        return episode.person_id
    around = [held for held in people if held.episode_id == episode.episode_id and held.through is None]
    order = {Role.CAREGIVER: 0, Role.BIRTHING_PARENT: 1}
    adults = sorted(
        (held for held in around if held.role in order),
        key=lambda held: (order[held.role], not held.primary, held.person_id),
    )
    return adults[0].person_id if adults else None


OWN_LANGUAGES = {"chk": "Chuukese", "mh": "Marshallese", "so": "Somali", "zh": "Chinese"}
"""Languages of Oregon's families that Django has no name for."""


def language_name(code: str | None) -> str:
    """The language's name in English, as staff say it; empty for one nobody recorded."""
    if not code:
        return ""
    if code in OWN_LANGUAGES:
        return OWN_LANGUAGES[code]
    held = LANG_INFO.get(code, {})
    return str(held.get("name") or (_("Another language") if code == "other" else code.replace("_", " ").title()))


def county_name(code: str | None) -> str:
    """ "hood_river" -> "Hood River County"."""
    return _("%(name)s County") % {"name": code.replace("_", " ").title()} if code else ""
