"""Rules of programs from YAML: read with all their problems, by line; conditions checked against a blueprint's facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from headwaters.domain.blueprint.blueprint import FactRule, Source
from headwaters.domain.blueprint.element import Text
from headwaters.domain.blueprint.misread import Misread, did_you_mean
from headwaters.domain.blueprint.window import Moment, Offset, OnDay
from headwaters.domain.blueprint.window_text import read_day, read_moment
from headwaters.domain.eligibility import Program, Worth, read_rule
from headwaters.domain.problems import Problem
from headwaters.interchange.blueprint_yaml.yaml_text import Path, YamlTree, read_yaml

_TOP = ("programs", "version", "as_of", "written_by", "poverty_guideline", "sources", "papers", "rules")
_RULE = (
    "title", "about", "for", "opens", "closes", "worth", "sources", "agency", "need", "element", "bring", "how", "note",
)  # fmt: skip
_ANCHORS = ("birth", "due_date", "pregnancy_start")
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class PovertyGuideline:
    """Dollars a year for one person, and for each further one; `year` of the guideline."""

    year: int
    first: float
    each: float
    source: Source

    def percent(self, monthly_usd: float, people: int) -> float:
        """A month's income as per cent of the guideline of a home of that size, to one decimal."""
        return round(100 * 12 * monthly_usd / (self.first + self.each * (max(people, 1) - 1)), 1)


@dataclass(frozen=True, slots=True)
class Programs:
    """A file's rules. `written_by`: who says so, in words."""

    id: str
    version: str
    as_of: date
    written_by: Text
    rules: tuple[Program, ...]
    sources: Mapping[str, Source]
    guideline: PovertyGuideline | None = None

    def source(self, key: str) -> Source | None:
        return self.sources.get(key)


@dataclass(frozen=True, slots=True)
class ProgramsReading:
    """`programs` None: the file has problems."""

    programs: Programs | None
    problems: tuple[Problem, ...]


def read_programs(text: str, *, file: str, facts: Mapping[str, FactRule]) -> ProgramsReading:
    """The rules of a file, and everything that is wrong with it."""
    tree = read_yaml(text, file=file)
    if not isinstance(tree.value, dict):
        return ProgramsReading(None, tuple(tree.problems))
    reading = _Reading(tree, facts)
    programs = reading.document(tree.value)
    problems = (*tree.problems, *reading.problems)
    return ProgramsReading(None if problems else programs, problems)


