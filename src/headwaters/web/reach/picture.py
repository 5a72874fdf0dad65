"""A chart as a picture to take along: one SVG file with its words in it, in black-and-white-safe marks.

On a page the words are HTML, which wraps and mirrors; a file stands alone, so here they are drawn. Left to right.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from headwaters.web.reach.chart import Chart, GroupRow
from headwaters.web.reach.strips import Row

WIDTH, LEFT, RIGHT, ROW, TOP = 960, 300, 700, 34, 96
STYLE = (
    "text{font:14px sans-serif;fill:#18212B}.h{font-size:19px;font-weight:700}.m{fill:#4A5561;font-size:12px}"
    ".g{stroke:#D8DEE4}.e{stroke:#5B2C83;stroke-width:1.5;stroke-dasharray:4 3}.t{fill:#0072B2;opacity:.3}"
    ".d{fill:#0072B2;stroke:#fff;stroke-width:1.5}.u{fill:#fff;stroke:#0072B2;stroke-width:2.2}"
    ".l{stroke:#0072B2;stroke-width:1.5}.r{fill:#fff;stroke:#0072B2;stroke-width:1.5}"
    ".x{fill:url(#hatch);stroke:#767676}.n{fill:url(#dots);stroke:#767676;stroke-width:.75}"
)
DEFS = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="#fff"/><path d="M0 0V5" stroke="#767676" stroke-width="2.6"/></pattern>'
    '<pattern id="dots" width="5" height="5" patternUnits="userSpaceOnUse"><rect width="5" height="5" fill="#fff"/>'
    '<circle cx="2.5" cy="2.5" r=".95" fill="#767676"/></pattern></defs>'
)


def picture(chart: Chart, *, title: str, notes: Sequence[str]) -> str:
    """The dot plot of a page as an SVG document. `notes` stand under it: cohort, rule, method, source."""
    rows = (*chart.rows, chart.everybody)
    under = [line for note in notes for line in _folded(note)]
    height = TOP + ROW * len(rows) + 40 + 17 * len(under)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="title summary"><title id="title">{escape(chart.finding)}</title>'
        f'<desc id="summary">{escape(chart.lede)}</desc><style>{STYLE}</style>{DEFS}'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/><text class="h" x="24" y="38">{escape(_short(chart.finding))}'
        f'</text><text class="m" x="24" y="60">{escape(title)}</text>'
    ]
    drawn += [_scale(at, len(rows)) for at in (0, 25, 50, 75, 100)]
    if chart.tick is not None:
        x = _x(chart.tick)
        drawn.append(f'<line class="e" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{TOP + ROW * len(rows)}"/>')
    drawn += [_row(row, TOP + ROW * place + ROW // 2) for place, row in enumerate(rows)]
    top = TOP + ROW * len(rows) + 28
    drawn += [f'<text class="m" x="24" y="{top + 17 * n}">{escape(line)}</text>' for n, line in enumerate(under)]
    return "".join(drawn) + "</svg>\n"


def _x(percent: float) -> float:
    return round(LEFT + percent * (RIGHT - LEFT) / 100, 1)


def _scale(at: int, rows: int) -> str:
    x = _x(at)
    return (
        f'<text class="m" x="{x}" y="{TOP - 12}" text-anchor="middle">{at}</text>'
        f'<line class="g" x1="{x}" x2="{x}" y1="{TOP - 6}" y2="{TOP + ROW * rows}"/>'
    )


def _row(row: GroupRow, y: int) -> str:
    words = f"{row.share} ({row.interval})" if row.interval else row.share
    more = " · ".join(one for one in (row.people, *row.notes) if one)
    return (
        f'<text x="24" y="{y + 5}">{escape(_short(row.name, 38))}</text>{_marks(row, y)}'
        f'<text x="{RIGHT + 18}" y="{y + (0 if more else 5)}">{escape(words)}</text>'
        f'<text class="m" x="{RIGHT + 18}" y="{y + 14}">{escape(more)}</text>'
    )


def _marks(row: GroupRow, y: int) -> str:
    strip = row.strip
    if strip.row is Row.NOBODY:
        return ""
    if strip.row in (Row.HIDDEN, Row.NOT_SEEN):
        kind = "x" if strip.row is Row.HIDDEN else "n"
        return f'<rect class="{kind}" x="{LEFT}" y="{y - 7}" width="{RIGHT - LEFT}" height="14"/>'
    drawn = ""
    if strip.unseen_width:
        width = round(_x(strip.unseen_x + strip.unseen_width) - _x(strip.unseen_x), 1)
        drawn += f'<rect class="n" x="{_x(strip.unseen_x)}" y="{y - 4}" width="{width}" height="8"/>'
    first, last, dot = _x(strip.taper_x), _x(strip.taper_x + strip.taper_width), _x(strip.dot)
    drawn += f'<path class="t" d="M{first} {y}L{dot} {y - 9}L{last} {y}L{dot} {y + 9}Z"/>'
    if strip.ring is not None:
        drawn += f'<line class="l" x1="{dot}" x2="{_x(strip.ring)}" y1="{y}" y2="{y}"/>'
        drawn += f'<circle class="r" cx="{_x(strip.ring)}" cy="{y}" r="4.5"/>'
    return drawn + f'<circle class="{"u" if strip.row is Row.UNSTEADY else "d"}" cx="{dot}" cy="{y}" r="6.5"/>'


def _short(words: str, most: int = 88) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _folded(words: str, most: int = 140) -> list[str]:
    """Whole words on lines of a readable length."""
    lines = [""]
    for word in words.split():
        if len(lines[-1]) + len(word) + 1 > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
