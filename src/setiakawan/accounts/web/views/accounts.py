"""Accounts of the areas somebody looks after."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from setiakawan.accounts import permissions
from setiakawan.accounts.already_here import Newcomer, already_here, same_number
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.operations import (
    appoint,
    close_account,
    correct_account,
    reopen_account,
)
from setiakawan.accounts.queries import (
    AccountPage,
    AccountRow,
    Office,
    account_page,
    accounts_in_reach,
    history_of_account,
)
from setiakawan.accounts.rules import gives, roles_given
from setiakawan.accounts.web.forms import (
    AccountSearch,
    AppointForm,
    CloseAccountForm,
    CorrectAccountForm,
    ReopenForm,
    local_phone,
)
from setiakawan.accounts.web.shown import account_url, day, period, told
from setiakawan.accounts.web.warned import has_read, shown_with
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today


@require_GET
@page(permissions.LIST)
def accounts(request: OfficeRequest) -> HttpResponse:
    """Accounts of one's areas by name; found by a part of the name or by the whole number."""
    asked = AccountSearch(request.GET)
    wanted = asked.cleaned_data["nama"] if asked.is_valid() else ""
    after = request.GET.get("sesudah", "")[:500]
    found = accounts_in_reach(request.actor, search=wanted, after=after)
    return render(
        request,
        "accounts/list.html",
        {
            "filter": AccountSearch(initial={"nama": wanted}, use_required_attribute=False),
            "columns": [
                {"label": _("Nama")},
                {"label": _("Jabatan")},
                {"label": _("Telepon")},
                {"label": _("Keadaan")},
            ],
            "rows": [_row(one) for one in found.rows],
            "range": _range(found.rows),
            "next_url": f"{request.path}?{urlencode({'nama': wanted, 'sesudah': found.next})}"
            if found.next
            else None,
            "is_filtered": bool(wanted or after),
            "may_invite": permissions.INVITE.allows(request.actor),
        },
    )


def _row(one: AccountRow) -> dict[str, Any]:
    duties = "; ".join(f"{office.role_label}, {office.place}" for office in one.offices)
    return {
        "cells": [
            {"text": one.shown_name, "url": account_url(one.id), "note": one.call_name},
            {"text": duties} if duties else {"text": _("belum ada jabatan"), "chip": "is-unknown"},
            {"text": local_phone(one.phone)} if one.phone else {"text": "", "note": "—"},
            {"text": _("aktif"), "chip": "is-done"}
            if one.is_active
            else {"text": _("ditutup"), "chip": "is-line"},
        ]
    }


def _range(rows: Sequence[AccountRow]) -> str:
    if len(rows) < 2:
        return "".join(one.name for one in rows)
    return _("%(first)s sampai %(last)s") % {"first": rows[0].name, "last": rows[-1].name}


@require_GET
@page(permissions.LIST)
def account(request: OfficeRequest, account_id: UUID) -> HttpResponse:
    """One account: how to reach the person, offices, what can be done, what happened."""
    shown = account_page(request.actor, account_id)
    actor = request.actor
    is_own = account_id == actor.account_id
    covers = {
        "correct": permissions.CORRECT,
        "recover": permissions.RECOVER,
        "appoint": permissions.APPOINT,
        "close": permissions.END,
    }
    may = {
        name: permission.covers(actor, area=shown.area_code) and not is_own
        for name, permission in covers.items()
    }
    may["correct"] &= shown.knows_details
    may["close"] &= shown.knows_details
    may["recover"] &= shown.is_active
    may["appoint"] &= shown.is_active
    return render(
        request,
        "accounts/account.html",
        {
            "account": shown,
            "is_own": is_own,
            "may": may,
            "facts": _facts(shown),
            "offices": [
                {
                    "id": one.id,
                    "role": one.role_label,
                    "note": one.decree_no,
                    "place": one.place,
                    "period": period(one),
                    "reason": one.end_reason,
                    "certificate": _certificate(one),
                    "supervisor": one.supervisor_name,
                    "successor": one.successor_name,
                    "is_open": one.ends_on is None or one.ends_on > today(),
                    "may_end": permissions.END.covers(actor, area=one.area_code)
                    and gives(actor, one.role, one.area_code),
                    "may_appoint": permissions.APPOINT.covers(actor, area=one.area_code)
                    and gives(actor, one.role, one.area_code),
                }
                for one in shown.offices
            ],
            "entries": told(history_of_account(actor, account_id)),
        },
    )


def _certificate(one: Office) -> str:
    if not one.certificate_no:
        return ""
    return _("Sertifikat %(no)s, sampai %(day)s") % {
        "no": one.certificate_no,
        "day": day(one.certificate_until),
    }


