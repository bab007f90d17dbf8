"""Pages of those who keep the RW and RT of a kelurahan: enter, paste, read from a file, confirm."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from setiakawan.access.permissions import Permission, RefusedTry
from setiakawan.areas import permissions, queries
from setiakawan.areas.models import Area
from setiakawan.areas.operations import (
    RwReport,
    RwRow,
    add_alias,
    confirm_areas,
    enter_rw,
)
from setiakawan.areas.rules import MAX_PASTED_BYTES, parse_pasted_rw_list
from setiakawan.areas.web import lists
from setiakawan.areas.web.forms import AliasForm, AreaForm, FileForm, PasteForm, RwForm
from setiakawan.areas.web.lists import NotText, ReadList, TooBig
from setiakawan.audit.readings import reading
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Missing


def area_in_reach(request: OfficeRequest, permission: Permission, code: str) -> Area:
    """The newest area with this code; Missing for one where this actor may not do it."""
    with reading(request.actor):
        found = queries.latest(code)
    if not permission.covers(request.actor, area=found.code):
        raise RefusedTry(permission.name, "area", code)
    return found


def _kelurahan(request: OfficeRequest, code: str) -> Area:
    found = area_in_reach(request, permissions.KEEP_RW, code)
    if found.level != Area.Level.KELURAHAN:
        raise Missing
    return found


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_RW)
def enter_one(request: OfficeRequest, code: str) -> HttpResponse:
    """Enter one RW with its RT."""
    kelurahan = _kelurahan(request, code)
    form = RwForm.about(kelurahan, request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = _row_of(form)
        if row is not None and form.carry_out(
            lambda: enter_rw(
                act=request.act(),
                kelurahan_id=form.seen_id,
                rows=[row],
                valid_from=form.cleaned_data["valid_from"],
            )
        ):
            _say(request, form.result)
            return redirect("area_rw", code)
    with reading(request.actor):
        return _entry_page(request, kelurahan, form, "areas/rw_one.html", "area_rw")


def _row_of(form: RwForm) -> RwRow | None:
    """Read number and RT as one line of a list; what is wrong goes to its field."""
    number, rts = form.cleaned_data["number"], form.cleaned_data["rts"]
    alone = parse_pasted_rw_list(f"RW {number.upper().removeprefix('RW')}")
    if not alone.rows:
        form.add_error("number", alone.problems[0].sentence)
        form.status = 422
        return None
    (rw,) = alone.rows
    if rts:
        word = rts.upper()
        told = (
            f"RW {rw.rw}: {word}"
            if word.endswith("RT")
            else f"RW {rw.rw} RT {word.removeprefix('RT')}"
        )
        found = parse_pasted_rw_list(told)
        if not found.rows or len(found.rows) > 1:
            form.add_error(
                "rts", found.problems[0].sentence if found.problems else _("Tulis seperti “1-5”.")
            )
            form.status = 422
            return None
        (rw,) = found.rows
    return RwRow(number=rw.rw, rts=rw.rts, name=form.cleaned_data["name"])


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_RW)
def paste(request: OfficeRequest, code: str) -> HttpResponse:
    """Paste a list: look at how it was read, then save it as one act."""
    kelurahan = _kelurahan(request, code)
    is_table = request.POST.get("bentuk") == "berkas"
    form = PasteForm.about(kelurahan, request.POST or None)
    found: ReadList | None = None
    if request.method == "POST":
        if form.is_valid():
            text = form.cleaned_data["text"]
            found = lists.read_csv(text) if is_table else lists.read_pasted(text)
        else:
            form.status = 422
    if found is not None and found.rows and request.POST.get("langkah") == "simpan":
        rows = [one.row for one in found.rows]
        if form.carry_out(
            lambda: enter_rw(
                act=request.act(),
                kelurahan_id=form.seen_id,
                rows=rows,
                valid_from=form.cleaned_data["valid_from"],
            )
        ):
            _say(request, form.result)
            return redirect("area", code)
    with reading(request.actor):
        return _entry_page(
            request,
            kelurahan,
            form,
            "areas/rw_paste.html",
            "area_rw_paste",
            shape="berkas" if is_table else "tempel",
            preview=_preview(kelurahan, found) if found is not None else None,
        )


def _preview(kelurahan: Area, found: ReadList) -> dict[str, Any]:
    there = {one.code: one for one in Area.objects.below(kelurahan.code).not_over_by(today())}
    rows = []
    new = 0
    for one in found.rows:
        rw = f"{kelurahan.code}.{one.row.number}"
        codes = [rw, *(f"{rw}.{rt}" for rt in one.row.rt_numbers())]
        fresh = sum(code not in there for code in codes)
        told = sum(code in there and there[code].is_modelled for code in codes)
        new += fresh
        if rw not in there:
            state = {"text": _("baru"), "chip": "is-now"}
        elif fresh:
            state = {"text": _("%(count)d RT baru") % {"count": fresh}, "chip": "is-now"}
        elif told:
            state = {"text": _("memastikan perkiraan"), "chip": "is-done"}
        else:
            state = {"text": _("sudah tercatat"), "chip": "is-line"}
        rows.append(
            {
                "cells": [
                    {"text": f"RW {one.row.number}", "note": one.row.name},
                    {"text": _rt_words(one), "note": _counted_note(one)},
                    state,
                ]
            }
        )
    named = {f"{kelurahan.code}.{one.row.number}" for one in found.rows}
    left = sorted(
        one.number for one in there.values() if one.level == Area.Level.RW and one.code not in named
    )
    return {
        "rows": rows,
        "columns": [{"label": "RW"}, {"label": "RT"}, {"label": _("Keadaan")}],
        "problems": found.problems,
        "new": new,
        "left": ", ".join(left[:20]),
        "submit": ngettext("Simpan %(count)d RW", "Simpan %(count)d RW", len(rows))
        % {"count": len(rows)},
    }


def _rt_words(one: lists.ReadRow) -> str:
    rts = one.row.rt_numbers()
    if not rts:
        return _("belum diketahui")
    if list(rts) == [f"{number:03}" for number in range(int(rts[0]), int(rts[-1]) + 1)]:
        span = rts[0] if len(rts) == 1 else f"{rts[0]}–{rts[-1]}"
        return f"{len(rts)} RT, {span}"
    return f"{len(rts)} RT, {', '.join(rts)}"


def _counted_note(one: lists.ReadRow) -> str:
    return _("Daftar menyebut jumlahnya; nomornya dihitung dari 001.") if one.is_counted else ""


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_RW)
def upload(request: OfficeRequest, code: str) -> HttpResponse:
    """Read a CSV file; what was read is shown on the page where lists are pasted."""
    kelurahan = _kelurahan(request, code)
    form = FileForm.about(kelurahan, request.POST or None, files=request.FILES or None)
    if request.method == "POST":
        form.status = 200 if form.is_valid() else 422
        if form.is_valid():
            try:
                text = lists.decode(form.cleaned_data["file"].read(MAX_PASTED_BYTES + 1))
            except (NotText, TooBig) as bad:
                form.add_error("file", bad.sentence)
                form.status = 422
            else:
                found = lists.read_csv(text)
                pasted = PasteForm.about(
                    kelurahan,
                    {
                        "text": text.removeprefix("\ufeff").replace("\x00", ""),
                        "valid_from": form.cleaned_data["valid_from"].isoformat(),
                        "area_id": str(form.seen_id),
                        "version": str(form.cleaned_data["version"]),
                        "act": str(form.act_id),
                    },
                )
                with reading(request.actor):
                    pasted.status = 200 if pasted.is_valid() else 422
                    return _entry_page(
                        request,
                        kelurahan,
                        pasted,
                        "areas/rw_paste.html",
                        "area_rw_file",
                        shape="berkas",
                        preview=_preview(kelurahan, found) if pasted.is_valid() else None,
                    )
    with reading(request.actor):
        return _entry_page(request, kelurahan, form, "areas/rw_file.html", "area_rw_file")


def _entry_page(
    request: OfficeRequest,
    kelurahan: Area,
    form: AreaForm,
    template: str,
    here: str,
    **more: Any,
) -> HttpResponse:
    tabs = (
        ("area_rw_paste", _("Tempel daftar")),
        ("area_rw", _("Satu RW")),
        ("area_rw_file", _("Dari berkas")),
    )
    context = {
        "area": kelurahan,
        "form": form,
        "crumbs": [
            {"label": _("Wilayah"), "url": reverse("areas_index")},
            {"label": kelurahan.full_name, "url": reverse("area", args=[kelurahan.code])},
            {"label": _("Masukkan RW dan RT")},
        ],
        "tabs": [
            {"label": label, "url": reverse(name, args=[kelurahan.code]), "current": name == here}
            for name, label in tabs
        ],
        "cancel_url": reverse("area", args=[kelurahan.code]),
        "paste_url": reverse("area_rw_paste", args=[kelurahan.code]),
    }
    return render(request, template, context | more, status=form.status)


def _say(request: OfficeRequest, report: RwReport) -> None:
    """Tell what was new, what was confirmed and what was known."""
    parts: list[str] = []
    if report["new"]:
        parts.append(_("%(what)s baru dicatat") % {"what": _rw_and_rt(report["new"])})
    if report["confirmed"]:
        parts.append(_("%(what)s dipastikan") % {"what": _rw_and_rt(report["confirmed"])})
    if not parts:
        messages.info(request, _("Semuanya sudah tercatat sebelumnya. Tidak ada yang berubah."))
        return
    sentence = ", ".join(parts)
    if report["known"]:
        sentence += ", " + _("sisanya sudah tercatat")
    messages.success(request, f"{sentence}.")


def _rw_and_rt(codes: Sequence[str]) -> str:
    rw = sum(code.count(".") == Area.Level.RW - 1 for code in codes)
    rt = len(codes) - rw
    words = [f"{count} {word}" for count, word in ((rw, "RW"), (rt, "RT")) if count]
    return _(" dan ").join(words)


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_RW)
def confirm(request: OfficeRequest, code: str) -> HttpResponse:
    """Say that the modelled RW and RT of a kelurahan are right as they stand."""
    found = area_in_reach(request, permissions.KEEP_RW, code)
    if found.level < Area.Level.KELURAHAN:
        raise Missing
    form = AreaForm.about(found, request.POST or None)
    if request.method == "POST" and form.carry_out(
        lambda: confirm_areas(act=request.act(), area_id=form.seen_id)
    ):
        messages.success(request, _("%(count)d RW dan RT dipastikan.") % {"count": form.result})
        return redirect("area", code)
    with reading(request.actor):
        modelled = Area.objects.within(code).not_over_by(today()).filter(is_modelled=True)
        count = modelled.count()
        return render(
            request,
            "areas/confirm.html",
            {
                "area": found,
                "form": form,
                "heading": _("Pastikan RW dan RT %(name)s") % {"name": found.full_name},
                "count": count,
                "cancel_url": reverse("area", args=[code]),
                "paste_url": reverse("area_rw_paste", args=[".".join(code.split(".")[:4])]),
                "crumbs": [
                    {"label": _("Wilayah"), "url": reverse("areas_index")},
                    {"label": found.full_name, "url": reverse("area", args=[code])},
                    {"label": _("Pastikan")},
                ],
            },
            status=form.status,
        )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_RW)
def alias(request: OfficeRequest, code: str) -> HttpResponse:
    """Let an area be found by another name."""
    found = area_in_reach(request, permissions.KEEP_RW, code)
    form = AliasForm.about(found, request.POST or None)
    if request.method == "POST" and form.carry_out(
        lambda: add_alias(act=request.act(), area_id=form.seen_id, name=form.cleaned_data["name"])
    ):
        messages.success(
            request,
            _("%(name)s sekarang juga ditemukan dengan sebutan “%(alias)s”.")
            % {"name": found.full_name, "alias": form.result.name},
        )
        return redirect("area", code)
    with reading(request.actor):
        return render(
            request,
            "office/form_page.html",
            {
                "form": form,
                "heading": _("Tambah sebutan untuk %(name)s") % {"name": found.full_name},
                "submit": _("Tambah sebutan"),
                "cancel_url": reverse("area", args=[code]),
                "crumbs": [
                    {"label": _("Wilayah"), "url": reverse("areas_index")},
                    {"label": found.full_name, "url": reverse("area", args=[code])},
                    {"label": _("Tambah sebutan")},
                ],
            },
            status=form.status,
        )
