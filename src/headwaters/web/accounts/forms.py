"""What is typed at sign-in and about oneself; the library's forms, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from headwaters.domain.consent import ReaderRole
from headwaters.practice.accounts.roles import GIVEN_ROLES, ROLE_WORDS

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}


def _named(form: forms.BaseForm, **labels: Any) -> None:
    """Labels that are words; no grey text inside a field, which vanishes when somebody types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if "password_reset" in str(field.help_text) or "Forgot" in str(field.help_text):
            field.help_text = ""  # the page has a link of its own, below the fields
    for name, label in labels.items():
        if name in form.fields:
            form.fields[name].label = label


class SignIn(account.LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, login=_("Your e-mail address"), password=_("Your password"))
        self.fields.pop("remember", None)


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(
            self, oldpassword=_("Your password now"), password1=_("The new one"), password2=_("The new one once more")
        )


class NewPassword(account.ResetPasswordKeyForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, password1=_("The new password"), password2=_("The new password once more"))


class ForgottenPassword(account.ResetPasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, email=_("Your e-mail address"))


class PasswordAgain(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, password=_("Your password"))


class CodeAtSignIn(mfa.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, code=_("The six digits that your app shows, or one of your spare codes"))
        self.fields["code"].widget.attrs.update(CODE)


class CodeAgain(mfa.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, code=_("The six digits that your app shows, or one of your spare codes"))
        self.fields["code"].widget.attrs.update(CODE)


class FirstCode(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(self, code=_("The six digits that the app shows now"))
        self.fields["code"].widget.attrs.update(CODE)


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _named(
            self, name=_("What you call it, as in: my phone"),
            passwordless=_("Sign in with it alone, without the password; it then asks for your finger, face or number"),
        )  # fmt: skip
        self.fields["name"].initial = ""
        if "passwordless" in self.fields:
            self.fields["passwordless"].help_text = ""


class AcceptForm(forms.Form):
    """An invited person's name and password."""

    name = forms.CharField(label=_("Your name, as others here should see it"), max_length=150)
    password = forms.CharField(
        label=_("A password"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"invalid": _("Write the whole e-mail address, as in ana.ruiz@example.org.")},
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("What they do here"), choices=[(one, ROLE_WORDS[one]) for one in GIVEN_ROLES])

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]

    @property
    def chosen_role(self) -> ReaderRole:
        return ReaderRole(self.cleaned_data["role"])


class RoleForm(forms.Form):
    organisation = forms.ChoiceField(label=_("Organisation"))
    role = forms.ChoiceField(label=_("What they do here"), choices=[(one, ROLE_WORDS[one]) for one in GIVEN_ROLES])

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    agency = forms.ChoiceField(label=_("Which agency of the model it is"), required=False)
    email = forms.EmailField(label=_("E-mail address on file"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=64, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=64, required=False)

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agency"].choices = [("", _("None of them")), *agencies]  # type: ignore[attr-defined]
