"""Opening a story: its courses and their days, and who is who.

Compiled with the rest of the kernel; the meaning is that of `evaluation.reading`, `course` and `people`.
"""

from __future__ import annotations

from headwaters.engine.evaluation.course import LONGEST_PREGNANCY_DAYS, PREGNANCY_DAYS
from headwaters.engine.evaluation.marks import LAST_KNOWN, PENDING, UNKNOWN
from headwaters.engine.evaluation.people import BEGINNING, END
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Ints, compiled


@compiled
def room(s: Ints, wanted: int) -> int:
    """Where so many numbers of the state are free; MemoryError says that the state has to be larger."""
    top = s[o.S_TOP]
    if top + wanted > s[o.S_CAPACITY]:
        raise MemoryError("the kernel's state is too small for this story")
    s[o.S_TOP] = top + wanted
    return top


@compiled
def filled(s: Ints, wanted: int, value: int) -> int:
    at = room(s, wanted)
    for i in range(at, at + wanted):
        s[i] = value
    return at


@compiled
def open_courses(s: Ints, g: Ints, story: int) -> None:
    """A course for each episode, with its days and its people."""
    first, stop = g[g[o.G_EPISODE_FIRST] + story], g[g[o.G_EPISODE_FIRST] + story + 1]
    s[o.S_NCOURSES] = stop - first
    s[o.S_COURSES] = filled(s, (stop - first) * o.K_WIDTH, 0)
    people = g[g[o.G_PERSON_FIRST] + story]
    for episode in range(first, stop):
        course = s[o.S_COURSES] + (episode - first) * o.K_WIDTH
        s[course + o.K_EPISODE] = episode
        s[course + o.K_KIND] = g[g[o.G_EPISODE_KIND] + episode]
        s[course + o.K_PERSON] = g[g[o.G_EPISODE_PERSON] + episode] - people
        s[course + o.K_FIRST_SEEN] = g[g[o.G_EPISODE_FIRST_SEEN] + episode]
        pregnancy = g[g[o.G_EPISODE_PREGNANCY] + episode]
        s[course + o.K_PREGNANCY] = s[o.S_COURSES] + (pregnancy - first) * o.K_WIDTH if pregnancy >= 0 else -1
        ended = g[g[o.G_EPISODE_ENDED] + episode]
        if 0 < ended <= s[o.S_AS_OF]:
            s[course + o.K_ENDED] = ended
            s[course + o.K_ENDED_WHY] = g[g[o.G_EPISODE_ENDED_WHY] + episode]
    for episode in range(first, stop):
        course = s[o.S_COURSES] + (episode - first) * o.K_WIDTH
        _find_children(s, course)
    for episode in range(first, stop):
        course = s[o.S_COURSES] + (episode - first) * o.K_WIDTH
        _date(s, g, course, episode)
        _meet(s, g, story, course, episode)


@compiled
def _find_children(s: Ints, course: int) -> None:
    courses = s[o.S_NCOURSES]
    s[course + o.K_CHILDREN] = room(s, courses)
    count = 0
    for i in range(courses):
        other = s[o.S_COURSES] + i * o.K_WIDTH
        if s[other + o.K_PREGNANCY] == course:
            s[s[course + o.K_CHILDREN] + count] = other
            count += 1
    s[course + o.K_NCHILDREN] = count


@compiled
def _date(s: Ints, g: Ints, course: int, episode: int) -> None:
    """Birth and due date; a pregnancy's birth is its first child's, a child's due date its pregnancy's."""
    birth, due_date = g[g[o.G_EPISODE_BIRTH] + episode], g[g[o.G_EPISODE_DUE_DATE] + episode]
    pregnancy = s[course + o.K_PREGNANCY]
    if birth == 0:
        for i in range(s[course + o.K_NCHILDREN]):
            child = s[s[s[course + o.K_CHILDREN] + i] + o.K_EPISODE]
            born = g[g[o.G_EPISODE_BIRTH] + child]
            if born > 0 and (birth == 0 or born < birth):
                birth = born
    if due_date == 0 and pregnancy >= 0:
        due_date = g[g[o.G_EPISODE_DUE_DATE] + s[pregnancy + o.K_EPISODE]]
    for i in range(s[course + o.K_NCHILDREN]):
        if due_date == 0:
            due_date = g[g[o.G_EPISODE_DUE_DATE] + s[s[s[course + o.K_CHILDREN] + i] + o.K_EPISODE]]
    s[course + o.K_DUE_DATE] = due_date if due_date > 0 else UNKNOWN
    if 0 < birth <= s[o.S_AS_OF]:
        s[course + o.K_BIRTH] = birth
    else:
        s[course + o.K_BIRTH] = PENDING if due_date > 0 else UNKNOWN
    begins = 0
    if s[course + o.K_KIND] == 0:
        if due_date > 0:
            begins = due_date - PREGNANCY_DAYS
        elif s[course + o.K_BIRTH] <= LAST_KNOWN:
            begins = s[course + o.K_BIRTH] - LONGEST_PREGNANCY_DAYS
    s[course + o.K_BEGINS] = begins
    # None of a pregnancy that nothing dates is judged before it was first seen (decision 0016).
    seen_later = s[course + o.K_FIRST_SEEN] > s[o.S_AS_OF]
    s[course + o.K_IS_JUDGED] = 0 if s[course + o.K_BIRTH] == UNKNOWN and seen_later else 1


