"""Every address of every page, and who gets an answer there: the table that a test holds against the addresses themselves.

Add a page's line in the commit that adds the page. `who` names those of `household.EVERYBODY` whom the page answers; everybody else
is refused, and sees nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from household import EVERYBODY, Household

KEEPS = frozenset({"keeper", "stand_in"})
READS = KEEPS | {"emergency", "supervisor", "shared", "shared_marked"}
"""May open the family's page for those who work here."""
NAVIGATES = frozenset({
    "keeper", "keeper_ended", "stand_in", "stand_in_ended", "colleague", "emergency", "emergency_over",
})  # fmt: skip
SUPERVISES = frozenset({"supervisor", "other_supervisor"})
WORKS_AT_AGENCY = frozenset({
    "asked", "without_consent", "shared", "shared_marked", "revoked", "other_agency", "other_office", "expired", "not_yet",
    "answered_no", "ask_each_time", "other_purpose", "given_by_former",
})  # fmt: skip
COUNTS = frozenset({"pilot_lead", "facilitator", "analyst"})
FAMILIES = frozenset({
    "mother", "other_parent", "other_parent_marked", "custody_ended", "placement_ended", "household", "another_family",
})  # fmt: skip
"""Came in by a code; what a page of theirs says follows from whom they answer for today."""
OWN = frozenset({"mother", "other_parent", "other_parent_marked", "another_family"})
"""Answer for a child today, each for their own."""
ADMINISTERS = frozenset({"administrator"})
REVIEWS_TEXTS = NAVIGATES | SUPERVISES | {"pilot_lead", "facilitator"}
KEEPS_DIRECTORY = NAVIGATES | SUPERVISES | WORKS_AT_AGENCY | ADMINISTERS
OUTSIDE = frozenset({"nobody", "left_yesterday", "closed_door"})
"""Have no role here today: sent to sign in, or told that they have none."""
WORKS_HERE = frozenset(EVERYBODY) - OUTSIDE - FAMILIES
NOT_THEIRS = frozenset(EVERYBODY) - READS - {"mother", "other_parent", "other_parent_marked", "asked"}
"""Nothing ties them to the family today: no answer, whatever it is about, names anybody of it."""


@dataclass(frozen=True, slots=True)
class Route:
    """One way of asking one address. `data`: what is sent with a deed. `open`: built for those who have not signed in."""

    name: str
    who: frozenset[str]
    method: str = "get"
    data: Mapping[str, str] = field(default_factory=dict)
    query: str = ""

    def address(self, home: Household) -> str:
        return reverse(self.name, kwargs=_parts(self.name, home)) + self.query


def _parts(name: str, home: Household) -> dict[str, object]:
    """What stands in an address: always the one family's, whoever asks."""
    held: dict[str, object] = {
        "story_id": home.story, "person_id": home.people["M1"], "ask_id": home.ask.pk, "token": "no-such-link",
        "element": "well_child", "touchpoint": "m2",
        "contact_id": "00000000-0000-0000-0000-000000000000", "account_id": home.account, "look_id": home.look, "office_id": "hub",
        "agency": "wic", "language": "es", "door": "no-such-door", "service_id": home.service, "program": "wic",
    }  # fmt: skip
    return {key: held[key] for key in words_in(name)}


SOUGHT = {"family_name": "Examplova", "birth": "2026-02-14"}
"""Fits the family, and is looked for by everybody."""


def route(name: str, who: frozenset[str], method: str = "get", query: str = "", /, **data: str) -> Route:
    return Route(name, who, method, data, query)


