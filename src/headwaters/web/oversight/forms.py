"""What is asked on the pages of oversight."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headwaters.practice.access.search import For, Known

DAY = {"type": "date"}
PURPOSES = [
    (For.CALL, _("They called, or I call them")),
    (For.VISIT, _("I prepare a visit")),
    (For.ASK, _("An ask of theirs, or an answer to one")),
    (For.MEND, _("Something on file has to be put right")),
]


class KnownForm(forms.Form):
    """Two of four things. What was typed is sent in the body of the request: no name stands in an address."""

    family_name = forms.CharField(label=_("Last name of somebody in the family"), max_length=200, required=False)
    given_name = forms.CharField(label=_("Their first name"), max_length=200, required=False)
    birth = forms.DateField(label=_("A birth date in the family"), widget=forms.DateInput(attrs=DAY), required=False)
    number = forms.CharField(label=_("A number that an agency gave them"), max_length=200, required=False)
    phone = forms.CharField(label=_("A telephone number of theirs"), max_length=40, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("family_name", "given_name", "number", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def known(self) -> Known:
        said = self.cleaned_data
        return Known(said["family_name"], said["given_name"], said["birth"], said["number"], said["phone"])


class SearchForm(KnownForm):
    why = forms.ChoiceField(label=_("What for"), choices=PURPOSES, initial=For.CALL)


class EmergencyForm(KnownForm):
    reason = forms.CharField(
        label=_("Why you need it now"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence. Your supervisor reads it this week."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """What one person answered about one agency. `subjects` are given by the blueprint."""

    subjects = forms.MultipleChoiceField(
        label=_("They may also know of"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Each stays off unless the person ticked it."),
    )  # fmt: skip
    part_2 = forms.BooleanField(
        label=_("The part for records of substance use treatment is signed too (42 CFR Part 2)"), required=False
    )
    through = forms.DateField(label=_("A yes ends on"), widget=forms.DateInput(attrs=DAY), required=False)

    def __init__(self, *args: Any, subjects: list[tuple[str, str]], first: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["subjects"].choices = subjects  # type: ignore[attr-defined]
        self.fields["through"].widget.attrs["min"] = first.isoformat()


class SafetyForm(forms.Form):
    substitute_address = forms.CharField(
        label=_("Where letters go instead"), max_length=300, required=False,
        help_text=_("A post box or the state’s address program. Empty: no letter goes anywhere."),
    )  # fmt: skip
    hidden_agencies = forms.MultipleChoiceField(
        label=_("Of whom nothing is said to others of the family"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["hidden_agencies"].choices = agencies  # type: ignore[attr-defined]
