"""A blueprint's windows, clocks and conditions read aloud: the words of a designer, not of the language."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from headwaters.domain.blueprint.blueprint import Blueprint
from headwaters.domain.blueprint.condition import (
    And,
    Compare,
    Comparison,
    Condition,
    InList,
    InSpan,
    IsKnown,
    Literal,
    Name,
    Not,
    Operand,
    Or,
    Value,
)
from headwaters.domain.blueprint.element import After, Element, Lapse, Touchpoint, Which
from headwaters.domain.blueprint.window import Duration, Earliest, Latest, Moment, Never, Offset, OnDay
from headwaters.web.layout.dates import written
from headwaters.web.layout.words import element_title, text


def duration_in_words(duration: Duration) -> str:
    """ "45 days", "3 business days", "2 months and 14 days"; signs are the caller's."""
    parts = []
    months, days = abs(duration.months), abs(duration.days)
    if months and months % 12 == 0:
        parts.append(ngettext("%(n)d year", "%(n)d years", months // 12) % {"n": months // 12})
    elif months:
        parts.append(ngettext("%(n)d month", "%(n)d months", months) % {"n": months})
    if days and days % 7 == 0 and days > 7:
        parts.append(ngettext("%(n)d week", "%(n)d weeks", days // 7) % {"n": days // 7})
    elif days:
        parts.append(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})
    if duration.business_days:
        n = abs(duration.business_days)
        parts.append(ngettext("%(n)d business day", "%(n)d business days", n) % {"n": n})
    return _(" and ").join(parts) or _("the same day")


class Plain:
    """Reads one blueprint aloud."""

    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint

    def moment(self, moment: Moment, element: Element, touchpoint: Touchpoint) -> str:
        match moment:
            case Offset():
                return self._offset(moment, element, touchpoint)
            case OnDay(day):
                return written(day)
            case Latest(moments):
                return _("the later of %(moments)s") % {"moments": self._joined(moments, element, touchpoint)}
            case Earliest(moments):
                return _("the earlier of %(moments)s") % {"moments": self._joined(moments, element, touchpoint)}
            case Never():
                return _("no last day")

    def _joined(self, moments: tuple[Moment, ...], element: Element, touchpoint: Touchpoint) -> str:
        return _(" and ").join(self.moment(one, element, touchpoint) for one in moments)

    def _offset(self, offset: Offset, element: Element, touchpoint: Touchpoint) -> str:
        if offset.anchor == "from" and touchpoint.from_ != Offset("from"):
            inner = touchpoint.from_
            if isinstance(inner, Offset):
                return self._offset(Offset(inner.anchor, inner.plus + offset.plus), element, touchpoint)
        anchor = self.anchor(offset.anchor, element, touchpoint)
        if offset.plus == Duration():
            return anchor
        plus = offset.plus
        length = duration_in_words(plus)
        if plus.months > 0 and plus.days < 0:
            longer, less = duration_in_words(Duration(plus.months)), duration_in_words(Duration(0, plus.days))
            return _("%(less)s short of %(longer)s after %(anchor)s") % {
                "less": less,
                "longer": longer,
                "anchor": anchor,
            }
        back = plus.months < 0 or plus.days < 0 or plus.business_days < 0
        pattern = _("%(length)s before %(anchor)s") if back else _("%(length)s after %(anchor)s")
        return pattern % {"length": length, "anchor": anchor}

    def anchor(self, anchor: str, element: Element, touchpoint: Touchpoint) -> str:
        fixed = {
            "birth": _("birth"),
            "due_date": _("the due date"),
            "corrected_birth": _("birth (the due date, if born early)"),
            "pregnancy_start": _("the start of pregnancy"),
            "previous": _("the one before"),
            "previous.end": _("the end of the one before"),
            "period_start": _("the start of the year measured"),
            "period_end": _("the end of the year measured"),
        }
        if anchor in fixed:
            return fixed[anchor]
        if anchor in ("trigger", "from"):
            return _("that day") if touchpoint.after is not None else _("birth")
        if anchor in self.blueprint.anchors:
            return _("the %(name)s") % {"name": anchor.replace("_", " ")}
        return self.reached(anchor, element)

    def after(self, after: After) -> str:
        """What has to happen first: "each developmental screening that came out at risk"."""
        held = self.blueprint.elements.get(after.element)
        name = element_title(self.blueprint, after.element)
        if after.touchpoint is not None and held is not None:
            name = f"{name}: {_touchpoint_title(held, after.touchpoint)}"
        which = {
            Which.EACH: _("each “%(name)s”"),
            Which.FIRST: _("the first “%(name)s”"),
            Which.LAST: _("the last “%(name)s”"),
        }
        said = which.get(after.which, _("“%(name)s”")) % {"name": name}
        if after.outcomes:
            outcomes = _(" or ").join(outcome.replace("_", " ") for outcome in after.outcomes)
            return _("%(what)s that came out as %(outcomes)s") % {"what": said, "outcomes": outcomes}
        lapses = {
            Lapse.OVERDUE: _("%(what)s is past its day"),
            Lapse.MISSED: _("%(what)s was missed"),
            Lapse.DECLINED: _("the family said not now to %(what)s"),
            Lapse.NOT_ELIGIBLE: _("%(what)s found the family not eligible"),
        }
        return lapses[after.lapse] % {"what": said} if after.lapse is not None else said

    def reached(self, name: str, element: Element | None) -> str:
        owner, _dot, touchpoint = name.removesuffix(".end").rpartition(".")
        held = self.blueprint.elements.get(owner) or (element if not owner else None)
        if held is None:
            whole = self.blueprint.elements.get(name)
            return _("“%(name)s”") % {"name": text(whole.title)} if whole else name.replace("_", " ")
        title = f"{text(held.title)}: {_touchpoint_title(held, touchpoint)}"
        pattern = _("the end of “%(name)s”") if name.endswith(".end") else _("“%(name)s”")
        return pattern % {"name": title}

    def window(self, element: Element, touchpoint: Touchpoint) -> str:
        """From when, in time by when, and the last day it can still be done."""
        if touchpoint.repeat:
            return self._series(element, touchpoint)
        opens = self.moment(touchpoint.opens, element, touchpoint)
        parts = [_("from %(day)s") % {"day": opens}]
        if not isinstance(touchpoint.due_by, Never):
            parts.append(_("in time until %(day)s") % {"day": self.moment(touchpoint.due_by, element, touchpoint)})
        if not isinstance(touchpoint.closes, Never) and touchpoint.closes != touchpoint.due_by:
            parts.append(_("not after %(day)s") % {"day": self.moment(touchpoint.closes, element, touchpoint)})
        return "; ".join(parts)

    def _series(self, element: Element, touchpoint: Touchpoint) -> str:
        phases = []
        for phase in touchpoint.repeat:
            said = ngettext("every %(every)s, once", "every %(every)s, up to %(n)d times", phase.times) % {
                "every": duration_in_words(phase.every), "n": phase.times,
            }  # fmt: skip
            if phase.from_ is not None:
                said = _("%(said)s, from %(day)s") % {
                    "said": said,
                    "day": self.moment(phase.from_, element, touchpoint),
                }
            phases.append(said)
        return _("; then ").join(phases)

    def condition(self, condition: Condition | None) -> str:
        """ "income is at most 185 % of federal poverty level and the county is Lane"."""
        match condition:
            case None:
                return _("Everybody")
            case And(parts):
                return _(" and ").join(self._wrapped(part) for part in parts)
            case Or(parts):
                return _(" or ").join(self.condition(part) for part in parts)
            case Not(part):
                return _("not: %(what)s") % {"what": self.condition(part)}
            case Compare(left, op, right):
                return self._compare(left, op, right)
            case InList(left, values, negated):
                said = _(" or ").join(_value(value) for value in values)
                pattern = _("%(name)s is none of %(values)s") if negated else _("%(name)s is %(values)s")
                return pattern % {"name": self._operand(left), "values": said}
            case InSpan(left, span, negated):
                pattern = _("%(name)s is outside %(span)s") if negated else _("%(name)s is in %(span)s")
                return pattern % {"name": self._operand(left), "span": span.replace("_", " ")}
            case IsKnown(name, negated):
                pattern = _("%(name)s is not known") if negated else _("%(name)s is known")
                return pattern % {"name": self._operand(name)}
            case Name():
                return self._operand(condition)
            case Literal(value):
                return _("always") if value is True else _("never") if value is False else _value(value)

    def _wrapped(self, part: Condition) -> str:
        return f"({self.condition(part)})" if isinstance(part, Or) else self.condition(part)

    def _compare(self, left: Operand, op: Comparison, right: Operand) -> str:
        patterns = {
            Comparison.EQ: _("%(left)s is %(right)s"),
            Comparison.NE: _("%(left)s is not %(right)s"),
            Comparison.LT: _("%(left)s is under %(right)s"),
            Comparison.LE: _("%(left)s is at most %(right)s"),
            Comparison.GT: _("%(left)s is over %(right)s"),
            Comparison.GE: _("%(left)s is at least %(right)s"),
        }
        unit = ""
        if isinstance(left, Name) and (fact := self.blueprint.facts.get(left.name)) is not None and fact.unit:
            unit = f" {fact.unit}"
        return patterns[op] % {"left": self._operand(left), "right": self._operand(right) + unit}

    def _operand(self, operand: Operand) -> str:
        if isinstance(operand, Literal):
            return _value(operand.value)
        ages = {
            "age_days": _("age in days"), "age_weeks": _("age in weeks"), "age_months": _("age in months"),
            "age_years": _("age in years"), "born": _("the child is born"),
        }  # fmt: skip
        if operand.name in ages:
            return ages[operand.name]
        stem, _dot, part = operand.name.rpartition(".")
        if stem and part in ("reached", "outcome", "day", "status"):
            said = self.reached(stem, None)
            patterns = {
                "reached": _("%(what)s was reached"), "outcome": _("the outcome of %(what)s"),
                "day": _("the day of %(what)s"), "status": _("the state of %(what)s"),
            }  # fmt: skip
            return patterns[part] % {"what": said}
        return self.named(operand.name)

    def named(self, name: str) -> str:
        """A fact, a named moment or what became of a step, as people say it."""
        stem, _dot, part = name.rpartition(".")
        if stem and part == "reached":
            return _("%(what)s was reached") % {"what": self.reached(stem, None)}
        words = name.replace("_", " ").replace(".", ", ")
        return words.replace("income fpl", _("income")).replace("parent coverage", _("the parent’s health plan"))


def _touchpoint_title(element: Element, touchpoint_id: str) -> str:
    for touchpoint in element.touchpoints:
        if touchpoint.id == touchpoint_id:
            return text(touchpoint.title, touchpoint.id.replace("_", " "))
    return touchpoint_id.replace("_", " ")


def _value(value: Value) -> str:
    match value:
        case True:
            return _("yes")
        case False:
            return _("no")
        case None:
            return _("not known")
        case date():
            return written(value)
        case float():
            return f"{value:g}"
        case _:
            words = str(value).replace("_", " ")
            return words.upper() if len(words) <= 3 else words  # "ohp", "es": short codes are initials
