"""What is typed about messages, numbers and agreed days."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from headwaters.domain.problems import NotTaken
from headwaters.practice.messages.kinds import Channel
from headwaters.practice.messages.threads import MOST_LETTERS

CHANNELS = (
    (Channel.TEXT, _("Text message")),
    (Channel.CALL, _("Call")),
    (Channel.EMAIL, _("Email")),
    (Channel.POST, _("Post")),
)
CLOCK_CHOICES = (("pacific", _("Pacific time")), ("mountain", _("Mountain time")))


def number_in(request: HttpRequest, name: str) -> int:
    """The number that a button of ours carries.

    raises  NotTaken  it is not one of ours
    """
    said = request.POST.get(name, "")
    if not (said.isascii() and said.isdigit() and len(said) < 16):
        raise NotTaken(gettext("This button was not one of this page. Open the page again and press once more."))
    return int(said)


class WordsForm(forms.Form):
    """`key` is made with the page, so that a double press sends once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words = forms.CharField(label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=MOST_LETTERS)


class WayForm(forms.Form):
    channel = forms.ChoiceField(label=_("How"), choices=CHANNELS)
    value = forms.CharField(label=_("Number or address"), max_length=320)
    shared = forms.BooleanField(label=_("Somebody else may read or hear it"), required=False)
    opens = forms.TimeField(label=_("Not before"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    closes = forms.TimeField(label=_("Not after"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    note = forms.CharField(label=_("What to know"), max_length=200, required=False)


class DayForm(forms.Form):
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    what = forms.CharField(label=_("What"), max_length=120)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))
    clock = forms.ChoiceField(label=_("By whose clock"), choices=CLOCK_CHOICES)
    minutes = forms.IntegerField(label=_("About how many minutes"), min_value=5, max_value=600, initial=60)
    where = forms.CharField(label=_("Where"), max_length=200, required=False)
    bring = forms.CharField(label=_("What to bring"), max_length=200, required=False)
    with_whom = forms.CharField(label=_("With whom"), max_length=120, required=False)
    settled = forms.BooleanField(label=_("The family has said that it works"), required=False, initial=True)

    def local(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
