"""Stories: a pregnancy and its children, or a child alone, and who is around them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.window import Duration
from headwaters.domain.history.history import EpisodeKind, PersonId, Relation, Story
from headwaters.engine.linkage.stories import Pregnancy, Somebody, Tie, draw

SIX_YEARS = Duration(months=72)
MOTHER, ANA, BEN, FATHER, FOSTER = (PersonId(name) for name in ("mother", "ana", "ben", "father", "foster"))
BORN = date(2026, 3, 14)
DUE = date(2026, 3, 20)
KEY = ("births", "P1")
PEOPLE = (Somebody(MOTHER, date(1996, 2, 1), BORN), Somebody(ANA, BORN, BORN), Somebody(BEN, BORN, BORN))
TWINS = Pregnancy(KEY, MOTHER, DUE, children=(ANA, BEN))


def stories(people=PEOPLE, pregnancies=(), ties=(), already=None) -> tuple[Story, ...]:
    return draw(people, pregnancies, ties, horizon=SIX_YEARS, already=already).stories


def people_in(story: Story, role: Role, child: PersonId) -> list[Relation]:
    episode = next(one.episode_id for one in story.episodes if one.person_id == child)
    return [one for one in story.people if one.episode_id == episode and one.role is role]


def test_twins_are_one_story_of_a_pregnancy_and_two_children() -> None:
    (story,) = stories(pregnancies=[TWINS])
    assert [(one.kind, one.person_id) for one in story.episodes] == [
        (EpisodeKind.PREGNANCY, MOTHER), (EpisodeKind.CHILD, ANA), (EpisodeKind.CHILD, BEN),
    ]  # fmt: skip
    assert {(one.birth, one.due_date) for one in story.episodes} == {(BORN, DUE)}


def test_the_birth_of_a_pregnancy_is_its_first_childs() -> None:
    later = Somebody(BEN, BORN + timedelta(days=1), BORN)
    (story,) = stories((PEOPLE[0], PEOPLE[1], later), [TWINS])
    assert [one.birth for one in story.episodes] == [BORN, BORN, BORN + timedelta(days=1)]


def test_a_child_without_a_known_pregnancy_is_a_story_of_its_own() -> None:
    (one, other) = stories()
    assert {one.episodes[0].person_id, other.episodes[0].person_id} == {ANA, BEN}
    assert [story.episodes[0].kind for story in (one, other)] == [EpisodeKind.CHILD, EpisodeKind.CHILD]


def test_a_birthing_parent_of_a_born_child_had_a_pregnancy_even_if_nobody_wrote_it_down() -> None:
    ties = [Tie(MOTHER, Role.BIRTHING_PARENT, child=child) for child in (ANA, BEN)]
    (story,) = stories(ties=ties)
    assert [one.kind for one in story.episodes] == [EpisodeKind.PREGNANCY, EpisodeKind.CHILD, EpisodeKind.CHILD]
    assert story.episodes[0].due_date is None


def test_somebody_first_heard_of_as_a_grown_up_has_no_childs_course() -> None:
    grown = Somebody(PersonId("x"), date(1980, 1, 1), date(2026, 1, 1))
    assert stories([grown]) == ()


def test_the_horizon_counts_from_when_somebody_was_first_heard_of() -> None:
    birthday = date(2020, 3, 14)
    just_under = Somebody(ANA, birthday, date(2026, 3, 13))
    just_over = Somebody(BEN, birthday, date(2026, 3, 14))
    assert [story.episodes[0].person_id for story in stories([just_under, just_over])] == [ANA]


def test_a_child_named_in_a_pregnancy_has_a_course_even_before_its_birth_date_is_known() -> None:
    unnamed = Somebody(ANA, None, BORN)
    (story,) = stories((PEOPLE[0], unnamed), [Pregnancy(KEY, MOTHER, DUE, children=(ANA,))])
    assert (story.episodes[1].person_id, story.episodes[1].birth) == (ANA, None)


def test_a_clinics_due_date_and_a_registers_birth_are_one_pregnancy() -> None:
    clinic = Pregnancy(("clinic", "77"), MOTHER, due_date=DUE)
    register = Pregnancy(KEY, MOTHER, birth=BORN, children=(ANA,))
    for order in permutations([clinic, register]):
        (story,) = stories(PEOPLE[:2], order)
        assert (story.episodes[0].birth, story.episodes[0].due_date) == (BORN, DUE)


def test_two_datings_of_one_pregnancy_are_one_and_the_next_pregnancy_is_another() -> None:
    early, late = Pregnancy(("a", "1"), MOTHER, DUE), Pregnancy(("b", "1"), MOTHER, DUE + timedelta(days=12))
    following = Pregnancy(("a", "2"), MOTHER, DUE + timedelta(days=330))
    assert len(stories(PEOPLE[:1], [early, late, following])) == 2


def test_two_pregnancies_without_any_date_are_two_unless_they_share_a_number() -> None:
    one, other = Pregnancy(("a", "1"), MOTHER), Pregnancy(("a", "2"), MOTHER)
    assert len(stories(PEOPLE[:1], [one, other])) == 2
    assert len(stories(PEOPLE[:1], [one, Pregnancy(("a", "1"), MOTHER, DUE)])) == 1


def test_one_loss_told_by_two_is_one_pregnancy_and_a_later_loss_another() -> None:
    ended = date(2025, 10, 9)
    clinic, hospital, later = (
        Pregnancy((source, "1"), MOTHER, ended=ended + timedelta(days=after))
        for source, after in (("clinic", 0), ("hospital", 2), ("clinic, again", 60))
    )
    for told in permutations((clinic, hospital, later)):
        assert sorted(one.episodes[0].ended for one in stories(PEOPLE[:1], told)) == [ended, ended + timedelta(days=60)]


def test_first_sign_and_end_of_a_pregnancy_come_from_whoever_knows_them_and_the_earliest_counts() -> None:
    seen, ended = date(2025, 8, 1), date(2025, 10, 9)
    one = Pregnancy(KEY, MOTHER, first_seen=seen + timedelta(days=9), ended=ended, ended_why="loss")
    again = Pregnancy(KEY, MOTHER, first_seen=seen, ended=ended + timedelta(days=3))
    for told in permutations((one, again, Pregnancy(KEY, MOTHER))):
        ((episode,),) = [story.episodes for story in stories(PEOPLE[:1], told)]
        assert (episode.first_seen, episode.ended, episode.ended_why) == (seen, ended, "loss")


def test_an_earlier_childs_birth_does_not_take_the_next_pregnancys_due_date() -> None:
    first = Pregnancy(("a", "1"), MOTHER, birth=BORN, children=(ANA,))
    second = Pregnancy(("b", "9"), MOTHER, due_date=BORN + timedelta(days=400))
    assert sorted(len(story.episodes) for story in stories(PEOPLE[:2], [first, second])) == [1, 2]


def test_who_bore_the_child_cares_for_it_and_is_first_in_the_household() -> None:
    (story,) = stories(pregnancies=[TWINS])
    assert [one.person_id for one in people_in(story, Role.CAREGIVER, ANA)] == [MOTHER]
    household = people_in(story, Role.HOUSEHOLD, ANA)
    assert [(one.person_id, one.primary) for one in household] == [(MOTHER, True), (ANA, False), (BEN, False)]


def test_care_passes_to_a_foster_carer_on_the_day_it_does_and_back_to_nobody() -> None:
    placed = date(2026, 6, 1)
    tie = Tie(FOSTER, Role.CAREGIVER, child=ANA, from_=placed, authority="foster_carer")
    (story,) = stories(pregnancies=[TWINS], ties=[tie])
    care = {one.person_id: (one.from_, one.through, one.authority) for one in people_in(story, Role.CAREGIVER, ANA)}
    assert care == {MOTHER: (None, date(2026, 5, 31), "parent"), FOSTER: (placed, None, "foster_carer")}
    assert [one.person_id for one in people_in(story, Role.CAREGIVER, BEN)] == [MOTHER]


def test_a_second_carer_takes_nothing_from_the_first() -> None:
    tie = Tie(FATHER, Role.CAREGIVER, child=ANA, primary=False)
    (story,) = stories(pregnancies=[TWINS], ties=[tie])
    assert {one.person_id: one.primary for one in people_in(story, Role.CAREGIVER, ANA)} == {
        MOTHER: True,
        FATHER: False,
    }


def test_every_episode_has_exactly_one_first_member_of_its_household_at_a_time() -> None:
    for ties in ([], [Tie(FATHER, Role.CAREGIVER, child=ANA, primary=False)], [Tie(FATHER, Role.HOUSEHOLD, child=ANA)]):
        for story in (*stories(pregnancies=[TWINS], ties=ties), *stories(ties=ties)):
            for episode in story.episodes:
                first = [one for one in story.people if one.episode_id == episode.episode_id
                         and one.role is Role.HOUSEHOLD and one.primary]  # fmt: skip
                assert len(first) == 1


def test_a_mother_of_sixteen_is_also_a_child_in_a_story_of_her_own() -> None:
    grandmother = PersonId("grandmother")
    young = Somebody(MOTHER, date(2010, 1, 5), date(2010, 2, 1))
    ties = [Tie(grandmother, Role.CAREGIVER, child=MOTHER)]
    found = stories((young, PEOPLE[1]), [Pregnancy(KEY, MOTHER, DUE, children=(ANA,))], ties)
    assert sorted((one.episodes[0].kind, len(one.episodes)) for one in found) == [
        (EpisodeKind.CHILD, 1),
        (EpisodeKind.PREGNANCY, 2),
    ]


def test_a_child_claimed_by_two_pregnancies_stands_in_one_story() -> None:
    other = Pregnancy(("clinic", "5"), FATHER, children=(ANA,))
    found = stories(pregnancies=[TWINS, other])
    assert sum(one.person_id == ANA for story in found for one in story.episodes) == 1


def test_the_order_of_what_was_said_is_irrelevant() -> None:
    told = [TWINS, Pregnancy(("clinic", "77"), MOTHER, due_date=DUE), Pregnancy(("wic", "3"), MOTHER, birth=BORN)]
    ties = [Tie(FATHER, Role.CAREGIVER, child=ANA, primary=False), Tie(MOTHER, Role.BIRTHING_PARENT, child=BEN)]
    answers = []
    for pregnancies in permutations(told):
        for order in permutations(ties):
            answers.append([(s.story_id, set(s.episodes), set(s.people)) for s in stories(PEOPLE, pregnancies, order)])
    assert all(answer == answers[0] for answer in answers)


def test_a_story_keeps_its_id_when_another_source_tells_of_the_same_pregnancy() -> None:
    before = draw(PEOPLE, [TWINS], [], horizon=SIX_YEARS)
    told = [Pregnancy(("a clinic", "0"), MOTHER, due_date=DUE), TWINS]
    after = draw(PEOPLE, told, [], horizon=SIX_YEARS, already=before.names)
    assert [story.story_id for story in after.stories] == [story.story_id for story in before.stories]
    assert [story.episodes for story in after.stories] == [story.episodes for story in before.stories]


def test_a_child_alone_keeps_its_storys_id_when_its_pregnancy_becomes_known() -> None:
    before = draw(PEOPLE[1:2], [], [], horizon=SIX_YEARS)
    after = draw(
        PEOPLE[:2], [Pregnancy(KEY, MOTHER, DUE, children=(ANA,))], [], horizon=SIX_YEARS, already=before.names
    )
    assert [story.story_id for story in after.stories] == [story.story_id for story in before.stories]
