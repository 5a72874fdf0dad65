"""Places as directories write them, in the blueprint's words: Oregon's counties, and which county a text names.

Counties: Oregon Blue Book. Cities are those of the demonstration's postal areas and county seats, so that an address without a
county finds one; a city that is not listed gives no county, never a guess.
"""

from __future__ import annotations

import re

STATEWIDE = "statewide"
COUNTIES = (
    "baker", "benton", "clackamas", "clatsop", "columbia", "coos", "crook", "curry", "deschutes", "douglas", "gilliam", "grant",
    "harney", "hood_river", "jackson", "jefferson", "josephine", "klamath", "lake", "lane", "lincoln", "linn", "malheur", "marion",
    "morrow", "multnomah", "polk", "sherman", "tillamook", "umatilla", "union", "wallowa", "wasco", "washington", "wheeler", "yamhill",
)  # fmt: skip
OREGON = ("or", "oregon", "")
_CITIES = {
    "portland": "multnomah", "gresham": "multnomah", "hillsboro": "washington", "beaverton": "washington", "tigard": "washington",
    "oregon city": "clackamas", "eugene": "lane", "springfield": "lane", "florence": "lane", "cottage grove": "lane", "salem": "marion",
    "woodburn": "marion", "silverton": "marion", "medford": "jackson", "ashland": "jackson", "bend": "deschutes", "redmond": "deschutes",
    "albany": "linn", "lebanon": "linn", "roseburg": "douglas", "mcminnville": "yamhill", "newberg": "yamhill", "corvallis": "benton",
    "grants pass": "josephine", "dallas": "polk", "monmouth": "polk", "independence": "polk", "pendleton": "umatilla", "hermiston": "umatilla",
    "milton-freewater": "umatilla", "klamath falls": "klamath", "coos bay": "coos", "coquille": "coos", "st. helens": "columbia",
    "newport": "lincoln", "lincoln city": "lincoln", "astoria": "clatsop", "ontario": "malheur", "vale": "malheur", "tillamook": "tillamook",
    "the dalles": "wasco", "la grande": "union", "madras": "jefferson", "hood river": "hood_river", "prineville": "crook",
    "gold beach": "curry", "baker city": "baker", "heppner": "morrow", "boardman": "morrow", "lakeview": "lake", "burns": "harney",
    "enterprise": "wallowa", "canyon city": "grant", "condon": "gilliam", "moro": "sherman", "fossil": "wheeler",
}  # fmt: skip
_STATEWIDE = re.compile(r"\bstate\s?wide\b|\ball of oregon\b|\ball oregon\b|^\s*oregon\s*$|\bstate of oregon\b", re.I)
_NAMED = {county: re.compile(rf"\b{county.replace('_', ' ')}\b(?:\s+(?:county|co\.?))", re.I) for county in COUNTIES}
_ALONE = {county.replace("_", " "): county for county in COUNTIES}


def counties_in(text: str) -> tuple[str, ...]:
    """Counties that a text about an area names (`Lane County`, or `Lane` alone), or `statewide`; empty: none we know."""
    if _STATEWIDE.search(text):
        return (STATEWIDE,)
    parts = [part.strip().casefold() for part in re.split(r"[,;/]|\band\b", text)]
    alone = [_ALONE[part] for part in parts if part in _ALONE]
    several = re.search(r"\bcounties\b", text, re.I)
    named = [county for county, pattern in _NAMED.items() if pattern.search(text)]
    if several:
        named += [county for name, county in _ALONE.items() if re.search(rf"\b{name}\b", text, re.I)]
    return tuple(dict.fromkeys([*alone, *named]))


def county_of_city(city: str, state: str) -> str:
    """The county of an Oregon city that is listed; empty where it is not, or lies in another state."""
    return _CITIES.get(city.strip().casefold(), "") if state.strip().casefold() in OREGON else ""
