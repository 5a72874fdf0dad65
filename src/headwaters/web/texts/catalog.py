"""Which texts families read, taken from the pages themselves, and the catalogs of their translations.

    python -m headwaters.web.texts.catalog        bring every catalog up to date with the pages

A catalog is a gettext file, as translators know it: `web/locale/es/LC_MESSAGES/django.po`; what is new stands there without a
translation, what is no longer on any page is kept at its end.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parents[2]
LOCALE = PACKAGE / "web" / "locale"
PAGES = (
    "web/family", "web/directory/templates/directory/telling.html", "web/directory/templates/directory/tell_family.html",
    "web/directory/templates/directory/sheet_body.html", "web/directory/templates/directory/sheet_family.html",
    "web/directory/tell.py", "practice/consents/wording.py", "practice/accounts/family_doors.py", "web/layout/dates.py", "web/layout/subjects.py",
)  # fmt: skip
"""Files and folders, in the package, whose texts families read."""
TEXTS = "practice/messages/kinds.py"
"""Texts and mails; those to agencies among them stay out."""
TO_OTHERS = (
    "agency",
    "agencies",
    "invited",
    "Invitation",
    "open places",
    "An ask",
    "Promises",
    "family waits",
    "asked you about",
    "family still",
    "A family",
    "invitation",
)
ALSO = {
    "web/child/page.py": ("%(weeks)s, due %(day)s.", "%(age)s old, born %(day)s", "%(said)s, %(weeks)s early",
                          "%(said)s; %(age)s counted from the due date", "%(said)s.",
                          "Neither the birth date nor the due date is known."),
    "web/child/around.py": ("to keep promises to this family", "to count", "to design the model", "to run this installation",
                            "the family’s own page", "to look after the work of others", "Whoever sits at this computer",
                            "Another reader"),
    "web/layout/words.py": ("%(name)s, number %(n)d",),
    "web/layout/names.py": ("Another language", "%(name)s County"),
}  # fmt: skip
"""Single texts of pages that are mostly for people who work here."""
KEYWORDS = {
    **DEFAULT_KEYWORDS, "_": None, "lazy": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
Found = tuple[str | None, str | tuple[str, ...], str, int]
"""(context, text or its singular and plural, file, line)"""


def texts() -> Iterator[Found]:
    """Every text that families read, with where it stands."""
    for page in PAGES:
        held = PACKAGE / page
        files = sorted(held.rglob("*")) if held.is_dir() else [held]
        for file in files:
            if file.suffix in (".py", ".html"):
                yield from _in(file)
    yield from (one for one in _in(PACKAGE / TEXTS) if not any(word in str(one[1]) for word in TO_OTHERS))
    for page, wanted in ALSO.items():
        yield from (one for one in _in(PACKAGE / page) if one[1] in wanted)


def _in(file: Path) -> Iterator[Found]:
    from django.utils.translation.template import templatize

    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        source = templatize(source, origin=file.name)
    name = file.relative_to(PACKAGE).as_posix()
    for line, text, _comments, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        if isinstance(text, tuple):
            yield context, tuple(str(one) for one in text), name, line
        elif text:
            yield context, str(text), name, line


def template_catalog() -> Catalog:
    """What families read, as a catalog without a language."""
    found = Catalog(project="Headwaters", charset="utf-8")
    for context, text, name, _line in texts():
        flags = ("python-format",) if "%(" in str(text) else ()
        found.add(text, locations=[(name, 0)], context=context, flags=flags)
    return found


def languages() -> tuple[str, ...]:
    """The languages that have a catalog."""
    return tuple(sorted(path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.po")))


def po_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read_catalog(language: str) -> Catalog:
    with po_of(language).open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def messages(language: str) -> Iterator[Message]:
    """The texts of a catalog, without its head."""
    return (one for one in read_catalog(language) if one.id)


def update(language: str) -> tuple[int, int]:
    """Bring one catalog up to date. Returns (texts, of these without a translation)."""
    path = po_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    held = read_catalog(language) if path.exists() else Catalog(locale=language.replace("-", "_"), project="Headwaters")
    held.update(template_catalog(), no_fuzzy_matching=True, update_creation_date=False)
    with path.open("wb") as file:
        write_po(file, held, width=120, sort_output=True, omit_header=False, include_lineno=False)
    all_ = [one for one in held if one.id]
    return len(all_), sum(not is_whole(one) for one in all_)


def is_whole(message: Message) -> bool:
    """Whether every form of a text is translated."""
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(said)


def main() -> None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headwaters.server.settings")
    import django

    django.setup()
    for language in languages() or ("es",):
        whole, missing = update(language)
        sys.stdout.write(f"{language}: {whole} texts, {missing} without a translation\n")


if __name__ == "__main__":
    main()
