"""What a blueprint declares around its elements: sources, people, money, facts, events, codes, anchors, ends (language part 1)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from headwaters.domain.blueprint.blueprint import (
    Agency,
    AnchorRule,
    CodeList,
    Ending,
    EndsFor,
    EventEnd,
    EventRule,
    FactRule,
    FactType,
    FirstOrLast,
    Fund,
    Source,
    StaffRole,
)
from headwaters.domain.blueprint.element import Role, Text
from headwaters.domain.blueprint.window import SpanRule
from headwaters.interchange.blueprint_yaml.document import Document, Part
from headwaters.interchange.blueprint_yaml.matchers import matcher, matchers
from headwaters.interchange.blueprint_yaml.values import (
    EMPTY_TEXT,
    NOWHERE,
    day,
    duration,
    known_names,
    moment,
    number,
    plain_under,
    span,
    text_of,
)


def _title(part: Part, *, needed: bool = True) -> Text:
    inner = part.get("title")
    if inner is None and needed:
        part.problem("There is no `title`.", f"Add `title: {{{part.document.languages[0]}: ...}}`.", "text_missing")
    return (text_of(inner) if inner else None) or EMPTY_TEXT


def sources(document: Document) -> dict[str, Source]:
    """`{cite, url, edition, seen, note}` by key; `cite` is what makes a source one."""
    found = {}
    for key, part in document.root().section("sources"):
        if not part.is_map():
            continue
        part.only(("cite", "url", "edition", "seen"), of="a source")
        cite = plain_under(part, "cite")
        if not cite:
            part.problem(
                "The source does not say what it is.", "Add `cite:` with author, title and year.", "cite_missing"
            )
        found[key] = Source(
            key,
            cite or "",
            plain_under(part, "url"),
            plain_under(part, "edition"),
            _seen(part),
            plain_under(part, "note"),
        )
    return found


def _seen(part: Part) -> date | None:
    inner = part.get("seen")
    return day(inner) if inner else None


def agencies(document: Document) -> dict[str, Agency]:
    found = {}
    for key, part in document.root().section("agencies"):
        if part.is_map():
            part.only(("title", "phone", "url"), of="an agency")
            found[key] = Agency(key, _title(part), plain_under(part, "phone"))
    return found


def roles(document: Document) -> dict[str, StaffRole]:
    found = {}
    for key, part in document.root().section("roles"):
        if not part.is_map():
            continue
        part.only(("title", "minutes_per_week", "supervised_by"), of="a role")
        by = part.get("supervised_by")
        names = known_names(by, document.words.roles, what="a role", kind="Roles")
        found[key] = StaffRole(key, _title(part), number(part, "minutes_per_week"), names[0] if names else None)
    return found


def funds(document: Document) -> dict[str, Fund]:
    found = {}
    for key, part in document.root().section("funds"):
        if part.is_map():
            part.only(("title",), of="a fund")
            found[key] = Fund(key, _title(part))
    return found


def holidays(document: Document) -> frozenset[date]:
    part = document.root().get("holidays")
    return frozenset(value for item in part.items() if (value := day(item)) is not None) if part else frozenset()


def facts(document: Document) -> dict[str, FactRule]:
    return {key: rule for key, part in document.root().section("facts") if (rule := _fact(part, key)) is not None}


def _fact(part: Part, key: str) -> FactRule | None:
    if not part.is_map():
        return None
    part.only(("title", "type", "of", "unit", "choices", "system", "valid_for", "ask", "sensitive"), of="a fact")
    type_ = _word(part, "type", FactType, "Types")
    valid_for, ask, choices = part.get("valid_for"), part.get("ask"), part.get("choices")
    if not part.has("type"):
        part.problem("The fact has no type.", f"Add `type:`, one of {', '.join(FactType)}.", "type_missing")
    if type_ == FactType.NUMBER and not part.has("unit"):
        part.problem("The number has no unit.", "Add `unit:`, such as `% of federal poverty level`.", "fact_unit")
    if type_ == FactType.CODE and choices is None and not part.has("system"):
        part.problem(
            "The fact does not say which answers there are.",
            "Add `choices: [...]`, or `system:` for a published code system.",
            "fact_choices",
        )
    return FactRule(
        key=key,
        type=FactType(type_ or FactType.CODE),
        of=Role(_word(part, "of", Role, "Recipients") or Role.CHILD),
        unit=plain_under(part, "unit"),
        choices=choices.texts() if choices else (),
        system=plain_under(part, "system"),
        valid_for=duration(valid_for) if valid_for else None,
        ask=text_of(ask) if ask else None,
        sensitive=_sensitive(part),
    )


def _word(part: Part, key: str, words: type[StrEnum], kind: str) -> str | None:
    inner = part.get(key)
    return inner.choice([str(word) for word in words], kind=kind) if inner else None


def _sensitive(part: Part) -> str | None:
    """The protected subject's word; `sensitive: false` is the same as leaving it out."""
    inner = part.get("sensitive")
    if inner is None or inner.value is False:
        return None
    if inner.value is True or inner.value in ("yes", "no"):
        inner.problem(
            f"`sensitive: {inner.value if isinstance(inner.value, str) else 'true'}` does not say which protected subject it is.",
            "Write its word, such as `sensitive: mental_health`, or leave it out.", "sensitive_word",
        )  # fmt: skip
        return None
    return inner.as_text()


