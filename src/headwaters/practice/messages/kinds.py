"""The only sentences that leave this installation. None names a child, a program, an illness or a place (ux.md, Texting)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override


class Channel(StrEnum):
    TEXT = "text"
    CALL = "call"
    EMAIL = "email"
    POST = "post"


class MessageKind(StrEnum):
    CODE = "code"
    """The six digits that open a family's page."""
    REMINDER = "reminder"
    """An agreed day is near."""
    SOMEBODY_WROTE = "somebody_wrote"
    """Words wait on the family's page."""
    PLEASE_CALL = "please_call"
    HELP = "help"
    STOPPED = "stopped"
    STARTED = "started"
    REFERRAL_ASKED = "referral_asked"
    """To an agency: a family waits for its answer, behind the link."""
    REFERRAL_NUDGE = "referral_nudge"
    REFERRAL_ANSWERED = "referral_answered"
    REFERRAL_UNANSWERED = "referral_unanswered"
    """To whoever catches: the agency's clock has run out."""
    OPENINGS_CHECK = "openings_check"
    INVITATION = "invitation"
    FAMILY_WROTE = "family_wrote"


_SUBJECT = lazy("A message from Headwaters")


@dataclass(frozen=True, slots=True)
class Words:
    """`params`: the names that the body may hold; nothing else is ever filled in. `urgent`: may arrive in quiet hours,
    because the person is waiting for it at this moment."""

    body: str | Promise
    params: tuple[str, ...] = ()
    subject: str | Promise = _SUBJECT
    to_family: bool = True
    urgent: bool = False


_FOOT = lazy("Reply STOP to end, HELP for help.")

WORDS: dict[MessageKind, Words] = {
    MessageKind.CODE: Words(
        lazy("Your code is %(code)s. It works for %(minutes)s minutes. Nobody will ask you for it."),
        ("code", "minutes"), urgent=True,
    ),
    MessageKind.REMINDER: Words(
        lazy("You have something planned for %(day)s, %(time)s. Reply 1 if that works, 2 for another time, 3 and we call you."),
        ("day", "time"),
    ),
    MessageKind.SOMEBODY_WROTE: Words(lazy("%(who)s wrote to you. Read it on your page: %(link)s"), ("who", "link")),
    MessageKind.PLEASE_CALL: Words(lazy("%(who)s would like to talk with you. Reply 3 and we call you."), ("who",)),
    MessageKind.HELP: Words(
        lazy("We help families find what they need. Reply 3 and a person calls you. Reply STOP to end. In danger: call 911. "
             "To talk at any hour: 988."),
        urgent=True,
    ),
    MessageKind.STOPPED: Words(lazy("You will get no more texts from us. Reply START if you change your mind."), urgent=True),
    MessageKind.STARTED: Words(lazy("You will get our texts again. Reply STOP to end."), urgent=True),
    MessageKind.REFERRAL_ASKED: Words(
        lazy("A family waits for your answer by %(day)s. One page, three buttons, no account needed:\n\n%(link)s\n\n"
             "The link is for you alone and works until %(until)s. Please do not forward it."),
        ("day", "link", "until"), lazy("A family waits for your answer by %(day)s"), to_family=False,
    ),
    MessageKind.REFERRAL_NUDGE: Words(
        lazy("The family we asked you about on %(asked)s still waits for an answer. It takes one minute:\n\n%(link)s"),
        ("asked", "link"), lazy("A family still waits for your answer"), to_family=False,
    ),
    MessageKind.REFERRAL_ANSWERED: Words(
        lazy("An agency answered an ask of yours. See what it said:\n\n%(link)s"), ("link",), lazy("An agency answered"),
        to_family=False,
    ),
    MessageKind.REFERRAL_UNANSWERED: Words(
        lazy("An ask has had no answer by its day. It is on your list now:\n\n%(link)s"), ("link",),
        lazy("An ask had no answer by its day"), to_family=False,
    ),
    MessageKind.OPENINGS_CHECK: Words(
        lazy("Are the open places you told us about still right? One press says yes:\n\n%(link)s"), ("link",),
        lazy("Are your open places still right?"), to_family=False,
    ),
    MessageKind.INVITATION: Words(
        lazy("You are invited to work with %(organisation)s in Headwaters. Set up your sign-in here:\n\n%(link)s\n\n"
             "The link works once, until %(until)s."),
        ("organisation", "link", "until"), lazy("Your invitation to Headwaters"), to_family=False, urgent=True,
    ),
    MessageKind.FAMILY_WROTE: Words(
        lazy("A family you work with wrote to you:\n\n%(link)s"), ("link",), lazy("A family wrote to you"), to_family=False,
    ),
}  # fmt: skip

FOOTED = frozenset({MessageKind.REMINDER, MessageKind.SOMEBODY_WROTE, MessageKind.PLEASE_CALL})
"""Texts that nobody asked for at this moment say how to end them."""


@dataclass(frozen=True, slots=True)
class Said:
    subject: str
    body: str


def said(kind: MessageKind, params: dict[str, str], *, language: str, channel: Channel) -> Said:
    """The words of one message.

    raises  KeyError  a parameter is missing; ValueError: one is there that the kind does not hold
    """
    words = WORDS[kind]
    if unknown := set(params) - set(words.params):
        raise ValueError(f"a {kind} message holds no {', '.join(sorted(unknown))}")
    with override(language):
        body = str(words.body) % params
        if channel is Channel.TEXT and kind in FOOTED:
            body = f"{body} {_FOOT}"
        return Said(str(words.subject) % params, body)
