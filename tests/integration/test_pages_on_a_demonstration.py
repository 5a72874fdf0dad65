"""All pages over agency files that were loaded through the one door: every mark has its why, every number its families."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client

from headwaters.cli.demo import load_files, make_files, read_parameters
from headwaters.domain.consent import Action, Purpose
from headwaters.engine.publishing.engines import Engine
from headwaters.practice.access.actions import grant_local_owner
from headwaters.practice.access.models import AuditLine, GrantRow
from headwaters.practice.access.reader import LOCAL, Reader
from headwaters.practice.installation import Installation
from headwaters.practice.published import queries
from headwaters.practice.published.families import list_families
from headwaters.practice.refresh import refresh
from headwaters.web.layout.here import here

AS_OF = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 9, 0, tzinfo=ZoneInfo("America/Los_Angeles"))


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Six invented births a year, loaded and judged once for this module and taken back at its end."""
    data = tmp_path_factory.mktemp("demonstration")
    before, django_settings.DATA = django_settings.DATA, data
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        grant_local_owner(on=date(2026, 1, 1))
        made = make_files(data, births=6, seed=7, as_of=AS_OF, parameters=read_parameters(), with_lives=False)
        load_files(data, made.packages, Installation(synthetic=True, as_of=AS_OF, seed=7, births=6))
        site = here()
        refresh(data, site.models, by=reader(Purpose.OPERATION), as_of=AS_OF, engine=Engine.REFERENCE)
        yield data
        transaction.set_rollback(True)
    django_settings.DATA = before


def reader(purpose: Purpose) -> Reader:
    return Reader(id=LOCAL, role="navigator", purpose=purpose, at=NOW, through="web")


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


@pytest.fixture
def client() -> Client:
    return Client(REMOTE_ADDR="127.0.0.1")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def families(data: Path) -> list[str]:
    return [
        f"/family/{line.story_id}/?child={line.episode_id}" for line in list_families(data, by=reader(Purpose.CARE))
    ]


def words_of(html: str) -> str:
    """What a person reads: no tags, no addresses."""
    return unescape(re.sub(r"<[^>]+>", " ", html.split("<main", 1)[1].split("</main>", 1)[0]))


def test_every_page_speaks_of_the_stored_day_and_says_that_its_families_are_invented(client: Client) -> None:
    for address in ("/", "/?show=agencies", "/?show=older", "/family/", "/cracks/", "/reach/", "/blueprint/", "/tour/"):
        html = page(client, address)
        assert "Tue, June 30, 2026" in html
        assert "Invented families" in html


def test_every_family_has_a_page_without_a_code_on_it(client: Client, demonstration: Path) -> None:
    addresses = families(demonstration)
    assert len(addresses) >= 12
    for address in addresses:
        words = words_of(page(client, address))
        assert "_" not in words, address
        assert "None" not in words, address


