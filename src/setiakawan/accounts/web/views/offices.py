"""Who holds which office where; ending one, its certificate, its supervisor."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from setiakawan.access.actors import Actor
from setiakawan.access.permissions import Permission
from setiakawan.access.roles import Role
from setiakawan.accounts import permissions
from setiakawan.accounts.handover import waiting_work
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.operations import (
    end_appointment,
    name_successor,
    name_supervisor,
    record_certificate,
)
from setiakawan.accounts.queries import (
    LISTED_AT_MOST,
    LOOKS_AFTER,
    Office,
    appointments_without_successor,
    case_managers_without_supervisor,
    offices_of_account,
    offices_of_area,
)
from setiakawan.accounts.rules import gives
from setiakawan.accounts.web.forms import (
    AreaFilter,
    CertificateForm,
    EndOfficeForm,
    SuccessorForm,
    SupervisorForm,
)
from setiakawan.accounts.web.shown import account_url, day, period
from setiakawan.accounts.web.views.accounts import successors_for
from setiakawan.areas.places import names_of, place_choices
from setiakawan.audit.readings import reading
from setiakawan.doors.forms import posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today


@require_GET
@page(permissions.SEE_OFFICE)
def offices(request: OfficeRequest) -> HttpResponse:
    """Who holds which office in an area and below it. Names of offices are public, numbers aren't."""
    actor = request.actor
    choices = place_choices(actor, permissions.SEE_OFFICE)
    known = {code for value, listed in choices for code in _codes(value, listed)} - {""}
    asked = request.GET.get("wilayah", "")
    area = asked if asked in known else _widest(actor)
    listed = offices_of_area(area) if area else []
    may_appoint = permissions.APPOINT.allows(actor)
    return render(
        request,
        "accounts/offices.html",
        {
            "filter": AreaFilter(choices=choices, initial={"wilayah": area}),
            "area_name": names_of([area]).get(area, ""),
            "rows": [_row(actor, one) for one in listed],
            "is_cut": len(listed) >= LISTED_AT_MOST,
            "unsupervised": case_managers_without_supervisor(actor) if may_appoint else [],
            "unfilled": appointments_without_successor(actor)
            if permissions.END.allows(actor)
            else [],
        },
    )


def _widest(actor: Actor) -> str:
    """The area to begin with: the widest this person has to do with."""
    return min((one.reach for one in actor.held if one.reach), key=len, default="")


def _codes(value: str, listed: Any) -> list[str]:
    return [value] if isinstance(listed, str) else [code for code, _label in listed]


def _row(actor: Actor, one: Office) -> dict[str, Any]:
    may_end = permissions.END.covers(actor, area=one.area_code) and gives(
        actor, one.role, one.area_code
    )
    looks_after = any(
        reach.covers(one.area_code)
        for role in (*LOOKS_AFTER, Role.ADMINISTRATOR)
        for reach in actor.reach_of(role)
    )
    return {
        "id": one.id,
        "name": one.holder_name,
        "role": one.role_label,
        "place": one.place,
        "period": period(one),
        "may_end": may_end and one.ends_on is None,
        "account_url": account_url(one.account_id) if looks_after else "",
    }


def _office(request: OfficeRequest, permission: Permission, appointment_id: UUID) -> Office:
    """The office with its names, or the page for what isn't there."""
    found = permission.get(request, Appointment.objects.all(), appointment_id)
    return next(
        one
        for one in offices_of_account(request.actor, found.account_id)
        if one.id == appointment_id
    )


