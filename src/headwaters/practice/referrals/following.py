"""What nobody should have to remember: an agency's day that passed without a word is told to whoever asked, once for each clock.

Whose move it is then needs no message: evaluation gives it to the hand-off's catch the day after (`engine.evaluation`), and it
stands on their *Today*.
"""

from __future__ import annotations

from collections.abc import Callable

from headwaters.domain.consent import Action
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.families.silence import silenced
from headwaters.practice.messages.models import Message
from headwaters.practice.referrals.models import Referral
from headwaters.practice.referrals.notices import tell_unanswered


def tell_of_silence(*, by: Reader, address: Callable[[str], str]) -> int:
    """Tell everybody whose ask ran out of time, unless the family lost a child. Returns how many mails were newly queued.

    address  of an ask's own page, by its id
    raises   NotPermitted  `by` does not run this installation
    """
    require(by, Action.ADMINISTER, detail="asks past their day")
    today, before = by.at.date(), Message.objects.count()
    late = Referral.objects.filter(closed=False, last_day__lt=today).exclude(asked_on=None).order_by("last_day", "pk")
    for row in late.iterator():
        if row.mover == row.to_agency and not silenced(row.story, as_of=today):
            tell_unanswered(row, at=by.at, address=address(row.pk))
    return Message.objects.count() - before