def test_every_mark_of_a_family_has_its_why(client: Client, demonstration: Path) -> None:
    html = max((page(client, address) for address in families(demonstration)), key=len)
    whys = sorted({unescape(address) for address in re.findall(r'href="(/family/[^"]+why=[^"]+)#why"', html)})
    assert len(whys) > 60
    for address in whys[:: len(whys) // 25]:
        said = words_of(page(client, address))
        for part in ("The rule", "What we know", "Whose move", "Changes by itself", "What would settle it"):
            assert part in said, address
        assert "_" not in said, address


def test_marks_on_the_line_stand_in_the_list_too(client: Client, demonstration: Path) -> None:
    for address in families(demonstration)[:6]:
        html = page(client, address)
        line, _heading, below = html.partition('id="list"')
        drawn = set(re.findall(r'class="at-mark[^"]*" href="([^"]+)"', line))
        listed = set(re.findall(r'href="([^"]+why=[^"]+)"', below))
        assert drawn <= listed


def test_the_number_beside_a_crack_leads_to_as_many_families_at_least(client: Client) -> None:
    html = page(client, "/cracks/")
    found = re.search(r'<b>(\d+)</b><span><a href="([^"]+)">crack', html)
    if found is None:
        html = page(client, "/cracks/?element=well_child")
        found = re.search(r'<b>(\d+)</b><span><a href="([^"]+)">crack', html)
    assert found is not None
    behind = page(client, unescape(found.group(2)))
    assert len(re.findall(r'<th scope="row"><a href="/family/', behind)) >= int(found.group(1))


def test_each_opened_page_is_one_line_of_the_audit(client: Client, demonstration: Path) -> None:
    address = families(demonstration)[0]
    before = AuditLine.objects.count()
    page(client, address)
    lines = AuditLine.objects.order_by("id")[before:]
    assert [(line.action, line.door, line.allowed) for line in lines] == [("read_family", "web", True)]


def test_a_work_list_leads_to_families_and_never_puts_a_name_into_an_address(client: Client) -> None:
    html = page(client, "/?show=older")
    rows = re.findall(r'<h3><a href="([^"]+)">([^<]+)</a>', html)
    assert rows
    for address, name in rows:
        given = name.split(",")[0].removeprefix("Baby of ").split(" ")[0]
        assert given.casefold() not in address.casefold()
    page(client, unescape(rows[0][0]).split("#")[0])


def test_a_child_that_is_not_in_the_family_is_not_found(client: Client, demonstration: Path) -> None:
    story = families(demonstration)[0].split("?")[0]
    assert client.get(f"{story}?child=somebody-else").status_code == 404
    assert client.get(f"{story}?why=no_such/step").status_code == 404


REACH = (
    "/reach/", "/reach/?what=well_child&step=m9&by=zip", "/reach/?by=language", "/reach/counties/", "/reach/places/",
    "/reach/places/?by=county", "/reach/places/?over=time", "/cracks/overview/", "/cracks/places/", "/cracks/places/?by=county",
)  # fmt: skip


def test_every_page_of_groups_and_places_speaks_in_words(client: Client) -> None:
    for address in REACH:
        words = words_of(page(client, address))
        assert "_" not in words, address
        assert "None" not in words, address


def test_the_same_question_gives_a_picture_a_table_and_a_file(client: Client) -> None:
    asked = "what=well_child&step=m9&by=race"
    assert "How people are counted (REALD)." in words_of(page(client, f"/reach/?{asked}"))
    assert client.get(f"/reach/picture.svg?{asked}").content.startswith(b"<svg")
    assert client.get(f"/reach/table.parquet?{asked}").content[:4] == b"PAR1"
    text = client.get(f"/reach/table.csv?{asked}").content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("element,")


def test_a_file_hides_small_numbers_even_from_who_may_see_them(client: Client) -> None:
    """Twelve births: every group is small, and so is everybody."""
    rows = list(csv.DictReader(io.StringIO(
        client.get("/reach/table.csv?what=well_child&by=race").content.decode("utf-8-sig")
    )))  # fmt: skip
    assert {row["hides_through"] for row in rows} == {"10"}
    assert not [row for row in rows if row["reached"].isdigit() and 0 < int(row["reached"]) <= 10]
    ladder = client.get("/cracks/table.csv").content.decode("utf-8-sig")
    assert not [row for row in csv.DictReader(io.StringIO(ladder)) if row["left_count"] in map(str, range(1, 11))]


def test_an_element_that_is_absent_for_a_reader_is_in_no_list_and_cannot_be_asked_for(
    client: Client, demonstration: Path
) -> None:
    hidden = queries.hidden_elements(demonstration, by=reader(Purpose.CARE))
    assert hidden, "the starter blueprint protects something"
    listed = page(client, "/reach/")
    for element in hidden:
        assert f'value="{element}"' not in listed
        assert client.get(f"/reach/?what={element}").status_code == 404
        assert client.get(f"/reach/table.csv?what={element}").status_code == 404
        assert client.get(f"/reach/counties/?what={element}").status_code == 404


def test_who_may_only_count_sees_whole_ladders_and_no_places_that_add_up_to_them(client: Client) -> None:
    places = ("/cracks/places/", "/cracks/?county=lane", "/cracks/overview/?county=lane", "/cracks/?from=2026-01-01")
    assert [client.get(address).status_code for address in places] == [200, 200, 200, 200]
    GrantRow.objects.exclude(action=Action.READ_COUNTS).delete()
    assert [client.get(address).status_code for address in places] == [403, 403, 403, 403]
    for address in ("/cracks/", "/cracks/overview/"):
        listed = page(client, address)
        assert "/cracks/places/" not in listed
        assert "county=" not in listed
        assert "from=" not in listed


def test_births_are_counted_by_quarters_and_other_days_say_so(client: Client) -> None:
    links = re.findall(r'href="\?([^"]*from=[^"]*)"', page(client, "/cracks/"))
    assert links
    assert {client.get(f"/cracks/?{unescape(link)}").status_code for link in links} == {200}
    refused = client.get("/cracks/?from=2026-01-02")
    assert refused.status_code == 404
    assert "not the first day of a quarter" in words_of(refused.content.decode())


def test_today_says_the_same_numbers_as_its_lists(client: Client, demonstration: Path) -> None:
    for show, wanted in (("mine", "Mine"), ("older", "Over two months late"), ("agencies", "Waiting on agencies")):
        html = page(client, f"/?show={show}")
        counted = re.search(rf"{wanted} <b>(\d+)</b>", html)
        assert counted is not None
        n = int(counted.group(1))
        said = "No promise" if n == 0 else "One promise in all" if n == 1 else f"{n} promises in all"
        assert said in words_of(html), show
