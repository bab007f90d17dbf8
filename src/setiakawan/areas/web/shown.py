"""How areas are put on a page: ways, steps, tiles, words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setiakawan.areas.models import Area
from setiakawan.areas.people import Office
from setiakawan.areas.queries import STEPS, Event, Gap, SubArea
from setiakawan.foundation.clock import today

FILLS = {"1": "#edd8bb", "2": "#cbd8f2", "3": "#4467b5", "4": "#1f3468", "x": "url(#tanpa-psm)"}
"""The steps of the map; the hatch is for what is missing. Readable in grey and without red."""

NO_AREA = "#f8f3ea"
"""An outline whose area has ended; the outlines are as old as the list they came with."""

INKS = {"3": "#ffffff", "4": "#ffffff"}


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day of ``?per=``, else today; with a sentence when it could not be read."""
    asked = request.GET.get("per", "").strip()
    if not asked:
        return today(), ""
    try:
        return date.fromisoformat(asked[:10]), ""
    except ValueError:
        return today(), _("Tanggalnya belum dapat dibaca, jadi ini keadaan hari ini.")


def address(name: str, code: str, on: date | None = None) -> str:
    """The address of an area's page, on the same day as the page that links to it."""
    return reverse(name, args=[code]) + (f"?per={on.isoformat()}" if on and on != today() else "")


def its_day(area: Area, on: date) -> date:
    """The day itself when the area is there, else its first or its last: a page that shows it."""
    if area.valid_from > on:
        return area.valid_from
    if area.valid_until is not None and area.valid_until <= on:
        return area.valid_until - timedelta(days=1)
    return on


def address_on_its_day(name: str, area: Area, on: date | None = None) -> str:
    """The address of an area on a day when it is there, the nearest to the one that is asked about."""
    return address(name, area.code, its_day(area, on or today()))


def crumbs(above: Iterable[Area], last: str, on: date | None = None) -> list[dict[str, str]]:
    """The way to an area: the city first, for the province is not worked in."""
    way = [{"label": _("Wilayah"), "url": reverse("areas_index")}]
    way += [
        {"label": one.full_name, "url": address("area", one.code, on)}
        for one in above
        if one.level > Area.Level.CITY
    ]
    return [*way, {"label": last, "url": ""}]


def counted(rw: int, rt: int, *, modelled: int = 0) -> str:
    """How many RW and RT, said so when they are only modelled."""
    if not rw:
        return _("RW belum dicatat")
    numbers = _("%(rw)s RW, %(rt)s RT") % {"rw": _thousands(rw), "rt": _thousands(rt)}
    if modelled >= rw + rt:
        return _("%(numbers)s (perkiraan)") % {"numbers": numbers}
    return _("%(numbers)s, sebagian perkiraan") % {"numbers": numbers} if modelled else numbers


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def step_words(step: str) -> str:
    """A step of the map in words."""
    return str(dict(STEPS)[step])


def kelurahan_words(one: SubArea) -> str:
    """A kelurahan in a few words: how many RW, and what isn't known yet."""
    rw = _("%(count)d RW") % {"count": one.rw} if one.rw else ""
    match one.step:
        case "2":
            return _("%(rw)s (perkiraan)") % {"rw": rw}
        case "4":
            return rw
        case step:
            return ", ".join(part for part in (rw, step_words(step)) if part)


def chip_of_step(step: str) -> dict[str, str]:
    """A step of the map as a chip of a table."""
    kinds = {"x": "is-late", "1": "is-soon", "2": "is-unknown", "3": "is-soon", "4": "is-done"}
    return {"text": step_words(step), "chip": kinds[step]}


def subarea_row(one: SubArea, on: date) -> dict[str, Any]:
    """A kecamatan, kelurahan or RT as a row of a table."""
    cells: list[Any] = [{"text": one.full_name, "url": address("area", one.code, on)}]
    if one.level == Area.Level.KECAMATAN:
        cells += [
            {"text": one.kelurahan, "n": True},
            _("%(some)s dari %(all)s") % {"some": one.psm, "all": one.kelurahan},
            {"text": one.rw, "n": True},
            {"text": one.rt, "n": True},
        ]
    elif one.level == Area.Level.KELURAHAN:
        cells += [
            _("ada") if one.psm else {"text": _("belum ada"), "chip": "is-late"},
            {"text": one.rw, "n": True},
            {"text": one.rt, "n": True},
            chip_of_step(one.step),
        ]
    return {"cells": cells}


