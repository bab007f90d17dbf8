"""Pages on which areas become others: rename, end, split and merge."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from setiakawan.access.permissions import Permission
from setiakawan.areas import people, permissions, queries, rules
from setiakawan.areas.codes import AreaCode, BadAreaCode
from setiakawan.areas.models import Area, Succession
from setiakawan.areas.operations import (
    MergeOrder,
    MergePart,
    SplitOrder,
    end_area,
    merge_areas,
    merge_problems,
    rename_area,
    split_area,
    split_problems,
)
from setiakawan.areas.rules import PlanProblem
from setiakawan.areas.web import plan_lists, shown
from setiakawan.areas.web.forms import AreaForm, EndForm, MergeForm, RenameForm, SplitForm
from setiakawan.areas.web.keeping import area_in_reach
from setiakawan.audit.models import Entry
from setiakawan.audit.readings import reading
from setiakawan.doors.pages import page
from setiakawan.doors.requests import OfficeRequest
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import ChangedMeanwhile, Missing


def _next_day(area: Area) -> date:
    """The earliest sensible day of a change: today, or the day after the area began."""
    return max(today(), area.valid_from + timedelta(days=1))


def _verb_for(request: OfficeRequest, code: str) -> Permission:
    """RW and RT are the kelurahan's to keep; above that it takes an officer."""
    return permissions.KEEP_RW if code.count(".") >= Area.Level.RW - 1 else permissions.RESHAPE


def _crumbs(area: Area, last: str) -> list[dict[str, str]]:
    return [
        {"label": _("Wilayah"), "url": reverse("areas_index")},
        {"label": area.full_name, "url": reverse("area", args=[area.code])},
        {"label": last},
    ]


def _fate(area: Area) -> str:
    """What has become of an area, for the reader who was slower."""
    if area.valid_until is None:
        return area.full_name
    after = Succession.objects.filter(predecessor=area).select_related("successor")
    names = ", ".join(one.successor.full_name for one in after)
    ended = _("berakhir %(day)s") % {"day": rules.written_day(area.valid_until)}
    return f"{ended}; {_('menjadi')} {names}" if names else ended


def _somebody_was_faster(form: AreaForm, versions: Mapping[UUID, int]) -> bool:
    """Say whether one of the areas is no longer as the reader saw it; then both are shown.

    The operation asks the same again under its lock. Asked here too, for the plan would be held
    against areas that have ended, and only told what is wrong with it.
    """
    now = dict(Area.objects.filter(pk__in=versions).values_list("id", "version"))
    if any(now.get(one, seen) != seen for one, seen in versions.items()):
        form.is_stale, form.status = True, ChangedMeanwhile.status
    return form.is_stale


def _stale(form: AreaForm, code: str, mine: str) -> dict[str, Any]:
    """Both versions: what was typed, and what has become of the area since."""
    seen = Area.objects.filter(pk=form.seen_id).first()
    saved = queries.latest(code)
    form.rebase_on(saved)
    return {
        "versions": [
            {"label": _("Perubahan"), "mine": mine, "saved": saved.full_name},
            {
                "label": _("Wilayah yang Anda buka"),
                "mine": (seen or saved).full_name,
                "saved": _fate(seen or saved),
            },
        ],
        "saved_url": reverse("area", args=[code]),
    }


@dataclass
class _Draft[Plan]:
    """A plan on its way through the wizard: written, looked at, saved."""

    plan: Plan | None = None
    problems: list[PlanProblem] = field(default_factory=list)
    is_saved: bool = False


def _looked_at[Plan](
    request: OfficeRequest,
    form: AreaForm,
    *,
    versions: Callable[[], Mapping[UUID, int]],
    read: Callable[[], tuple[Plan | None, list[PlanProblem]]],
    save: Callable[[Plan], Any],
) -> _Draft[Plan]:
    """Go the way of both wizards: read the lists, say what is wrong, save on the second step only."""
    draft = _Draft[Plan]()
    if request.method != "POST":
        return draft
    if not form.is_valid():
        form.status = 422
        return draft
    saves = request.POST.get("langkah") == "simpan"
    with reading(request.actor):
        # Pressed twice: what was saved by the first press must not speak against the second.
        is_repeat = saves and Entry.objects.filter(pk=form.act_id).exists()
        if not is_repeat and _somebody_was_faster(form, versions()):
            return draft
        draft.plan, draft.problems = read()
    plan = draft.plan
    if plan is not None and saves and (is_repeat or not draft.problems):
        draft.is_saved = form.carry_out(lambda: save(plan))
    return draft