ROUTES: tuple[Route, ...] = (
    # the work list
    route("worklist:today", NAVIGATES | SUPERVISES),
    route("worklist:contact", KEEPS),
    route("worklist:contact", KEEPS, "post", outcome="reached", way="call", key="housing_support/help@newborn"),
    route("worklist:put_off", KEEPS, "post", until="2026-05-09", reason="they asked", key="housing_support/help@newborn"),
    route("worklist:undo", frozenset(), "post"),
    route("worklist:tour", frozenset()),
    # a family's page for those who work here
    route("child:find", frozenset()),
    route("child:find", frozenset(), "get", "?number=M1"),
    route("child:family", READS),
    route("child:why", READS),
    route("child:plan", READS),
    route("child:answered", KEEPS, "post", wrong="00000000-0000-0000-0000-000000000000", words="We called"),
    # visits
    route("visit:day", NAVIGATES | SUPERVISES),
    route("visit:visit", KEEPS),
    route("visit:visit", KEEPS, "post"),
    route("visit:answer", KEEPS, "post"),
    # services, and telling facts once
    route("directory:search", WORKS_HERE),
    route("directory:service", WORKS_HERE),
    route("directory:service", KEEPS_DIRECTORY - WORKS_AT_AGENCY, "post", press="right"),
    route("directory:ours", KEEPS_DIRECTORY),
    route("directory:alike", KEEPS_DIRECTORY),
    route("directory:tell", KEEPS),
    route("directory:tell", KEEPS, "post"),
    route("directory:sheet", READS),
    # counts
    *(route(f"cracks:{name}", COUNTS) for name in ("ladder", "overview", "csv")),
    route("cracks:places", frozenset()),
    route("cracks:families", frozenset()),
    *(route(f"reach:{name}", COUNTS) for name in ("groups", "counties", "csv", "parquet", "picture")),
    *(route(f"reach:{name}", COUNTS) for name in ("places", "places_csv")),
    route("blueprint:board", WORKS_HERE),
    # asks
    route("referral:refer", KEEPS),
    route("referral:unmet", KEEPS, "post", "?need=555f854a59"),
    route("referral:asks", NAVIGATES | SUPERVISES),
    route("referral:keyed", NAVIGATES | SUPERVISES),
    route("referral:one", KEEPS),
    route("referral:one", KEEPS, "post", press="revoke"),
    route("referral:fax", KEEPS),
    route("referral:typed", KEEPS),
    route("referral:typed", KEEPS, "post", who="Kim", deed="accept"),
    route("referral:inbox", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY),
    route("referral:called", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY, "post"),
    route("referral:outcomes", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY),
    route("referral:csv_out", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY),
    route("referral:csv_in", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY),
    route("referral:inbox_one", frozenset({"asked"})),
    route("referral:inbox_one", frozenset({"asked"}), "post", deed="accept"),
    # messages and agreed days
    route("messages:thread", READS - {"shared", "shared_marked"}),
    route("messages:thread", KEEPS, "post", words="Hello", key="thread-1"),
    route("messages:ways", READS),
    route("messages:ways", KEEPS, "post", add="1", channel="text", value="541-555-0177"),
    route("messages:days", READS),
    route("messages:code", READS),
    route("messages:code", KEEPS, "post", press="show"),
    route("messages:code", KEEPS, "post", press="forget"),
    route("messages:outbox", NAVIGATES | SUPERVISES),
    # a team, and one's own families
    route("caseload:team", SUPERVISES),
    route("caseload:give", SUPERVISES, "post"),
    route("caseload:cover", SUPERVISES, "post"),
    route("caseload:line", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY),
    # looking for a family, what it allows, who looked
    route("oversight:search", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY),
    route("oversight:search", NAVIGATES | SUPERVISES | WORKS_AT_AGENCY, "post", **SOUGHT, why="call"),
    route("oversight:emergency", NAVIGATES | SUPERVISES),
    route("oversight:emergency", NAVIGATES | SUPERVISES, "post", **SOUGHT, reason="too short"),
    route("oversight:reads", SUPERVISES),
    route("oversight:review", frozenset({"supervisor"}), "post", right="yes"),
    route("oversight:sharing", KEEPS),
    route("oversight:sharing", frozenset(), "post", consent="1"),
    route("oversight:form", KEEPS),
    route("oversight:form", KEEPS, "post", answer="no"),
    route("oversight:safety", KEEPS | {"supervisor"}),
    route("oversight:safety", KEEPS | {"supervisor"}, "post", set="1"),
    # a family's own pages
    *(route(f"family:{name}", OWN) for name in ("page", "step", "fridge", "sharing", "ask", "own_words", "messages", "wrong")),
    *(route(f"directory:{name}", OWN) for name in ("own", "own_sheet")),
    route("family:answer", OWN, "post", answer="yes", key="well_child/m4"),
    route("family:undo", OWN, "post"),
    route("family:decide", OWN, "post", answer="no"),
    route("family:private", OWN, "post", subject="mental_health"),
    route("family:number", OWN, "post", number="8253"),
    route("family:own_words", OWN, "post", words="We sing"),
    route("family:messages", OWN, "post", words="Hello"),
    route("family:wrong", OWN, "post", what="no_one_called"),
    # translations of what families read
    *(route(f"texts:{name}", REVIEWS_TEXTS) for name in ("languages", "review", "sheet")),
    route("texts:review", frozenset(), "post"),
    # oneself, and who works here
    route("accounts:oneself", WORKS_HERE),
    route("accounts:choose_role", WORKS_HERE, "post"),
    *(route(f"accounts:{name}", ADMINISTERS) for name in ("people", "invite", "new_office", "office", "person")),
    route("accounts:person", ADMINISTERS, "post", end_sessions="1"),
    route("accounts:take_back", ADMINISTERS, "post", invitation="none"),
)  # fmt: skip

OPEN = frozenset({
    "accounts:sign_in", "accounts:come_in_as", "accounts:sign_out", "accounts:second_step", "accounts:invited",
    "family:front_door", "family:door", "family:leave", "family:speak",
    "referral:answer", "referral:new_link", "messages:incoming", "visit:manifest", "visit:worker",
})  # fmt: skip
"""Answer whoever asks, signed in or not: they show nobody's family, or ask for a proof of their own (`test_open_pages`)."""


def every_name() -> frozenset[str]:
    """The name of every address that there is, but for the library's that keeps passwords and second steps: they are about
    whoever asks, and behind the same door."""
    return frozenset(name for name, _pattern in _patterns(get_resolver().url_patterns))


def words_in(name: str) -> frozenset[str]:
    """What has to be filled into an address."""
    for known, pattern in _patterns(get_resolver().url_patterns):
        if known == name:
            return frozenset(pattern.pattern.converters)
    raise LookupError(name)


def _patterns(found: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        if isinstance(one, URLResolver) and getattr(one.urlconf_name, "__name__", "").startswith("allauth"):
            continue
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one