@dataclass(slots=True)
class _Reading:
    tree: YamlTree
    facts: Mapping[str, FactRule]
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)

    def note(self, path: Path, what: str, remedy: str, code: str) -> None:
        subject = f'rule "{path[1]}"' if len(path) > 1 and path[0] == "rules" else "file"
        self.problems.append(Problem(self.tree.place(path), subject, what, remedy, code))

    def document(self, tree: Mapping[str, Any]) -> Programs:
        for key in tree:
            if key not in _TOP:
                self.note((key,), f"`{key}` is not a key here.", did_you_mean(key, _TOP, kind="Keys"), "key_unknown")
        day = self.day(tree.get("as_of"), ("as_of",)) or date.min
        self.sources = {key: self.source(key, said) for key, said in _map(tree.get("sources")).items()}
        written_by, papers = self.text(tree.get("written_by"), ("written_by",)), _map(tree.get("papers"))
        listed = {key: self.text(said, ("papers", key)) for key, said in papers.items()}
        rules = tuple(
            rule
            for key, said in _map(tree.get("rules")).items()
            if (rule := self.rule(key, _map(said), listed, day, written_by.get("en", ""))) is not None
        )
        return Programs(
            str(tree.get("programs", "")), str(getattr(tree.get("version"), "written", tree.get("version", ""))), day, written_by, rules,
            self.sources, self.guideline(_map(tree.get("poverty_guideline"))),
        )  # fmt: skip

    def source(self, key: str, said: Any) -> Source:
        held = _map(said)
        if not held.get("cite"):
            self.note(
                ("sources", key), f"Source `{key}` does not say what it is.", "Add `cite:`.", "source_without_cite"
            )
        seen = self.day(held["seen"], ("sources", key, "seen")) if held.get("seen") else None
        return Source(
            key,
            str(held.get("cite", "")),
            _said(held.get("url")),
            _said(held.get("edition")),
            seen,
            _said(held.get("note")),
        )

    def guideline(self, said: Mapping[str, Any]) -> PovertyGuideline | None:
        if not said:
            return None
        source = self.sources.get(str(said.get("source")))
        if source is None or not all(isinstance(said.get(key), int | float) for key in ("year", "first", "each")):
            self.note(
                ("poverty_guideline",), "It needs `year`, `first`, `each` and a `source`.", "Fill them in.", "guideline"
            )
            return None
        return PovertyGuideline(int(said["year"]), float(said["first"]), float(said["each"]), source)

    def rule(self, key: str, said: Mapping[str, Any], papers: Mapping[str, Text], day: date, by: str) -> Program | None:
        path: Path = ("rules", key)
        for name in said:
            if name not in _RULE:
                self.note(
                    (*path, name),
                    f"`{name}` is not a key of a rule.",
                    did_you_mean(name, _RULE, kind="Keys"),
                    "key_unknown",
                )
        condition, found = read_rule(str(said.get("for", "")), self.facts)
        for misread in found:
            self.note((*path, "for"), misread.what, misread.remedy, misread.code)
        sources = tuple(str(one) for one in said.get("sources") or ())
        self._known(sources, self.sources, (*path, "sources"), "source")
        if not sources:
            self.note(path, "It has no source.", "Add `sources: [key]`.", "source_missing")
        bring = tuple(str(one) for one in said.get("bring") or ())
        self._known(bring, papers, (*path, "bring"), "paper")
        if condition is None:
            return None
        return Program(
            id=key, title=self.text(said.get("title"), (*path, "title")), about=self.text(said.get("about"), (*path, "about")),
            condition=condition, sources=sources, as_of=day, written_by=by, worth=self.worth(_map(said.get("worth")), (*path, "worth")),
            opens=self.moment(said.get("opens"), (*path, "opens")), closes=self.moment(said.get("closes"), (*path, "closes")),
            agency=str(said.get("agency", "")), need=str(said.get("need", "")), element=str(said.get("element", "")),
            bring=tuple(papers[one] for one in bring if one in papers),
            how=self.text(said.get("how"), (*path, "how")) if said.get("how") else {},
            note=self.text(said.get("note"), (*path, "note")) if said.get("note") else {},
        )  # fmt: skip

    def _known(self, names: tuple[str, ...], known: Mapping[str, object], path: Path, kind: str) -> None:
        for name in names:
            if name not in known:
                self.note(
                    path,
                    f"`{name}` is not a {kind} of this file.",
                    did_you_mean(name, known, kind=f"{kind.capitalize()}s"),
                    f"{kind}_unknown",
                )

    def worth(self, said: Mapping[str, Any], path: Path) -> Worth:
        usd = said.get("usd")
        if usd is None:
            return Worth(per=str(said.get("per", "")))
        source = str(said.get("source", ""))
        if source not in self.sources or not isinstance(usd, int | float):
            self.note(
                path, "A sum needs a number and a source.", "Add `source: key`, or write `usd: null`.", "source_missing"
            )
            return Worth()
        return Worth(float(usd), str(said.get("per", "")), source, float(said.get("months", 1)))

    def moment(self, said: Any, path: Path) -> Moment | None:
        if said is None:
            return None
        moment = self._try(lambda: read_moment(str(said)), path)
        if isinstance(moment, OnDay) or (isinstance(moment, Offset) and moment.anchor in _ANCHORS):
            return moment
        if moment is not None:
            self.note(
                path,
                f"`{said}` counts from something a rule here does not know.",
                f"Count from {', '.join(_ANCHORS)}.",
                "anchor_unknown",
            )
        return None

    def day(self, said: Any, path: Path) -> date | None:
        found: date | None = self._try(lambda: read_day(str(said)), path)
        return found

    def _try(self, read: Callable[[], Any], path: Path) -> Any:
        try:
            return read()
        except Misread as misread:
            self.note(path, misread.what, misread.remedy, misread.code)
            return None

    def text(self, said: Any, path: Path) -> Text:
        held = {key: str(value) for key, value in _map(said).items()}
        for language in LANGUAGES:
            if not held.get(language):
                self.note(path, f"The text is missing in `{language}`.", f"Add `{language}: ...`.", "text_missing")
        return held


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _said(value: Any) -> str | None:
    return None if value is None else str(value)
