"""Pages that only show: the city, an area, the tiles of its RW, search, and where a point may lie."""

from collections import Counter
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from setiakawan.areas import gazetteer, permissions, queries
from setiakawan.areas.geometry import MapShape
from setiakawan.areas.models import Area
from setiakawan.areas.people import Office
from setiakawan.areas.rules import written_day
from setiakawan.areas.web import shown
from setiakawan.areas.web.forms import AliasForm, PointForm
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today

SUGGESTED = 8


@require_GET
@page(permissions.SEE_HISTORY)
def index(request: OfficeRequest) -> HttpResponse:
    """The city: its map, and the tree of its areas."""
    on, note = shown.asked_day(request)
    city = settings.CITY_CODE
    known = queries.kelurahan_tree(city, on)
    by_code = {one.code: one for one in known.kelurahan}
    drawing = queries.map_of(city)
    named = queries.named_on_map(city)
    drawn = {shape.code for shape in drawing.shapes} if drawing else set()
    steps = Counter(one.step for one in known.kelurahan)
    return render(
        request,
        "areas/index.html",
        {
            "city": known.city,
            "on": on,
            "is_today": on == today(),
            "note": note,
            "is_table": request.GET.get("bentuk") == "tabel",
            "total": {
                "kecamatan": len(known.kecamatan),
                "kelurahan": len(known.kelurahan),
                "with_psm": sum(bool(one.psm) for one in known.kelurahan),
                "words": shown.counted(
                    sum(one.rw for one in known.kelurahan),
                    sum(one.rt for one in known.kelurahan),
                    modelled=sum(one.modelled for one in known.kelurahan),
                ),
            },
            "groups": [
                {
                    "area": kecamatan,
                    "url": shown.address("area", kecamatan.code, on),
                    "kelurahan": [
                        {
                            "area": one,
                            "url": shown.address("area", one.code, on),
                            "words": shown.kelurahan_words(one),
                        }
                        for one in known.kelurahan
                        if one.code.startswith(kecamatan.code + ".")
                    ],
                }
                for kecamatan in known.kecamatan
            ],
            "map": drawing,
            "shapes": [
                _shape(shape, by_code.get(shape.code), on, is_named=shape.code in named)
                for shape in (drawing.shapes if drawing else ())
            ],
            "unmapped": [
                {"name": one.full_name, "url": shown.address("area", one.code, on)}
                for one in known.kelurahan
                if one.code not in drawn
            ],
            "legend": [
                {"fill": shown.FILLS[step], "words": words, "count": steps[step]}
                for step, words in queries.STEPS
            ],
            "credit": gazetteer.BOUNDARY_CREDIT,
            "columns": shown.columns_of(Area.Level.KELURAHAN),
            "rows": [shown.subarea_row(one, on) for one in known.kelurahan],
            "waiting": queries.unplaced_rows(request.actor, on),
        },
    )


def _shape(
    shape: MapShape, area: queries.SubArea | None, on: date, *, is_named: bool
) -> dict[str, Any]:
    """One outline; that of an area which has ended leads to its history, and so to what came."""
    words = shown.step_words(area.step) if area else _("tidak ada pada tanggal ini")
    return {
        "shape": shape,
        "fill": shown.FILLS[area.step] if area else shown.NO_AREA,
        "ink": shown.INKS.get(area.step if area else "", "#231710"),
        "url": shown.address("area", shape.code, on),
        "words": f"{area.name if area else shape.name}: {words}",
        "name": area.name if area else "",
        "is_named": is_named and area is not None,
    }


