"""The kernel's one door: some stories of a batch under one program, judged into columns."""

from __future__ import annotations

from collections.abc import Callable

from numba import types

from headwaters.engine.evaluation import marks
from headwaters.engine.evaluation.course import LONGEST_PREGNANCY_DAYS, PREGNANCY_DAYS
from headwaters.engine.evaluation.moments import EARLY_DAYS
from headwaters.engine.evaluation.people import BEGINNING, END
from headwaters.engine.kernel import layout as o
from headwaters.engine.kernel.compiled import Floats, Ints, Kept, fingerprint
from headwaters.engine.kernel.flat_array import flat
from headwaters.engine.kernel.walking import LADDERS, begin, judge_today, open_story, write_rows

MOST_RUNGS = 11

Entry = Callable[[Ints, Ints, Floats, Ints, Ints, Ints, Ints, Ints, Ints, Ints, int, int], None]


def _made(key: str) -> Entry:
    def judge_stories(
        program: Ints,
        contents: Ints,
        values: Floats,
        state: Ints,
        batch: Ints,
        stories: Ints,
        rows: Ints,
        ends: Ints,
        status: Ints,
        passages: Ints,
        width: int,
        room_for: int,
    ) -> None:
        """Judges `stories` from the S_DONE-th on, each into `status` from its place in `rows` on, and its passages.

        room_for  how many passages there is room for; 0: none are wanted
        raises MemoryError where the state or `passages` is too small; S_DONE and S_PASSAGES say how far it came.
        """
        if len(key) == 0:
            return  # the key is part of what is kept on disk, see `compiled`
        p, c, v, s, g = flat(program), flat(contents), flat(values), flat(state), flat(batch)
        y, z = flat(status), flat(passages)
        s[o.S_PASSAGES] = s[o.S_SETTLED]
        begin(s)
        top = s[o.S_TOP]
        while s[o.S_DONE] < len(stories):
            story = stories[s[o.S_DONE]]
            s[o.S_TOP], s[o.S_ROW] = top, rows[s[o.S_DONE]]
            if room_for > 0 and s[o.S_PASSAGES] + MOST_RUNGS * (ends[s[o.S_DONE]] - s[o.S_ROW]) > room_for:
                raise MemoryError("more passages than there is room for")
            open_story(p, c, v, s, g, story)
            judge_today(p, c, v, s)
            write_rows(p, c, v, s, y, z, story, g[g[o.G_PERSON_FIRST] + story], width, room_for)
            s[o.S_DONE] += 1
            s[o.S_SETTLED] = s[o.S_PASSAGES]

    return judge_stories


TAKEN = (
    marks.LAST_KNOWN, PREGNANCY_DAYS, LONGEST_PREGNANCY_DAYS, EARLY_DAYS, BEGINNING, END, LADDERS, o.STATES, o.STATUSES, o.CRACKS,
)  # fmt: skip
"""What compiled functions hold of other modules."""

_NUMBERS, _FRACTIONS = types.Array(types.int32, 1, "C"), types.Array(types.float64, 1, "C")

judge_stories = Kept(_made(fingerprint(*TAKEN)), (*[_NUMBERS] * 2, _FRACTIONS, *[_NUMBERS] * 7, types.intp, types.intp))
