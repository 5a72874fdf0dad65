"""Languages as directories write them, in the blueprint's words."""

from __future__ import annotations

import re

CODES = {
    "english": "en", "eng": "en", "spanish": "es", "español": "es", "espanol": "es", "spa": "es", "russian": "ru", "rus": "ru",
    "vietnamese": "vi", "vie": "vi", "chinese": "zh", "mandarin": "zh", "cantonese": "zh", "zho": "zh", "arabic": "ar", "ara": "ar",
    "somali": "so", "som": "so", "korean": "ko", "kor": "ko", "chuukese": "chk", "marshallese": "mh", "mah": "mh", "ukrainian": "uk", "ukr": "uk",
}  # fmt: skip
KNOWN = ("en", "es", "ru", "vi", "zh", "ar", "so", "ko", "chk", "mh", "uk")


def language_code(name: str, code: str = "") -> str:
    """The blueprint's word for a language by its name or standard code; empty where it is none we know."""
    for said in (code, name):
        word = said.strip().casefold()
        short = word.split("-")[0]
        if short in KNOWN:
            return short
        if word in CODES:
            return CODES[word]
    words = re.findall(r"\w+", name.casefold())
    return next((CODES[word] for word in words if word in CODES), "")