def _say(request: OfficeRequest, area: Area, what: str, **values: object) -> None:
    """Say what was done, and from which day on when that is still to come."""
    sentence = what % values
    if area.valid_from > today():
        day = rules.written_day(area.valid_from)
        messages.success(
            request, _("%(what)s, berlaku mulai %(day)s.") % {"what": sentence, "day": day}
        )
    else:
        messages.success(request, f"{sentence}.")


def _over(request: OfficeRequest, area: Area) -> HttpResponse:
    """Lead away from a form about an area whose end is set: its page says what comes after it."""
    messages.info(
        request,
        _("%(name)s tidak dapat diubah lagi: akhirnya sudah ditetapkan.")
        % {"name": area.full_name},
    )
    return redirect(shown.address_on_its_day("area", area))


_WHO_FOLLOWS: Mapping[int, Any] = {
    Area.Level.KELURAHAN: gettext_lazy("RW, RT, dan petugas di dalamnya ikut."),
    Area.Level.RW: gettext_lazy("RT dan petugas di dalamnya ikut, juga bila nomornya berganti."),
    Area.Level.RT: gettext_lazy("Yang tercatat di RT ini ikut, juga bila nomornya berganti."),
}


@require_http_methods(["GET", "POST"])
@page()
def rename(request: OfficeRequest, code: str) -> HttpResponse:
    """Give an area another name, an RW or RT perhaps another number."""
    found = area_in_reach(request, _verb_for(request, code), code)
    form = RenameForm.about(
        found,
        request.POST or None,
        level=found.level,
        initial={"name": found.name, "on": _next_day(found)},
    )
    if request.method == "POST" and form.carry_out(
        lambda: rename_area(
            act=request.act(),
            area_id=form.seen_id,
            version=form.cleaned_data["version"],
            name=form.cleaned_data["name"],
            on=form.cleaned_data["on"],
            number=form.cleaned_data.get("number") or None,
            decree=form.cleaned_data["decree"],
        )
    ):
        _say(request, form.result, _("Namanya %(new)s"), new=form.result.full_name)
        return redirect(shown.address_on_its_day("area", form.result))
    if not form.is_bound and found.valid_until is not None:
        return _over(request, found)
    with reading(request.actor):
        return _form_page(
            request,
            form,
            found,
            _("Ganti nama %(name)s") % {"name": found.full_name},
            submit=_("Simpan nama baru"),
            points=[
                _("Nama dan nomor lama tetap dapat dicari.")
                if found.level >= Area.Level.RW
                else _("Nama lama tetap dapat dicari."),
                _("Sebelum tanggal itu semuanya tetap seperti sekarang, juga bila dilihat nanti."),
                _WHO_FOLLOWS.get(found.level, _("Semua wilayah dan petugas di dalamnya ikut.")),
            ],
            **(_stale(form, code, str(form.cleaned_data.get("name", ""))) if form.is_stale else {}),
        )


