"""Helping somebody back in, face to face; for officers with a second person who agrees."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.accounts import permissions
from setiakawan.accounts.models import Invitation
from setiakawan.accounts.operations import agree_to_recovery, show_recovery, shown_key
from setiakawan.accounts.queries import (
    account_page,
    names_of_people,
    recoveries_waiting_for_second,
)
from setiakawan.accounts.web.qr import qr_svg
from setiakawan.accounts.web.views.invitations import key_page
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import now
from setiakawan.foundation.problems import Missing


@require_GET
@page(permissions.RECOVER)
def waiting(request: OfficeRequest) -> HttpResponse:
    """Officers who wait for a second person who knows them."""
    return render(
        request,
        "accounts/recovery/waiting.html",
        {"waiting": recoveries_waiting_for_second(request.actor)},
    )


@require_http_methods(["GET", "POST"])
@page(permissions.RECOVER)
def help_back_in(request: OfficeRequest, account_id: UUID) -> HttpResponse:
    """Say what will happen, then make the one-time key."""
    form = OfficeForm(posted(request))
    with reading(request.actor):
        owner = account_page(request.actor, account_id)
    if request.method == "POST" and form.carry_out(
        lambda: show_recovery(act=request.act(), account_id=account_id)
    ):
        return redirect("recovery", form.result.id)
    with reading(request.actor):
        return render(
            request,
            "office/confirm.html",
            {
                "heading": _("Bantu %(name)s masuk kembali") % {"name": owner.name},
                "text": _(
                    "Lakukan ini hanya bila orangnya ada di depan Anda dan Anda mengenalnya."
                ),
                "points": [
                    _("Muncul kode QR sekali pakai yang berlaku 15 menit."),
                    _("Ia memindainya dengan HP sendiri dan membuat kata sandi baru."),
                    _(
                        "Kata sandi lama, langkah kedua, dan semua tempat ia masuk tidak berlaku lagi."
                    ),
                    _("Tercatat bahwa Anda yang membantu, dan ia diberi tahu saat masuk."),
                ],
                "form": form,
                "submit": _("Ia ada di depan saya, tunjukkan kode"),
                "cancel_url": reverse("account", args=[account_id]),
            },
            status=form.status,
        )


@require_GET
@page(permissions.RECOVER)
def recovery(request: OfficeRequest, invitation_id: UUID) -> HttpResponse:
    """The QR code, or that a second person is still to agree."""
    found = permissions.RECOVER.get(request, Invitation.objects.all(), invitation_id)
    # Who sees the key could use it: only the one who stands before the owner, and the second person.
    if request.actor.account_id not in {found.invited_by_id, found.agreed_by_id}:
        raise Missing
    left_s = max(0, int((found.expires_at - now()).total_seconds()))
    key = (shown_key(found) or "") if left_s else ""
    return render(
        request,
        "accounts/recovery/shown.html",
        {
            "invitation": found,
            "name": names_of_people([found.account_id]).get(found.account_id, "")
            if found.account_id
            else "",
            "waits": found.needs_second and found.agreed_at is None and left_s > 0,
            "is_open": bool(key),
            "minutes": -(-left_s // 60),
            "key": key,
            "key_page": key_page(request),
            "qr_svg": qr_svg(request.build_absolute_uri(reverse("invitation_link", args=[key])))
            if key
            else "",
        },
    )


@require_POST
@page(permissions.RECOVER)
def agree(request: OfficeRequest, invitation_id: UUID) -> HttpResponse:
    """Be the second person."""
    agreed = agree_to_recovery(act=request.act(), invitation_id=invitation_id)
    return redirect("recovery", agreed.id)
