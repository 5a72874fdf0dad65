"""The way in and out: sign-in, coming in as somebody of a demonstration, accepting an invitation, the second step."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from headwaters.domain.consent import ReaderRole
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.accounts.actions import accept, invitation_of
from headwaters.practice.accounts.models import Account, Membership
from headwaters.practice.accounts.passwords import refuse_weak
from headwaters.practice.accounts.roles import ROLE_WORDS
from headwaters.practice.accounts.standing import held_on, memberships_of
from headwaters.practice.demonstration import codes_of
from headwaters.practice.installation import read_installation
from headwaters.web.accounts.forms import AcceptForm
from headwaters.web.accounts.homes import home_of_account
from headwaters.web.layout import session
from headwaters.web.layout.doors import without_sign_in
from headwaters.web.layout.home import home_of
from headwaters.web.layout.instant import instant
from headwaters.web.layout.reader import from_this_machine, is_embedded
from headwaters.web.layout.session import chosen_role

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DOES = {
    ReaderRole.NAVIGATOR: lazy("keeps the promises to about thirty families"),
    ReaderRole.SUPERVISOR: lazy("looks after the navigators’ lists, and reads who looked at what"),
    ReaderRole.AGENCY_WORKER: lazy("answers what the agency was asked"),
    ReaderRole.PILOT_LEAD: lazy("designs the model and sees counts, no family"),
    ReaderRole.FACILITATOR: lazy("brings pilots together, sees counts"),
    ReaderRole.ANALYST: lazy("works with counts of the whole state"),
    ReaderRole.ADMINISTRATOR: lazy("people, organisations and roles, no family"),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody of a demonstration as whom one may come in."""

    account: str
    name: str
    role: str
    does: str
    office: str


@without_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    installation = read_installation(settings.DATA)
    if is_embedded(installation):
        return render(request, "accounts/come_in.html", {
            "visitors": _visitors() if may_come_in_as(request) else (), "codes": codes_of(settings.DATA),
        })  # fmt: skip
    answer: HttpResponse = LoginView.as_view(template_name="accounts/sign_in.html")(request)
    return answer


def may_come_in_as(request: HttpRequest) -> bool:
    """Only where every family is invented, and only from this machine."""
    installation = read_installation(settings.DATA)
    return installation.synthetic and is_embedded(installation) and from_this_machine(request)


def _visitors() -> list[Visitor]:
    rows = Membership.objects.filter(held_on(instant().date()), account__is_active=True)
    return [
        Visitor(
            row.account_id, row.account.name, str(ROLE_WORDS[ReaderRole(row.role)]), str(DOES.get(ReaderRole(row.role), "")),
            row.organisation.name,
        )
        for row in rows.select_related("account", "organisation").order_by("pk")
    ]  # fmt: skip


@without_sign_in
@require_POST
def come_in_as(request: HttpRequest) -> HttpResponse:
    if not may_come_in_as(request):
        raise NotFound(_("There is no such page here."))
    if not request.POST.get("account"):
        session.leave(request)
        return redirect("worklist:tour")
    held = Account.objects.filter(pk=request.POST["account"], is_active=True).first()
    role = memberships_of(held.pk, on=instant().date()).first() if held is not None else None
    if held is None or role is None:
        raise NotTaken(_("Nobody of this demonstration goes by that. Open the page again and choose."))
    login(request, held, backend=BACKEND)
    session.begin(request)
    return redirect(home_of(role.role))


@without_sign_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    session.leave(request)
    answer = redirect("accounts:sign_in")
    answer.headers["Clear-Site-Data"] = (
        '"cache", "storage"'  # the day's visits do not stay on a device that somebody else picks up
    )
    return answer


@require_POST
def choose_role(request: HttpRequest) -> HttpResponse:
    """Somebody with several roles works as one of them at a time."""
    wanted = request.POST.get("membership", "")
    held = memberships_of(request.user.pk, on=instant().date()) if request.user.is_authenticated else None
    row = held.filter(pk=wanted).first() if held is not None and wanted.isdigit() else None
    if row is None:
        raise NotTaken(_("That role has ended, or it is somebody else’s. Choose one in the list."))
    session.choose_role(request, row.pk)
    return redirect(home_of(row.role))


def second_step(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/second_step.html")


def oneself(request: HttpRequest) -> HttpResponse:
    """One's own page: name, roles, password, second step, sessions."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign_in")
    held = list(memberships_of(request.user.pk, on=instant().date()))
    chosen = chosen_role(request)
    here = next((row.pk for row in held if row.pk == chosen), held[0].pk if held else None)
    return render(request, "accounts/oneself.html", {
        "roles": [(row.pk, ROLE_WORDS[ReaderRole(row.role)], row.organisation.name, row.pk == here) for row in held],
        "may_come_in_as": may_come_in_as(request),
    })  # fmt: skip


@without_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind an invitation's link."""
    at = instant()
    held = invitation_of(token, at=at)
    form = AcceptForm(request.POST or None, initial={"name": held.name})
    if request.method == "POST" and form.is_valid():
        try:
            refuse_weak(form.cleaned_data["password"], held, form.cleaned_data["name"])
        except ValidationError as refused:
            form.add_error("password", refused)
        else:
            account = accept(token, name=form.cleaned_data["name"], password=form.cleaned_data["password"], at=at)
            login(request, account, backend=BACKEND)
            session.begin(request)
            return redirect(home_of_account(account.pk))
    return render(request, "accounts/invited.html", {
        "form": form, "invitation": held, "role": ROLE_WORDS[ReaderRole(held.role)] if held.role else "",
        "rules": password_validation.password_validators_help_texts(),
    })  # fmt: skip
