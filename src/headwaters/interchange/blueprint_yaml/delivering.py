"""Who delivers an element, what it costs, who pays, and what it protects (language part 3)."""

from __future__ import annotations

from headwaters.domain.blueprint.element import (
    Cost,
    Delivery,
    FundShare,
)
from headwaters.interchange.blueprint_yaml.document import Part
from headwaters.interchange.blueprint_yaml.values import (
    known_names,
    number,
    source_of,
    text_of,
)

COST_PER = ("touchpoint", "child", "child-year", "family")


def deliveries(part: Part | None) -> tuple[Delivery, ...]:
    found = []
    for item in part.items() if part else ():
        if not item.is_map():
            continue
        item.only(("role", "minutes", "travel_minutes", "agency"), of="`delivered_by`")
        role, agency = item.get("role"), item.get("agency")
        if role is None:
            item.refuse(
                "This does not say who delivers it.", "Add `role:` with one of the declared roles.", "role_missing"
            )
            continue
        names = known_names(role, item.words.roles, what="a role", kind="Roles")
        agencies = known_names(agency, item.words.agencies, what="an agency", kind="Agencies")
        found.append(
            Delivery(
                names[0] if names else "",
                number(item, "minutes"),
                number(item, "travel_minutes"),
                agencies[0] if agencies else None,
            )
        )
    return tuple(found)


def cost(part: Part | None) -> Cost | None:
    if part is None or not part.is_map():
        return None
    part.only(("per", "usd", "low", "high", "year"), of="a cost")
    per, year = part.get("per"), part.get("year")
    if per is None:
        part.problem("The cost does not say per what.", f"Add `per:`, one of {', '.join(COST_PER)}.", "cost_per")
    word = per.choice(COST_PER, kind="Words") if per else None
    usd, low, high = (number(part, key) for key in ("usd", "low", "high"))
    if low is not None and high is not None and not low <= (low if usd is None else usd) <= high:
        part.problem(
            "The cost does not lie between its own `low` and `high`.", "Order them: low, usd, high.", "cost_range"
        )
    if any(value is not None for value in (usd, low, high)) and year is None:
        part.problem("The cost does not say of which year its dollars are.", "Add `year:`.", "cost_year")
    return Cost(word or "touchpoint", usd, low, high, year.as_whole() if year else None, source_of(part))


def fund_shares(part: Part | None) -> tuple[FundShare, ...]:
    shares: list[FundShare] = []
    for item in part.items() if part else ():
        if isinstance(item.value, dict):
            item.only(("fund", "share"), of="a fund share")
        fund = item.get("fund") if isinstance(item.value, dict) else item
        if fund is None:
            item.refuse("This does not say which fund.", "Write `{fund: key, share: 0.5}`.", "fund_missing")
            continue
        share = number(item, "share") if isinstance(item.value, dict) else None
        if share is not None and not 0 <= share <= 1:
            item.problem(f"A share of {share:g} is not between 0 and 1.", "Write one half as 0.5.", "share_range")
        names = known_names(fund, item.words.funds, what="a fund", kind="Funds")
        shares.extend(FundShare(name, share) for name in names[:1])
    known = [share.share for share in shares if share.share is not None]
    if part is not None and all(0 <= share <= 1 for share in known) and sum(known) > 1.000001:
        part.problem(
            f"The shares add up to {sum(known):g}, more than the whole.", "Make them add up to 1 at most.", "share_sum"
        )
    return tuple(shares)


def factors(part: Part | None) -> tuple[str, ...]:
    if part is not None and isinstance(part.value, dict):
        return tuple(key for key, text in part.children() if text_of(text) is not None)
    return known_names(part, part.words.factors if part else (), what="a protective factor", kind="Protective factors")
