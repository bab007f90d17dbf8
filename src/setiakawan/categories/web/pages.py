"""Pages that only show: the kinds, one kind, tags, PSKS, and how others count."""

from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setiakawan.categories import permissions, queries
from setiakawan.categories.models import Joined, Kind, Level, Scheme
from setiakawan.categories.web import shown
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.problems import Missing

RESTRICTED = {"ya": True, "tidak": False}


@require_GET
@page(permissions.SEE)
def kinds(request: OfficeRequest) -> HttpResponse:
    """The 26 kinds as of a day; looked for by word, filtered by level and by being restricted."""
    context = shown.as_of(request, "categories")
    on = context["on"]
    words = request.GET.get("cari", "")[: queries.LONGEST_SEARCH].replace("\x00", "").strip()
    level = request.GET.get("untuk", "")
    level = level if level in Level.values else ""
    asked = request.GET.get("terbatas", "")
    found = queries.kinds_on(on, level=level, is_restricted=RESTRICTED.get(asked), words=words)
    criteria = Counter(one.kind_code for one in queries.criteria_on(on))
    return render(
        request,
        "categories/kinds.html",
        context
        | {
            "rows": [shown.kind_row(one, criteria[one.code], on) for one in found],
            "columns": [
                {"label": _("Jenis")},
                {"label": _("Untuk siapa")},
                {"label": _("Batas usia dan jenis kelamin")},
                {"label": _("Kriteria"), "n": True},
                {"label": _("Sifat")},
            ],
            "words": words,
            "level": level,
            "asked": asked if asked in RESTRICTED else "",
            "levels": _picks(request, "untuk", level, [("", _("Semua")), *Level.choices]),
            "restrictions": _picks(
                request,
                "terbatas",
                asked,
                [("", _("Semua")), ("ya", _("Terbatas")), ("tidak", _("Tidak terbatas"))],
            ),
            "is_filtered": bool(words or level or asked in RESTRICTED),
            "may_keep": permissions.KEEP.allows(request.actor),
            "may_load": permissions.LOAD.allows(request.actor),
            "count": len(found),
        },
    )


def _picks(
    request: OfficeRequest, name: str, chosen: str, choices: list[tuple[str, Any]]
) -> list[dict[str, Any]]:
    """Filters as links that keep what else was asked."""
    picks = []
    known = {value for value, _label in choices}
    for value, label in choices:
        query = request.GET.copy()
        query.pop(name, None)
        if value:
            query[name] = value
        address = f"{request.path}?{query.urlencode()}" if query else request.path
        is_chosen = value == (chosen if chosen in known else "")
        picks.append({"label": label, "url": address, "count": None, "chosen": is_chosen})
    return picks


@require_GET
@page(permissions.SEE)
def kind(request: OfficeRequest, code: str) -> HttpResponse:
    """One kind as of a day: what it means, its criteria, where it counts, and what it said before."""
    context = shown.as_of(request, "")
    on = context["on"]
    versions = queries.versions_of(Kind, code)
    if not versions:
        raise Missing
    found = queries.kind_on(code, on)
    latest = versions[0]
    may_keep = permissions.KEEP.allows(request.actor)
    context |= {
        "crumbs": [
            {"label": _("Kategori"), "url": shown.address("categories", on=on)},
            {"label": str(found or latest)},
        ],
        "kind": found or latest,
        "versions": shown.version_rows(versions, on),
        "entries": shown.timeline(latest),
        "may_keep": may_keep and latest.valid_until is None,
        "is_in_force": found is not None,
        "nearest_url": f"{request.path}?per={_nearest(versions, on)}",
    }
    if found is not None:
        context |= {
            "facts": [
                {"label": _("Singkatan"), "value": found.abbreviation or "–"},
                {"label": _("Dalam bahasa Inggris"), "value": found.english or "–"},
                {"label": _("Untuk siapa"), "value": found.level_words},
                {"label": _("Batas usia dan jenis kelamin"), "value": found.bounds_words}
                if found.bounds_words
                else {
                    "label": _("Batas usia dan jenis kelamin"),
                    "value": "",
                    "unknown": _("tidak disebut peraturan"),
                },
            ],
            "criteria": queries.criteria_of(code, on),
            "joined": str(Joined(found.joined).label),
            "crossings": [
                shown.crossing_row(one, on, may_keep=may_keep)
                for one in queries.crossings_on(on, kind_code=code)
            ],
            "tags": [one for one in queries.tags_on(on) if code in one.under],
            "source_facts": shown.source_facts(found),
        }
    return render(request, "categories/kind.html", context)


def _nearest(versions: Any, on: Any) -> str:
    """A day on which the kind is there: its first one, or the last before its end."""
    first = versions[-1]
    there = [one for one in versions if one.valid_until != one.valid_from]
    if on < first.valid_from or not there:
        return str(first.valid_from.isoformat())
    return str(there[0].valid_from.isoformat())


@require_GET
@page(permissions.SEE)
def tags(request: OfficeRequest) -> HttpResponse:
    """What people report besides the kinds, and under which kinds it may fall."""
    context = shown.as_of(request, "tags")
    on = context["on"]
    names = {one.code: str(one) for one in queries.kinds_on(on)}
    return render(
        request,
        "categories/tags.html",
        context
        | {
            "tags": [
                {
                    "tag": one,
                    "under": [
                        {"label": names[code], "url": shown.address("kind", code, on=on)}
                        for code in one.under
                        if code in names
                    ],
                    "basis": shown.basis_cell(one.basis),
                    "period": shown.period(one),
                    "is_last": one.is_latest and one.valid_until is None,
                }
                for one in queries.tags_on(on)
            ],
            "may_keep": permissions.KEEP.allows(request.actor),
        },
    )


@require_GET
@page(permissions.SEE)
def resources(request: OfficeRequest) -> HttpResponse:
    """The 12 kinds of PSKS."""
    context = shown.as_of(request, "resource_kinds")
    on = context["on"]
    return render(
        request,
        "categories/resources.html",
        context
        | {
            "resources": [
                {"row": one, "is_last": one.is_latest} for one in queries.resources_on(on)
            ],
            "may_keep": permissions.KEEP.allows(request.actor),
        },
    )


@require_GET
@page(permissions.SEE)
def schemes(request: OfficeRequest) -> HttpResponse:
    """How others count, and which kinds count where; one scheme at a time where it was chosen."""
    context = shown.as_of(request, "schemes")
    on = context["on"]
    chosen = request.GET.get("skema", "")
    chosen = chosen if chosen in Scheme.values else ""
    may_keep = permissions.KEEP.allows(request.actor)
    return render(
        request,
        "categories/schemes.html",
        context
        | {
            "picks": _picks(request, "skema", chosen, [("", _("Semua")), *Scheme.choices]),
            "chosen": chosen,
            "entries": [
                {
                    "row": one,
                    "scheme": str(Scheme(one.scheme).label),
                    "is_last": one.is_latest and one.valid_until is None,
                    "correct_url": reverse("entry_correct", args=one.code.split(".")),
                    "end_url": reverse("entry_end", args=one.code.split(".")),
                }
                for one in queries.entries_on(on, chosen)
            ],
            "crossings": [
                shown.crossing_row(one, on, may_keep=may_keep)
                for one in queries.crossings_on(on, scheme=chosen)
            ],
            "may_keep": may_keep,
        },
    )
