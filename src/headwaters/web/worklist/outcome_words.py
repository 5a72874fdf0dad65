"""What can come of reaching out, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headwaters.practice.contacts.outcomes import Outcome, Said, Way

OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.REACHED: _("Reached"),
    Outcome.NO_ANSWER: _("No answer"),
    Outcome.LEFT_WORD: _("Left word"),
    Outcome.WRONG_NUMBER: _("Wrong number"),
    Outcome.TEXT_SENT: _("Text sent"),
    Outcome.VISIT_DONE: _("Visit done"),
    Outcome.NOT_HOME: _("Nobody home"),
}

ANSWERS: dict[Said, str | Promise] = {
    Said.YES: _("Yes, they want it"),
    Said.THINKING: _("They want to think about it"),
    Said.NOT_NOW: _("Not now"),
}

WAYS: dict[Way, str | Promise] = {
    Way.CALL: _("Call"),
    Way.TEXT: _("Text"),
    Way.VISIT: _("Visit"),
    Way.NUDGE: _("Call to the agency"),
}
