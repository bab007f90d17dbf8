"""Forms of those who keep the categories. Each is one verb; all go the same way."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from setiakawan.audit.readings import reading
from setiakawan.categories import operations, permissions, queries, rules
from setiakawan.categories.lawbook import entry_code
from setiakawan.categories.models import (
    Criterion,
    Crossing,
    Kind,
    ResourceKind,
    SchemeEntry,
    Tag,
    Versioned,
    crossing_code,
)
from setiakawan.categories.web import forms
from setiakawan.doors.forms import OfficeForm, posted
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.problems import Missing

Crumbs = Sequence[Mapping[str, str]]


@require_POST
@page(permissions.LOAD)
def load(request: OfficeRequest) -> HttpResponse:
    """Enter what this version of the system ships and isn't there yet."""
    new = operations.load_categories(act=request.act())
    if new:
        told = ngettext("%(new)d baris kategori dimuat.", "%(new)d baris kategori dimuat.", new)
        messages.success(request, told % {"new": new})
    else:
        messages.info(request, _("Semua kategori sudah ada. Tidak ada yang berubah."))
    return redirect("categories")


def _last[M: Versioned](request: OfficeRequest, model: type[M], code: str) -> M:
    with reading(request.actor):
        row = queries.latest_of(model, code)
    if row is None:
        raise Missing
    return row


def _over(request: OfficeRequest, row: Versioned, back: str) -> HttpResponse | None:
    """Lead away from the form of something whose end is set."""
    if request.method == "POST" or row.valid_until is None:
        return None
    day = rules.written_day(row.valid_until)
    messages.info(
        request, _("Ini berakhir pada %(day)s dan tidak dapat diubah lagi.") % {"day": day}
    )
    return redirect(back)


def _correct[M: Versioned](
    request: OfficeRequest,
    row: M,
    make: type[forms.VersionForm],
    verb: Callable[[Any], Any],
    *,
    back: str,
    crumbs: Crumbs,
    points: Sequence[str] = (),
) -> HttpResponse:
    """A form that is filled with the last version and makes the next one."""
    if away := _over(request, row, back):
        return away
    with reading(request.actor):
        form = make(posted(request), initial=make.initial_of(row))
    if request.method == "POST" and form.carry_out(lambda: verb(form)):
        messages.success(
            request,
            _("Disimpan sebagai versi %(version)d, berlaku mulai %(day)s.")
            % {
                "version": form.result.version,
                "day": rules.written_day(form.result.valid_from),
            },
        )
        return redirect(back)
    stale: dict[str, Any] = {}
    if form.is_stale:
        saved = _last(request, type(row), row.code)
        form.rebase(saved.version)
        stale = {"versions": form.versions(saved), "saved_url": back}
    return _form_page(
        request,
        form,
        heading=_("Perbaiki %(name)s") % {"name": row},
        crumbs=crumbs,
        back=back,
        points=[
            _(
                "Ini menjadi versi baru. Versi lama tetap tersimpan dan tetap berlaku untuk hari sebelumnya."
            ),
            *points,
        ],
        **stale,
    )