@compiled
def seat_of(course: int, role: int) -> int:
    return course + o.K_SEATS + role * o.T_WIDTH


@compiled
def _add(s: Ints, seat: int, person: int, first: int, last: int, primary: int) -> None:
    at = room(s, o.TENURE_WIDTH)
    if s[seat + o.T_NTENURES] == 0:
        s[seat + o.T_TENURES] = at
    s[at], s[at + 1], s[at + 2], s[at + 3] = person, first, last, primary
    s[seat + o.T_NTENURES] += 1


@compiled
def _add_told(s: Ints, g: Ints, story: int, seat: int, episode: int, role: int) -> None:
    """Everybody who has the role in an episode's relations."""
    people = g[g[o.G_PERSON_FIRST] + story]
    for i in range(g[g[o.G_RELATION_FIRST] + story], g[g[o.G_RELATION_FIRST] + story + 1]):
        if g[g[o.G_RELATION_EPISODE] + i] == episode and g[g[o.G_RELATION_ROLE] + i] == role:
            first, last = g[g[o.G_RELATION_FROM] + i], g[g[o.G_RELATION_THROUGH] + i]
            first = first if first > 0 else BEGINNING
            last = last if last > 0 else END
            _add(s, seat, g[g[o.G_RELATION_PERSON] + i] - people, first, last, g[g[o.G_RELATION_PRIMARY] + i])


@compiled
def _comes_before(s: Ints, one: int, other: int) -> bool:
    """Primary first, then whoever came last, then by id."""
    if s[one + 3] != s[other + 3]:
        return s[one + 3] > s[other + 3]
    if s[one + 1] != s[other + 1]:
        return s[one + 1] > s[other + 1]
    return s[one] < s[other]


@compiled
def _sort_tenures(s: Ints, first: int, count: int) -> None:
    for i in range(1, count):
        for k in range(i, 0, -1):
            one, other = first + k * o.TENURE_WIDTH, first + (k - 1) * o.TENURE_WIDTH
            if not _comes_before(s, one, other):
                break
            for j in range(o.TENURE_WIDTH):
                s[one + j], s[other + j] = s[other + j], s[one + j]


@compiled
def _sort_seat(s: Ints, seat: int) -> None:
    _sort_tenures(s, s[seat + o.T_TENURES], s[seat + o.T_NTENURES])


@compiled
def _copy(s: Ints, seat: int, other: int) -> None:
    for i in range(s[other + o.T_NTENURES]):
        at = s[other + o.T_TENURES] + i * o.TENURE_WIDTH
        _add(s, seat, s[at], s[at + 1], s[at + 2], s[at + 3])


