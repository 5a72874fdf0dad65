"""What may have gone wrong, in three taps; and what a family can answer to a step. Words without a database."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    YES = "yes"
    ANOTHER_TIME = "another_time"
    NOT_FOR_US = "not_for_us"


class Wrong(StrEnum):
    NO_ONE_CALLED = "no_one_called"
    COULD_NOT_GET_THERE = "could_not_get_there"
    DID_NOT_FEEL_RIGHT = "did_not_feel_right"
    SOMETHING_ELSE = "something_else"