def _facts(shown: AccountPage) -> list[dict[str, Any]]:
    if not shown.knows_details:
        hidden = _("terlihat hanya dalam sesi staf")
        return [
            {"label": _("Nama lengkap"), "value": shown.name},
            {"label": _("Nomor telepon"), "unknown": hidden},
            {"label": _("Nama pengguna"), "unknown": hidden},
        ]
    return [
        {"label": _("Nama lengkap"), "value": shown.name},
        {
            "label": _("Nama panggilan"),
            "value": shown.call_name,
            "unknown": "" if shown.call_name else _("belum ada"),
        },
        {"label": _("Nama pengguna"), "value": shown.username},
        {
            "label": _("Nomor telepon"),
            "value": local_phone(shown.phone),
            "unknown": "" if shown.phone else _("belum ada"),
        },
        {"label": _("Wilayah"), "value": shown.area_name},
        {"label": _("Bergabung"), "value": day(shown.joined_at)},
    ]


@require_http_methods(["GET", "POST"])
@page(permissions.CORRECT)
def correct(request: OfficeRequest, account_id: UUID) -> HttpResponse:
    """Correct the name or the number of somebody who stands in front of you."""
    with reading(request.actor):
        account = account_page(request.actor, account_id)
    form = CorrectAccountForm(
        posted(request),
        initial={
            "name": account.name,
            "call_name": account.call_name,
            "phone": account.phone,
            "version": account.version,
        },
    )
    warnings = []
    if request.method == "POST" and form.is_valid():
        with reading(request.actor):
            warnings = _warnings(request, form, account)
    is_sent = request.method == "POST" and has_read(request, warnings)
    if is_sent and form.carry_out(
        lambda: correct_account(
            act=request.act(),
            account_id=account_id,
            version=form.cleaned_data["version"],
            name=form.cleaned_data["name"],
            call_name=form.cleaned_data["call_name"],
            phone=form.cleaned_data["phone"],
        )
    ):
        messages.success(request, _("Perubahan sudah disimpan."))
        return redirect("account", account_id)
    with reading(request.actor):
        more = _versions(form, account_page(request.actor, account_id)) if form.is_stale else {}
        return _form_page(
            request,
            form,
            account,
            _("Perbaiki data"),
            **shown_with(warnings, _("Simpan perubahan"), _("Tetap simpan")),
            **more,
        )


def _warnings(request: OfficeRequest, form: CorrectAccountForm, account: AccountPage) -> list[str]:
    """What to read before a name or number is changed to one that somebody else has."""
    typed = form.cleaned_data
    if typed["name"] == account.name and typed["phone"] == account.phone:
        return []
    newcomers = [
        Newcomer(typed["name"], "", one.role, one.area_code)
        for one in account.offices
        if typed["name"] != account.name and (one.ends_on is None or one.ends_on > today())
    ]
    found = already_here(request.actor, newcomers, besides=account.id)
    warnings = [sentence for each in found for sentence in each]
    if typed["phone"] != account.phone:
        numbers = same_number(request.actor, [typed["phone"]], besides=account.id)
        warnings += numbers.get(typed["phone"], ())
    return warnings


def _versions(form: CorrectAccountForm, saved: AccountPage) -> dict[str, Any]:
    mine = form.cleaned_data
    form.rebase(saved.version)
    return {
        "versions": [
            {"label": _("Nama lengkap"), "mine": mine["name"], "saved": saved.name},
            {"label": _("Nama panggilan"), "mine": mine["call_name"], "saved": saved.call_name},
            {
                "label": _("Nomor telepon"),
                "mine": local_phone(mine["phone"]),
                "saved": local_phone(saved.phone),
            },
        ],
        "saved_url": account_url(saved.id),
    }


@require_http_methods(["GET", "POST"])
@page(permissions.APPOINT)
def give_office(request: OfficeRequest, account_id: UUID) -> HttpResponse:
    """Give somebody an office."""
    with reading(request.actor):
        account = account_page(request.actor, account_id)
        form = AppointForm(
            posted(request),
            actor=request.actor,
            roles=roles_given(request.actor),
            initial={"area": account.area_code},
        )
    if request.method == "POST" and form.carry_out(
        lambda: appoint(
            act=request.act(),
            account_id=account_id,
            starts_on=form.cleaned_data["starts_on"],
            decree_no=form.cleaned_data["decree_no"],
            certificate_no=form.cleaned_data["certificate_no"],
            certificate_until=form.cleaned_data["certificate_until"],
            **form.office(),
        )
    ):
        messages.success(request, _("%(name)s mendapat jabatan baru.") % {"name": account.name})
        return redirect("account", account_id)
    with reading(request.actor):
        return _form_page(
            request,
            form,
            account,
            _("Beri jabatan"),
            submit=_("Beri jabatan"),
            submit_icon="badge-check",
        )


