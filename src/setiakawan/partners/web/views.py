"""Pages of partners."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from setiakawan.areas.places import names_of
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Missing
from setiakawan.partners import permissions
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import correct_partner, end_partner, register_partner
from setiakawan.partners.web.forms import EndPartnerForm, PartnerForm

PAGE = 50
EVENTS = {
    "partner.registered": (gettext_lazy("Dicatat sebagai mitra"), "plus"),
    "partner.corrected": (gettext_lazy("Datanya diperbaiki"), "pencil"),
    "partner.ended": (gettext_lazy("Kerja sama berakhir"), "circle-x"),
}


@require_GET
@page(permissions.SEE)
def partners(request: OfficeRequest) -> HttpResponse:
    """Every partner, those that still take part first; filtered by kind."""
    kind = request.GET.get("jenis", "")
    ended = request.GET.get("berakhir") == "1"
    after = request.GET.get("sesudah", "")[:200]
    rows = Partner.objects.order_by("name", "id").exclude(ended_on__lte=today())
    if ended:
        rows = Partner.objects.order_by("name", "id").filter(ended_on__lte=today())
    if kind in Partner.Kind.values:
        rows = rows.filter(kind=kind)
    if after and "\x00" not in after:
        rows = rows.filter(name__gt=after)
    listed = list(rows[: PAGE + 1])
    names = names_of(one.area_code for one in listed[:PAGE])
    return render(
        request,
        "partners/list.html",
        {
            "rows": [
                {
                    "cells": [
                        {"text": one.name, "url": reverse("partner", args=[one.id])},
                        one.get_kind_display(),
                        names.get(one.area_code, one.area_code),
                    ]
                }
                for one in listed[:PAGE]
            ],
            "columns": [{"label": _("Nama")}, {"label": _("Jenis")}, {"label": _("Wilayah kerja")}],
            "picks": _picks(kind, ended=ended),
            "next_url": _more(request, listed[PAGE - 1].name) if len(listed) > PAGE else None,
            "range": _range(listed[:PAGE]),
            "may_keep": permissions.KEEP.allows(request.actor),
            "is_filtered": bool(kind or ended or after),
        },
    )


def _picks(kind: str, *, ended: bool) -> list[dict[str, Any]]:
    base = reverse("partners")
    picks = [{"label": _("Semua"), "url": base, "count": None, "chosen": not kind and not ended}]
    for value, label in Partner.Kind.choices:
        picks.append(
            {"label": label, "url": f"{base}?jenis={value}", "count": None, "chosen": kind == value}
        )
    picks.append(
        {"label": _("Sudah berakhir"), "url": f"{base}?berakhir=1", "count": None, "chosen": ended}
    )
    return picks


def _more(request: OfficeRequest, last: str) -> str:
    query = request.GET.copy()
    query["sesudah"] = last
    return f"{request.path}?{query.urlencode()}"


def _range(listed: list[Partner]) -> str:
    if not listed:
        return ""
    if len(listed) == 1:
        return listed[0].name
    return _("%(first)s sampai %(last)s") % {"first": listed[0].name, "last": listed[-1].name}


def _found(partner_id: UUID) -> Partner:
    partner = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise Missing
    return partner


@require_GET
@page(permissions.SEE)
def partner(request: OfficeRequest, partner_id: UUID) -> HttpResponse:
    """One partner: what it is, where it works, what happened to its entry."""
    shown = _found(partner_id)
    names = names_of([shown.area_code])
    entries = [
        {"title": label, "at": entry.effective_at, "icon": icon}
        for entry in timeline_of_subject(shown.id)
        for label, icon in [EVENTS.get(entry.kind, (_("Diubah"), "history"))]
    ]
    return render(
        request,
        "partners/detail.html",
        {
            "partner": shown,
            "has_ended": shown.ended_on is not None and shown.ended_on <= today(),
            "facts": [
                {"label": _("Jenis"), "value": shown.get_kind_display()},
                {"label": _("Wilayah kerja"), "value": names.get(shown.area_code, shown.area_code)},
            ],
            "entries": entries,
            "may_keep": permissions.KEEP.covers(request.actor, area=shown.area_code)
            and permissions.KEEP.allows(request.actor),
        },
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def register(request: OfficeRequest) -> HttpResponse:
    """Enter a new partner."""
    with reading(request.actor):
        form = PartnerForm(posted(request), actor=request.actor)
    if request.method == "POST" and form.carry_out(
        lambda: register_partner(
            act=request.act(),
            name=form.cleaned_data["name"],
            kind=form.cleaned_data["kind"],
            area_code=form.cleaned_data["area"],
            is_another=form.cleaned_data.get("is_another", False),
        )
    ):
        messages.success(request, _("%(name)s sudah dicatat.") % {"name": form.result.name})
        return redirect("partner", form.result.id)
    with reading(request.actor):
        return _form_page(request, form, heading=_("Catat mitra"))


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct(request: OfficeRequest, partner_id: UUID) -> HttpResponse:
    """Correct name, kind or area."""
    with reading(request.actor):
        shown = _found(partner_id)
        initial = {
            "name": shown.name,
            "kind": shown.kind,
            "area": shown.area_code,
            "version": shown.version,
        }
        form = PartnerForm(posted(request), actor=request.actor, initial=initial)
    if request.method == "POST" and form.carry_out(
        lambda: correct_partner(
            act=request.act(),
            partner_id=partner_id,
            version=form.cleaned_data["version"] or 0,
            name=form.cleaned_data["name"],
            kind=form.cleaned_data["kind"],
            area_code=form.cleaned_data["area"],
            is_another=form.cleaned_data.get("is_another", False),
        )
    ):
        messages.success(request, _("Perubahan sudah disimpan."))
        return redirect("partner", partner_id)
    with reading(request.actor):
        return _form_page(
            request,
            form,
            heading=_("Perbaiki data %(name)s") % {"name": shown.name},
            partner_id=partner_id,
            **(_stale(form, partner_id, _compared) if form.is_stale else {}),
        )


def _stale(
    form: PartnerForm | EndPartnerForm,
    partner_id: UUID,
    compared: Callable[[Mapping[str, Any], Partner], list[dict[str, Any]]],
) -> dict[str, Any]:
    """Both versions for the page, and the form kept against what is saved now."""
    saved = _found(partner_id)
    rows = compared(form.cleaned_data, saved)
    form.rebase(saved.version)
    return {"versions": rows, "saved_url": reverse("partner", args=[saved.id])}


def _compared(mine: Mapping[str, Any], saved: Partner) -> list[dict[str, Any]]:
    kinds = dict(Partner.Kind.choices)
    names = names_of([mine["area"], saved.area_code])
    return [
        {"label": _("Nama lembaga"), "mine": mine["name"], "saved": saved.name},
        {
            "label": _("Jenis"),
            "mine": kinds.get(mine["kind"], ""),
            "saved": saved.get_kind_display(),
        },
        {
            "label": _("Wilayah kerja"),
            "mine": names.get(mine["area"], mine["area"]),
            "saved": names.get(saved.area_code, saved.area_code),
        },
    ]


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def end(request: OfficeRequest, partner_id: UUID) -> HttpResponse:
    """Say that a partner no longer takes part; its entry stays."""
    with reading(request.actor):
        shown = _found(partner_id)
    form = EndPartnerForm(posted(request), initial={"version": shown.version})
    if request.method == "POST" and form.carry_out(
        lambda: end_partner(
            act=request.act(),
            partner_id=partner_id,
            version=form.cleaned_data["version"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
        )
    ):
        messages.success(request, _("Kerja sama dengan %(name)s diakhiri.") % {"name": shown.name})
        return redirect("partner", partner_id)
    with reading(request.actor):
        return _form_page(
            request,
            form,
            heading=_("Akhiri kerja sama dengan %(name)s") % {"name": shown.name},
            partner_id=partner_id,
            submit=_("Akhiri kerja sama"),
            danger=True,
            points=[
                _("Riwayatnya tetap tersimpan; lembaga ini hanya tidak ditawarkan lagi."),
                _("Orang yang bertugas untuk lembaga ini tidak dapat masuk lagi sebagai mitra."),
            ],
            **(_stale(form, partner_id, _ends_compared) if form.is_stale else {}),
        )


def _ends_compared(mine: Mapping[str, Any], saved: Partner) -> list[dict[str, Any]]:
    return [
        {"label": _("Nama lembaga"), "mine": "", "saved": saved.name},
        {
            "label": _("Berakhir"),
            "mine": date_format(mine["ends_on"], "j F Y"),
            "saved": date_format(saved.ended_on, "j F Y") if saved.ended_on else "",
        },
    ]


def _form_page(
    request: OfficeRequest,
    form: Any,
    *,
    heading: str,
    partner_id: UUID | None = None,
    **more: Any,
) -> HttpResponse:
    crumbs = [{"label": _("Mitra"), "url": reverse("partners")}, {"label": heading}]
    back = reverse("partner", args=[partner_id]) if partner_id else reverse("partners")
    context = {"heading": heading, "form": form, "crumbs": crumbs, "cancel_url": back}
    return render(
        request,
        "office/form_page.html",
        context | {"submit": _("Simpan mitra")} | more,
        status=form.status,
    )
