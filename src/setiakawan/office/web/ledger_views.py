"""The ledger as an inspector reads it."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from setiakawan.access.permissions import RefusedTry
from setiakawan.access.roles import Role
from setiakawan.accounts.queries import names_of_people, staff_sessions
from setiakawan.audit import openings, permissions, queries
from setiakawan.audit.readings import note_reading, reading
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.clock import JAKARTA, now
from setiakawan.foundation.problems import Problem
from setiakawan.office.events import event_label
from setiakawan.office.payloads import payload_rows
from setiakawan.office.web.forms import LedgerFilter, OpeningForm
from setiakawan.office.work import office_of_appointment

PAGE = 50


@require_GET
@page(permissions.READ_LEDGER)
def ledger(request: OfficeRequest) -> HttpResponse:
    """Acts, the newest first: what, by which office, where, when, proof. No payload, no names."""
    form = LedgerFilter(request.GET or None)
    wanted: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    before = _act_id(request.GET.get("sebelum", ""))
    acts = queries.sealed_acts(
        before=before,
        wanted=PAGE + 1,
        kind=wanted.get("jenis"),
        area=wanted.get("wilayah"),
        begins=_begin_of(wanted.get("dari")),
        ends=_begin_of(wanted.get("sampai"), days=1),
    )
    shown = acts[:PAGE]
    carried = {
        key: value for key, value in request.GET.items() if key != "sebelum" and len(value) < 100
    }
    labels = office_of_appointment(one.appointment_id for one in shown)
    return render(
        request,
        "office/ledger.html",
        {
            "form": form,
            "acts": [
                {
                    "act": one,
                    "label": event_label(one.kind),
                    "office": _office(one, labels),
                }
                for one in shown
            ],
            "next_url": f"?{urlencode({**carried, 'sebelum': shown[-1].entry_id})}"
            if len(acts) > PAGE
            else "",
            "first_url": f"?{urlencode(carried)}" if before else "",
            "quarters": queries.restricted_acts_per_quarter(),
            "staff_sessions": staff_sessions(request.actor, wanted=10)
            if request.actor.holds(Role.INSPECTOR)
            else [],
            "may_open": permissions.OPEN_PAYLOAD.allows(request.actor),
        },
    )


def _act_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _begin_of(day: Any, *, days: int = 0) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time(), JAKARTA)
    except OverflowError:
        return None


def _office(act: queries.SealedAct, labels: dict[UUID, str]) -> str:
    if act.appointment_id is not None:
        return labels.get(act.appointment_id, _("Jabatan yang sudah berakhir"))
    return {
        "system": _("Sistem"),
        "public": _("Warga"),
        "link": _("Pemegang undangan"),
    }.get(act.actor_kind, _("Akun tanpa jabatan"))


@require_http_methods(["GET", "POST"])
@page(permissions.READ_LEDGER)
def entry(request: OfficeRequest, entry_id: UUID) -> HttpResponse:
    """One act with its proof; ask to read its payload, or read it when two have agreed."""
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            openings.ask_for_payload(
                act=request.act(), entry_id=entry_id, reason=form.cleaned_data["reason"]
            )
        except Problem as problem:
            if isinstance(problem, RefusedTry):
                raise
            form.refuse(problem)
        else:
            messages.success(request, _("Permintaan dikirim. Orang kedua perlu menyetujui."))
            return redirect("ledger_entry", entry_id)
    with reading(request.actor):
        act = queries.sealed_act(entry_id)
        if act is None:
            raise RefusedTry("ledger.read", "entry", entry_id)
        mine = [
            one
            for one in queries.openings(request.actor)
            if one.entry_id == entry_id and one.asked_by == request.actor.account_id
        ]
        is_open = any(one.open_until and one.open_until > now() for one in mine)
        payload = queries.payload_of(entry_id) if is_open else None
        if is_open:
            note_reading(
                request.actor,
                kind="opened",
                what="ledger.payload",
                subject_kind="entry",
                subject_id=entry_id,
                reason=mine[0].reason,
                address=address_of(request),
            )
        labels = office_of_appointment([act.appointment_id])
        return render(
            request,
            "office/ledger_entry.html",
            {
                "act": act,
                "label": event_label(act.kind),
                "office": _office(act, labels),
                "form": form,
                "openings": mine,
                "waits": any(one.agreed_at is None and one.declined_at is None for one in mine),
                "is_open": is_open,
                "payload": payload_rows((payload or {}).get("facts", {})),
                "may_open": permissions.OPEN_PAYLOAD.allows(request.actor),
            },
            status=422 if form.errors else 200,
        )


@require_GET
@page(permissions.AGREE_PAYLOAD)
def openings_page(request: OfficeRequest) -> HttpResponse:
    """Requests that wait for a second person: for this reader, and one's own that wait for others."""
    waiting = queries.openings(request.actor, undecided=True)
    own = [
        one
        for one in queries.openings(request.actor)
        if one.asked_by == request.actor.account_id
        and one.agreed_at is None
        and one.declined_at is None
    ]
    names = names_of_people(one.asked_by for one in waiting)
    return render(
        request,
        "office/openings.html",
        {
            "openings": [
                {
                    "opening": one,
                    "label": event_label(one.entry_kind),
                    "by": names.get(one.asked_by, ""),
                }
                for one in waiting
            ],
            "own": [{"opening": one, "label": event_label(one.entry_kind)} for one in own],
        },
    )


@require_POST
@page(permissions.AGREE_PAYLOAD)
def decide_opening(request: OfficeRequest, opening_id: UUID) -> HttpResponse:
    """Agree or decline."""
    if request.POST.get("keputusan") == "setuju":
        openings.agree_to_opening(act=request.act(), opening_id=opening_id)
        messages.success(request, _("Disetujui. Muatan terbuka satu jam bagi yang meminta."))
    else:
        openings.decline_opening(act=request.act(), opening_id=opening_id)
        messages.success(request, _("Tidak disetujui. Yang meminta akan melihatnya."))
    return redirect(reverse("ledger_openings"))
