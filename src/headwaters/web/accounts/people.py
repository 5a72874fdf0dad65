"""People, roles and organisations, for whoever looks after an installation. No family's fact is here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from headwaters.domain.consent import Action, ReaderRole
from headwaters.domain.problems import NotFound, NotTaken
from headwaters.practice.access.actions import require
from headwaters.practice.access.reader import Reader
from headwaters.practice.accounts.actions import (
    Invited,
    add_organisation,
    change_organisation,
    end_role,
    end_sessions_of,
    give_role,
    invite,
    take_back,
    way_in_again,
)
from headwaters.practice.accounts.leaving import LeftBehind, deactivate
from headwaters.practice.accounts.models import Account, Invitation, Membership, Organisation
from headwaters.practice.accounts.roles import ROLE_WORDS
from headwaters.practice.accounts.standing import held_on
from headwaters.practice.messages.actions import queue_to_agency
from headwaters.practice.messages.kinds import MessageKind
from headwaters.web.accounts.forms import InviteForm, OrganisationForm, RoleForm
from headwaters.web.layout.dates import written
from headwaters.web.layout.here import here
from headwaters.web.layout.reader import reader_of
from headwaters.web.layout.words import agency_name


@dataclass(frozen=True, slots=True)
class Held:
    """A role as the page shows it."""

    id: int
    words: str
    office: str
    since: str


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    name: str
    email: str
    roles: tuple[Held, ...]
    active: bool


def people(request: HttpRequest) -> HttpResponse:
    by = reader_of(request)
    require(by, Action.ADMINISTER, detail="people")
    rows = [_row(one) for one in _accounts(by)]
    return render(request, "accounts/people.html", {
        "rows": [row for row in rows if row.active], "gone": [row for row in rows if not row.active],
        "waiting": Invitation.objects.filter(used=None, taken_back=None, ends__gt=by.at).select_related("organisation"),
        "offices": Organisation.objects.filter(held_on(by.at.date())).order_by("name"),
    })  # fmt: skip


def _accounts(by: Reader) -> list[Account]:
    held = Membership.objects.filter(held_on(by.at.date())).select_related("organisation").order_by("pk")
    return list(Account.objects.order_by("name").prefetch_related(Prefetch("memberships", queryset=held)))


def _row(account: Account) -> Row:
    return Row(
        account.pk, account.name, account.email,
        tuple(
            Held(one.pk, str(ROLE_WORDS[ReaderRole(one.role)]), one.organisation.name, written(one.from_day))
            for one in account.memberships.all()
        ),
        account.is_active,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def inviting(request: HttpRequest) -> HttpResponse:
    by = reader_of(request)
    require(by, Action.ADMINISTER, detail="invite")
    if request.method == "POST" and "take_back" in request.POST:
        take_back(request.POST["take_back"], by=by)
        return redirect("accounts:people")
    form = InviteForm(request.POST or None, organisations=_offices(by))
    made: Invited | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = invite(
                said["email"], organisation=said["organisation"], role=form.chosen_role, by=by, name=said["name"]
            )
        except NotTaken as refused:
            form.add_error("email", str(refused))
    if made is not None:
        return render(request, "accounts/invitation_made.html", _sent(request, made, by))
    return render(request, "accounts/invite.html", {"form": form})


def _offices(by: Reader) -> list[tuple[str, str]]:
    return list(Organisation.objects.filter(held_on(by.at.date())).order_by("name").values_list("pk", "name"))


def _sent(request: HttpRequest, made: Invited, by: Reader) -> dict[str, object]:
    """The link is shown once, for the case that no mail arrives, and goes by mail."""
    link = request.build_absolute_uri(reverse("accounts:invited", args=[made.token]))
    held = made.invitation
    queue_to_agency(
        MessageKind.INVITATION, email=held.email, organisation=held.organisation_id or "", key=f"invitation:{held.pk}"[:64],
        params={
            "organisation": held.organisation.name if held.organisation else "Headwaters", "link": link,
            "until": written(held.ends.date()),
        },
        at=by.at, queued_by=by.id,
    )  # fmt: skip
    return {"invitation": held, "link": link, "until": written(held.ends.date())}


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, account_id: str) -> HttpResponse:
    by = reader_of(request)
    require(by, Action.ADMINISTER, detail=f"account {account_id}")
    held = next((one for one in _accounts(by) if one.pk == account_id), None)
    if held is None:
        raise NotFound(_("Nobody here goes by that number."))
    form = RoleForm(request.POST if "give" in request.POST else None, organisations=_offices(by))
    if request.method == "POST":
        done = _pressed(request, held, form, by)
        if done is not None:
            return done
    return render(request, "accounts/person.html", {"row": _row(held), "form": form})


def _pressed(request: HttpRequest, held: Account, form: RoleForm, by: Reader) -> HttpResponse | None:
    """What follows a button; None shows the page again, with what is wrong."""
    posted = request.POST
    if "give" in posted:
        if not form.is_valid():
            return None
        give_role(
            held.pk, organisation=form.cleaned_data["organisation"], role=ReaderRole(form.cleaned_data["role"]), by=by
        )
    elif "end_role" in posted:
        end_role(int(posted["end_role"]) if posted["end_role"].isdigit() else -1, by=by)
    elif "end_sessions" in posted:
        require(by, Action.ADMINISTER, detail=f"sessions of {held.pk} ended")
        end_sessions_of(held.pk)
    elif "way_in" in posted:
        made = way_in_again(held.pk, by=by, forget_second_step="forget_second_step" in posted)
        return render(request, "accounts/invitation_made.html", _sent(request, made, by))
    elif "leave" in posted:
        left = deactivate(held.pk, by=by, why=posted.get("why", "").strip() or "left")
        return render(request, "accounts/left.html", {"row": _row(held), "words": _left_in_words(left)})
    return redirect("accounts:person", held.pk)


def _left_in_words(left: LeftBehind) -> list[str]:
    words = [
        ngettext("%(n)d role ended.", "%(n)d roles ended.", left.roles) % {"n": left.roles},
        ngettext("%(n)d session ended.", "%(n)d sessions ended.", left.sessions) % {"n": left.sessions},
        ngettext(
            "%(n)d family is on nobody’s list now. A supervisor gives it to somebody.",
            "%(n)d families are on nobody’s list now. A supervisor gives them to somebody.", len(left.stories),
        ) % {"n": len(left.stories)},
    ]  # fmt: skip
    if left.asks:
        words.append(_("Open asks that somebody else must follow: %(codes)s.") % {"codes": ", ".join(left.asks)})
    return words


@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, office_id: str = "") -> HttpResponse:
    """One organisation, or a new one."""
    by = reader_of(request)
    require(by, Action.ADMINISTER, detail="organisation")
    held = Organisation.objects.filter(pk=office_id).first() if office_id else None
    if office_id and held is None:
        raise NotFound(_("There is no such organisation."))
    known = [(key, agency_name(here().blueprint, key)) for key in here().blueprint.agencies]
    start = {name: getattr(held, name) for name in ("name", "agency", "email", "phone", "fax")} if held else {}
    form = OrganisationForm(request.POST or None, initial=start, agencies=sorted(known, key=lambda one: one[1]))
    if request.method == "POST" and form.is_valid():
        try:
            if held is None:
                add_organisation(by=by, **form.cleaned_data)
            else:
                change_organisation(held.pk, by=by, **form.cleaned_data)
            return redirect("accounts:people")
        except NotTaken as refused:
            form.add_error("name", str(refused))
    return render(request, "accounts/office.html", {"form": form, "held": held})


@require_POST
def take_back_invitation(request: HttpRequest) -> HttpResponse:
    take_back(request.POST.get("invitation", ""), by=reader_of(request))
    return redirect("accounts:people")
