"""The one decision, over evidence that is written out: who is let in, over which view, and who is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from headwaters.domain.authority import Authority, AuthorityKind, Term
from headwaters.domain.consent import Action, Purpose, ReaderRole
from headwaters.domain.permission import Asked, Emergency, Evidence, Mark, permitted
from headwaters.domain.role_table import ROLE_TABLE, WITHOUT_A_FAMILY, Tie
from headwaters.domain.sharing import EDUCATION_AGENCIES, OWN_PAGE, Answer, Consent, Form

AT = datetime(2026, 5, 5, 9, tzinfo=UTC)
TODAY, YESTERDAY, TOMORROW = AT.date(), date(2026, 5, 4), date(2026, 5, 6)
EVER = (Term(),)
OVER = (Term(None, YESTERDAY),)
MOTHER = Authority("m", "m", AuthorityKind.SELF)
OF_CHILD = Authority("m", "k", AuthorityKind.PARENT)
YES = Consent("1", "wic", Purpose.CARE, Answer.YES, "m", YESTERDAY, TOMORROW, forms=frozenset({Form.HIPAA, Form.FERPA}))
FAMILY = Evidence(authorities=(MOTHER, OF_CHILD), consents=(YES,), people=frozenset({"m", "k", "d"}))


def ask(role: ReaderRole, action: Action, purpose: Purpose = Purpose.CARE, **more: object) -> Asked:
    return replace(Asked("r", role, purpose, action, "s", AT, works_as="wic"), **more)  # type: ignore[arg-type]


READ = ask(ReaderRole.AGENCY_WORKER, Action.READ_FAMILY)


@pytest.mark.parametrize("role", list(ReaderRole))
@pytest.mark.parametrize("action", list(Action))
def test_without_evidence_nobody_does_anything_to_a_family(role: ReaderRole, action: Action) -> None:
    for purpose in Purpose:
        assert not permitted(ask(role, action, purpose), Evidence()).allowed


def test_a_role_alone_stands_only_for_what_shows_no_family() -> None:
    for line in ROLE_TABLE:
        if Tie.NONE in line.ties:
            assert set(line.actions) <= WITHOUT_A_FAMILY, line


@pytest.mark.parametrize("tie", ["kept", "team", "unkept", "asked"])
def test_a_tie_that_is_over_is_no_tie(tie: str) -> None:
    for role in ReaderRole:
        for action in Action:
            assert not permitted(ask(role, action), Evidence(**{tie: OVER})).allowed  # type: ignore[arg-type]


def test_whoever_keeps_a_family_reads_it_for_care_and_for_nothing_else() -> None:
    kept = Evidence(kept=EVER)
    assert permitted(ask(ReaderRole.NAVIGATOR, Action.READ_FAMILY), kept).allowed
    assert not permitted(ask(ReaderRole.NAVIGATOR, Action.READ_FAMILY, Purpose.MEASUREMENT), kept).allowed
    assert not permitted(ask(ReaderRole.ANALYST, Action.READ_FAMILY, Purpose.MEASUREMENT), kept).allowed


@pytest.mark.parametrize(
    "said",
    [
        replace(YES, through=YESTERDAY), replace(YES, from_=TOMORROW), replace(YES, revoked=True), replace(YES, agency="ei"),
        replace(YES, purpose=Purpose.MEASUREMENT), replace(YES, answer=Answer.NO), replace(YES, answer=Answer.ASK_EACH_TIME),
        replace(YES, organisation="another"), replace(YES, given_by="d"), replace(YES, forms=frozenset()),
    ],
)  # fmt: skip
def test_an_agency_reads_only_under_a_yes_that_fits_and_holds(said: Consent) -> None:
    assert permitted(READ, FAMILY).allowed
    assert not permitted(READ, replace(FAMILY, consents=(said,))).allowed


def test_an_agency_reads_of_those_for_whom_the_answer_counts_and_hears_no_words() -> None:
    view = permitted(READ, FAMILY).view
    assert (view.people, view.words, view.subjects) == (frozenset({"m", "k"}), False, frozenset())


def test_without_the_form_for_school_records_their_statements_are_left_out() -> None:
    health = replace(FAMILY, consents=(replace(YES, forms=frozenset({Form.HIPAA})),))
    assert permitted(READ, health).view.hidden_agencies == EDUCATION_AGENCIES
    school = replace(FAMILY, consents=(replace(YES, forms=frozenset({Form.FERPA})),))
    assert permitted(READ, school).view.agencies == EDUCATION_AGENCIES


def test_substance_use_needs_its_own_form_beside_the_others() -> None:
    said = replace(YES, subjects=frozenset({"substance_use", "mental_health"}))
    assert permitted(READ, replace(FAMILY, consents=(said,))).view.subjects == {"mental_health"}
    signed = replace(said, forms=frozenset(Form))
    assert permitted(READ, replace(FAMILY, consents=(signed,))).view.subjects == {"substance_use", "mental_health"}


def test_a_subject_that_one_parent_switched_on_stays_off_for_the_other() -> None:
    said = replace(YES, agency="navigator", subjects=frozenset({"mental_health"}))
    keeper = ask(ReaderRole.NAVIGATOR, Action.READ_FAMILY, works_as="navigator")
    view = permitted(keeper, replace(FAMILY, kept=EVER, consents=(said,))).view
    assert view.sees_of("m", "mental_health")
    assert not view.sees_of("d", "mental_health")


OWN = ask(ReaderRole.FAMILY, Action.READ_FAMILY, Purpose.OWN, person="d", works_as="")
FATHER = Authority("d", "k", AuthorityKind.PARENT)


def test_a_parent_reads_of_the_child_and_themself_and_not_of_the_other_parent() -> None:
    assert permitted(OWN, replace(FAMILY, authorities=(FATHER, MOTHER))).view.people == {"d", "k"}
    ended = replace(FATHER, term=Term(None, YESTERDAY))
    assert not permitted(OWN, replace(FAMILY, authorities=(ended, MOTHER))).allowed


def test_what_the_mother_switched_on_for_her_own_page_is_off_on_his() -> None:
    said = replace(YES, agency=OWN_PAGE, purpose=Purpose.OWN, subjects=frozenset({"mental_health"}))
    both = replace(FAMILY, authorities=(FATHER, MOTHER, OF_CHILD), consents=(said,))
    assert permitted(OWN, both).view.subjects == frozenset()
    assert permitted(replace(OWN, person="m"), both).view.subjects == {"mental_health"}


def test_a_mark_hides_agencies_from_others_of_the_family_while_it_holds_and_never_from_the_marked() -> None:
    both = replace(FAMILY, authorities=(FATHER, MOTHER, OF_CHILD), marks=(Mark("m", frozenset({"shelter"})),))
    assert permitted(OWN, both).view.hidden_agencies == {"shelter"}
    assert permitted(replace(OWN, person="m"), both).view.hidden_agencies == frozenset()
    lifted = replace(both, marks=(Mark("m", frozenset({"shelter"}), Term(None, YESTERDAY)),))
    assert permitted(OWN, lifted).view.hidden_agencies == frozenset()


@pytest.mark.parametrize(("minutes", "opens"), [(-61, False), (-59, True), (1, False)])
def test_an_emergency_opens_a_page_for_its_hour(minutes: int, opens: bool) -> None:
    begins = AT + timedelta(minutes=minutes)
    looked = Evidence(emergencies=(Emergency(begins, begins + timedelta(hours=1)),))
    decision = permitted(ask(ReaderRole.NAVIGATOR, Action.READ_FAMILY), looked)
    assert decision.allowed is opens
    assert decision.view.subjects == frozenset()
    assert not permitted(ask(ReaderRole.NAVIGATOR, Action.RECORD_CONTACT), looked).allowed
    assert not permitted(ask(ReaderRole.AGENCY_WORKER, Action.READ_FAMILY), looked).allowed


def test_a_link_and_an_owner_act_by_grants_alone() -> None:
    everything = replace(FAMILY, kept=EVER, team=EVER, asked=EVER)
    assert not permitted(replace(READ, by_role=False), everything).allowed
