"""Translations that families read: drafts on a demonstration, live wordings with real families, and how a text goes live."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from household import EVERYBODY, Household, household
from signed_in import client_as

from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.family_texts.actions import say
from headwaters.practice.family_texts.catalogs import Text, texts_of
from headwaters.practice.family_texts.queries import counts_of
from headwaters.practice.installation import Installation, SignIn, write_installation
from headwaters.web.texts.catalog import is_whole, languages, messages, template_catalog

pytestmark = pytest.mark.django_db
TITLE = "Their own words"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Household]:
    before, settings.DATA = settings.DATA, tmp_path / "data"
    yield household(tmp_path / "data")
    settings.DATA = before


def text(english: str) -> Text:
    return next(one for one in texts_of(settings.DATA, "es") if one.english[0] == english)


def front_door(client: Client, **headers: str) -> str:
    return client.get("/come-in/", headers=headers).content.decode()


def demonstration(*, synthetic: bool) -> None:
    write_installation(settings.DATA, Installation(sign_in=SignIn.ACCOUNTS, second_step=False, synthetic=synthetic))


@pytest.mark.parametrize("language", languages())
def test_every_text_that_families_read_is_in_the_catalog(language: str) -> None:
    held = {(one.context, one.id) for one in messages(language)}
    wanted = {(one.context, one.id) for one in template_catalog() if one.id}
    assert wanted - held == set(), "run python -m headwaters.web.texts.catalog"
    assert held - wanted == set(), "run python -m headwaters.web.texts.catalog"


@pytest.mark.parametrize("language", languages())
def test_every_text_is_translated_and_keeps_its_placeholders(language: str) -> None:
    for one in messages(language):
        assert is_whole(one), one.id
        english = one.id if isinstance(one.id, tuple | list) else (one.id,)
        said = one.string if isinstance(one.string, tuple | list) else (one.string,)
        named = [set(PLACEHOLDER.findall(form)) for form in said if form]
        assert named[-1] == set(PLACEHOLDER.findall(english[-1])), one.id
        assert all(held <= named[-1] for held in named), one.id


def test_a_demonstration_shows_drafts_and_says_that_they_are(home: Household) -> None:
    demonstration(synthetic=True)
    page = front_door(Client(), **{"accept-language": "es-MX,es;q=0.9"})
    assert 'lang="es"' in page
    assert "¿Cuál es el código que le enviamos?" in page
    assert "Estas palabras son un borrador" in page


def test_with_real_families_only_what_is_live_is_shown(home: Household) -> None:
    demonstration(synthetic=False)
    asked = "What is the code we sent?"
    assert asked in front_door(Client(), **{"accept-language": "es"})
    assert "borrador" not in front_door(Client(), **{"accept-language": "es"})
    let_go_live(home, asked)
    page = front_door(Client(), **{"accept-language": "es"})
    assert "¿Cuál es el código que le enviamos?" in page
    assert "You may ask for an interpreter" in page
    held = text(asked)
    say(settings.DATA, "es", held.key, held.wording, "withdrawn", by=client_as("facilitator").reader)
    assert asked in front_door(Client(), **{"accept-language": "es"})


def let_go_live(home: Household, english: str) -> None:
    held = text(english)
    say(settings.DATA, "es", held.key, held.wording, "right", by=client_as("navigator", name="Native Speaker").reader)
    say(settings.DATA, "es", held.key, held.wording, "live", by=client_as("facilitator", name="Second Reader").reader)


def test_whoever_lets_a_text_go_live_is_not_its_only_reader(home: Household) -> None:
    alone = client_as("navigator", name="Alone").reader
    held = text("Come in")
    with pytest.raises(NotTaken, match="Somebody else"):
        say(settings.DATA, "es", held.key, held.wording, "live", by=alone)
    say(settings.DATA, "es", held.key, held.wording, "right", by=alone)
    with pytest.raises(NotTaken, match="Somebody else"):
        say(settings.DATA, "es", held.key, held.wording, "live", by=alone)
    say(settings.DATA, "es", held.key, held.wording, "live", by=client_as("navigator", name="Other").reader)
    assert counts_of(settings.DATA, "es").live == 1


def test_a_wording_that_changed_since_the_page_was_opened_is_not_let_through(home: Household) -> None:
    held = text("Come in")
    by = client_as("navigator").reader
    with pytest.raises(NotTaken, match="has changed"):
        say(settings.DATA, "es", held.key, "older", "right", by=by)
    with pytest.raises(NotFound):
        say(settings.DATA, "es", "no such text", held.wording, "right", by=by)


def test_a_catalog_of_the_installation_goes_before_ours_and_what_was_read_of_ours_does_not_count_for_it(
    home: Household,
) -> None:
    let_go_live(home, "Come in")
    own = settings.DATA / "languages"
    own.mkdir(parents=True)
    (own / "es.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Come in"\nmsgstr "Pase"\n', "utf-8"
    )
    assert text("Come in").forms == ("Pase",)
    assert counts_of(settings.DATA, "es").live == 0


def test_the_language_chosen_on_a_page_goes_before_the_browsers(home: Household) -> None:
    demonstration(synthetic=True)
    client = Client()
    client.post("/speak/", {"language": "en", "next": "/come-in/"})
    assert "What is the code we sent?" in front_door(client, **{"accept-language": "es"})
    client.post("/speak/", {"language": "es", "next": "/come-in/"})
    assert "¿Cuál es el código" in front_door(client, **{"accept-language": "en"})


def test_pages_of_people_who_work_here_stay_in_the_language_they_are_written_in(home: Household) -> None:
    page = EVERYBODY["keeper"](home).get("/", headers={"accept-language": "es"}).content.decode()
    assert '<html lang="en"' in page


def test_a_text_is_read_and_let_go_live_on_its_page(home: Household) -> None:
    native, second = client_as("navigator", name="Native"), client_as("facilitator", name="Second")
    held = text("Come in")
    said = {"text": held.key, "wording": held.wording, "page": "front_door"}
    assert native.post("/texts/es/", said | {"said": "right"}).status_code == 302
    assert native.post("/texts/es/", said | {"said": "better", "words": "Pase usted"}).status_code == 302
    assert native.post("/texts/es/", said | {"said": "live"}).status_code == 409
    assert second.post("/texts/es/", said | {"said": "live"}).status_code == 302
    page = second.get(f"/texts/es/?page={page_of(held)}").content.decode()
    assert "Pase usted" in page
    assert "Native, " in page


def page_of(held: Text) -> str:
    return held.places[0].rpartition("/")[2].partition(".")[0]


def test_a_language_without_a_catalog_is_not_there(home: Household) -> None:
    assert client_as("facilitator").get("/texts/xx/").status_code == 404
