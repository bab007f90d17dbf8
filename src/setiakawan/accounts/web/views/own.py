"""One's own account: profile, password, second factors, places, offices, history."""

from typing import Any

from allauth.core.ratelimit import consume, respond_429
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import SecretStr

from setiakawan.accounts import permissions
from setiakawan.accounts.already_here import same_number
from setiakawan.accounts.models import Account
from setiakawan.accounts.operations import change_own_password, change_own_profile
from setiakawan.accounts.queries import history_of_account, offices_of_account
from setiakawan.accounts.web.adapter import FACTORS
from setiakawan.accounts.web.forms import ChangePasswordForm, OwnProfileForm, local_phone
from setiakawan.accounts.web.shown import OFFICE_COLUMNS, office_rows, told
from setiakawan.accounts.web.warned import has_read, shown_with
from setiakawan.areas.places import names_of
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest


def _own(request: OfficeRequest) -> Account:
    account_id = request.actor.account_id
    assert account_id is not None  # the page is open to people only
    return Account.objects.get(pk=account_id)


@require_GET
@page()
def own_account(request: OfficeRequest) -> HttpResponse:
    """Everything somebody may know and change about their own account."""
    account = _own(request)
    factors = list(Authenticator.objects.filter(user_id=account.pk).values_list("type", flat=True))
    places = [
        {
            "id": one.pk,
            "user_agent": one.user_agent,
            "since": one.created_at,
            "ip": one.ip,
            "is_current": one.session_key == request.session.session_key,
        }
        for one in UserSession.objects.filter(user_id=account.pk).order_by("-created_at")
    ]
    offices = offices_of_account(request.actor, account.id)
    return render(
        request,
        "accounts/own/account.html",
        {
            "account": account,
            "facts": [
                {"label": _("Nama lengkap"), "value": account.name},
                {
                    "label": _("Nama panggilan"),
                    "value": account.call_name,
                    "unknown": "" if account.call_name else _("belum ada"),
                },
                {"label": _("Nama pengguna"), "value": account.username},
                {
                    "label": _("Nomor telepon"),
                    "value": local_phone(account.phone),
                    "unknown": "" if account.phone else _("belum ada"),
                },
            ],
            "has_factor": any(one in FACTORS for one in factors),
            "has_codes": Authenticator.Type.RECOVERY_CODES in factors,
            "places": places,
            "offices": office_rows(offices),
            "office_columns": OFFICE_COLUMNS,
            "entries": told(history_of_account(request.actor, account.id)),
            "place": names_of([account.area_code]).get(account.area_code, ""),
        },
    )


@require_http_methods(["GET", "POST"])
@page(permissions.CHANGE_OWN)
def profile(request: OfficeRequest) -> HttpResponse:
    """Change how one is called, and one's number."""
    with reading(request.actor):
        account = _own(request)
    form = OwnProfileForm(
        posted(request),
        initial={
            "call_name": account.call_name,
            "phone": account.phone,
            "version": account.version,
        },
    )
    warnings: list[str] = []
    if request.method == "POST" and form.is_valid() and form.cleaned_data["phone"] != account.phone:
        with reading(request.actor):
            phone = form.cleaned_data["phone"]
            warnings = same_number(request.actor, [phone], besides=account.id).get(phone, [])
    is_sent = request.method == "POST" and has_read(request, warnings)
    if is_sent and form.carry_out(
        lambda: change_own_profile(
            act=request.act(),
            version=form.cleaned_data["version"],
            call_name=form.cleaned_data["call_name"],
            phone=form.cleaned_data["phone"],
        )
    ):
        messages.success(request, _("Profil Anda sudah disimpan."))
        return redirect("own_account")
    more: dict[str, Any] = {}
    with reading(request.actor):
        if form.is_stale:
            saved = _own(request)
            mine = form.cleaned_data
            form.rebase(saved.version)
            more = {
                "versions": [
                    {
                        "label": _("Nama panggilan"),
                        "mine": mine["call_name"],
                        "saved": saved.call_name,
                    },
                    {
                        "label": _("Nomor telepon"),
                        "mine": local_phone(mine["phone"]),
                        "saved": local_phone(saved.phone),
                    },
                ],
                "saved_url": reverse("own_account"),
            }
        return render(
            request,
            "accounts/warned_form.html",
            {
                "heading": _("Ubah profil"),
                "text": _(
                    "Nama lengkap diperbaiki oleh koordinator atau petugas, karena tercatat di surat"
                    " tugas."
                ),
                "form": form,
                "cancel_url": reverse("own_account"),
                "crumbs": _crumbs(_("Ubah profil")),
            }
            | shown_with(warnings, _("Simpan profil"), _("Tetap simpan"))
            | more,
            status=form.status,
        )


@require_http_methods(["GET", "POST"])
@page(permissions.CHANGE_OWN)
@sensitive_post_parameters("old", "password", "again")
def password(request: OfficeRequest) -> HttpResponse:
    """Change one's own password; all other places are signed out."""
    with reading(request.actor):
        account = _own(request)
    if request.method == "POST" and not consume(
        request, action="change_password", user=request.user
    ):
        too_many: HttpResponse = respond_429(request)
        return too_many
    form = ChangePasswordForm(posted(request), owner=account)
    if request.method == "POST" and form.carry_out(
        lambda: change_own_password(
            act=request.act(),
            old=SecretStr(form.cleaned_data["old"]),
            new=SecretStr(form.cleaned_data["password"]),
        )
    ):
        with reading(request.actor):
            # The operation signed the account out everywhere, here too; this place stays in.
            update_session_auth_hash(request, _own(request))
            UserSession.objects.create_from_request(request)
        messages.success(request, _("Kata sandi diganti. Tempat lain sudah dikeluarkan."))
        return redirect("own_account")
    with reading(request.actor):
        return render(
            request,
            "accounts/own/password.html",
            {
                "form": form,
                "cancel_url": reverse("own_account"),
                "crumbs": _crumbs(_("Ganti kata sandi")),
            },
            status=form.status,
        )


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": _("Akun saya"), "url": reverse("own_account")}, {"label": here, "url": ""}]
