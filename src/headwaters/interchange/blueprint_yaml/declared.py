"""A first look over a document for the names it declares, before anything that uses a name is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from headwaters.domain.blueprint.after_text import AfterText, read_after
from headwaters.domain.blueprint.element import Role, Which
from headwaters.domain.blueprint.misread import Misread
from headwaters.domain.blueprint.vocabulary import Named, Sort, TouchpointName, Vocabulary
from headwaters.interchange.blueprint_yaml.yaml_text import Plain, WrittenFloat, WrittenInt


def vocabulary(tree: Mapping[str, Plain]) -> Vocabulary:
    """Names by kind. Tolerates any shape; what is malformed is noted later, where it is read."""
    elements = _maps(tree.get("elements"))
    words = Vocabulary(
        facts={key: _fact(rule) for key, rule in _map(tree.get("facts")).items()},
        kinds={key: _columns(rule) for key, rule in _map(tree.get("events")).items()},
        lists=_keys(tree, "codes"),
        anchors=_keys(tree, "anchors"),
        spans=_keys(tree, "spans"),
        agencies=_keys(tree, "agencies"),
        roles=_keys(tree, "roles"),
        funds=_keys(tree, "funds"),
        sources=_keys(tree, "sources"),
        handoffs=_keys(tree, "handoffs"),
        factors=_keys(tree, "protective_factors"),
        recipients={key: _recipient(element) for key, element in elements.items()},
        touchpoints={key: _touchpoints(key, element) for key, element in elements.items()},
    )
    return _with_instances(words, elements)


def _map(value: Plain) -> Mapping[str, Plain]:
    return value if isinstance(value, dict) else {}


def _maps(value: Plain) -> dict[str, Mapping[str, Plain]]:
    return {key: _map(child) for key, child in _map(value).items()}


def _keys(tree: Mapping[str, Plain], section: str) -> tuple[str, ...]:
    return tuple(_map(tree.get(section)))


def _texts(value: Plain) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else [value]
    return tuple(
        str(getattr(item, "written", item)) for item in listed if isinstance(item, str | WrittenInt | WrittenFloat)
    )


def _fact(rule: Plain) -> Named:
    rule = _map(rule)
    unit = rule.get("unit")
    return Named(_sort(rule.get("type")), unit if isinstance(unit, str) else None, _texts(rule.get("choices")))


def _sort(word: Plain) -> Sort:
    return Sort(word) if isinstance(word, str) and word in list(Sort) else Sort.CODE


def _columns(rule: Plain) -> dict[str, Named]:
    columns = _map(_map(rule).get("columns"))
    return {key: _fact(value) if isinstance(value, dict) else Named(_sort(value)) for key, value in columns.items()}


def _recipient(element: Mapping[str, Plain]) -> Role:
    word = element.get("recipient")
    return Role(word) if isinstance(word, str) and word in list(Role) else Role.CHILD


def _touchpoints(key: str, element: Mapping[str, Plain]) -> dict[str, TouchpointName]:
    found = {}
    for name, touchpoint in _maps(element.get("touchpoints")).items():
        outcomes = touchpoint.get("outcomes", element.get("outcomes"))
        slots = _slots(touchpoint.get("repeat"))
        listed = tuple(outcomes) if isinstance(outcomes, dict) else None
        found[name] = TouchpointName(key, name, instances=max(slots, 1), slots=slots, outcomes=listed)
    return found


def _slots(repeat: Plain) -> int:
    phases = repeat if isinstance(repeat, list) else [repeat]
    counts = [_map(phase).get("times") for phase in phases]
    return sum(int(times) for times in counts if isinstance(times, int) and not isinstance(times, bool) and times > 0)


def _after(touchpoint: Mapping[str, Plain]) -> AfterText | None:
    text = touchpoint.get("after")
    try:
        return read_after(text) if isinstance(text, str) else None
    except Misread:
        return None


def _with_instances(words: Vocabulary, elements: Mapping[str, Mapping[str, Plain]]) -> Vocabulary:
    """Instances of `each` chains: as many as what they come after has. A circle (noted elsewhere) counts as one."""
    afters = {
        (key, name): _after(touchpoint)
        for key, element in elements.items()
        for name, touchpoint in _maps(element.get("touchpoints")).items()
    }
    known: dict[tuple[str, str], int] = {}

    def instances(key: str, name: str) -> int:
        if (key, name) in known:
            return known[key, name]
        own = words.touchpoints[key][name].instances
        known[key, name] = own
        after = afters.get((key, name))
        if after is not None and after.which is Which.EACH and own == 1:
            known[key, name] = sum(instances(*one) for one in _meant(words, after.name, key)) or 1
        return known[key, name]

    touchpoints = {
        key: {name: replace(one, instances=instances(key, name)) for name, one in named.items()}
        for key, named in words.touchpoints.items()
    }
    return replace(words, touchpoints=touchpoints)


def _meant(words: Vocabulary, name: str, own: str) -> list[tuple[str, str]]:
    found = words.find(name, own=own)
    if found is None:
        return []
    element, touchpoint = found
    if touchpoint is None:
        return [(element, one) for one in words.touchpoints[element]]
    return [(element, touchpoint.id)] if touchpoint.id in words.touchpoints[element] else []