@require_GET
@page(permissions.SEE_HISTORY)
def area(request: OfficeRequest, code: str) -> HttpResponse:
    """One area as of a day: who has charge, what lies in it, what is missing, what became of it."""
    on, note = shown.asked_day(request)
    found = queries.area_page(request.actor, code, on)
    history = shown.history_entries(found.history)
    if isinstance(found, queries.NotOnThatDay):
        return render(
            request,
            "areas/not_on_that_day.html",
            {
                "area": found.latest,
                "on": on,
                "note": note,
                "history": history,
                "crumbs": shown.crumbs((), found.latest.full_name),
                "nearest": found.nearest,
                "is_to_come": found.nearest.valid_from > today(),
                "is_before": found.nearest.valid_from > on,
                "nearest_url": shown.address_on_its_day("area", found.nearest, on),
                "nearest_day": shown.its_day(found.nearest, on),
            },
        )
    whole = found.whole
    is_open = found.area.valid_until is None
    names = {one.code: one.full_name for one in found.children} | dict(found.names)
    level = found.area.level
    return render(
        request,
        "areas/area.html",
        {
            "area": found.area,
            "is_modelled": found.area.was_modelled_on(on),
            "ending": _ending(found),
            "on": on,
            "is_today": on == today(),
            "note": note,
            "crumbs": shown.crumbs(found.above, found.area.full_name, on),
            "counts": "" if level == Area.Level.RT else _counts(whole),
            "people": shown.people(found.offices, names),
            "has_psm": _is_watched(found.offices),
            "gaps": shown.gap_items(
                found.gaps, names, found.area.code, may_keep=found.may_keep and is_open
            )
            if on == today()
            else [],
            "tiles": [_tile(one, on) for one in found.children] if level == 4 else [],
            "rts": [
                {"area": one, "url": shown.address("area", one.code, on)}
                for one in found.children
                if one.level == Area.Level.RT
            ],
            "rows": [shown.subarea_row(one, on) for one in found.children]
            if level < Area.Level.KELURAHAN
            else [],
            "columns": shown.columns_of(level + 1),
            "has_below": bool(found.children),
            "facts": _facts(found.area, on),
            "aliases": found.aliases,
            "alias_form": AliasForm.about(found.area, auto_id="sebutan_%s"),
            "history": history,
            "may_keep": found.may_keep and is_open and level >= Area.Level.KELURAHAN,
            "may_reshape": found.may_reshape
            and is_open
            and level in {Area.Level.KELURAHAN, Area.Level.RW, Area.Level.RT},
            "may_name": is_open
            and (found.may_keep if level >= Area.Level.RW else found.may_reshape),
            "may_split": level in {Area.Level.KELURAHAN, Area.Level.RW},
            "is_kelurahan": level == Area.Level.KELURAHAN,
            "is_rw": level == Area.Level.RW,
            "is_wide": level < Area.Level.KELURAHAN,
            "may_end": level >= Area.Level.RW,
        },
    )


def _ending(found: queries.AreaPage) -> dict[str, str] | None:
    """Until when the area is as it is shown, and the way to what it is from then on."""
    until = found.area.valid_until
    if until is None:
        return None
    values = {"day": written_day(until), "name": found.area.full_name}
    after = [one for one in found.history if one.on == until and one.kind in {"renamed", "became"}]
    if not after:
        return {"text": _("%(name)s berakhir %(day)s, tanpa pengganti.") % values, "url": ""}
    goes_on = after[0].kind == "renamed"
    values["what"] = after[0].title if goes_on else _spoken(after[0])
    text = (
        _("Nama ini berlaku sampai sebelum %(day)s. Mulai %(day)s: %(what)s.")
        if goes_on
        else _("%(name)s berakhir %(day)s. %(what)s.")
    )
    code = found.area.code if goes_on else after[0].links[0].code
    return {"text": text % values, "url": shown.address("area", code, max(until, found.on))}


def _spoken(event: queries.Event) -> str:
    return f"{event.title} {', '.join(one.full_name for one in event.links)}"


def _counts(whole: queries.SubArea) -> str:
    if whole.level == Area.Level.RW:
        if not whole.rt:
            return _("RT belum dicatat")
        text = _("%(count)d RT") % {"count": whole.rt}
        # Where the RW itself is only modelled, the line below the heading says so already.
        is_said = whole.is_modelled or not whole.modelled
        return text if is_said else _("%(text)s, perkiraan") % {"text": text}
    return shown.counted(whole.rw, whole.rt, modelled=whole.modelled)


def _is_watched(offices: tuple[Office, ...]) -> bool:
    return any(one.role == "psm" for one in offices)


