"""What families look for: our own short list of needs, and the words by which a delivered service is found to answer one.

A need is named by its id, or by the blueprint's agency that a hand-off goes to (`wic`, `early_intervention`). The words are
only a first guess at a delivered service; a person's choice on the service's page always stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Need:
    """`agencies`: blueprint agencies whose work answers it. `words`: patterns that start at a word's beginning."""

    id: str
    title: Promise | str
    agencies: tuple[str, ...]
    words: tuple[str, ...]


NEEDS: tuple[Need, ...] = (
    Need("food", _("Food"), ("food_help",), ("food", "meal", "pantry", "nutrition", "snap", "groceries")),
    Need("wic", _("WIC: food and feeding help"), ("wic",), ("wic", "women, infants", "women infants")),
    Need("home_visiting", _("Someone who visits at home"),
         ("public_health", "family_connects", "healthy_families"), ("home visit", "home-visit", "visiting nurse", "healthy families", "nurse-family")),
    Need("early_intervention", _("Help with how a child grows and learns"),
         ("early_intervention", "preschool_special_ed"), ("early intervention", "developmental", "disabilit", "special needs")),
    Need("child_care", _("Child care"), ("child_care", "child_care_referral"),
         ("child care", "childcare", "day care", "daycare", "after school", "preschool")),
    Need("early_learning", _("Early Head Start and early learning"), ("early_head_start", "learning_hub"),
         ("head start", "early learning", "early childhood", "story time")),
    Need("family_support", _("Support for parents"), ("relief_nursery", "parent_groups"),
         ("parent", "family support", "relief nurser", "respite", "family resource")),
    Need("housing", _("A place to live"), ("housing_help",), ("housing", "shelter", "rent", "homeless", "eviction")),
    Need("money", _("Money and taxes"), ("odhs", "cash_program", "revenue", "paid_leave"),
         ("cash assistance", "tax", "tanf", "financial", "utility", "emergency assistance")),
    Need("health", _("A doctor or clinic"), ("primary_care", "maternity_care", "care_organization", "ohp"),
         ("clinic", "medical", "health care", "primary care", "immuniz", "pediatric", "health plan", "health center")),
    Need("dental", _("Teeth"), ("dental",), ("dental", "dentist")),
    Need("pregnancy", _("Pregnancy and birth"), ("doula_hub", "maternity_care"),
         ("pregnan", "prenatal", "maternity", "doula", "birth", "lactation", "breastfeed")),
    Need("mental_health", _("Feeling low or worried"), ("behavioral_health",),
         ("counsel", "mental health", "depress", "behavioral")),
    Need("supplies", _("Diapers, car seats, clothes"), (), ("diaper", "car seat", "clothing", "baby supplies", "crib")),
    Need("books", _("Books"), ("imagination_library",), ("book", "literacy", "imagination library", "librar")),
    Need("navigation", _("Someone who helps find the way"), ("info_211", "learning_hub"),
         ("navigat", "information and referral", "referral", "community health worker", "case management")),
    Need("loss", _("After the loss of a baby"), ("loss_support",), ("bereave", "grief", "infant loss")),
)  # fmt: skip

_BY_ID = {need.id: need for need in NEEDS}
_PATTERNS = {need.id: re.compile("|".join(rf"\b{re.escape(word)}" for word in need.words), re.I) for need in NEEDS}


def need_ids(named: str) -> tuple[str, ...]:
    """The needs that `named` stands for: a need's own id, or every need that a blueprint's agency answers."""
    if named in _BY_ID:
        return (named,)
    return tuple(need.id for need in NEEDS if named in need.agencies)


def title_of(need: str) -> str:
    return str(_BY_ID[need].title) if need in _BY_ID else need.replace("_", " ")


def needs_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The needs that these texts (a service's names, terms and keywords) speak of."""
    joined = " \n ".join(texts)
    return tuple(need for need, pattern in _PATTERNS.items() if pattern.search(joined))