@require_http_methods(["GET", "POST"])
@page(permissions.KEEP_RW)
def end(request: OfficeRequest, code: str) -> HttpResponse:
    """End an RW or RT that is no more."""
    found = area_in_reach(request, permissions.KEEP_RW, code)
    if found.level < Area.Level.RW:
        raise Missing
    form = EndForm.about(found, request.POST or None, initial={"on": _next_day(found)})
    if not form.is_bound and found.valid_until is not None:
        return _over(request, found)
    if request.method == "POST" and form.carry_out(
        lambda: end_area(
            act=request.act(),
            area_id=form.seen_id,
            version=form.cleaned_data["version"],
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
    ):
        messages.success(
            request,
            _("%(name)s berakhir %(day)s.")
            % {"name": found.full_name, "day": rules.written_day(form.cleaned_data["on"])},
        )
        return redirect("area", code.rpartition(".")[0])
    with reading(request.actor):
        return _form_page(
            request,
            form,
            found,
            _("Akhiri %(name)s") % {"name": found.full_name},
            submit=_("Akhiri"),
            danger=True,
            points=[
                _(
                    "Pakai ini hanya bila wilayahnya benar-benar tidak ada lagi dan tidak ada penggantinya."
                ),
                _("Bila nomornya berganti, pakai Ganti nama. Bila digabung, pakai Gabungkan."),
                _("Tidak ada yang dihapus; halamannya tetap dapat dilihat pada tanggal lama."),
            ],
            **(
                _stale(form, code, _("berakhir %(day)s") % {"day": form.cleaned_data.get("on")})
                if form.is_stale
                else {}
            ),
        )


@require_http_methods(["GET", "POST"])
@page(permissions.RESHAPE)
def split(request: OfficeRequest, code: str) -> HttpResponse:
    """Split a kelurahan or an RW: write the lists, look at what follows, confirm."""
    found = area_in_reach(request, permissions.RESHAPE, code)
    if found.level not in {Area.Level.KELURAHAN, Area.Level.RW}:
        raise Missing
    with reading(request.actor):
        free = queries.free_codes(found)
    form = SplitForm.about(
        found,
        request.POST or None,
        initial={"on": _next_day(found), "new_areas": _first_lines(found, free)},
    )
    if not form.is_bound and found.valid_until is not None:
        return _over(request, found)
    draft = _looked_at(
        request,
        form,
        versions=lambda: {form.seen_id: int(form.cleaned_data["version"])},
        read=lambda: _read_split(form, found),
        save=lambda plan: split_area(
            act=request.act(),
            area_id=form.seen_id,
            version=form.cleaned_data["version"],
            plan=SplitOrder.of_plan(plan, decree=form.cleaned_data["decree"]),
        ),
    )
    if draft.is_saved:
        names = ", ".join(one.full_name for one in form.result)
        _say(
            request,
            form.result[0],
            _("%(old)s dimekarkan menjadi %(new)s"),
            old=found.full_name,
            new=names,
        )
        return redirect(shown.address_on_its_day("area", form.result[0]))
    plan, problems = draft.plan, draft.problems
    with reading(request.actor):
        return _wizard(
            request,
            form,
            found,
            "areas/split.html",
            _("Mekarkan %(name)s") % {"name": found.full_name},
            problems=problems,
            preview=_split_preview(request, plan, found) if plan and not problems else None,
            free=free,
            present=_present(found),
        )


def _first_lines(area: Area, free: Sequence[str]) -> str:
    """A beginning for the list of new areas: often one of them keeps the old name."""
    if len(free) < rules.FEWEST_NEW_AREAS:
        return ""
    if area.level == Area.Level.RW:
        return "\n".join(f"{code} {code.rpartition('.')[2]}" for code in free[:2])
    return f"{free[0]} {area.name}\n{free[1]} "


def _present(area: Area) -> list[dict[str, str]]:
    """What would be divided: the RW with their RT, or the RT of an RW."""
    inside = list(Area.objects.within(area.code).filter(valid_until=None).order_by("code"))
    rts: dict[str, list[str]] = {}
    for one in inside:
        if one.level == Area.Level.RT:
            rts.setdefault(one.code.rpartition(".")[0], []).append(one.number)
    return [
        {
            "name": one.full_name,
            "rt": _("%(count)d RT, %(first)s–%(last)s")
            % {
                "count": len(rts[one.code]),
                "first": rts[one.code][0],
                "last": rts[one.code][-1],
            }
            if one.code in rts
            else _("RT belum dicatat"),
        }
        for one in inside
        if one.level == Area.Level.RW
    ]


def _read_split(form: SplitForm, area: Area) -> tuple[rules.SplitPlan | None, list[PlanProblem]]:
    """The plan of the lists, or everything that is wrong with them."""
    seen = Area.objects.filter(pk=form.seen_id).first()
    if seen is None or seen.valid_until is not None:
        seen = area
    read = plan_lists.read_split(
        seen.code,
        form.cleaned_data["on"].isoformat(),
        form.cleaned_data["new_areas"],
        form.cleaned_data["rw_map"],
    )
    plan, problems = rules.parse_split(read.data, read.codes)
    problems = [*read.problems, *problems]
    if plan is not None and not problems:
        problems = split_problems(plan, seen)
    return plan, list({one.sentence: one for one in problems}.values())


def _split_preview(request: OfficeRequest, plan: rules.SplitPlan, area: Area) -> dict[str, Any]:
    inside = list(Area.objects.below(area.code).filter(valid_until=None).order_by("code"))
    rows = []
    for new in plan.new_areas:
        sure = [one for one in inside if _goes_to(plan, one, new.code)]
        cut = [
            one.number
            for one in inside
            if one.level == Area.Level.RW
            and plan.successor(AreaCode(one.code)) is None
            and any(
                share.new_code == new.code and share.covers_rw(one.number) for share in plan.rw_map
            )
        ]
        rw = [one.number for one in sure if one.level == Area.Level.RW]
        rt = sum(one.level == Area.Level.RT for one in sure)
        rows.append(
            {
                "cells": [
                    {"text": new.name, "note": str(new.code)},
                    {"text": len(rw) + len(cut), "n": True},
                    {"text": rt, "n": True},
                    _("RW %(list)s terbelah") % {"list": ", ".join(cut)} if cut else "",
                ]
            }
        )
    waiting = queries.unplaced_rows(
        request.actor, max(plan.on, today()), within=area.code, planned=plan
    )
    offices = [
        one
        for one in people.offices_around(area.code, max(plan.on, today()))
        if AreaCode(area.code).contains(one.area_code)
    ]
    return {
        "rows": rows,
        "columns": [
            {"label": _("Wilayah baru")},
            {"label": "RW", "n": True},
            {"label": "RT", "n": True},
            {"label": _("Catatan")},
        ],
        "unplaced": len(waiting),
        "offices": len(offices),
        "on": plan.on,
    }


def _goes_to(plan: rules.SplitPlan, one: Area, new_code: AreaCode) -> bool:
    after = plan.successor(AreaCode(one.code))
    return after is not None and new_code.contains(after)


@require_http_methods(["GET", "POST"])
@page(permissions.RESHAPE)
def merge(request: OfficeRequest, code: str) -> HttpResponse:
    """Make several kelurahan, RW or RT one: choose, look at what follows, confirm."""
    found = area_in_reach(request, permissions.RESHAPE, code)
    if found.level < Area.Level.KELURAHAN:
        raise Missing
    with reading(request.actor):
        is_wide = request.GET.get("semua") == "1"
        siblings = queries.siblings(found, today(), everywhere=is_wide)
        gone = _chosen_and_gone(request, found, siblings)
        free = queries.free_codes(found, 1)
    form = MergeForm.about(
        found,
        request.POST or None,
        siblings=[*siblings, *gone],
        initial={
            "on": _next_day(found),
            "new_code": free[0] if free else "",
            "new_name": free[0].rpartition(".")[2] if free and found.level >= Area.Level.RW else "",
            "seen": _seen(siblings),
        },
    )
    if not form.is_bound and found.valid_until is not None:
        return _over(request, found)
    draft = _looked_at(
        request,
        form,
        versions=lambda: _versions(form),
        read=lambda: _read_merge(form, _parts(form, found, siblings)),
        save=lambda order: merge_areas(
            act=request.act(),
            parts=[
                MergePart(area_id=one, version=version) for one, version in _versions(form).items()
            ],
            into=order,
        ),
    )
    if draft.is_saved:
        _say(
            request,
            form.result,
            _("%(count)d wilayah digabung menjadi %(new)s"),
            count=len(_versions(form)),
            new=form.result.full_name,
        )
        return redirect(shown.address_on_its_day("area", form.result))
    if form.is_stale:
        form.rebase_on(found)
        form.data["seen"] = _seen(siblings)
    order, problems = draft.plan, draft.problems
    parts = _parts(form, found, siblings) if order is not None else []
    with reading(request.actor):
        return _wizard(
            request,
            form,
            found,
            "areas/merge.html",
            _("Gabungkan %(name)s") % {"name": found.full_name},
            problems=problems,
            preview=_merge_preview(request, order, parts) if order and not problems else None,
            proposal=_renumbering(parts) if problems else "",
            may_widen=found.level == Area.Level.KELURAHAN and not is_wide,
        )


def _parts(form: MergeForm, area: Area, siblings: Sequence[Area]) -> list[Area]:
    """The areas that become one: this one and those that were ticked."""
    chosen = set(form.cleaned_data["others"])
    return [area, *(one for one in siblings if str(one.id) in chosen)]


def _chosen_and_gone(
    request: OfficeRequest, area: Area, siblings: Sequence[Area]
) -> Sequence[Area]:
    """What was ticked and has ended since: still a choice, so that both versions can be shown."""
    there = {str(one.id) for one in siblings}
    ids = []
    for one in request.POST.getlist("others")[:100]:
        try:
            ids.append(UUID(one))
        except ValueError:
            continue
    rows = Area.objects.filter(pk__in=[one for one in ids if str(one) not in there])
    return [one for one in rows if one.level == area.level and one.pk != area.pk]


def _seen(areas: Sequence[Area]) -> str:
    return " ".join(f"{one.id}={one.version}" for one in areas)


def _versions(form: MergeForm) -> dict[UUID, int]:
    """The areas of the merger in the versions that the reader saw."""
    seen = form.versions()
    chosen = {UUID(one): seen.get(one, 0) for one in form.cleaned_data["others"]}
    return {form.seen_id: int(form.cleaned_data["version"]), **chosen}


def _read_merge(
    form: MergeForm, parts: Sequence[Area]
) -> tuple[MergeOrder | None, list[PlanProblem]]:
    renumbered, problems = plan_lists.read_renumbering(form.cleaned_data["renumbered"])
    try:
        new_code = AreaCode(form.cleaned_data["new_code"])
    except BadAreaCode as bad:
        form.add_error("new_code", bad.sentence)
        form.status = 422
        return None, list(problems)
    order = MergeOrder(
        on=form.cleaned_data["on"],
        new_code=new_code,
        new_name=form.cleaned_data["new_name"],
        renumbered=renumbered,
        decree=form.cleaned_data["decree"],
    )
    found = [*problems]
    if not found:
        found = merge_problems(order.plan_for(one.code for one in parts), parts)
    return order, list({one.sentence: one for one in found}.values())


def _renumbering(parts: Sequence[Area]) -> str:
    """New numbers for what would have the same one: the next free ones, to be looked over."""
    taken: dict[str, str] = {}
    clashing: list[str] = []
    for part in parts:
        for one in queries.children(part.code, today()):
            if one.number in taken:
                clashing.append(one.code)
            taken.setdefault(one.number, one.code)
    following = max(map(int, taken), default=0)
    return "\n".join(
        f"{code} = {following + step:03}" for step, code in enumerate(clashing, start=1)
    )


def _merge_preview(
    request: OfficeRequest, order: MergeOrder, parts: Sequence[Area]
) -> dict[str, Any]:
    plan = order.plan_for(one.code for one in parts)
    rows = []
    for part in parts:
        inside = queries.children(part.code, today())
        changed = [
            f"{one.number} → {after.number}"
            for one in inside
            if (after := plan.successor(AreaCode(one.code))) and after.number != one.number
        ]
        rows.append(
            {
                "cells": [
                    {"text": part.full_name, "note": part.code},
                    {"text": len(inside), "n": True},
                    _("nomor baru: %(list)s") % {"list": ", ".join(changed)} if changed else "",
                ]
            }
        )
    waiting = queries.unplaced_rows(request.actor, max(order.on, today()), planned=plan)
    return {
        "rows": rows,
        "columns": [
            {"label": _("Yang digabung")},
            {"label": _("RW") if parts[0].level == Area.Level.KELURAHAN else _("RT"), "n": True},
            {"label": _("Catatan")},
        ],
        "into": order.new_name,
        "on": order.on,
        "unplaced": len(waiting),
    }


def _wizard(
    request: OfficeRequest,
    form: AreaForm,
    area: Area,
    template: str,
    heading: str,
    *,
    problems: Sequence[PlanProblem],
    preview: dict[str, Any] | None,
    **more: Any,
) -> HttpResponse:
    if form.is_stale:
        mine = form.cleaned_data.get("new_areas") or form.cleaned_data.get("new_name") or heading
        more |= _stale(form, area.code, mine)
        preview = None
    if problems:
        form.status = 422
    context = {
        "form": form,
        "area": area,
        "heading": heading,
        "crumbs": _crumbs(area, heading),
        "cancel_url": reverse("area", args=[area.code]),
        "problems": problems,
        "preview": preview,
        "steps": [
            {"label": _("Tulis rencananya"), "state": "past" if preview else "here"},
            {"label": _("Periksa"), "state": "here" if preview else ""},
            {"label": _("Simpan"), "state": ""},
        ],
    }
    return render(request, template, context | more, status=form.status)


def _form_page(
    request: OfficeRequest, form: AreaForm, area: Area, heading: str, **more: Any
) -> HttpResponse:
    return render(
        request,
        "office/form_page.html",
        {
            "form": form,
            "heading": heading,
            "crumbs": _crumbs(area, heading),
            "cancel_url": reverse("area", args=[area.code]),
        }
        | more,
        status=form.status,
    )
