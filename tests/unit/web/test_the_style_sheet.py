"""One style sheet, no inline styles or scripts, nothing that is tied to left or right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import headwaters

WEB = Path(headwaters.__file__).parent / "web"
SHEET = (WEB / "layout" / "static" / "headwaters.css").read_text(encoding="utf-8")
SHEETS = sorted(WEB.glob("*/static/**/*.css"))
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 10


def test_no_template_holds_a_style_or_a_script() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        assert not re.search(
            r'\sstyle\s*=|<style|<script(?![^>]*\s(?:src=|type="application/json"))|\son\w+\s*=', text
        ), template.name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_knows_left_or_right(sheet: Path) -> None:
    physical = re.findall(
        r"[{;\s](?:margin|padding|border)-(?:left|right)|[{;\s](?:left|right)\s*:|(?:text-align|float):\s*(?:left|right)",
        sheet.read_text(encoding="utf-8"),
    )
    assert physical == []


def test_every_word_of_a_template_can_be_translated() -> None:
    """But for the name of the thing, commands, and the page that has to stand when nothing else does."""
    for template in TEMPLATES:
        if template.name != "500.html":
            assert words_left(template.read_text(encoding="utf-8")) == [], template.name


def words_left(text: str) -> list[str]:
    """What is said outside of a translation: between marks, or in what a screen reader says of one."""
    for taken in (
        r"{%\s*comment.*?endcomment\s*%}", r"{%\s*blocktranslate.*?endblocktranslate\s*%}", r"{% block wrap %}.*?{% endblock %}",
        r"<(?:script|code|pre)\b.*?</(?:script|code|pre)>", r"{#.*?#}|{{.*?}}|{%.*?%}", r"&\w+;",
    ):  # fmt: skip
        text = re.sub(taken, " ", text, flags=re.DOTALL)
    spoken = re.findall(r'(?:placeholder|title|aria-label|alt)="([^"]*)"', text)
    said = [*spoken, *re.sub(r"<[^>]*>", "\n", text).split("\n")]
    return [one.strip() for one in said if re.search(r"[A-Za-z]{2}", one.replace("Headwaters", ""))]


def test_every_place_along_a_track_has_its_class() -> None:
    assert all(f".x{n}{{" in SHEET for n in range(101))
    assert all(f".f{n}{{" in SHEET for n in range(1, 10))


def test_there_is_no_red_and_no_green() -> None:
    def hue_is_red_or_green(red: int, green: int, blue: int) -> bool:
        high, low = max(red, green, blue), min(red, green, blue)
        if high - low < 60:
            return False
        return (green == high and blue < green - 60) or (red == high and green < 40 and blue < 60)

    colours = {tuple(int(code[i : i + 2], 16) for i in (0, 2, 4)) for code in re.findall(r"#([0-9A-Fa-f]{6})\b", SHEET)}
    assert len(colours) > 10
    assert not [colour for colour in colours if hue_is_red_or_green(*colour)]


def test_every_mark_is_drawn() -> None:
    from headwaters.web.layout.marks import Mark

    drawn = (WEB / "layout" / "templates" / "layout" / "defs.svg").read_text(encoding="utf-8")
    assert all(f'id="{mark}"' in drawn for mark in Mark)


def test_a_family_page_needs_no_more_than_ten_kilobytes_of_style_on_the_wire() -> None:
    import gzip

    assert len(gzip.compress(SHEET.encode())) < 10 * 1024