@require_http_methods(["GET", "POST"])
@page(permissions.END)
def close(request: OfficeRequest, account_id: UUID) -> HttpResponse:
    """Close an account: its offices end, what runs is handed over, nothing is deleted."""
    with reading(request.actor):
        account = account_page(request.actor, account_id)
        offices = [one for one in account.offices if one.ends_on is None or one.ends_on > today()]
        form = CloseAccountForm(
            posted(request),
            successors=successors_for(offices, account_id),
            initial={"version": account.version},
        )
    if request.method == "POST" and form.carry_out(
        lambda: close_account(
            act=request.act(),
            account_id=account_id,
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            successor_id=form.cleaned_data["successor"] or None,
        )
    ):
        messages.success(request, _("Akun %(name)s ditutup.") % {"name": account.name})
        return redirect("account", account_id)
    with reading(request.actor):
        more = {}
        if form.is_stale:
            saved = account_page(request.actor, account_id)
            form.rebase(saved.version)
            more = {
                "versions": [
                    {
                        "label": _("Keadaan akun"),
                        "mine": _("ditutup"),
                        "saved": _("terbuka") if saved.is_active else _("sudah ditutup"),
                    },
                    {"label": _("Nama lengkap"), "mine": account.name, "saved": saved.name},
                ],
                "saved_url": account_url(account_id),
            }
        return _form_page(
            request,
            form,
            account,
            _("Tutup akun"),
            submit=_("Tutup akun ini"),
            danger=True,
            points=[
                _("Ia tidak dapat masuk lagi, dan dikeluarkan dari semua tempat."),
                *(
                    _("Jabatan %(role)s di %(place)s berakhir hari ini.")
                    % {"role": one.role_label, "place": one.place}
                    for one in offices
                ),
                _("Yang pernah ditulisnya tetap ada, dengan namanya."),
                _("Akun dapat dibuka lagi; jabatannya harus diberikan lagi."),
            ],
            **more,
        )


@require_http_methods(["GET", "POST"])
@page(permissions.END)
def reopen(request: OfficeRequest, account_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    with reading(request.actor):
        account = account_page(request.actor, account_id)
    form = ReopenForm(posted(request), initial={"version": account.version})
    if request.method == "POST" and form.carry_out(
        lambda: reopen_account(
            act=request.act(), account_id=account_id, version=form.cleaned_data["version"]
        )
    ):
        messages.success(request, _("Akun %(name)s dibuka lagi.") % {"name": account.name})
        return redirect("account", account_id)
    with reading(request.actor):
        if form.is_stale:
            form.rebase(account_page(request.actor, account_id).version)
        return _form_page(
            request,
            form,
            account,
            _("Buka lagi akun"),
            submit=_("Buka lagi"),
            points=[
                _(
                    "Ia dapat masuk lagi dengan kata sandinya yang lama, atau dibantu masuk kembali."
                ),
                _("Jabatannya tidak ikut kembali; berikan jabatan baru bila perlu."),
            ],
        )


def successors_for(offices: Sequence[Office], leaving: UUID) -> list[tuple[str, str]]:
    """Who may take over: whoever holds the same office for the same area, or for one around it."""
    found: dict[str, str] = {}
    for office in offices:
        parts = office.area_code.split(".")
        around = [".".join(parts[:count]) for count in range(2, len(parts) + 1)]
        rows = (
            Appointment.objects.live_on(today())
            .filter(role=office.role, area_code__in=around)
            .exclude(account_id=leaving)
            .order_by("holder_name")
        )
        if office.partner_id is not None:
            rows = rows.filter(partner_id=office.partner_id)
        found |= {str(one.account_id): one.holder_name for one in rows[:200]}
    return list(found.items())


def _form_page(
    request: OfficeRequest, form: Any, account: AccountPage, heading: str, **more: Any
) -> HttpResponse:
    crumbs = [
        {"label": _("Akun"), "url": reverse("accounts")},
        {"label": account.name, "url": account_url(account.id)},
        {"label": heading, "url": ""},
    ]
    return render(
        request,
        "accounts/warned_form.html",
        {
            "heading": f"{heading}: {account.name}",
            "form": form,
            "cancel_url": account_url(account.id),
            "crumbs": crumbs,
        }
        | more,
        status=form.status,
    )
