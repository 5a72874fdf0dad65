"""One ask from the draft to being told back: what the hand-off's record says of it, who may do what, and what cannot be done twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from referring import ANA, HANDOFF, NOW, SCREENED, answer, asking, at, blueprint, family, row_of

from headwaters.domain.blueprint.handoff import HandoffState
from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.cracks import CrackKind
from headwaters.domain.problems import NotPermitted, NotTaken
from headwaters.domain.referral import Deed, Reason, ReferralState, Side
from headwaters.domain.status import Status
from headwaters.practice.access.actions import decide
from headwaters.practice.access.models import AuditLine
from headwaters.practice.records.entries import enter_fact
from headwaters.practice.referrals import queries
from headwaters.practice.referrals.actions import AlreadyAnswered, NoConsent, Telling, do
from headwaters.practice.referrals.asking import ask, draft, log_unmet, send
from headwaters.practice.referrals.links import link_named, make_link, make_new, reader_by, revoke, token_of, works
from headwaters.practice.referrals.models import AnswerLink, Referral, UnmetNeed
from headwaters.practice.referrals.ways import How, Way

pytestmark = pytest.mark.django_db(transaction=True)

ASKED = NOW.date()
"""Tuesday; the answer clock of five business days runs to Tuesday, May 12."""
LAST_DAY = date(2026, 5, 12)


@pytest.fixture
def housed(tmp_path: Path) -> tuple[str, str]:
    return family(tmp_path)


@pytest.fixture
def sent(housed: tuple[str, str]) -> Referral:
    return ask(asking(*housed), by=ANA, blueprint=blueprint())


def test_what_is_asked_is_the_hand_offs_step_at_once(sent: Referral) -> None:
    row = row_of(sent.story, ASKED)
    assert (row.handoff_state, row.status, row.handoff_clock) == (HandoffState.SENT, Status.IN_PROGRESS, LAST_DAY)
    assert (sent.state, sent.mover, sent.last_day) == (ReferralState.REQUESTED, "housing_help", LAST_DAY)


def test_an_ask_without_an_answer_is_the_catchs_promise_the_day_after_its_clock(sent: Referral) -> None:
    from referring import model

    from headwaters.engine.evaluation.reference import accountable

    assert row_of(sent.story, LAST_DAY).crack is None
    late = row_of(sent.story, LAST_DAY + timedelta(days=1))
    assert late.crack is CrackKind.NO_ANSWER
    owners = accountable(model(), late)
    assert (owners.agency, owners.move, owners.caught) == ("housing_help", "navigator", True)
    held = queries.for_asker(sent.pk, by=at(LAST_DAY + timedelta(days=1)), blueprint=blueprint())
    assert (held.running.mover, held.running.caught) == ("navigator", True)


@pytest.mark.parametrize(
    ("deed", "telling", "state", "step"),
    [
        (Deed.ACCEPT, Telling(until=date(2026, 5, 8)), ReferralState.ACCEPTED, HandoffState.ACCEPTED),
        (Deed.FULL, Telling(until=date(2026, 6, 8)), ReferralState.ON_HOLD, HandoffState.FULL),
        (Deed.NOT_ELIGIBLE, Telling(reason=Reason.AREA), ReferralState.REJECTED, HandoffState.NOT_ELIGIBLE),
        (Deed.WRONG_PLACE, Telling(words="Try the county"), ReferralState.REJECTED, HandoffState.NOT_ELIGIBLE),
        (Deed.NOT_REACHED, Telling(), ReferralState.ON_HOLD, HandoffState.NOT_REACHED),
        (Deed.FAMILY_NOT_NOW, Telling(), ReferralState.CANCELLED, HandoffState.DECLINED),
        (Deed.NEED_TO_KNOW, Telling(words="Which apartment?"), ReferralState.REQUESTED, HandoffState.RECEIVED),
        (Deed.BEGIN, Telling(), ReferralState.IN_PROGRESS, HandoffState.BEGUN),
    ],
)
def test_every_answer_is_what_evaluation_sees(
    sent: Referral, deed: Deed, telling: Telling, state: ReferralState, step: HandoffState
) -> None:
    by = at(date(2026, 5, 7))
    row = answer(sent, deed, by, telling)
    seen = row_of(sent.story, by.at.date())
    assert (row.state, seen.handoff_state) == (state, step)
    held = queries.for_asker(sent.pk, by=by, blueprint=blueprint())
    if not row.closed:
        assert held.running.last_day == seen.handoff_clock
    assert (seen.status is Status.DECLINED) == (deed is Deed.FAMILY_NOT_NOW)


def test_accepted_is_not_received_by_the_family(sent: Referral) -> None:
    answer(sent, Deed.ACCEPT, ANA, Telling(until=date(2026, 5, 8)))
    assert row_of(sent.story, ASKED).status is not Status.REACHED
    late = row_of(sent.story, date(2026, 6, 10))
    assert late.crack is CrackKind.ACCEPTED_NOT_BEGUN


def test_the_whole_loop_ends_with_being_told_and_nobody_owes_anything(sent: Referral) -> None:
    day = ASKED
    for deed, telling in (
        (Deed.ACCEPT, Telling(until=day)), (Deed.FIRST_CONTACT, Telling()), (Deed.BEGIN, Telling()),
        (Deed.COMPLETE, Telling()), (Deed.TELL_BACK, Telling(words="Two months of rent are paid.")),
    ):  # fmt: skip
        row = answer(sent, deed, at(day), telling)
        day += timedelta(days=2)
    assert (row.state, row.closed, row.mover) == (ReferralState.COMPLETED, True, "")
    assert row_of(sent.story, day).handoff_state is HandoffState.TOLD
    assert row.first_contact_on == ASKED + timedelta(days=2)


def test_a_service_that_the_agency_says_began_reaches_the_family(sent: Referral) -> None:
    answer(sent, Deed.ACCEPT, ANA, Telling(until=ASKED))
    answer(sent, Deed.BEGIN, at(date(2026, 5, 12)), Telling(happened=("housing_help",)))
    row = row_of(sent.story, date(2026, 5, 12))
    assert (row.status, row.matched) == (Status.REACHED, date(2026, 5, 12))
    with pytest.raises(NotTaken):
        answer(sent, Deed.COMPLETE, at(date(2026, 5, 13)), Telling(happened=("lead_test",)))


def test_withdrawing_an_ask_leaves_the_need_as_it_was_before(sent: Referral) -> None:
    row = do(sent.pk, Deed.WITHDRAW, by=ANA, side=Side.ASKER, how=How.PAGE, version=1, blueprint=blueprint(),
             telling=Telling(reason=Reason.ASK_ANOTHER))  # fmt: skip
    assert row.closed
    assert row_of(sent.story, ASKED, "referral").handoff_state is HandoffState.NEEDED


def test_two_answers_on_one_day_leave_the_later_one_with_evaluation_too(sent: Referral) -> None:
    answer(sent, Deed.FULL, ANA, Telling(until=date(2026, 6, 1)))
    answer(sent, Deed.ACCEPT, ANA, Telling(until=date(2026, 5, 8)))
    assert row_of(sent.story, ASKED).handoff_state is HandoffState.ACCEPTED


def test_of_two_answers_to_one_version_the_second_hears_who_was_faster(sent: Referral) -> None:
    answer(sent, Deed.ACCEPT, ANA, Telling(until=date(2026, 5, 8), by_words="J.S."), version=1)
    with pytest.raises(AlreadyAnswered) as found:
        answer(sent, Deed.FULL, ANA, Telling(until=date(2026, 6, 1)), version=1)
    assert (found.value.step.deed, found.value.step.by_words) == (Deed.ACCEPT, "J.S.")
    assert sent.steps.count() == 2
    assert row_of(sent.story, ASKED).handoff_state is HandoffState.ACCEPTED


def test_nothing_is_sent_without_the_familys_yes(tmp_path: Path) -> None:
    story, person = family(tmp_path, consent=False)
    with pytest.raises(NoConsent):
        ask(asking(story, person), by=ANA, blueprint=blueprint())
    assert not Referral.objects.exists()
    waiting = draft(asking(story, person), by=ANA, blueprint=blueprint())
    assert row_of(story, ASKED, "referral").handoff_state is HandoffState.NEEDED
    enter_fact(person, by=ANA, fact="consent_housing", value=True, from_=SCREENED)
    assert send(waiting.pk, by=ANA, blueprint=blueprint()).state == ReferralState.REQUESTED


def test_a_yes_that_was_taken_back_while_the_form_was_open_stops_the_sending(housed: tuple[str, str]) -> None:
    waiting = draft(asking(*housed), by=ANA, blueprint=blueprint())
    enter_fact(housed[1], by=ANA, fact="consent_housing", value=False, from_=ASKED, record_id="consent-1")
    with pytest.raises(NoConsent):
        send(waiting.pk, by=ANA, blueprint=blueprint())
    assert Referral.objects.get(pk=waiting.pk).state == ReferralState.DRAFT


def test_from_the_day_a_yes_is_taken_back_the_agency_reads_nothing_about_the_family(sent: Referral) -> None:
    link = make_link(sent.pk, by=ANA)
    by = reader_by(link, at=ANA.at)
    assert queries.for_agency(sent.pk, by=by, blueprint=blueprint()).facts is not None
    enter_fact(sent.person, by=ANA, fact="consent_housing", value=False, from_=ASKED, record_id="consent-1")
    assert queries.for_agency(sent.pk, by=by, blueprint=blueprint()).facts is None


def test_pressing_send_twice_asks_once(housed: tuple[str, str]) -> None:
    for _ in range(2):
        ask(asking(*housed), by=ANA, blueprint=blueprint())
    assert Referral.objects.count() == 1
    assert Referral.objects.get().steps.count() == 1


def test_a_link_opens_its_own_ask_and_no_other(sent: Referral, housed: tuple[str, str]) -> None:
    other = ask(asking(*housed, key="form-2", to_name="County help"), by=ANA, blueprint=blueprint())
    by = reader_by(make_link(sent.pk, by=ANA), at=ANA.at)
    assert queries.for_agency(sent.pk, by=by, blueprint=blueprint()).row.pk == sent.pk
    with pytest.raises(NotPermitted):
        queries.for_agency(other.pk, by=by, blueprint=blueprint())
    with pytest.raises(NotPermitted):
        answer(other, Deed.ACCEPT, by, Telling(until=ASKED))
    assert not decide(by, Action.READ_FAMILY, story=sent.story).allowed
    assert not decide(by, Action.REFER, story=sent.story).allowed


def test_a_link_ends_on_its_day_when_it_is_revoked_and_with_its_ask(sent: Referral) -> None:
    first = make_link(sent.pk, by=ANA)
    assert works(first, at=ANA.at)
    assert not works(first, at=first.ends)
    second = make_link(sent.pk, by=ANA)
    first.refresh_from_db()
    assert not works(first, at=ANA.at)
    revoke(second.pk, by=ANA)
    with pytest.raises(NotPermitted):
        answer(sent, Deed.ACCEPT, reader_by(second, at=ANA.at), Telling(until=ASKED))
    third = make_link(sent.pk, by=ANA)
    answer(sent, Deed.FAMILY_NOT_NOW, reader_by(third, at=ANA.at), Telling())
    third.refresh_from_db()
    assert not works(AnswerLink.objects.select_related("referral").get(pk=third.pk), at=ANA.at)


def test_a_new_link_goes_to_the_address_on_file_and_nowhere_without_one(
    sent: Referral, housed: tuple[str, str]
) -> None:
    old = make_link(sent.pk, by=ANA)
    fresh = make_new(old, at=old.ends + timedelta(days=1))
    assert fresh is not None
    assert fresh.address == sent.to_email
    silent = ask(asking(*housed, key="form-2", way=Way.FAX, to_email=""), by=ANA, blueprint=blueprint())
    assert make_new(make_link(silent.pk, by=ANA), at=ANA.at) is None


def test_an_address_that_was_tampered_with_opens_nothing(sent: Referral) -> None:
    token = token_of(make_link(sent.pk, by=ANA))
    assert link_named(token) is not None
    assert link_named(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert link_named(token.split(":")[0]) is None
    assert sent.story not in token
    assert sent.code not in token


def test_an_agency_answers_its_own_asks_alone(sent: Referral) -> None:
    stranger = replace(ANA, id="kim", role=ReaderRole.AGENCY_WORKER, organisation="wic-1", works_as="wic")
    with pytest.raises(NotPermitted):
        queries.for_agency(sent.pk, by=stranger, blueprint=blueprint())
    assert AuditLine.objects.filter(reader="kim", allowed=False).exists()


def test_an_answer_by_telephone_is_typed_in_by_the_asking_side_and_says_so(sent: Referral) -> None:
    row = answer(sent, Deed.ACCEPT, at(date(2026, 5, 7)), Telling(on=date(2026, 5, 6), until=date(2026, 5, 8),
                 by_words="Jo at the desk"), how=How.PHONE)  # fmt: skip
    step = row.steps.get(version=2)
    assert (step.how, step.side, step.day, step.by_words) == ("phone", "agency", date(2026, 5, 6), "Jo at the desk")


@pytest.mark.parametrize(
    ("deed", "telling", "words"),
    [
        (Deed.ACCEPT, Telling(), "day by which"),
        (Deed.ACCEPT, Telling(until=date(2026, 5, 1)), "over"),
        (Deed.NOT_ELIGIBLE, Telling(), "Say why"),
        (Deed.NEED_TO_KNOW, Telling(words="  "), "empty"),
        (Deed.BEGIN, Telling(on=date(2026, 5, 30)), "ahead"),
        (Deed.TELL_BACK, Telling(), "does not follow"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(sent: Referral, deed: Deed, telling: Telling, words: str) -> None:
    with pytest.raises(NotTaken, match=words):
        answer(sent, deed, ANA, telling)
    assert Referral.objects.get(pk=sent.pk).version == 1


def test_the_inbox_of_an_agency_holds_its_asks_and_the_desk_those_it_sent(sent: Referral) -> None:
    assert [one.row.pk for one in queries.inbox(by=ANA, blueprint=blueprint(), agency="housing_help")] == [sent.pk]
    assert queries.inbox(by=ANA, blueprint=blueprint(), agency="wic") == ()
    assert [one.row.pk for one in queries.asked(by=ANA, blueprint=blueprint())] == [sent.pk]
    assert queries.by_code(sent.code.lower(), by=ANA, blueprint=blueprint()).row.pk == sent.pk


def test_a_need_that_nobody_takes_is_counted_once_a_day(housed: tuple[str, str]) -> None:
    for _ in range(2):
        log_unmet(*housed, HANDOFF, by=ANA, blueprint=blueprint(), county="wasco", language="es")
    assert UnmetNeed.objects.count() == 1
