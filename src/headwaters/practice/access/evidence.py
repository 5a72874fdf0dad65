"""Fetches what the one decision needs to know of a reader and some stories: few questions, each by an index, for any number of
stories at once. Only what a tie of the reader's role could use is fetched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from headwaters.domain.authority import Authority, Term, authorities_of
from headwaters.domain.blueprint.element import Role
from headwaters.domain.consent import Action, Grant, Purpose, ReaderRole
from headwaters.domain.history.history import Episode, EpisodeId, EpisodeKind, PersonId, Relation
from headwaters.domain.permission import Asked, Emergency, Evidence
from headwaters.domain.role_table import Tie, ties_for
from headwaters.domain.sharing import Answer, Consent, Form
from headwaters.practice.access.models import EmergencyLook, GrantRow
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.accounts.models import Membership
from headwaters.practice.consents.marks import marks_among
from headwaters.practice.consents.models import Consent as ConsentRow
from headwaters.practice.families.models import EpisodeRow, KnownAs, MemberRow, SeatRow
from headwaters.practice.referrals.reach import asks_of
from headwaters.practice.worklists.caseloads import caseload_of, caseloads_of, is_kept_by, keepers_of
from headwaters.practice.worklists.models import Assignment

BY_GRANTS_ALONE = "link"
"""The door through which an answer link comes: it has no account, and no role speaks for it."""


def asked(by: Reader, action: Action, story: str | None) -> Asked:
    return Asked(
        reader=by.id, role=by.role, purpose=by.purpose, action=action, story=story, at=by.at, works_as=by.works_as,
        organisation=by.organisation, person=by.person, by_role=by.id != LOCAL and by.through != BY_GRANTS_ALONE,
    )  # fmt: skip


def grants_of(reader: Reader, action: Action) -> tuple[Grant, ...]:
    rows = GrantRow.objects.filter(reader=reader.id, action=action, purpose=reader.purpose)
    return tuple(
        Grant(
            reader=row.reader,
            action=Action(row.action),
            purpose=Purpose(row.purpose),
            from_=row.from_day,
            through=row.through_day,
            stories=None if row.stories is None else frozenset(row.stories),
            subjects=None if row.subjects is None else frozenset(row.subjects),
        )
        for row in rows
    )


def evidence_for(by: Reader, action: Action, stories: Collection[str]) -> Mapping[str, Evidence]:
    """What is on file about this reader and each of these stories; without a story the one key is the empty text."""
    grants = grants_of(by, action)
    wanted = [story for story in dict.fromkeys(stories) if story] or [""]
    question = asked(by, action, wanted[0] or None)
    ties = set(ties_for(by.role, action, by.purpose, of_a_story=bool(wanted[0]))) if question.by_role else set[Tie]()
    ties.discard(Tie.NONE)
    if not ties:
        return {story: Evidence(grants=grants) for story in wanted}
    held = _Held.of(by, ties, wanted)
    return {story: held.evidence(story, grants) for story in wanted}


_BY_CONSENT = frozenset({Tie.KEPT, Tie.TEAM, Tie.SHARED, Tie.AUTHORITY})
"""Ties whose view depends on what the family allowed."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What was fetched, by story."""

    today: Term
    kept: Collection[str]
    team: Collection[str]
    unkept: Collection[str]
    asked: Collection[str]
    emergencies: Mapping[str, tuple[Emergency, ...]]
    consents: Mapping[str, tuple[Consent, ...]]
    told: Mapping[str, _Told]
    marked: bool

    @classmethod
    def of(cls, by: Reader, ties: set[Tie], stories: list[str]) -> _Held:
        on = by.at.date()
        consents = _consents(stories) if ties & _BY_CONSENT else {}
        speaks = Tie.AUTHORITY in ties
        of_whom = stories if speaks else list(consents)
        return cls(
            today=Term(on, on),
            kept=_kept(by, stories, on) if Tie.KEPT in ties else (),
            team=_team(by, stories, on) if Tie.TEAM in ties else (),
            unkept=_unkept(stories, on) if Tie.UNKEPT in ties else (),
            asked=_asked(by, stories) if Tie.ASKED in ties else (),
            emergencies=_emergencies(by, stories) if Tie.EMERGENCY in ties else {},
            consents=consents,
            told=_told(of_whom),
            marked=speaks,
        )

    def evidence(self, story: str, grants: tuple[Grant, ...]) -> Evidence:
        told = self.told.get(story, _NOBODY)

        def on_file(stories: Collection[str]) -> tuple[Term, ...]:
            return (self.today,) if story in stories else ()

        return Evidence(
            grants=grants, kept=on_file(self.kept), team=on_file(self.team), unkept=on_file(self.unkept),
            asked=on_file(self.asked), authorities=told.authorities, consents=self.consents.get(story, ()),
            emergencies=self.emergencies.get(story, ()), people=told.people,
            marks=marks_among(told.people) if self.marked else (),
        )  # fmt: skip


def _kept(by: Reader, stories: list[str], on: date) -> Collection[str]:
    if len(stories) == 1:
        return stories if is_kept_by(stories[0], by.id, on=on) else ()
    return caseload_of(by.id, on=on)


def _team(by: Reader, stories: list[str], on: date) -> Collection[str]:
    accounts = team_of(by, on=on)
    if not accounts:
        return ()
    if len(stories) == 1:
        return stories if set(keepers_of(stories[0], on=on)) & accounts else ()
    return {story for found in caseloads_of(accounts, on=on).values() for story in found}