def _add(
    request: OfficeRequest,
    make: type[forms.VersionForm],
    verb: Callable[[Any], Any],
    *,
    heading: str,
    back: Callable[[Any], str] | str,
    crumbs: Crumbs,
    points: Sequence[str] = (),
    cancel: str = "",
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """An empty form for something new."""
    with reading(request.actor):
        form = make(posted(request), initial=dict(initial or {}))
    if request.method == "POST" and form.carry_out(lambda: verb(form)):
        messages.success(
            request,
            _("%(name)s dicatat, berlaku mulai %(day)s.")
            % {"name": form.result, "day": rules.written_day(form.result.valid_from)},
        )
        return redirect(back if isinstance(back, str) else back(form.result))
    cancel = cancel or (back if isinstance(back, str) else reverse("categories"))
    return _form_page(
        request, form, heading=heading, crumbs=crumbs, back=cancel, points=list(points)
    )


def _end[M: Versioned](
    request: OfficeRequest,
    row: M,
    verb: Callable[..., Any],
    *,
    heading: str,
    submit: str,
    points: Sequence[str],
    back: str,
    crumbs: Crumbs,
) -> HttpResponse:
    """Ask from which day something is used no more, and why."""
    if away := _over(request, row, back):
        return away
    form = forms.EndForm(posted(request), initial={"version": row.version})
    if request.method == "POST" and form.carry_out(
        lambda: verb(
            act=request.act(),
            code=row.code,
            version=form.cleaned_data["version"],
            ends_on=form.cleaned_data["ends_on"],
            reason=form.cleaned_data["reason"],
        )
    ):
        day = rules.written_day(form.result.valid_until)
        messages.success(
            request, _("%(name)s tidak dipakai lagi mulai %(day)s.") % {"name": row, "day": day}
        )
        return redirect(back)
    stale: dict[str, Any] = {}
    if form.is_stale:
        saved = _last(request, type(row), row.code)
        form.rebase(saved.version)
        stale = {"versions": form.versions(saved), "saved_url": back}
    return _form_page(
        request,
        form,
        heading=heading,
        crumbs=crumbs,
        back=back,
        submit=submit,
        danger=True,
        points=[_("Riwayatnya tetap tersimpan dan tetap dapat dilihat per tanggal."), *points],
        **stale,
    )


def _form_page(
    request: OfficeRequest,
    form: OfficeForm,
    *,
    heading: str,
    crumbs: Crumbs,
    back: str,
    **more: Any,
) -> HttpResponse:
    with reading(request.actor):
        return render(
            request,
            "office/form_page.html",
            {
                "heading": heading,
                "form": form,
                "crumbs": [
                    {"label": _("Kategori"), "url": reverse("categories")},
                    *crumbs,
                    {"label": heading},
                ],
                "cancel_url": back,
                "submit": _("Simpan versi ini"),
            }
            | more,
            status=form.status,
        )


# ---------------------------------------------------------------- kinds and criteria


def _kind_crumbs(kind: Kind) -> Crumbs:
    return [{"label": str(kind), "url": reverse("kind", args=[kind.code])}]


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def add_kind(request: OfficeRequest) -> HttpResponse:
    """Add a kind that a new regulation brings."""
    return _add(
        request,
        forms.NewKindForm,
        lambda form: operations.add_kind(
            act=request.act(),
            code=form.cleaned_data["code"],
            is_restricted=form.cleaned_data["is_restricted"],
            valid_from=form.cleaned_data["valid_from"],
            kind=form.facts(),
            origin=form.origin(),
        ),
        heading=_("Tambah jenis"),
        back=lambda made: reverse("kind", args=[made.code]),
        crumbs=[],
        points=[
            _("Pakai ini bila peraturan baru menambah jenis. Yang sudah ada cukup diperbaiki.")
        ],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct_kind(request: OfficeRequest, code: str) -> HttpResponse:
    """Word or bound a kind otherwise."""
    row = _last(request, Kind, code)
    return _correct(
        request,
        row,
        forms.KindForm,
        lambda form: operations.correct_kind(
            act=request.act(),
            code=code,
            version=form.seen,
            valid_from=form.cleaned_data["valid_from"],
            kind=form.facts(),
            origin=form.origin(),
        ),
        back=reverse("kind", args=[code]),
        crumbs=_kind_crumbs(row),
        points=[_("Batas usia hanya menjadi catatan bagi petugas, tidak pernah menolak orang.")],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def end_kind(request: OfficeRequest, code: str) -> HttpResponse:
    """Say that a kind is used no more."""
    row = _last(request, Kind, code)
    return _end(
        request,
        row,
        operations.end_kind,
        heading=_("Akhiri jenis %(name)s") % {"name": row},
        submit=_("Akhiri jenis"),
        points=[
            _("Kriterianya tidak ditanyakan lagi, dan jenis ini tidak dihitung di skema mana pun.")
        ],
        back=reverse("kind", args=[code]),
        crumbs=_kind_crumbs(row),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def add_criterion(request: OfficeRequest, code: str) -> HttpResponse:
    """Add a criterion to a kind."""
    kind = _last(request, Kind, code)
    back = reverse("kind", args=[code])
    if away := _over(request, kind, back):
        return away
    return _add(
        request,
        forms.NewCriterionForm,
        lambda form: operations.add_criterion(
            act=request.act(),
            kind_code=code,
            letter=form.cleaned_data["letter"],
            name=form.cleaned_data["name"],
            english=form.cleaned_data["english"],
            valid_from=form.cleaned_data["valid_from"],
            origin=form.origin(),
        ),
        heading=_("Tambah kriteria"),
        back=back,
        crumbs=_kind_crumbs(kind),
        points=[_("Jangan menanyakan yang tidak diperlukan untuk menolong.")],
    )


def _criterion_ways(request: OfficeRequest, row: Criterion) -> tuple[str, Crumbs]:
    kind = _last(request, Kind, row.kind_code)
    return reverse("kind", args=[kind.code]), _kind_crumbs(kind)


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct_criterion(request: OfficeRequest, code: str) -> HttpResponse:
    """Word a criterion otherwise."""
    row = _last(request, Criterion, code)
    back, crumbs = _criterion_ways(request, row)
    return _correct(
        request,
        row,
        forms.CriterionForm,
        lambda form: operations.correct_criterion(
            act=request.act(),
            code=code,
            version=form.seen,
            name=form.cleaned_data["name"],
            english=form.cleaned_data["english"],
            valid_from=form.cleaned_data["valid_from"],
            origin=form.origin(),
        ),
        back=back,
        crumbs=crumbs,
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def end_criterion(request: OfficeRequest, code: str) -> HttpResponse:
    """Say that a criterion is asked no more."""
    row = _last(request, Criterion, code)
    back, crumbs = _criterion_ways(request, row)
    return _end(
        request,
        row,
        operations.end_criterion,
        heading=_("Akhiri kriteria %(name)s") % {"name": row},
        submit=_("Akhiri kriteria"),
        points=[_("Jawaban yang sudah dicatat tetap ada.")],
        back=back,
        crumbs=crumbs,
    )


# ---------------------------------------------------------------- tags and PSKS


def _tag_crumbs() -> Crumbs:
    return [{"label": _("Tanda"), "url": reverse("tags")}]


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def add_tag(request: OfficeRequest) -> HttpResponse:
    """Add a tag for what people report."""
    return _add(
        request,
        forms.TagForm,
        lambda form: operations.add_tag(
            act=request.act(),
            valid_from=form.cleaned_data["valid_from"],
            tag=form.facts(),
            origin=form.origin(),
        ),
        heading=_("Tambah tanda"),
        back=reverse("tags"),
        crumbs=_tag_crumbs(),
        points=[_("Tanda untuk hal yang dilaporkan orang tetapi bukan jenis dalam peraturan.")],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct_tag(request: OfficeRequest, code: str) -> HttpResponse:
    """Word a tag otherwise, or let it fall under other kinds."""
    row = _last(request, Tag, code)

    class Form(forms.TagForm):
        def __init__(self, data: Any = None, **kwargs: Any) -> None:
            super().__init__(data, known=row.under, **kwargs)

    return _correct(
        request,
        row,
        Form,
        lambda form: operations.correct_tag(
            act=request.act(),
            code=code,
            version=form.seen,
            valid_from=form.cleaned_data["valid_from"],
            tag=form.facts(),
            origin=form.origin(),
        ),
        back=reverse("tags"),
        crumbs=_tag_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def end_tag(request: OfficeRequest, code: str) -> HttpResponse:
    """Say that a tag is used no more."""
    row = _last(request, Tag, code)
    return _end(
        request,
        row,
        operations.end_tag,
        heading=_("Akhiri tanda %(name)s") % {"name": row},
        submit=_("Akhiri tanda"),
        points=[_("Yang sudah diberi tanda ini tetap tercatat.")],
        back=reverse("tags"),
        crumbs=_tag_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct_resource_kind(request: OfficeRequest, code: str) -> HttpResponse:
    """Word a kind of PSKS otherwise."""
    row = _last(request, ResourceKind, code)
    return _correct(
        request,
        row,
        forms.ResourceForm,
        lambda form: operations.correct_resource_kind(
            act=request.act(),
            code=code,
            version=form.seen,
            valid_from=form.cleaned_data["valid_from"],
            resource=form.facts(),
            origin=form.origin(),
        ),
        back=reverse("resource_kinds"),
        crumbs=[{"label": _("PSKS"), "url": reverse("resource_kinds")}],
    )


# ---------------------------------------------------------------- schemes and crossings


def _scheme_crumbs() -> Crumbs:
    return [{"label": _("Skema dan kaitan"), "url": reverse("schemes")}]


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def add_entry(request: OfficeRequest) -> HttpResponse:
    """Add an entry to a scheme."""
    return _add(
        request,
        forms.NewEntryForm,
        lambda form: operations.add_entry(
            act=request.act(),
            scheme=form.cleaned_data["scheme"],
            number=form.cleaned_data["number"],
            valid_from=form.cleaned_data["valid_from"],
            entry=form.facts(),
            origin=form.origin(),
        ),
        heading=_("Tambah kelompok"),
        back=reverse("schemes"),
        crumbs=_scheme_crumbs(),
        points=[_("Sesudahnya, tambahkan kaitan supaya jenis PPKS dihitung di kelompok ini.")],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct_entry(request: OfficeRequest, scheme: str, number: str) -> HttpResponse:
    """Word an entry otherwise."""
    row = _last(request, SchemeEntry, entry_code(scheme, number))
    return _correct(
        request,
        row,
        forms.EntryForm,
        lambda form: operations.correct_entry(
            act=request.act(),
            code=row.code,
            version=form.seen,
            valid_from=form.cleaned_data["valid_from"],
            entry=form.facts(),
            origin=form.origin(),
        ),
        back=reverse("schemes"),
        crumbs=_scheme_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def end_entry(request: OfficeRequest, scheme: str, number: str) -> HttpResponse:
    """Say that an entry is used no more."""
    row = _last(request, SchemeEntry, entry_code(scheme, number))
    return _end(
        request,
        row,
        operations.end_entry,
        heading=_("Akhiri kelompok %(name)s") % {"name": row},
        submit=_("Akhiri kelompok"),
        points=[_("Kaitan ke kelompok ini tidak dihitung lagi.")],
        back=reverse("schemes"),
        crumbs=_scheme_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def add_crossing(request: OfficeRequest) -> HttpResponse:
    """Let a kind or a tag count in an entry."""
    return _add(
        request,
        forms.NewCrossingForm,
        lambda form: operations.add_crossing(
            act=request.act(),
            kind_code=form.kind_code,
            tag_code=form.tag_code,
            entry=form.cleaned_data["entry"],
            basis=form.cleaned_data["basis"],
            valid_from=form.cleaned_data["valid_from"],
            origin=form.origin(),
        ),
        heading=_("Tambah kaitan"),
        back=reverse("schemes"),
        crumbs=_scheme_crumbs(),
        points=[_("Kaitan menentukan di mana seseorang dihitung dalam laporan.")],
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def correct_crossing(
    request: OfficeRequest, begins_at: str, scheme: str, number: str
) -> HttpResponse:
    """Say how well a crossing is known."""
    row = _last(request, Crossing, crossing_code(begins_at, entry_code(scheme, number)))
    return _correct(
        request,
        row,
        forms.CrossingForm,
        lambda form: operations.correct_crossing(
            act=request.act(),
            code=row.code,
            version=form.seen,
            basis=form.cleaned_data["basis"],
            valid_from=form.cleaned_data["valid_from"],
            origin=form.origin(),
        ),
        back=reverse("schemes"),
        crumbs=_scheme_crumbs(),
    )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP)
def remove_crossing(
    request: OfficeRequest, begins_at: str, scheme: str, number: str
) -> HttpResponse:
    """Say that a kind counts in an entry no more."""
    row = _last(request, Crossing, crossing_code(begins_at, entry_code(scheme, number)))
    return _end(
        request,
        row,
        operations.remove_crossing,
        heading=_("Lepas kaitan %(name)s") % {"name": row},
        submit=_("Lepas kaitan"),
        points=[_("Mulai tanggal itu jenisnya tidak dihitung di kelompok ini.")],
        back=reverse("schemes"),
        crumbs=_scheme_crumbs(),
    )
