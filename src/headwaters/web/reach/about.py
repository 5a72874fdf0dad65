"""What stands beside every chart of reach: who is counted, by which rule, by which method. Pure words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from headwaters.engine.measures.reach import CountingRule, GroupKind
from headwaters.engine.measures.released import Denominator, ReleasedReach
from headwaters.web.reach.quarters import quarter_words


def who_words(held: ReleasedReach) -> str:
    """The cohort and its denominator (design.md: The denominator is every child)."""
    cohort = (
        _("Everybody born or due, whatever the day.")
        if held.born.first is None
        else _("Born or due %(quarter)s.") % {"quarter": quarter_words(held.born)}
    )
    return f"{cohort} {_denominator_words(held.denominator)}"


def who_over_time(tables: Sequence[ReleasedReach]) -> str:
    """The denominator of several birth cohorts at once: a register where one holds them all."""
    names = {table.denominator.register for table in tables}
    if None not in names:
        return _("By quarter of birth.") + " " + _denominator_words(tables[0].denominator)
    return _("By quarter of birth, of children known to us: no register here holds every quarter shown.")


def _denominator_words(held: Denominator) -> str:
    if held.register is not None:
        return _("The denominator is every child of the register “%(name)s”, whether or not an agency knows them.") % {
            "name": held.register.replace("_", " "),
        }  # fmt: skip
    said = _("Of children known to us: no register here says who was born.")
    if held.births is None:
        return said + " " + _("No published number of births was found to set beside it.")
    published = _("Published births of this place: %(unit)s %(n)s a year (%(year)s).") % {
        "unit": held.births_unit or "", "n": f"{held.births:,}", "year": held.births_year or _("year not given"),
    }  # fmt: skip
    if held.not_seen_here is None:
        return f"{said} {published}"
    unseen = _("Not seen by anyone here: about %(n)s.") % {"n": f"{held.not_seen_here:,}"}
    return f"{said} {published} {unseen}"


def rule_head(kind: GroupKind) -> str:
    return _("How people are counted (REALD).") if kind is GroupKind.RACE else _("How people are counted.")


def rule_words(held: ReleasedReach) -> str:
    """The counting rule, printed on every chart (OHA's REALD method asks for it), and the order of the rows."""
    if held.counting_rule is CountingRule.EACH_GROUP_NAMED:
        said = _("Each person stands in every group they named, so the rows add up to more than everyone.")
    elif held.kind is GroupKind.RACE:
        said = _(
            "Each child is counted once, in the group their family named first. Who named several and none of them first "
            "stands under “More than one”. Hispanic or Latino/a/x/e is one of the groups of the same question."
        )
    else:
        said = _("Each person is counted once, so the rows add up to everyone.")
    return said + " " + _("Rows stand by the alphabet, then those without an answer. Nobody’s answer was guessed.")


def method_words(held: ReleasedReach, *, model: str, as_of_words: str) -> str:
    said = [
        _("Reached in time, of everybody who was due it: reached, reached late, missed, past their day, under way, said not "
          "now, and not seen. Somebody counts once their last day in time has passed. Everybody was counted; there is no "
          "sample. The interval (Wilson, 95%) says how far a share of so few or so many people could move by chance; "
          "“clearly” means that all of it lies below everyone’s share, and would had all the unseen been reached. Where most were "
          "not seen, no share is given."),
    ]  # fmt: skip
    if held.hides_through:
        said.append(_(
            "Numbers from 1 to %(n)d are hidden, and so is what could be worked out from the others."
        ) % {"n": held.hides_through})  # fmt: skip
    else:
        said.append(_("You may see every number here, so none is hidden; a file you send on must be checked first."))
    said.append(_("As of %(day)s. Judged by %(model)s.") % {"day": as_of_words, "model": model})
    return " ".join(said)