def events(document: Document) -> dict[str, EventRule]:
    return {key: rule for key, part in document.root().section("events") if (rule := _event(part, key)) is not None}


def _event(part: Part, key: str) -> EventRule | None:
    if part.value is None:
        return EventRule(key)
    if not part.is_map():
        return None
    part.only(("title", "counts_if", "end", "columns", "sensitive"), of="an event")
    counts_if = part.get("counts_if")
    return EventRule(
        key=key,
        title=_title(part, needed=False) or None,
        counts_if=counts_if.texts() if counts_if else (),
        end=EventEnd(_word(part, "end", EventEnd, "Words") or EventEnd.HAPPENED),
        columns={name: _column(column) for name, column in part.section("columns")},
        sensitive=_sensitive(part),
    )


def _column(part: Part) -> FactType:
    """`zone: code`, or `zone: {type: code, choices: [...]}`."""
    if isinstance(part.value, dict):
        part.only(("type", "choices", "unit"), of="a column")
        inner = part.get("type")
        return _column(inner) if inner else FactType.CODE
    return FactType(part.choice(list(FactType), kind="Types") or FactType.CODE)


def codes(document: Document) -> dict[str, CodeList]:
    """Code lists with the lists they name taken in. A circle of lists is noted and cut."""
    own: dict[str, frozenset[tuple[str, str]]] = {}
    named: dict[str, tuple[str, ...]] = {}
    for key, part in document.root().section("codes"):
        if not part.is_map():
            continue
        own[key] = frozenset(
            (system, code)
            for system, listed in part.children() if system not in ("lists", "source", "note", "title")
            for code in listed.texts()
        )  # fmt: skip
        lists = part.get("lists")
        named[key] = known_names(lists, document.words.lists, what="a code list", kind="Code lists")
        if not own[key] and not named[key]:
            part.problem(
                "The code list is empty.", "Write `<system>: [codes]`, or `lists:` with other lists.", "codes_empty"
            )
    return {key: CodeList(key, _gathered(document, key, own, named, ())) for key in own}


def _gathered(
    document: Document, key: str, own: dict[str, frozenset[tuple[str, str]]], named: dict[str, tuple[str, ...]],
    through: tuple[str, ...],
) -> frozenset[tuple[str, str]]:  # fmt: skip
    if key in through:
        inside = through[through.index(key) :]
        if key != min(inside):
            return frozenset()  # said once, of the first of them
        circle = " -> ".join((*inside, key))
        document.problem(
            ("codes", key, "lists"),
            f"Code lists name each other in a circle: {circle}.",
            "Take one of them out.",
            "circle",
        )
        return frozenset()
    inner = (_gathered(document, other, own, named, (*through, key)) for other in named.get(key, ()))
    return own.get(key, frozenset()).union(*inner)


def anchors(document: Document) -> dict[str, AnchorRule]:
    return {key: rule for key, part in document.root().section("anchors") if (rule := _anchor(part)) is not None}


def _anchor(part: Part) -> AnchorRule | None:
    if not isinstance(part.value, dict) or part.has("latest") or part.has("earliest"):
        return moment(part, NOWHERE)
    part.only(("first", "last", "else"), of="an anchor")
    if part.has("first") == part.has("last"):
        part.refuse(
            "The anchor should name one event: the first or the last.",
            "Write `{first: [{event: ...}], else: birth + 2 days}`.",
            "anchor_shape",
        )
        return None
    otherwise = part.get("else")
    return FirstOrLast(
        matchers=matchers(part.get("first") or part.get("last"), NOWHERE),
        last=part.has("last"),
        otherwise=moment(otherwise, NOWHERE) if otherwise else None,
    )


def spans(document: Document) -> dict[str, SpanRule]:
    found = {}
    for key, part in document.root().section("spans"):
        if not isinstance(part.value, list):
            part.refuse("A span is two days.", "Write `[first day, last day]`.", "span")
            continue
        rule = span(part, NOWHERE)
        if rule is not None:
            found[key] = SpanRule(rule.start, rule.end, key)
    return found


def endings(document: Document, section: str) -> tuple[Ending, ...]:
    """`ends` or `resumes`: matchers with `why` and `of`."""
    part = document.root().get(section)
    found: list[Ending] = []
    for item in part.items() if part else ():
        value = matcher(item, NOWHERE, further=("why", "of"))
        if value is None:
            continue
        if item.get("why") is None:
            item.problem("The ending gives no reason.", "Add `why:` with one word, such as `moved`.", "why_missing")
        of = item.get("of")
        words = [one.choice(list(EndsFor), kind="Recipients") for one in of.items()] if of else [EndsFor.CHILD]
        found.extend(Ending((value,), plain_under(item, "why") or "", EndsFor(word)) for word in words if word)
    return tuple(found)


def protective_factors(document: Document) -> dict[str, Text]:
    section = document.root().section("protective_factors")
    return {key: (text_of(part) if part.value is not None else None) or EMPTY_TEXT for key, part in section}
