"""Telephone numbers and mail addresses in one written form, so that the same one is found again."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from headwaters.domain.problems import NotTaken
from headwaters.practice.messages.kinds import Channel

REGION = "US"


def written_form(channel: Channel, value: str) -> str:
    """`(541) 555-0142` -> `+15415550142`; a mail address in small letters; a postal address with single spaces.

    raises  NotTaken  it cannot be one
    """
    match channel:
        case Channel.TEXT | Channel.CALL:
            return _number(value)
        case Channel.EMAIL:
            return _mail(value)
        case Channel.POST:
            return " ".join(value.split())


def as_people_write(value: str) -> str:
    """`+15415550142` -> `(541) 555-0142`; what is no number stays."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(value, REGION), phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        return value


def _number(value: str) -> str:
    try:
        number = phonenumbers.parse(value, REGION)
    except phonenumbers.NumberParseException:
        raise NotTaken(_NO_NUMBER) from None
    if not phonenumbers.is_possible_number(number):
        raise NotTaken(_NO_NUMBER)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _mail(value: str) -> str:
    address = value.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise NotTaken("This is not a mail address. Write it like name@example.org.") from None
    return address


_NO_NUMBER = "This is not a telephone number. Write it with its area code, like 541-555-0142."
