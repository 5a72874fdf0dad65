"""Tell us once: the questions with why they are asked, what a family may qualify for, and a form for each with the answers filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import FactType
from headwaters.domain.blueprint.truth import names_in
from headwaters.domain.consent import Action
from headwaters.domain.eligibility import Answer, Estimate, Program
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.interchange.programs_yaml import Programs
from headwaters.practice.access.actions import require
from headwaters.practice.directory.models import Passed
from headwaters.practice.directory.telling import Question, Told, tell, told_of
from headwaters.practice.families.seated import telling
from headwaters.practice.published.recipients import holders
from headwaters.sources.program_shelf import newest, open_programs
from headwaters.web.child.story import Family, called_of, read_family
from headwaters.web.family.own import own
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import Here, here
from headwaters.web.layout.home import for_families
from headwaters.web.layout.names import county_name
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import agency_name, fact_question, text

INCOME = "income_fpl"
"""Asked as dollars a month and people at home: nobody knows the per cent of a guideline by heart."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `kind`: choice, number or income; `why`: what its answer decides."""

    fact: str
    title: str
    why: str
    kind: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One program. `answer`: may, depends or not; `facts`: words of worth, time, what is missing; `source`: who says so and when."""

    id: str
    title: str
    about: str
    answer: str
    facts: tuple[str, ...]
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Page:
    """Whose page it is: the family's own, or that of somebody who sits with it."""

    site: Here
    family: Family
    story: str
    base: str
    back: str
    words_of: Callable[[str], str]
    for_family: bool