def _tile(one: queries.SubArea, on: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "css": one.tile,
        "small": f"{'±' if one.is_modelled and one.rt else ''}{one.rt} RT" if one.rt else _("RT?"),
        "words": f"{one.full_name}: {one.tile_words}",
        "url": shown.address("area", one.code, on),
    }


def _facts(area: Area, on: date) -> list[dict[str, str]]:
    facts = [{"label": _("Kode wilayah"), "value": area.code}]
    if area.level == Area.Level.KELURAHAN:
        facts.append(
            {"label": _("Kode BPS"), "value": area.bps_code, "unknown": _("belum diketahui")}
            if not area.bps_code
            else {"label": _("Kode BPS"), "value": area.bps_code}
        )
        facts.append(
            {"label": _("Kode pos"), "value": area.postal_code}
            if area.postal_code
            else {"label": _("Kode pos"), "value": "", "unknown": _("belum diketahui")}
        )
        puskesmas = queries.puskesmas_of(area.code)
        if puskesmas:
            facts.append({"label": _("Puskesmas"), "value": puskesmas})
    if area.was_modelled_on(on):
        facts.append({"label": _("Asal"), "value": "", "unknown": _("perkiraan, belum dipastikan")})
    return facts


@require_GET
@page(permissions.SEE_HISTORY)
def tiles(request: OfficeRequest, code: str) -> HttpResponse:
    """Every RW of a city, kecamatan or kelurahan as a tile, by kelurahan."""
    on, note = shown.asked_day(request)
    found = queries.rw_by_kelurahan(code, on)
    return render(
        request,
        "areas/tiles.html",
        {
            "area": found.area,
            "on": on,
            "is_today": on == today(),
            "note": note,
            "crumbs": [
                *shown.crumbs((*found.above, found.area), _("Petak RW"), on),
            ],
            "groups": [
                {
                    "area": kelurahan,
                    "url": shown.address("area", kelurahan.code, on),
                    "tiles": [_tile(one, on) for one in rw],
                    "words": shown.counted(kelurahan.rw, kelurahan.rt, modelled=kelurahan.modelled),
                }
                for kelurahan, rw in found.groups
            ],
        },
    )


@require_GET
@page(permissions.SEE_HISTORY)
def search(request: OfficeRequest) -> HttpResponse:
    """Find areas by name, old name, RW or code; as a list for the field in the head while one types."""
    words = request.GET.get("q", "")[: queries.LONGEST_SEARCH + 1].replace("\x00", "")
    found = queries.search(words, today())
    context = {
        "search_words": words,
        "found": [{"one": one, "url": reverse("area", args=[one.code])} for one in found],
    }
    if request.headers.get("HX-Request") == "true" and request.GET.get("saran") == "1":
        context["found"] = context["found"][:SUGGESTED]
        return render(request, "areas/search.html#saran", context)
    return render(request, "areas/search.html", context)


@require_GET
@page(permissions.SEE_HISTORY)
def suggest(request: OfficeRequest) -> HttpResponse:
    """Say in which kelurahan a point probably lies. Only ever a suggestion; nothing is kept."""
    form = PointForm(request.GET if "lat" in request.GET or "lon" in request.GET else None)
    answer: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        found = queries.suggest_place(
            settings.CITY_CODE, form.cleaned_data["lat"], form.cleaned_data["lon"]
        )
        names = queries.names_on([found.code, *found.also_possible] if found else [], today())
        answer = {
            "code": found.code if found else None,
            "name": names.get(found.code) if found else None,
            "metres_to_border": round(found.metres_to_border) if found else None,
            "is_doubtful": found.is_doubtful if found else True,
            "also_possible": [
                {"code": code, "name": names.get(code, code)}
                for code in (found.also_possible if found else ())
            ],
        }
    wants = request.headers.get("Accept", "")
    if "application/json" in wants and "text/html" not in wants:
        if answer is None:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
        return JsonResponse(answer)
    return render(
        request,
        "areas/suggest.html",
        {"form": form, "answer": answer, "credit": gazetteer.BOUNDARY_CREDIT},
        status=422 if form.is_bound and form.errors else 200,
    )