def columns_of(level: int) -> list[dict[str, Any]]:
    """The heading of the table of sub-areas."""
    if level == Area.Level.KECAMATAN:
        labels = [_("Kecamatan"), _("Kelurahan"), _("Kelurahan dengan PSM"), "RW", "RT"]
        return [{"label": label, "n": index in {1, 3, 4}} for index, label in enumerate(labels)]
    labels = [_("Kelurahan"), "PSM", "RW", "RT", _("Keadaan data")]
    return [{"label": label, "n": index in {2, 3}} for index, label in enumerate(labels)]


def gap_items(
    gaps: Sequence[Gap], names: Mapping[str, str], code: str, *, may_keep: bool
) -> list[dict[str, Any]]:
    """What is missing, each with the next step."""
    items: list[dict[str, Any]] = []
    for gap in gaps:
        first = gap.codes[0]
        where = _listed([names.get(one, one) for one in gap.codes])
        count = gap.count
        match gap.kind:
            case "no_psm":
                title = ngettext("Belum ada PSM", "%(count)d kelurahan belum ada PSM", count)
                item = {"kind": "late", "icon": "user-round-x", "text": where}
                item |= {"url": reverse("area", args=[first]), "action": _("Lihat")}
            case "no_rw":
                title = ngettext("RW belum dicatat", "%(count)d kelurahan belum punya RW", count)
                item = {"kind": "soon", "icon": "layers", "text": where}
                item |= {"url": reverse("area_rw_paste", args=[first]), "action": _("Masukkan RW")}
            case "no_rt":
                title = ngettext("RT belum dicatat", "%(count)d RW belum punya RT", count)
                item = {"kind": "soon", "icon": "layers", "text": where}
                kelurahan = ".".join(first.split(".")[:4])
                item |= {
                    "url": reverse("area_rw_paste", args=[kelurahan]),
                    "action": _("Masukkan RT"),
                }
            case _:
                title = ngettext(
                    "Satu RW atau RT masih perkiraan",
                    "%(count)d RW dan RT masih perkiraan",
                    count,
                )
                item = {
                    "icon": "circle-help",
                    "text": _("Angka model, belum dipastikan kelurahan."),
                }
                item |= {"url": reverse("area_confirm", args=[code]), "action": _("Pastikan")}
        item["title"] = title.replace("%(count)d", _thousands(count))
        if gap.codes == (code,):
            item["text"] = "" if gap.kind != "modelled" else item["text"]
        if gap.kind == "no_psm" and gap.codes == (code,):
            del item["url"]
        elif gap.kind != "no_psm" and not may_keep:
            item.pop("url", None)
        if gap.kind in {"no_rw", "modelled"} and len(gap.codes) > 1 and code.count(".") < 3:
            item |= {"url": reverse("area", args=[first]), "action": _("Mulai")}
        items.append(item)
    return items


def _listed(names: Sequence[str], most: int = 6) -> str:
    beginning = ", ".join(names[:most])
    if len(names) <= most:
        return beginning
    return _("%(names)s dan %(more)d lagi") % {"names": beginning, "more": len(names) - most}


def history_entries(events: Sequence[Event]) -> list[dict[str, Any]]:
    """The history as a timeline."""
    icons = {"became": "arrow-right", "came_from": "arrow-left", "renamed": "pencil"}
    return [
        {
            "title": event.title,
            "on": event.on,
            "icon": icons.get(event.kind, "circle-x" if event.kind == "ended" else "plus"),
            "links": [
                {"label": one.full_name, "url": address_on_its_day("area", one)}
                for one in event.links
            ],
        }
        for event in events
    ]


def people(offices: Sequence[Office], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Who has charge, with the place each has charge of."""
    return [
        {
            "name": one.holder_name,
            "initials": _initials(one.holder_name),
            "role": one.role.label,
            "place": names.get(one.area_code, one.area_code),
            "since": one.since,
            "is_until_named": one.is_until_named,
        }
        for one in offices
    ]


def _initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper() or "?"
