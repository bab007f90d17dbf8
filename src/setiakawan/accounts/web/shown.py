"""Offices and history as tables and timelines show them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.accounts.queries import HistoryRow, Office
from setiakawan.foundation.clock import today

OFFICE_COLUMNS = [
    {"label": gettext_lazy("Jabatan")},
    {"label": gettext_lazy("Wilayah atau lembaga")},
    {"label": gettext_lazy("Masa")},
]
ICONS = {
    "invitation.accepted": "user-round-check",
    "appointment.made": "badge-check",
    "appointment.ended": "circle-x",
    "appointment.certified": "id-card",
    "appointment.supervised": "user-round-cog",
    "account.closed": "lock",
    "account.reopened": "unlock",
    "account.corrected": "pencil",
    "account.profile_changed": "pencil",
    "account.password_changed": "key-round",
    "account.second_factor_changed": "shield-check",
    "recovery.shown": "qr-code",
    "recovery.agreed": "handshake",
    "recovery.used": "log-in",
    "staff_session.opened": "shield-alert",
    "staff_session.ended": "shield",
}


def day(value: Any) -> str:
    """``25 November 2026``."""
    return date_format(value, "j F Y") if value else ""


def office_rows(offices: Iterable[Office]) -> list[dict[str, Any]]:
    """Offices with their place and period, the present ones first."""
    return [
        {
            "cells": [
                {"text": one.role_label, "note": one.decree_no},
                {"text": one.place},
                {"text": period(one), "note": one.end_reason},
            ]
        }
        for one in offices
    ]


def period(one: Office) -> str:
    """Since when, and until when, in words."""
    days = {"first": day(one.starts_on), "last": day(one.ends_on)}
    if one.starts_on > today():
        return _("mulai %(first)s") % days
    if one.ends_on is None:
        return _("sejak %(first)s") % days
    if one.ends_on > today():
        return _("sejak %(first)s, berakhir %(last)s") % days
    return _("%(first)s sampai %(last)s") % days


def told(history: Iterable[HistoryRow]) -> list[dict[str, Any]]:
    """The history as the timeline part shows it."""
    return [
        {"title": one.label, "icon": ICONS.get(one.kind, "history"), "at": one.at, "by": one.by}
        for one in history
    ]


def account_url(account_id: UUID) -> str:
    """The page of an account."""
    return reverse("account", args=[account_id])