@compiled
def _meet(s: Ints, g: Ints, story: int, course: int, episode: int) -> None:
    """Who has which role in a course, when."""
    parents, caregivers = seat_of(course, o.PARENT_ROLE), seat_of(course, o.CAREGIVER_ROLE)
    household, child = seat_of(course, o.HOUSEHOLD_ROLE), seat_of(course, o.CHILD_ROLE)
    is_child = s[course + o.K_KIND] == 1
    pregnancy = s[course + o.K_PREGNANCY]
    _add_told(s, g, story, parents, episode, o.PARENT_ROLE)
    if s[parents + o.T_NTENURES] == 0 and pregnancy >= 0:
        _add_told(s, g, story, parents, s[pregnancy + o.K_EPISODE], o.PARENT_ROLE)
    if s[parents + o.T_NTENURES] == 0 and (not is_child or pregnancy >= 0):
        _add(s, parents, s[(pregnancy if is_child else course) + o.K_PERSON], BEGINNING, END, 1)
    _sort_seat(s, parents)
    if is_child:
        _add(s, child, s[course + o.K_PERSON], BEGINNING, END, 1)
    _add_told(s, g, story, caregivers, episode, o.CAREGIVER_ROLE)
    _sort_seat(s, caregivers)
    if is_child:
        _house(s, g, story, course, episode)
    else:
        _copy(s, household, parents)
        _add_told(s, g, story, household, episode, o.HOUSEHOLD_ROLE)
        _add_told(s, g, story, household, episode, o.CAREGIVER_ROLE)
        _sort_seat(s, household)
    if s[caregivers + o.T_NTENURES] == 0:
        _copy(s, caregivers, parents)
    for role in range(4):
        _settle(s, seat_of(course, role))


@compiled
def _house(s: Ints, g: Ints, story: int, course: int, episode: int) -> None:
    """A child's household: its members told, its carers, the birthing parent unless these date them, the child."""
    household, caregivers = seat_of(course, o.HOUSEHOLD_ROLE), seat_of(course, o.CAREGIVER_ROLE)
    parents = seat_of(course, o.PARENT_ROLE)
    _add_told(s, g, story, household, episode, o.HOUSEHOLD_ROLE)
    _sort_seat(s, household)
    _copy(s, household, caregivers)
    dated = s[household + o.T_NTENURES]
    for i in range(s[parents + o.T_NTENURES]):
        at = s[parents + o.T_TENURES] + i * o.TENURE_WIDTH
        is_dated = False
        for k in range(dated):
            is_dated = is_dated or s[s[household + o.T_TENURES] + k * o.TENURE_WIDTH] == s[at]
        if not is_dated:
            _add(s, household, s[at], s[at + 1], s[at + 2], s[at + 3])
    _add(s, household, s[course + o.K_PERSON], BEGINNING, END, 1)


@compiled
def _settle(s: Ints, seat: int) -> None:
    """Its persons, each once; the one it is about where that never changes; the one who alone ever has the role."""
    count, tenures = s[seat + o.T_NTENURES], s[seat + o.T_TENURES]
    s[seat + o.T_PERSONS] = room(s, count)
    persons, has_edges = 0, False
    for i in range(count):
        at = tenures + i * o.TENURE_WIDTH
        has_edges = has_edges or s[at + 1] > BEGINNING or s[at + 2] < END
        is_new = True
        for k in range(persons):
            is_new = is_new and s[s[seat + o.T_PERSONS] + k] != s[at]
        if is_new:
            s[s[seat + o.T_PERSONS] + persons] = s[at]
            persons += 1
    s[seat + o.T_NPERSONS] = persons
    s[seat + o.T_CONSTANT] = s[tenures] if count > 0 and not has_edges else -1
    s[seat + o.T_SOLE] = s[tenures] if count == 1 and not has_edges else -1


@compiled
def recipient_on(s: Ints, seat: int, day: int) -> int:
    """Whom a row of that day is about; -1 where nobody has the role."""
    for i in range(s[seat + o.T_NTENURES]):
        at = s[seat + o.T_TENURES] + i * o.TENURE_WIDTH
        if s[at + 1] <= day <= s[at + 2]:
            return s[at]
    return -1


@compiled
def counts(s: Ints, seat: int, is_household: bool, person: int, day: int) -> bool:
    """Whether what happened to this person on this day happened to the recipient."""
    if not is_household:
        return recipient_on(s, seat, day) == person
    for i in range(s[seat + o.T_NTENURES]):
        at = s[seat + o.T_TENURES] + i * o.TENURE_WIDTH
        if s[at] == person and s[at + 1] <= day <= s[at + 2]:
            return True
    return False


@compiled
def next_handing_on(s: Ints, seat: int, day: int, forever: int) -> int:
    """The next day on which somebody takes or leaves the role."""
    found = forever
    for i in range(s[seat + o.T_NTENURES]):
        at = s[seat + o.T_TENURES] + i * o.TENURE_WIDTH
        first, after = s[at + 1], s[at + 2] + 1
        if day < first < found and first > BEGINNING:
            found = first
        if day < after < found and after <= END:
            found = after
    return found
