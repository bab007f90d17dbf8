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
from setiakawan.accounts.already_here import Newcomer, already_here
from setiakawan.accounts.models import Invitation, Invited
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
from setiakawan.accounts.rules import INVITATIONS_AT_ONCE, gives, roles_given
from setiakawan.accounts.web.forms import InviteForm, InviteManyForm, local_phone
from setiakawan.accounts.web.pasting import PastedPerson, read_people
from setiakawan.accounts.web.qr import qr_svg
from setiakawan.accounts.web.warned import has_read, mark_of, shown_with
from setiakawan.areas.places import existing_rw, kelurahan_named, names_of
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import now


def roles_of(request: OfficeRequest) -> Sequence[Role]:
    """Roles this person may invite others to, in the order of the work."""
    return roles_given(request.actor)


@require_GET
@page(permissions.INVITE)
def invitations(request: OfficeRequest) -> HttpResponse:
    """Cards that are out and not used yet."""
    listed = open_invitations(request.actor)
    return render(
        request,
        "accounts/invitations/list.html",
        {
            "invitations": listed,
            "names_are_hidden": any(
                not one.name
                and not permissions.SEE_INVITED.covers(request.actor, area=one.area_code)
                for one in listed
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@page(permissions.INVITE)
def invite_one(request: OfficeRequest) -> HttpResponse:
    """Invite one person."""
    with reading(request.actor):
        form = InviteForm(posted(request), actor=request.actor, roles=roles_of(request))
        warnings = _warnings(request, form) if request.method == "POST" and form.is_valid() else []
    is_sent = request.method == "POST" and has_read(request, warnings)
    if is_sent and form.carry_out(
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
            "accounts/warned_form.html",
            {
                "heading": _("Undang satu orang"),
                "text": _(
                    "Sesudah ini muncul kartu dengan kode QR. Tunjukkan atau berikan langsung kepada"
                    " orangnya."
                ),
                "form": form,
                "cancel_url": reverse("invitations"),
                "crumbs": _crumbs(_("Undang satu orang")),
            }
            | shown_with(warnings, _("Buat undangan"), _("Tetap undang")),
            status=form.status,
        )


def _warnings(request: OfficeRequest, form: InviteForm) -> list[str]:
    office = form.office()
    newcomer = Newcomer(
        form.cleaned_data["name"],
        form.cleaned_data["phone"],
        Role(office["role"]),
        office["area_code"],
    )
    return already_here(request.actor, [newcomer], act_id=form.act_id)[0]


@require_GET
@page(permissions.INVITE)
def invitation(request: OfficeRequest, invitation_id: UUID) -> HttpResponse:
    """The card of one invitation: QR, the key to read out, and until when.

    Who may not see for whom it is sees no key either: the key opens a page with the name.
    """
    found = permissions.SEE_INVITATIONS.get(request, Invitation.objects.all(), invitation_id)
    _check_could_have_given(request, found)
    invited = _invited(request, found)
    place = names_of([found.area_code]).get(found.area_code, "")
    label = Role(found.role).label
    card = None
    if invited is not None and invited.name and shown_key(found) is not None:
        card = _card(request, found.id, invited.name, label, place, found.expires_at)
    return render(
        request,
        "accounts/invitations/card.html",
        {
            "invitation": found,
            "card": card,
            "name": invited.name if invited else "",
            "name_is_hidden": invited is None,
            "is_open": found.used_at is None and found.withdrawn_at is None,
            "role": label,
            "place": ", ".join(part for part in (label, place) if part),
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
        read = _read(request, form) if request.method == "POST" and form.is_valid() else []
        people, left_out = read[:INVITATIONS_AT_ONCE], read[INVITATIONS_AT_ONCE:]
        warnings = _warnings_of_many(request, form, people)
    told = [sentence for each in warnings for sentence in each]
    wrong = [one for one in people if one.problems]
    if request.method == "POST" and not form.is_valid():
        form.status = 422
    is_confirmed = (
        request.POST.get("step") == "invite"
        and bool(people)
        and not wrong
        and has_read(request, told)
    )
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
        if left_out:
            messages.warning(request, _left_out(left_out))
        return redirect(_sheet_url(made))
    with reading(request.actor):
        return render(
            request,
            "accounts/invitations/many.html",
            {
                "form": form,
                "people": people,
                "wrong": wrong,
                "good_count": len(people) - len(wrong),
                "preview": _preview(people, warnings),
                "warned": mark_of(told) if told else "",
                "left_out": _left_out(left_out) if left_out else "",
                "is_ready": bool(people) and not wrong,
                "crumbs": _crumbs(_("Undang banyak orang")),
            },
            status=form.status,
        )


def _read(request: OfficeRequest, form: InviteManyForm) -> list[PastedPerson]:
    text = form.cleaned_data["people"]
    kelurahan = kelurahan_named(request.actor, permissions.INVITE)
    codes = {one.area_code for one in read_people(text, kelurahan=kelurahan) if one.area_code}
    return read_people(text, kelurahan=kelurahan, known_rw=existing_rw(codes))


def _warnings_of_many(
    request: OfficeRequest, form: InviteManyForm, people: Sequence[PastedPerson]
) -> list[list[str]]:
    """For each line what is to be read before going on; also a number that stands there twice."""
    if not people:
        return []
    role = Role(form.cleaned_data["role"])
    warnings = already_here(
        request.actor,
        [Newcomer(one.name, one.phone, role, one.area_code) for one in people],
        act_id=form.act_id,
    )
    first: dict[str, int] = {}
    for one, sentences in zip(people, warnings, strict=True):
        if one.phone in first:
            sentences.append(
                _(
                    "Nomor yang sama ada di baris %(line)s. Lanjutkan hanya kalau HP-nya dipakai bersama."
                )
                % {"line": first[one.phone]}
            )
        if one.phone:
            first.setdefault(one.phone, one.number)
    return warnings


def _left_out(left_out: Sequence[PastedPerson]) -> str:
    """Say plainly what of a list that is too long doesn't take part."""
    return ngettext(
        "Paling banyak %(most)s orang sekali undang. Satu baris tidak ikut: baris %(line)s"
        " (%(name)s). Undang dia sesudah ini.",
        "Paling banyak %(most)s orang sekali undang. %(count)s baris terakhir tidak ikut, mulai dari"
        " baris %(line)s (%(name)s). Tempel baris-baris itu sesudah ini.",
        len(left_out),
    ) % {
        "most": INVITATIONS_AT_ONCE,
        "count": len(left_out),
        "line": left_out[0].number,
        "name": left_out[0].name or "—",
    }


def _preview(
    people: Sequence[PastedPerson], warnings: Sequence[Sequence[str]]
) -> list[dict[str, Any]]:
    names = names_of(one.area_code for one in people)
    return [
        {
            "number": one.number,
            "name": one.name or "—",
            "place": names.get(one.area_code, one.place),
            "phone": local_phone(one.phone),
            "problems": one.problems,
            "warnings": told,
            "line": one.line,
        }
        for one, told in zip(people, warnings, strict=True)
    ]


def _sheet_url(made: Sequence[Invitation]) -> str:
    query = "&".join(f"u={one.id.hex}" for one in made)
    return f"{reverse('invitations_sheet')}?{query}"


@require_GET
@page(permissions.INVITE)
def sheet(request: OfficeRequest) -> HttpResponse:
    """Cards of several invitations on A4 sheets; of all open ones when none is named."""
    named = [_uuid(text) for text in request.GET.getlist("u")[:INVITATIONS_AT_ONCE]]
    order = {one: place for place, one in enumerate(named) if one is not None}
    listed = [
        one
        for one in open_invitations(request.actor)
        if one.name and not one.is_expired and (not named or one.id in order)
    ]
    left_out = listed[INVITATIONS_AT_ONCE:]
    listed = listed[:INVITATIONS_AT_ONCE]
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
            "left_out": _cards_left_out(len(left_out)) if left_out else "",
            "what": _("Sekali pakai. Tanpa kamera: %(page)s.") % {"page": key_page(request)},
        },
    )


def _cards_left_out(count: int) -> str:
    return ngettext(
        "Paling banyak %(most)s kartu sekali cetak. Satu kartu yang paling lama dibuat tidak ikut.",
        "Paling banyak %(most)s kartu sekali cetak. %(count)s kartu yang paling lama dibuat tidak ikut.",
        count,
    ) % {"most": INVITATIONS_AT_ONCE, "count": count}


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
        invited = _invited(request, found)
        place = names_of([found.area_code]).get(found.area_code, "")
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
                "heading": _("Tarik undangan untuk %(name)s") % {"name": invited.name}
                if invited and invited.name
                else _("Tarik undangan %(role)s, %(place)s")
                % {"role": Role(found.role).label, "place": place},
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


def _invited(request: OfficeRequest, found: Invitation) -> Invited | None:
    """For whom it is, where this person may see that."""
    return permissions.SEE_INVITED.rows(request.actor, Invited.objects.filter(pk=found.id)).first()


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