def team_of(by: Reader, *, on: date) -> frozenset[str]:
    """The accounts of a supervisor's own organisation that keep families on a day."""
    if not by.organisation:
        return frozenset()
    rows = Membership.objects.filter(
        Q(through_day=None) | Q(through_day__gte=on), organisation=by.organisation, from_day__lte=on,
        role__in=(ReaderRole.NAVIGATOR, ReaderRole.SUPERVISOR),
    )  # fmt: skip
    return frozenset(rows.values_list("account", flat=True))


def _unkept(stories: list[str], on: date) -> Collection[str]:
    kept = Assignment.objects.filter(
        Q(through_day=None) | Q(through_day__gte=on), story__in=stories, from_day__lte=on
    ).values_list("story", flat=True)
    there = EpisodeRow.objects.filter(story_id__in=stories).values_list("story_id", flat=True)
    return set(there) - set(kept)


def _asked(by: Reader, stories: list[str]) -> Collection[str]:
    rows = asks_of(organisation=by.organisation, agency=by.works_as).filter(story__in=stories, closed=False)
    return set(rows.values_list("story", flat=True))


def _emergencies(by: Reader, stories: list[str]) -> Mapping[str, tuple[Emergency, ...]]:
    found: dict[str, list[Emergency]] = defaultdict(list)
    for row in EmergencyLook.objects.filter(reader=by.id, story__in=stories, until_at__gt=by.at):
        found[row.story].append(Emergency(row.from_at, row.until_at))
    return {story: tuple(looks) for story, looks in found.items()}


def _consents(stories: list[str]) -> Mapping[str, tuple[Consent, ...]]:
    rows = list(ConsentRow.objects.filter(story__in=stories, revoked_at=None).order_by("id"))
    now_called = people_now(row.anchor for row in rows) if rows else {}
    found: dict[str, list[Consent]] = defaultdict(list)
    for row in rows:
        found[row.story].append(consent_of(row, now_called.get(row.anchor)))
    return {story: tuple(given) for story, given in found.items()}


def consent_of(row: ConsentRow, now_called: str | None = None) -> Consent:
    """A row as the decision reads it; `now_called`: the id that whoever answered has today, where it is another."""
    return Consent(
        id=str(row.pk), agency=row.agency, purpose=Purpose(row.purpose), answer=Answer(row.answer),
        given_by=now_called or row.given_by_person, from_=row.from_day, through=row.through_day,
        organisation=row.organisation, subjects=frozenset(row.subjects),
        forms=frozenset(Form(form) for form in row.forms), revoked=row.revoked_at is not None,
    )  # fmt: skip


def people_now(anchors: Iterable[int | None]) -> dict[int | None, str]:
    """By a source's number for somebody: the id by which they go today."""
    rows = KnownAs.objects.filter(pk__in=[one for one in anchors if one is not None], person__isnull=False)
    return {pk: person for pk, person in rows.values_list("pk", "person") if person}


@dataclass(frozen=True, slots=True)
class _Told:
    """Who is in a story, and who answers for whom."""

    authorities: tuple[Authority, ...] = ()
    people: frozenset[str] = frozenset()


_NOBODY = _Told()


def _told(stories: list[str]) -> Mapping[str, _Told]:
    if not stories:
        return {}
    episodes, people = _episodes(stories), _relations(stories)
    children = [one.person_id for found in episodes.values() for one in found if one.kind is EpisodeKind.CHILD]
    own_care = set(
        EpisodeRow.objects.filter(person__in=children, kind=EpisodeKind.PREGNANCY).values_list("person", flat=True)
    )
    seats: dict[str, set[str]] = defaultdict(set)
    for story, person in SeatRow.objects.filter(story_id__in=stories).values_list("story_id", "person"):
        seats[story].add(person)
    return {
        story: _Told(authorities_of(found, people.get(story, ()), own_care=own_care), frozenset(seats[story]))
        for story, found in episodes.items()
    }


def _episodes(stories: list[str]) -> Mapping[str, list[Episode]]:
    found: dict[str, list[Episode]] = defaultdict(list)
    for row in EpisodeRow.objects.filter(story_id__in=stories):
        episode = Episode(
            EpisodeId(row.episode_id), EpisodeKind(row.kind), PersonId(row.person), row.birth, row.due_date
        )
        found[row.story_id].append(episode)
    return found


def _relations(stories: list[str]) -> Mapping[str, list[Relation]]:
    found: dict[str, list[Relation]] = defaultdict(list)
    for row in MemberRow.objects.filter(story_id__in=stories):
        found[row.story_id].append(
            Relation(
                EpisodeId(row.episode_id), Role(row.role), PersonId(row.person), row.is_primary, row.from_day,
                row.through_day, row.authority,
            )
        )  # fmt: skip
    return found


def authorities_in(story: str) -> tuple[Authority, ...]:
    """Who answers for whom in one story. Asks no access: for deeds that have asked."""
    return _told([story]).get(story, _NOBODY).authorities


def carrying_in(story: str) -> frozenset[str]:
    """Those of a story who carry or carried a pregnancy of it."""
    rows = EpisodeRow.objects.filter(story_id=story, kind=EpisodeKind.PREGNANCY)
    return frozenset(rows.values_list("person", flat=True))


def consents_on_file(story: str) -> tuple[Consent, ...]:
    """What the people of one story answered and did not take back. Asks no access: for deeds that have asked."""
    return _consents([story]).get(story, ())
