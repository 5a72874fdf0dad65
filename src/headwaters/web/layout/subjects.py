"""What protected subjects are called on pages, for those who work here and for families."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as lazy

from headwaters.domain.blueprint.blueprint import Blueprint

SUBJECTS = {
    "mental_health": lazy("mental health"), "substance_use": lazy("substance use treatment"), "violence": lazy("violence at home"),
    "pregnancy_status": lazy("a pregnancy"), "immigration": lazy("coverage that tells of immigration"),
    "country_of_origin": lazy("country of origin"), "tribal_affiliation": lazy("tribal affiliation"),
    "housing": lazy("housing"),
}  # fmt: skip


def subject_words(subject: str) -> str:
    return str(SUBJECTS.get(subject, subject.replace("_", " ")))


def subjects_in(blueprint: Blueprint) -> tuple[str, ...]:
    """The protected subjects that a blueprint knows, by their words."""
    things: Iterable[str | None] = (
        *(kind.sensitive for kind in blueprint.events.values()), *(fact.sensitive for fact in blueprint.facts.values()),
    )  # fmt: skip
    return tuple(sorted({one for one in things if one}, key=subject_words))
