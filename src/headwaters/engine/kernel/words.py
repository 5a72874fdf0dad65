"""Words as numbers: every text that a rule, an event or a fact says, once. Numbers are only ever added."""

from __future__ import annotations

from headwaters.engine.kernel.layout import STATES, STATUSES, WORDS


class Words:
    """All texts of one plan's runs. The first are those that the kernel says itself (`layout.WORDS`)."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        # Numbers of states and statuses are reckoned with, so each stands in its place even where a text comes twice.
        for text in (*WORDS, *(state.value for state in STATES), *(status.value for status in STATUSES)):
            self._numbers.setdefault(text, len(self.texts))
            self.texts.append(text)

    def number(self, text: str | None) -> int:
        """-1 for no text."""
        if text is None:
            return -1
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def ranks(self) -> list[int]:
        """For each number the place of its text among all texts in order; equal texts have one place."""
        place = {text: rank for rank, text in enumerate(sorted(self._numbers))}
        return [place[text] for text in self.texts]