def of_staff(request: HttpRequest, story_id: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    family = read_family(site, by, story_id, request.GET.get("child") or request.POST.get("child") or None)
    base = reverse("directory:tell", args=[story_id])
    return _answer(
        request,
        Page(site, family, story_id, base, reverse("child:family", args=[story_id]), lambda key: base + key, False),
    )


@for_families
def of_family(request: HttpRequest) -> HttpResponse:
    held = own(request)
    base = reverse("directory:own")
    return _answer(
        request, Page(held.site, held.family, held.story, base, reverse("family:page"), lambda key: base + key, True)
    )


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    by, programs = reader_of(request), _programs(page.site)
    require(by, telling(by), story=page.story, detail="tell us once")
    told = _told(page, programs)
    problem = ""
    if request.method == "POST":
        try:
            if "again" in request.POST:
                Passed.objects.filter(story=page.story).delete()
            else:
                _keep(request, page, told, programs)
            return redirect(f"{page.base}?child={page.family.chosen.episode_id}&said=1")
        except NotTaken as refused:
            problem = str(refused)
    name = called_of(page.family, page.site, page.family.chosen).name
    return render(request, "directory/tell_family.html" if page.for_family else "directory/tell.html", {
        "page": page, "name": name, "fields": [_field(one, page.site) for one in told.questions], "problem": problem,
        "results": [_result(program, said, page, programs) for program, said in told.estimates],
        "passed": told.passed, "said": bool(request.GET.get("said")), "typed": request.POST if problem else None,
        "as_of": written(programs.as_of), "by": text(programs.written_by), "child": page.family.chosen.episode_id,
    }, status=422 if problem else 200)  # fmt: skip


def _programs(site: Here) -> Programs:
    return open_programs(newest(), site.blueprint)


def _told(page: Page, programs: Programs) -> Told:
    held = {role: str(person) for role, person in holders(page.family.story, page.family.chosen).items()}
    seen = {role: person for role, person in held.items() if page.family.view.sees_person(person)}
    return told_of(
        programs.rules, page.family.story, page.family.chosen, seen, models=page.site.models, as_of=page.site.as_of
    )


def _field(asked: Question, site: Here) -> Field:
    titles = [text(one.title) for one in asked.decides[:3]]
    more = len(asked.decides) - len(titles)
    why = _("We ask because it decides: %(titles)s") % {"titles": ", ".join(titles)}
    if more:
        why = ngettext("%(why)s and %(n)d more", "%(why)s and %(n)d more", more) % {"why": why, "n": more}
    rule, words = asked.rule, fact_question(site.blueprint, asked.fact)
    if asked.fact == INCOME:
        return Field(
            asked.fact,
            _("What does your home earn in a month, before taxes? And for how many people?"),
            why,
            "income",
            (),
        )
    if rule.type is FactType.BOOLEAN:
        return Field(asked.fact, words, why, "choice", (("yes", _("Yes")), ("no", _("No"))))
    if rule.choices:
        return Field(asked.fact, words, why, "choice", tuple((one, _choice(asked.fact, one)) for one in rule.choices))
    return Field(asked.fact, words, why, "number" if rule.type is FactType.NUMBER else "words", ())


def _choice(fact: str, value: str) -> str:
    named = {
        "ohp": _("Oregon Health Plan"),
        "private": _("Private, or through work"),
        "none": _("None"),
        "other": _("Another one"),
    }
    if fact == "county":
        return county_name(value)
    return named.get(value) if fact.endswith("coverage") and value in named else value.replace("_", " ").capitalize()  # type: ignore[return-value]


def _keep(request: HttpRequest, page: Page, told: Told, programs: Programs) -> None:
    answers: dict[str, tuple[str, str]] = {}
    passed: list[str] = []
    for asked in told.questions:
        said = (
            _income(request, programs) if asked.fact == INCOME else request.POST.get(f"fact:{asked.fact}", "").strip()
        )
        if request.POST.get(f"private:{asked.fact}"):
            said = "withheld"
        if said:
            answers[asked.fact] = (asked.person, said)
        elif request.POST.get(f"pass:{asked.fact}"):
            passed.append(asked.fact)
    if not answers and not passed:
        raise NotTaken(_("Nothing was answered yet. Answer one question, or pass over one."))
    tell(answers, passed, story=page.story, blueprint=page.site.blueprint, by=reader_of(request), on=page.site.as_of)


def _income(request: HttpRequest, programs: Programs) -> str:
    month, people = request.POST.get("income", "").strip(), request.POST.get("people", "").strip()
    if not month or programs.guideline is None:
        return ""
    try:
        return str(programs.guideline.percent(float(month.replace(",", "").replace("$", "")), int(people or "1")))
    except ValueError:
        raise NotTaken(_("Write what your home earns as 2400, and the people as 3. Nothing was kept yet.")) from None


def _result(program: Program, said: Estimate, page: Page, programs: Programs) -> Result:
    facts = []
    if program.worth.usd is not None:
        facts.append(_worth(program))
    if said.days_left is not None and said.days_left >= 0 and said.closes_on is not None:
        facts.append(_("Ask by %(day)s") % {"day": written(said.closes_on)})
    if said.missing:
        titles = [fact_question(page.site.blueprint, name) for name in said.missing[:2]]
        facts.append(_("It depends on: %(what)s") % {"what": " ".join(titles)})
    if said.withheld:
        facts.append(_("It depends on something you keep private. That is fine."))
    source = programs.source(program.sources[0]) if program.sources else None
    cited = (
        _("%(who)s, %(edition)s") % {"who": source.cite, "edition": source.edition or ""} if source is not None else ""
    )
    words = {Answer.MAY_QUALIFY: "may", Answer.NEEDS_TO_KNOW: "depends", Answer.PROBABLY_NOT: "not"}
    return Result(
        program.id,
        text(program.title),
        text(program.about),
        words[said.answer],
        tuple(facts),
        cited,
        f"{page.words_of(program.id)}/",
    )


def _worth(program: Program) -> str:
    per = {
        "month": _("up to $%(usd)s a month"), "year": _("up to $%(usd)s a year"), "child": _("up to $%(usd)s a child"),
        "child_year": _("up to $%(usd)s a child and year"), "once": _("up to $%(usd)s once"),
    }.get(program.worth.per.replace(" ", "_"), _("up to $%(usd)s"))  # fmt: skip
    return per % {"usd": f"{program.worth.usd:,.0f}"}


def sheet_of_staff(request: HttpRequest, story_id: str, program: str) -> HttpResponse:
    site, by = here(), reader_of(request)
    family = read_family(site, by, story_id, request.GET.get("child") or None)
    base = reverse("directory:tell", args=[story_id])
    return _sheet(request, Page(site, family, story_id, base, base, lambda key: base + key, False), program)


@for_families
def sheet_of_family(request: HttpRequest, program: str) -> HttpResponse:
    held = own(request)
    base = reverse("directory:own")
    return _sheet(request, Page(held.site, held.family, held.story, base, base, lambda key: base + key, True), program)


def _sheet(request: HttpRequest, page: Page, wanted: str) -> HttpResponse:
    """A sheet to take along: the program's questions with what the family told, what to bring, where to ask."""
    by, programs = reader_of(request), _programs(page.site)
    require(by, Action.READ_FAMILY, story=page.story, detail="sheet of a program")
    found = next(((one, said) for one, said in _told(page, programs).estimates if one.id == wanted), None)
    if found is None:
        raise NotFound(_("There is no such program on this list."))
    program, said = found
    known = dict(said.used)
    lines = [
        (fact_question(page.site.blueprint, name), _said(name, known.get(name)))
        for name in dict.fromkeys(names_in(program.condition))
        if name in page.site.blueprint.facts
    ]
    adult = page.family.people.get(holders(page.family.story, page.family.chosen).get("caregiver", ""))  # type: ignore[call-overload]
    return render(request, "directory/sheet_family.html" if page.for_family else "directory/sheet.html", {
        "page": page, "result": _result(program, said, page, programs), "lines": lines, "how": text(program.how),
        "bring": [text(one) for one in program.bring], "note": text(program.note), "day": written(date(page.site.as_of.year, page.site.as_of.month, page.site.as_of.day)),
        "agency": agency_name(page.site.blueprint, program.agency) if program.agency else "",
        "adult": " ".join(part for part in (adult.given_name, adult.family_name) if part) if adult is not None else "",
        "as_of": written(programs.as_of), "child": page.family.chosen.episode_id,
    })  # fmt: skip


def _said(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == INCOME:
        return _("about %(percent)s %% of the poverty guideline") % {
            "percent": f"{value:g}" if isinstance(value, float) else value
        }
    return _choice(name, str(value))
