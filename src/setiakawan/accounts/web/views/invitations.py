"""Inviting people: one, or many at once; the cards; the open invitations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.access.permissions import RefusedTry
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Invitation
from setiakawan.accounts.operations import (
    NewInvitation,
    invitation_key,
    invite,
    invite_many,
    renew_invitation,
    shown_key,
    withdraw_invitation,
)
from setiakawan.accounts.queries import open_invitations
from setiakawan.accounts.rules import gives, roles_given
from setiakawan.accounts.web.forms import InviteForm, InviteManyForm, local_phone
from setiakawan.accounts.web.pasting import MOST_LINES, PastedPerson, read_people
from setiakawan.accounts.web.qr import qr_svg
from setiakawan.areas.places import existing_rw, kelurahan_named, names_of
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import now

PREVIEWED_ROWS = 200
CARDS_AT_ONCE = 200


def roles_of(request: OfficeRequest) -> Sequence[Role]:
    """Roles this person may invite others to, in the order of the work."""
    return roles_given(request.actor)


@require_GET
@page(permissions.INVITE)
def invitations(request: OfficeRequest) -> HttpResponse:
    """Cards that are out and not used yet."""
    return render(
        request,
        "accounts/invitations/list.html",
        {"invitations": open_invitations(request.actor)},
    )


@require_http_methods(["GET", "POST"])
@page(permissions.INVITE)
def invite_one(request: OfficeRequest) -> HttpResponse:
    """Invite one person."""
    with reading(request.actor):
        form = InviteForm(posted(request), actor=request.actor, roles=roles_of(request))
    if request.method == "POST" and form.carry_out(
        lambda: invite(
            act=request.act(),
            name=form.cleaned_data["name"],
            call_name=form.cleaned_data["call_name"],
            phone=form.cleaned_data["phone"],
            **form.office(),
        )
    ):
        return redirect("invitation", form.result.id)
    with reading(request.actor):
        return render(
            request,
            "office/form_page.html",
            {
                "heading": _("Undang satu orang"),
                "text": _(
                    "Sesudah ini muncul kartu dengan kode QR. Tunjukkan atau berikan langsung kepada"
                    " orangnya."
                ),
                "form": form,
                "submit": _("Buat undangan"),
                "cancel_url": reverse("invitations"),
                "crumbs": _crumbs(_("Undang satu orang")),
            },
            status=form.status,
        )


@require_GET
@page(permissions.INVITE)
def invitation(request: OfficeRequest, invitation_id: UUID) -> HttpResponse:
    """The card of one invitation: QR, the key to read out, and until when."""
    found = permissions.SEE_INVITATIONS.get(request, Invitation.objects.all(), invitation_id)
    _check_could_have_given(request, found)
    place = names_of([found.area_code]).get(found.area_code, "")
    label = Role(found.role).label
    card = None
    if shown_key(found) is not None:
        card = _card(request, found.id, found.name, label, place, found.expires_at)
    return render(
        request,
        "accounts/invitations/card.html",
        {
            "invitation": found,
            "card": card,
            "role": label,
            "is_expired": found.expires_at <= now(),
            "key_page": key_page(request),
        },
    )


@require_http_methods(["GET", "POST"])
@page(permissions.INVITE)
def many(request: OfficeRequest) -> HttpResponse:
    """Paste a list, look it over line by line, then invite all of them at once."""
    with reading(request.actor):
        form = InviteManyForm(posted(request), roles=roles_of(request))
        people = _read(request, form) if request.method == "POST" and form.is_valid() else []
    wrong = [one for one in people if one.problems]
    if request.method == "POST" and not form.is_valid():
        form.status = 422
    is_confirmed = request.POST.get("step") == "invite" and bool(people) and not wrong
    if is_confirmed and form.carry_out(
        lambda: invite_many(
            act=request.act(),
            invitations=[
                NewInvitation(
                    name=one.name,
                    phone=one.phone,
                    role=form.cleaned_data["role"],
                    area_code=one.area_code,
                )
                for one in people
            ],
        )
    ):
        made: list[Invitation] = form.result
        messages.success(
            request,
            ngettext("%(count)s undangan dibuat.", "%(count)s undangan dibuat.", len(made))
            % {"count": len(made)},
        )
        return redirect(_sheet_url(made))
    with reading(request.actor):
        return render(
            request,
            "accounts/invitations/many.html",
            {
                "form": form,
                "people": people[:PREVIEWED_ROWS],
                "wrong": wrong,
                "good_count": len(people) - len(wrong),
                "preview": _preview(people),
                "is_ready": bool(people) and not wrong,
                "crumbs": _crumbs(_("Undang banyak orang")),
            },
            status=form.status,
        )


def _read(request: OfficeRequest, form: InviteManyForm) -> list[PastedPerson]:
    text = form.cleaned_data["people"]
    kelurahan = kelurahan_named(request.actor, permissions.INVITE)
    codes = {one.area_code for one in read_people(text, kelurahan=kelurahan) if one.area_code}
    people = read_people(text, kelurahan=kelurahan, known_rw=existing_rw(codes))
    if len(people) > MOST_LINES:
        form.add_error(
            "people",
            _("Paling banyak %(most)s orang sekali undang. Bagi daftarnya.") % {"most": MOST_LINES},
        )
        return []
    return people


def _preview(people: Sequence[PastedPerson]) -> list[dict[str, Any]]:
    names = names_of(one.area_code for one in people)
    return [
        {
            "number": one.number,
            "name": one.name or "—",
            "place": names.get(one.area_code, one.place),
            "phone": local_phone(one.phone),
            "problems": one.problems,
            "line": one.line,
        }
        for one in people[:PREVIEWED_ROWS]
    ]


def _sheet_url(made: Sequence[Invitation]) -> str:
    query = "&".join(f"u={one.id.hex}" for one in made[:CARDS_AT_ONCE])
    return f"{reverse('invitations_sheet')}?{query}"


@require_GET
@page(permissions.INVITE)
def sheet(request: OfficeRequest) -> HttpResponse:
    """Cards of several invitations on A4 sheets; of all open ones when none is named."""
    named = [_uuid(text) for text in request.GET.getlist("u")[:CARDS_AT_ONCE]]
    order = {one: place for place, one in enumerate(named) if one is not None}
    listed = [
        one
        for one in open_invitations(request.actor)
        if not one.is_expired and (not named or one.id in order)
    ][:CARDS_AT_ONCE]
    listed.sort(key=lambda one: order.get(one.id, 0))  # as the list was written
    return render(
        request,
        "accounts/invitations/sheet.html",
        {
            "cards": [
                _card(request, one.id, one.name, one.role_label, one.area_name, one.expires_at)
                for one in listed
            ],
            "back_url": reverse("invitations"),
            "what": _("Sekali pakai. Tanpa kamera: %(page)s.") % {"page": key_page(request)},
        },
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@page(permissions.INVITE)
def withdraw(request: OfficeRequest, invitation_id: UUID) -> HttpResponse:
    """Ask once more, then take an invitation back; its key opens nothing any more."""
    with reading(request.actor):
        found = permissions.SEE_INVITATIONS.get(request, Invitation.objects.all(), invitation_id)
        _check_could_have_given(request, found)
    form = OfficeForm(posted(request))
    if request.method == "POST" and form.carry_out(
        lambda: withdraw_invitation(act=request.act(), invitation_id=invitation_id)
    ):
        messages.success(request, _("Undangan ditarik. Kartunya tidak berlaku lagi."))
        return redirect("invitations")
    with reading(request.actor):
        return render(
            request,
            "office/confirm.html",
            {
                "heading": _("Tarik undangan untuk %(name)s") % {"name": found.name},
                "text": _(
                    "Kartu yang sudah diberikan tidak berlaku lagi. Ini tidak dapat diurungkan."
                ),
                "points": [_("Orangnya masih dapat diundang lagi dengan kartu baru.")],
                "form": form,
                "submit": _("Tarik undangan"),
                "danger": True,
                "cancel_url": reverse("invitation", args=[invitation_id]),
            },
            status=form.status,
        )


@require_POST
@page(permissions.INVITE)
def renew(request: OfficeRequest, invitation_id: UUID) -> HttpResponse:
    """Let an invitation hold for another two weeks; a printed card stays good."""
    with reading(request.actor):
        found = permissions.SEE_INVITATIONS.get(request, Invitation.objects.all(), invitation_id)
        _check_could_have_given(request, found)
    renewed = renew_invitation(act=request.act(), invitation_id=invitation_id)
    messages.success(
        request, _("Masa berlaku diperpanjang. Kartu yang sudah dicetak tetap berlaku.")
    )
    return redirect("invitation", renewed.id)


def _check_could_have_given(request: OfficeRequest, found: Invitation) -> None:
    """Who sees a card could come in with it: for those who couldn't have given the office it isn't there."""
    if found.purpose != Invitation.Purpose.JOIN or not gives(
        request.actor, Role(found.role), found.area_code
    ):
        raise RefusedTry(permissions.SEE_INVITATIONS.name, "accounts.invitation", found.id)


def key_page(request: OfficeRequest) -> str:
    """Where a key is typed by hand, as somebody writes an address down."""
    return request.build_absolute_uri(reverse("invitation_key")).partition("//")[2]


def _card(
    request: OfficeRequest, invitation_id: UUID, name: str, role: str, place: str, until: datetime
) -> dict[str, Any]:
    key = invitation_key(invitation_id)
    return {
        "qr_svg": qr_svg(request.build_absolute_uri(reverse("invitation_link", args=[key]))),
        "name": name,
        "place": ", ".join(part for part in (role, place) if part),
        "code": key,
        "until": until,
    }


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Undangan"), "url": reverse("invitations")}, {"label": here, "url": ""}]
