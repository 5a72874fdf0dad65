"""The catalogs of a family's languages: every text with its translation, and the catalog that pages may show right now."""

from __future__ import annotations

import gettext as gettext_module
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.db.models import Count, Max
from django.utils.translation import trans_real

from headwaters.practice.family_texts.models import Reading

LOCALE = Path(__file__).resolve().parents[2] / "web" / "locale"
OWN = "languages"
"""The folder of an installation's own catalogs, in its data folder: `ar.po`."""
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Text:
    """One text and its translation. `forms`: singular and plural, or the one; `places`: the pages' files where it stands."""

    key: str
    context: str
    english: tuple[str, ...]
    forms: tuple[str, ...]
    places: tuple[str, ...]

    @property
    def wording(self) -> str:
        return _digest("\0".join(self.forms))


def path_of(data: Path, language: str) -> Path:
    """The catalog of a language: the installation's own first."""
    own = data / OWN / f"{language}.po"
    return own if own.exists() else LOCALE / language / "LC_MESSAGES" / "django.po"


def texts_of(data: Path, language: str) -> tuple[Text, ...]:
    """Every text of a language's catalog; none where there is no such catalog."""
    path = path_of(data, language)
    return _texts(path, path.stat().st_mtime_ns, language) if path.exists() else ()


@lru_cache(maxsize=16)
def _texts(path: Path, changed: int, language: str) -> tuple[Text, ...]:  # noqa: ARG001
    return tuple(_read(path, language))


def _read(path: Path, language: str) -> Iterator[Text]:
    for message in _catalog(path, language):
        if not message.id:
            continue
        english = tuple(message.id) if isinstance(message.id, tuple | list) else (str(message.id),)
        forms = tuple(message.string) if isinstance(message.string, tuple | list) else (str(message.string),)
        context = message.context or ""
        places = tuple(dict.fromkeys(name for name, _line in message.locations))
        yield Text(_digest("\0".join((context, *english))), context, english, forms, places)


def _catalog(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language.replace("-", "_"))


def _digest(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=12).hexdigest()


_HELD: dict[str, tuple[object, ...]] = {}
_LOCK = Lock()


def prepared(data: Path, language: str, *, drafts: bool) -> None:
    """See to it that pages in a language show what may be shown: with `drafts` everything that is translated, else what is live.

    Looked at on each request by one small question; read anew only where something changed.
    """
    path = path_of(data, language)
    if not path.exists():
        return
    said = (0, 0) if drafts else _stamp(language)
    key = (str(path), path.stat().st_mtime_ns, drafts, said)
    with _LOCK:
        if _HELD.get(language) == key:
            return
        trans_real._translations[language] = _translation(data, language, drafts=drafts)  # type: ignore[attr-defined]
        _HELD[language] = key


def _stamp(language: str) -> tuple[int, int]:
    rows = Reading.objects.filter(language=language).aggregate(last=Max("id"), rows=Count("id"))
    return rows["last"] or 0, rows["rows"]


def _translation(data: Path, language: str, *, drafts: bool) -> trans_real.DjangoTranslation:
    """Django's own words of the language, with ours over them; a text that may not be shown is not among ours, and stays English."""
    shown = None if drafts else live_wordings(language)
    allowed = {one.key for one in texts_of(data, language) if shown is None or (one.key, one.wording) in shown}
    catalog = _catalog(path_of(data, language), language)
    for message in list(catalog):
        if message.id and _key(message.context or "", message.id) not in allowed:
            catalog.delete(message.id, message.context)
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    found = trans_real.DjangoTranslation(language)
    found.merge(gettext_module.GNUTranslations(compiled))
    return found


def _key(context: str, english: object) -> str:
    forms = tuple(english) if isinstance(english, tuple | list) else (str(english),)
    return _digest("\0".join((context, *(str(one) for one in forms))))


def live_wordings(language: str) -> set[tuple[str, str]]:
    """(text, wording) that are live: let go live, and not withdrawn since."""
    found: dict[tuple[str, str], str] = {}
    for text, wording, said in (
        Reading.objects.filter(language=language).order_by("id").values_list("text", "wording", "said")
    ):
        if said in (LIVE, "withdrawn"):
            found[text, wording] = said
    return {pair for pair, said in found.items() if said == LIVE}