@require_http_methods(["GET", "POST"])
@page(permissions.END)
def end(request: OfficeRequest, appointment_id: UUID) -> HttpResponse:
    """End an office from a day on, and name who takes over what still runs."""
    with reading(request.actor):
        office = _office(request, permissions.END, appointment_id)
        form = EndOfficeForm(
            posted(request),
            successors=successors_for([office], office.account_id),
            initial={"version": office.version},
        )
    if request.method == "POST" and form.carry_out(
        lambda: end_appointment(
            act=request.act(),
            appointment_id=appointment_id,
            version=form.cleaned_data["version"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
            successor_id=form.cleaned_data["successor"] or None,
        )
    ):
        messages.success(request, _("Jabatan %(name)s diakhiri.") % {"name": office.holder_name})
        return redirect("offices")
    with reading(request.actor):
        more: dict[str, Any] = {}
        if form.is_stale:
            saved = _office(request, permissions.END, appointment_id)
            mine = form.cleaned_data
            form.rebase(saved.version)
            more = {
                "versions": [
                    {
                        "label": _("Berakhir"),
                        "mine": day(mine["ends_on"]),
                        "saved": day(saved.ends_on),
                    },
                    {"label": _("Alasan"), "mine": mine["reason"], "saved": saved.end_reason},
                ],
                "saved_url": reverse("offices"),
            }
        row = Appointment.objects.get(pk=appointment_id)
        work = waiting_work(row, today())
        return _form_page(
            request,
            form,
            _("Akhiri jabatan %(name)s") % {"name": office.holder_name},
            text=_("%(role)s, %(place)s, %(period)s.")
            % {
                "role": office.role_label,
                "place": office.place,
                "period": period(office),
            },
            points=[
                *(
                    _("%(what)s: %(count)s akan diserahkan.") % {"what": label, "count": count}
                    for label, count in work
                ),
                *([] if work else [_("Tidak ada pekerjaan terbuka yang harus diserahkan.")]),
                _("Riwayat jabatan ini tetap ada, dengan namanya."),
            ],
            submit=_("Akhiri jabatan"),
            danger=True,
            **more,
        )


@require_http_methods(["GET", "POST"])
@page(permissions.APPOINT)
def certificate(request: OfficeRequest, appointment_id: UUID) -> HttpResponse:
    """Put a pekerja sosial certificate to an office."""
    with reading(request.actor):
        office = _office(request, permissions.APPOINT, appointment_id)
    form = CertificateForm(
        posted(request),
        initial={
            "certificate_no": office.certificate_no,
            "certificate_until": office.certificate_until,
            "version": office.version,
        },
    )
    if request.method == "POST" and form.carry_out(
        lambda: record_certificate(
            act=request.act(),
            appointment_id=appointment_id,
            version=form.cleaned_data["version"],
            certificate_no=form.cleaned_data["certificate_no"],
            certificate_until=form.cleaned_data["certificate_until"],
        )
    ):
        messages.success(request, _("Sertifikat dicatat."))
        return redirect("account", office.account_id)
    with reading(request.actor):
        more: dict[str, Any] = {}
        if form.is_stale:
            saved = _office(request, permissions.APPOINT, appointment_id)
            mine = form.cleaned_data
            form.rebase(saved.version)
            more = {
                "versions": [
                    {
                        "label": _("Nomor sertifikat"),
                        "mine": mine["certificate_no"],
                        "saved": saved.certificate_no,
                    },
                    {
                        "label": _("Berlaku sampai"),
                        "mine": day(mine["certificate_until"]),
                        "saved": day(saved.certificate_until),
                    },
                ],
                "saved_url": reverse("account", args=[office.account_id]),
            }
        return _form_page(
            request,
            form,
            _("Sertifikat %(name)s") % {"name": office.holder_name},
            text=_(
                "Menandatangani asesmen memerlukan sertifikat ini, apa pun jabatannya (UU 14/2019)."
            ),
            submit=_("Simpan sertifikat"),
            **more,
        )


@require_http_methods(["GET", "POST"])
@page(permissions.APPOINT)
def supervisor(request: OfficeRequest, appointment_id: UUID) -> HttpResponse:
    """Name the officer who oversees a case manager."""
    with reading(request.actor):
        office = _office(request, permissions.APPOINT, appointment_id)
        form = SupervisorForm(
            posted(request),
            initial={"supervisor": office.supervisor_id, "version": office.version},
        )
    if request.method == "POST" and form.carry_out(
        lambda: name_supervisor(
            act=request.act(),
            appointment_id=appointment_id,
            version=form.cleaned_data["version"],
            supervisor_id=form.cleaned_data["supervisor"],
        )
    ):
        messages.success(request, _("Pengawas ditetapkan."))
        return redirect("offices")
    with reading(request.actor):
        more: dict[str, Any] = {}
        if form.is_stale:
            saved = _office(request, permissions.APPOINT, appointment_id)
            officers = dict(form.fields["supervisor"].choices)  # type: ignore[attr-defined]  # a ChoiceField
            mine = form.cleaned_data["supervisor"]
            form.rebase(saved.version)
            more = {
                "versions": [
                    {
                        "label": _("Petugas pengawas"),
                        "mine": officers.get(mine, ""),
                        "saved": officers.get(str(saved.supervisor_id), ""),
                    }
                ],
                "saved_url": reverse("offices"),
            }
        return _form_page(
            request,
            form,
            _("Pengawas %(name)s") % {"name": office.holder_name},
            text=_("Setiap manajer kasus diawasi seorang petugas, yang mengawasi berkas terbatas."),
            submit=_("Tetapkan pengawas"),
            **more,
        )


@require_http_methods(["GET", "POST"])
@page(permissions.END)
def succeed(request: OfficeRequest, appointment_id: UUID) -> HttpResponse:
    """Name who takes over an office that ended without a successor."""
    with reading(request.actor):
        office = _office(request, permissions.END, appointment_id)
        successors = successors_for([office], office.account_id)
    form = SuccessorForm(
        posted(request), successors=successors, initial={"version": office.version}
    )
    if request.method == "POST" and form.carry_out(
        lambda: name_successor(
            act=request.act(),
            appointment_id=appointment_id,
            version=form.cleaned_data["version"],
            successor_id=form.cleaned_data["successor"],
        )
    ):
        messages.success(request, _("Pengganti ditetapkan."))
        return redirect("offices")
    with reading(request.actor):
        more: dict[str, Any] = {}
        if form.is_stale:
            saved = _office(request, permissions.END, appointment_id)
            mine = dict(successors).get(form.cleaned_data["successor"], "")
            form.rebase(saved.version)
            more = {
                "versions": [
                    {"label": _("Pengganti"), "mine": mine, "saved": saved.successor_name}
                ],
                "saved_url": reverse("offices"),
            }
        nobody = _(
            "Belum ada orang lain dengan jabatan yang sama di sini. Undang atau angkat seseorang dulu."
        )
        return _form_page(
            request,
            form,
            _("Pengganti %(name)s") % {"name": office.holder_name},
            text=f"{office.role_label}, {office.place}.",
            points=[] if successors else [nobody],
            submit=_("Tetapkan pengganti"),
            **more,
        )


def _form_page(request: OfficeRequest, form: Any, heading: str, **more: Any) -> HttpResponse:
    crumbs = [{"label": _("Jabatan"), "url": reverse("offices")}, {"label": heading, "url": ""}]
    return render(
        request,
        "office/form_page.html",
        {"heading": heading, "form": form, "cancel_url": reverse("offices"), "crumbs": crumbs}
        | more,
        status=form.status,
    )
