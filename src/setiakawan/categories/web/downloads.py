"""Files to take along: one CSV a table, and everything as JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from setiakawan.categories import permissions, queries
from setiakawan.categories.models import Versioned
from setiakawan.categories.tables import Cell, write_csv
from setiakawan.categories.web import shown
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.problems import Missing

_EVERY = (
    "version", "valid_from", "valid_until", "legal_source", "read_in", "confidence", "note",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One table that can be taken along."""

    label: Any
    rows: Callable[[date], Iterable[Versioned]]
    columns: Sequence[str]


TABLES: Mapping[str, Table] = {
    "jenis": Table(
        _("Jenis PPKS"),
        queries.kinds_on,
        ("code", "abbreviation", "name", "english", "meaning", "levels", "min_age",
         "min_age_is_open", "max_age", "max_age_is_open", "sex", "joined", "is_restricted"),
    ),
    "kriteria": Table(_("Kriteria"), queries.criteria_on, ("code", "kind_code", "name", "english")),
    "tanda": Table(
        _("Tanda"), queries.tags_on,
        ("code", "abbreviation", "name", "english", "meaning", "under", "basis"),
    ),
    "psks": Table(
        _("Jenis PSKS"), queries.resources_on,
        ("code", "abbreviation", "name", "english", "meaning", "who"),
    ),
    "skema": Table(
        _("Kelompok skema"), queries.entries_on, ("code", "scheme", "name", "english", "meaning")
    ),
    "kaitan": Table(
        _("Kaitan jenis dan skema"),
        lambda on: [row.crossing for row in queries.crossings_on(on)],
        ("code", "kind_code", "tag_code", "entry_code", "basis"),
    ),
}  # fmt: skip


@require_GET
@page(permissions.SEE)
def choose(request: OfficeRequest) -> HttpResponse:
    """Which files there are."""
    context = shown.as_of(request, "category_downloads")
    on = context["on"]
    files = [
        {"label": one.label, "url": shown.address("category_csv", name, on=on), "form": "CSV"}
        for name, one in TABLES.items()
    ]
    everything = {"label": _("Semuanya"), "url": shown.address("category_json", on=on)}
    return render(
        request,
        "categories/downloads.html",
        context | {"files": [*files, everything | {"form": "JSON"}]},
    )


@require_GET
@page(permissions.SEE)
def as_csv(request: OfficeRequest, what: str) -> HttpResponse:
    """One table as of a day, for a spreadsheet."""
    table = TABLES.get(what)
    if table is None:
        raise Missing
    on, _note = shown.asked_day(request)
    columns = (*table.columns, *_EVERY)
    rows = ([_cell(getattr(row, name)) for name in columns] for row in table.rows(on))
    response = HttpResponse(write_csv(columns, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="kategori-{what}-{on.isoformat()}.csv"'
    return response


def _cell(value: Any) -> Cell:
    return ",".join(value) if isinstance(value, list) else value


@require_GET
@page(permissions.SEE)
def as_json(request: OfficeRequest) -> HttpResponse:
    """All tables as of a day, for a machine."""
    on, _note = shown.asked_day(request)
    told: dict[str, Any] = {"as_of": on.isoformat()}
    for name, table in TABLES.items():
        columns = (*table.columns, *_EVERY)
        told[name] = [{one: getattr(row, one) for one in columns} for row in table.rows(on)]
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="kategori-{on.isoformat()}.json"'
    return response
