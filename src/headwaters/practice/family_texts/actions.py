"""Deeds about translations: a native speaker reads one, somebody else lets it go live, anybody says how it would be better."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from headwaters.domain.consent import Action
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.queries import person
from headwaters.practice.family_texts.catalogs import texts_of
from headwaters.practice.family_texts.models import Reading

SAYABLE = ("right", "live", "withdrawn", "better")


@transaction.atomic
def say(data: Path, language: str, text: str, wording: str, said: str, *, by: Reader, words: str = "") -> Reading:
    """Say something about one wording as it stands.

    said     `right`: read by a native speaker; `live`: families may see it; `withdrawn`; `better`: `words` says how
    raises   NotPermitted
             NotFound  there is no such text in that language
             NotTaken  the wording has changed since; nobody else has read it yet; nothing better was written
    """
    require(by, Action.REVIEW_TEXTS, detail=f"text in {language}: {said}")
    held = next((one for one in texts_of(data, language) if one.key == text), None)
    if held is None or said not in SAYABLE:
        raise NotFound("There is no such text in this language.")
    if held.wording != wording:
        raise NotTaken("The wording has changed since the page was opened. Read it as it stands now.")
    if not all(held.forms):
        raise NotTaken("There is no translation yet. Write one first.")
    if said == "live" and not _read_by_another(language, text, wording, by):
        raise NotTaken("Somebody else has to have read it: whoever lets a text go live is not its only reader.")
    if said == "better" and not words.strip():
        raise NotTaken("Write how you would say it.")
    named = person(by.id)
    return Reading.objects.create(
        language=language, text=text, wording=wording, said=said, words=words.strip()[:2000], by=by.id,
        by_name=named.name if named is not None else "This computer", at=by.at,
    )  # fmt: skip


def _read_by_another(language: str, text: str, wording: str, by: Reader) -> bool:
    rows = Reading.objects.filter(language=language, text=text, wording=wording, said="right")
    return rows.exclude(by=by.id).exists()
