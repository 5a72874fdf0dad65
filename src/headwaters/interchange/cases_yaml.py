"""Designers' cases (`cases.yaml` beside a blueprint) into stories and expectations.

What a case may say stands at the top of `blueprints/first-1000-days/1.0.0/cases.yaml`. Defaults keep a case short: one child
called `child`, a mother called `mother` who is birthing parent, caregiver and first member of the household; every kind of
event observed on every day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from headwaters.domain.blueprint.blueprint import Blueprint, FactType
from headwaters.domain.blueprint.designer_case import COMPARED, Check, DesignerCase, Expectation
from headwaters.domain.blueprint.element import Role
from headwaters.domain.blueprint.matcher import Step
from headwaters.domain.blueprint.misread import did_you_mean
from headwaters.domain.history.history import (
    WITHHELD,
    Episode,
    EpisodeId,
    EpisodeKind,
    Event,
    Fact,
    FactValue,
    Observation,
    PersonId,
    Relation,
    Story,
    StoryId,
)
from headwaters.domain.problems import Place, Problem
from headwaters.domain.status import Status
from headwaters.interchange.blueprint_yaml.document import Document, Part, Places
from headwaters.interchange.blueprint_yaml.values import (
    day,
    number,
)
from headwaters.interchange.blueprint_yaml.yaml_text import read_yaml

LONG_AGO, FAR_OFF = date(2000, 1, 1), date(2100, 12, 31)
HANDOFF = "handoff"
_CASE = ("case", "child", "children", "mother", "people", "facts", "events", "unobserved", "observed", "checks")
_EVENT = (
    "kind", "day", "end", "of", "status", "result", "value", "unit", "system", "code", "agency", "handoff", "step",
    "recorded", "revision", "record",
)  # fmt: skip
_TOLD_BY = "told_in_a_case"
_PREGNANCY = EpisodeId("pregnancy")


@dataclass(frozen=True, slots=True)
class CasesReading:
    """Cases that could be read, and what is wrong with the file. A case with a problem is left out."""

    cases: tuple[DesignerCase, ...]
    problems: tuple[Problem, ...]


def read_cases(text: str, *, file: str, blueprint: Blueprint) -> CasesReading:
    """The cases of a file, for this blueprint. Never raises for bad text."""
    tree = read_yaml(text, file=file)
    if not tree.readable or not isinstance(tree.value, dict):
        found = tree.problems or [
            Problem(Place(file, 1), "file", "The file holds no cases.", "Start with `cases:`.", "cases")
        ]
        return CasesReading((), tuple(found))
    document = Document(tree.value, Places(tree))
    root = document.root()
    root.only(("cases",), of="a file of cases")
    listed = root.get("cases")
    if listed is None:
        root.problem("The file holds no cases.", "Start with `cases:`.", "cases")
    cases = []
    for part in listed.items() if listed else ():
        before = len(document.problems)
        case = _case(part, blueprint) if part.is_map() else None
        if case is not None and len(document.problems) == before:
            cases.append(case)
    return CasesReading(tuple(cases), tuple(sorted([*tree.problems, *document.problems])))


@dataclass(frozen=True, slots=True)
class _Child:
    id: str
    birth: date | None
    due_date: date | None


@dataclass(frozen=True, slots=True)
class _Family:
    children: tuple[_Child, ...]
    mother: str

    @property
    def beginning(self) -> date:
        """A year before the birth (or due date): from when facts are known unless a case says otherwise."""
        days = [day for child in self.children for day in (child.birth, child.due_date) if day is not None]
        return min(days) - timedelta(days=365) if days else LONG_AGO

    def person(self, role: Role) -> str:
        return self.children[0].id if role is Role.CHILD else self.mother


def _case(part: Part, blueprint: Blueprint) -> DesignerCase | None:
    part.only(_CASE, of="a case")
    sentence = part.get("case")
    family = _family(part)
    if sentence is None or not isinstance(sentence.value, str):
        part.problem(
            "The case does not say what it is about.",
            "Add `case:` with a sentence a nurse could read.",
            "case_sentence",
        )
    if family is None:
        return None
    events, facts, checks = part.get("events"), part.get("facts"), part.get("checks")
    told = [
        e
        for n, p in enumerate(events.items() if events else (), 1)
        if (e := _event(p, n, family, blueprint)) is not None
    ]
    known = [
        f for n, p in enumerate(facts.items() if facts else (), 1) if (f := _fact(p, n, family, blueprint)) is not None
    ]
    if checks is None:
        part.problem("The case checks nothing.", "Add `checks:` with a day and what is expected on it.", "case_checks")
    return DesignerCase(
        sentence=str(sentence.value) if sentence else "",
        where=part.document.places.of((*part.path, "case")),
        story=_story(part, family, tuple(told), tuple(known)),
        observations=tuple(_observations(part, blueprint)),
        checks=tuple(c for p in (checks.items() if checks else ()) if (c := _check(p, family, blueprint)) is not None),
    )


def _family(part: Part) -> _Family | None:
    listed = part.get("children") or part.get("child")
    if listed is None:
        part.problem("The case is about nobody.", "Add `child: {birth: 2024-03-01}`.", "case_child")
        return None
    mother = part.get("mother")
    id_ = mother.get("id") if mother else None
    children = tuple(_child(item) for item in listed.items() if item.is_map())
    return _Family(children, str(id_.value) if id_ else "mother") if children else None


def _child(part: Part) -> _Child:
    part.only(("id", "birth", "due_date"), of="a child")
    id_ = part.get("id")
    birth, due_date = _day(part, "birth"), _day(part, "due_date")
    if birth is None and due_date is None:
        part.problem("The child has neither a birth nor a due date.", "Add `birth:` or `due_date:`.", "case_child")
    return _Child(str(id_.value) if id_ else "child", birth, due_date)


def _day(part: Part, key: str) -> date | None:
    inner = part.get(key)
    return day(inner) if inner else None


def _text(part: Part, key: str) -> str | None:
    inner = part.get(key)
    return inner.as_text() if inner else None


def _story(part: Part, family: _Family, events: tuple[Event, ...], facts: tuple[Fact, ...]) -> Story:
    births = [child.birth for child in family.children if child.birth is not None]
    due_dates = [child.due_date for child in family.children if child.due_date is not None]
    mother = PersonId(family.mother)
    pregnancy = Episode(
        _PREGNANCY, EpisodeKind.PREGNANCY, mother, min(births, default=None), min(due_dates, default=None)
    )
    born = [child for child in family.children if child.birth is not None]
    episodes = [pregnancy, *(Episode(_of(c), EpisodeKind.CHILD, PersonId(c.id), c.birth, c.due_date) for c in born)]
    said = [r for p in _items(part, "people") if (r := _relation(p, family)) is not None]
    taken = {(relation.episode_id, relation.role) for relation in said}
    usual = [relation for relation in _usual(born, mother) if (relation.episode_id, relation.role) not in taken]
    return Story(StoryId("case"), tuple(episodes), (*said, *usual), (), events, facts)


def _items(part: Part, key: str) -> Iterator[Part]:
    inner = part.get(key)
    for item in inner.items() if inner else ():
        if item.is_map():
            yield item


def _of(child: _Child) -> EpisodeId:
    return EpisodeId(child.id)


def _usual(born: list[_Child], mother: PersonId) -> Iterator[Relation]:
    yield Relation(_PREGNANCY, Role.BIRTHING_PARENT, mother)
    for child in born:
        yield Relation(_of(child), Role.CHILD, PersonId(child.id))
        for role in (Role.BIRTHING_PARENT, Role.CAREGIVER, Role.HOUSEHOLD):
            yield Relation(_of(child), role, mother)
        yield Relation(_of(child), Role.HOUSEHOLD, PersonId(child.id), primary=False)


def _relation(part: Part, family: _Family) -> Relation | None:
    part.only(("of", "role", "person", "from", "through", "primary", "authority"), of="a relation")
    of, role = part.get("of"), part.get("role")
    word = role.choice(list(Role), kind="Roles") if role else None
    person = _text(part, "person")
    if word is None or person is None:
        part.problem(
            "The relation does not say who is what.",
            "Write `{of: child, role: caregiver, person: aunt}`.",
            "case_people",
        )
        return None
    primary = part.get("primary")
    return Relation(
        EpisodeId(str(of.value) if of else family.children[0].id), Role(word), PersonId(person),
        primary=primary is None or primary.value is True, from_=_day(part, "from"), through=_day(part, "through"),
        authority=_text(part, "authority") or "parent",
    )  # fmt: skip


def _event(part: Part, position: int, family: _Family, blueprint: Blueprint) -> Event | None:
    if not part.is_map():
        return None
    kind = HANDOFF if part.has("handoff") else _text(part, "kind")
    rule = blueprint.events.get(kind or "")
    part.only((*_EVENT, *(rule.columns if rule else ())), of="an event")
    if kind is None or (kind != HANDOFF and rule is None):
        part.unknown(kind or "", "an event of this blueprint", blueprint.events, kind="Events")
        return None
    _check_step(part, blueprint)
    start = _day(part, "day")
    recorded = _day(part, "recorded")
    columns = {key: v for key, t in (rule.columns if rule else {}).items() if (v := _value(part, key, t)) is not None}
    return Event(
        person_id=PersonId(_text(part, "of") or family.children[0].id),
        source=_TOLD_BY,
        record_id=_text(part, "record") or f"event {position}",
        kind=kind,
        agency=_text(part, "agency") or _TOLD_BY,
        recorded=recorded or start or _day(part, "end") or LONG_AGO,
        start=start,
        end=_day(part, "end"),
        system=_text(part, "system"),
        code=_text(part, "code"),
        status=_text(part, "status"),
        result=_text(part, "result"),
        value=number(part, "value"),
        unit=_text(part, "unit"),
        revision=int(number(part, "revision") or 0),
        handoff=_text(part, "handoff"),
        step=_text(part, "step"),
        columns=columns,
    )


def _check_step(part: Part, blueprint: Blueprint) -> None:
    handoff, step = part.get("handoff"), part.get("step")
    if handoff is None:
        return
    if handoff.value not in blueprint.handoffs:
        handoff.unknown(str(handoff.value), "a hand-off", blueprint.handoffs, kind="Hand-offs")
    if step is None:
        part.problem("The hand-off's step is missing.", f"Add `step:`, one of {', '.join(Step)}.", "step_missing")
    else:
        step.choice(list(Step), kind="Steps")


def _fact(part: Part, position: int, family: _Family, blueprint: Blueprint) -> Fact | None:
    if not part.is_map():
        return None
    part.only(("fact", "value", "from", "through", "of", "agency"), of="a fact")
    key = _text(part, "fact")
    rule = blueprint.facts.get(key or "")
    if key is None or rule is None:
        part.unknown(key or "", "a fact of this blueprint", blueprint.facts, kind="Facts")
        return None
    value = _value(part, "value", rule.type)
    if value is None:
        return None
    from_ = _day(part, "from") or family.beginning
    if rule.choices and isinstance(value, str) and value not in (*rule.choices, WITHHELD):
        part.unknown(value, f"one of the choices of {key}", rule.choices, kind="Choices")
    return Fact(
        person_id=PersonId(_text(part, "of") or family.person(rule.of)),
        fact=key,
        value=value,
        from_=from_,
        source=_TOLD_BY,
        record_id=f"fact {position}",
        agency=_text(part, "agency") or _TOLD_BY,
        recorded=from_,
        through=_day(part, "through"),
    )


def _value(part: Part, key: str, type_: FactType) -> FactValue | None:
    """A fact's or column's value in its type; `withheld` for any. None where it is absent or of another type (noted)."""
    inner = part.get(key)
    if inner is None:
        return None
    if inner.value == WITHHELD:
        return WITHHELD
    match type_:
        case FactType.BOOLEAN if isinstance(inner.value, bool):
            return inner.value
        case FactType.BOOLEAN:
            inner.problem(
                f"`{key}: {inner.value}` is neither true nor false.", "Write `true` or `false`.", "not_boolean"
            )
            return None
        case FactType.NUMBER:
            return inner.as_number()
        case FactType.DATE:
            return day(inner)
        case _:
            return inner.as_text()


def _observations(part: Part, blueprint: Blueprint) -> Iterator[Observation]:
    """Every kind on every day, but for those that the case says nobody reports, or only on some days."""
    unobserved = part.get("unobserved")
    silent = set(unobserved.texts()) if unobserved else set()
    for item in _items(part, "observed"):
        item.only(("kind", "from", "through"), of="an observation")
        kind = _text(item, "kind") or ""
        silent.add(kind)
        from_, through = _day(item, "from") or LONG_AGO, _day(item, "through") or FAR_OFF
        yield Observation(_TOLD_BY, _TOLD_BY, kind, None, from_, through)
    for kind in sorted(silent - set(blueprint.events) - {HANDOFF}):
        part.unknown(kind, "an event of this blueprint", blueprint.events, kind="Events")
    for kind in (*blueprint.events, HANDOFF):
        if kind not in silent:
            yield Observation(_TOLD_BY, _TOLD_BY, kind, None, LONG_AGO, FAR_OFF)


def _check(part: Part, family: _Family, blueprint: Blueprint) -> Check | None:
    if not part.is_map():
        return None
    part.only(("as_of", "of", "expect"), of="a check")
    as_of, of, expect = _day(part, "as_of"), part.get("of"), part.get("expect")
    if as_of is None or expect is None:
        part.problem(
            "The check does not say on which day what is expected.", "Add `as_of:` and `expect:`.", "case_checks"
        )
        return None
    child = str(of.value) if of else family.children[0].id
    if child not in [one.id for one in family.children]:
        part.unknown(child, "a child of this case", [one.id for one in family.children], kind="Children")
    found = (_expectation(inner, name, blueprint) for name, inner in expect.children())
    return Check(as_of, (EpisodeId(child), _PREGNANCY), tuple(e for e in found if e is not None))


def _expectation(part: Part, name: str, blueprint: Blueprint) -> Expectation | None:
    element, _, touchpoint = name.partition(".")
    if element not in blueprint.elements or not touchpoint:
        known = [f"{key}.{t.id}" for key, e in blueprint.elements.items() for t in e.touchpoints]
        part.problem(
            f"`{name}` is not a touchpoint.", did_you_mean(name, known, kind="Touchpoints"), "reference_unknown"
        )
        return None
    where = part.document.places.of(part.path)
    if not isinstance(part.value, dict):
        word = part.choice(list(Status), kind="Statuses")
        return Expectation(element, touchpoint, {"status": word}, where) if word else None
    columns: dict[str, str | None] = {}
    for column, inner in part.children():
        if column not in COMPARED:
            inner.problem(
                f"`{column}` is not a column of a status row.",
                did_you_mean(column, COMPARED, kind="Columns"),
                "column_unknown",
            )
        elif column == "status" and inner.value is not None:
            columns[column] = inner.choice(list(Status), kind="Statuses")
        else:
            columns[column] = inner.as_text() if inner.value is not None else None
    return Expectation(element, touchpoint, columns, where)
