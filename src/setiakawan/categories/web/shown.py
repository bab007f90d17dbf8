"""How categories are put on a page: days, chips, rows of tables, what changed between two versions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.audit.queries import timeline_of_subject
from setiakawan.categories import rules
from setiakawan.categories.models import (
    Basis,
    Confidence,
    Crossing,
    Joined,
    Kind,
    Level,
    Scheme,
    Sex,
    Versioned,
)
from setiakawan.categories.queries import CrossingRow
from setiakawan.foundation.clock import today
from setiakawan.office.events import event_label
from setiakawan.office.work import office_of_appointment

BASIS_CHIPS = {Basis.SOURCED: "is-done", Basis.INFERRED: "is-unknown"}

_LABELS = {
    "name": gettext_lazy("Nama"),
    "abbreviation": gettext_lazy("Singkatan"),
    "english": gettext_lazy("Inggris"),
    "meaning": gettext_lazy("Artinya"),
    "levels": gettext_lazy("Untuk siapa"),
    "min_age": gettext_lazy("Usia termuda"),
    "max_age": gettext_lazy("Usia tertua"),
    "min_age_is_open": gettext_lazy("Di atas usia termuda"),
    "max_age_is_open": gettext_lazy("Di bawah usia tertua"),
    "sex": gettext_lazy("Jenis kelamin"),
    "joined": gettext_lazy("Kata penghubung"),
    "legal_source": gettext_lazy("Dasar"),
    "read_in": gettext_lazy("Dibaca di"),
    "confidence": gettext_lazy("Seberapa pasti"),
    "note": gettext_lazy("Catatan"),
    "under": gettext_lazy("Dapat masuk jenis"),
    "basis": gettext_lazy("Dari mana"),
    "who": gettext_lazy("Bentuknya"),
}
_CHOICES: dict[str, Any] = {
    "sex": Sex, "joined": Joined, "confidence": Confidence, "basis": Basis, "levels": Level,
}  # fmt: skip


def asked_day(request: HttpRequest) -> tuple[date, str]:
    """The day of ``?per=``, else today; with a sentence when it could not be read."""
    asked = request.GET.get("per", "").strip()
    if not asked:
        return today(), ""
    try:
        return date.fromisoformat(asked[:10]), ""
    except ValueError:
        return today(), _("Tanggalnya belum dapat dibaca, jadi ini keadaan hari ini.")


def address(name: str, *args: str, on: date | None = None) -> str:
    """The address of a page, on the same day as the page that links to it."""
    return reverse(name, args=args) + (f"?per={on.isoformat()}" if on and on != today() else "")


def tabs(here: str, on: date) -> list[dict[str, Any]]:
    """The pages of categories beside one another."""
    pages = (
        ("categories", _("Jenis PPKS")),
        ("tags", _("Tanda")),
        ("resource_kinds", _("PSKS")),
        ("schemes", _("Skema dan kaitan")),
        ("category_downloads", _("Unduh")),
    )
    return [
        {"label": label, "url": address(name, on=on), "current": name == here}
        for name, label in pages
    ]


def as_of(request: HttpRequest, here: str) -> dict[str, Any]:
    """What every page of categories begins with: the day it is about, and its neighbours."""
    on, note = asked_day(request)
    return {
        "on": on,
        "is_today": on == today(),
        "note": note,
        "tabs": tabs(here, on),
        "per": "" if on == today() else on.isoformat(),
    }


def basis_cell(basis: str) -> dict[str, str]:
    """Sourced or inferred, as a chip."""
    return {"text": str(Basis(basis).label), "chip": BASIS_CHIPS[Basis(basis)]}


def kind_row(kind: Kind, criteria: int, on: date) -> dict[str, Any]:
    """One kind in the list."""
    restricted = {"text": _("Terbatas"), "chip": "is-restricted", "icon": "shield"}
    return {
        "cells": [
            {
                "text": f"{kind.code} {kind.name}",
                "url": address("kind", kind.code, on=on),
                "note": kind.abbreviation,
            },
            kind.level_words,
            kind.bounds_words or "–",
            {"text": criteria, "n": True},
            restricted if kind.is_restricted else "–",
        ]
    }


def crossing_args(crossing: Crossing) -> tuple[str, str, str]:
    """How a crossing stands in an address."""
    scheme, _dot, number = crossing.entry_code.partition(".")
    return crossing.kind_code or crossing.tag_code, scheme, number


def crossing_row(row: CrossingRow, on: date, *, may_keep: bool) -> dict[str, Any]:
    """One crossing, with the ways to change it; for ``categories/crossings.html``."""
    keys = crossing_args(row.crossing)
    return {
        "scheme": str(Scheme(row.entry.scheme).label),
        "entry": f"{row.entry.number}. {row.entry.name}",
        "begins_at": row.name,
        "url": address("kind", row.kind.code, on=on) if row.kind else address("tags", on=on),
        "basis": str(Basis(row.crossing.basis).label),
        "chip": BASIS_CHIPS[Basis(row.crossing.basis)],
        "source": row.crossing.read_in,
        "legal": row.crossing.legal_source,
        "correct_url": reverse("crossing_correct", args=keys) if may_keep else "",
        "remove_url": reverse("crossing_remove", args=keys) if may_keep else "",
        "words": f"{row.name}, {row.entry}",
    }


def source_facts(row: Versioned) -> list[dict[str, str]]:
    """By which rule it is so, where that was read, how well, and from when."""
    facts = [
        {"label": _("Dasar"), "value": row.legal_source},
        {"label": _("Dibaca di"), "value": row.read_in},
        {"label": _("Seberapa pasti"), "value": str(Confidence(row.confidence).label)},
        {"label": _("Berlaku"), "value": period(row)},
        {"label": _("Versi"), "value": str(row.version)},
    ]
    return [*facts, {"label": _("Catatan"), "value": row.note}] if row.note else facts


def period(row: Versioned) -> str:
    """From when until when a version holds, in words."""
    begins = rules.written_day(row.valid_from)
    if row.valid_until is None:
        return _("mulai %(begins)s") % {"begins": begins}
    if row.valid_until == row.valid_from:
        return _("tidak pernah: diganti pada hari yang sama, %(begins)s") % {"begins": begins}
    values = {"begins": begins, "ends": rules.written_day(row.valid_until)}
    return _("%(begins)s sampai sebelum %(ends)s") % values


def version_rows(versions: Sequence[Versioned], on: date) -> list[dict[str, Any]]:
    """The versions of something, the newest first, each with what it changed."""
    rows = []
    for index, one in enumerate(versions):
        before = versions[index + 1] if index + 1 < len(versions) else None
        rows.append(
            {
                "version": one.version,
                "period": period(one),
                "in_force": one.valid_from <= on and not one.is_over_by(on),
                "changes": _changes(before, one) if before else [],
                "legal": one.legal_source,
                "reason": one.end_reason,
            }
        )
    return rows


def _changes(before: Versioned, after: Versioned) -> list[dict[str, str]]:
    return [
        {
            "label": str(_LABELS[name]),
            "before": _value(name, getattr(before, name)),
            "after": _value(name, getattr(after, name)),
        }
        for name in _LABELS
        if hasattr(before, name) and getattr(before, name) != getattr(after, name)
    ]


def _value(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    labels = dict(_CHOICES[name].choices) if name in _CHOICES else {}
    return ", ".join(str(labels.get(one, one)) for one in values if one not in (None, "")) or _(
        "kosong"
    )


def timeline(row: Versioned) -> list[dict[str, Any]]:
    """Who changed it and when: the acts of the ledger, with the office and not the name."""
    acts = timeline_of_subject(row.lasting_id)
    offices = office_of_appointment(one.appointment_id for one in acts)
    return [
        {
            "title": event_label(one.kind),
            "at": one.effective_at,
            "by": _("Sistem")
            if one.actor_kind == "system"
            else offices.get(one.appointment_id, "")
            if one.appointment_id
            else "",
            "icon": "plus" if one.kind.endswith((".added", ".loaded")) else "pencil",
        }
        for one in acts
    ]
