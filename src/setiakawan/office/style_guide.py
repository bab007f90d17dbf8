"""What the style guide page (``office/komponen.html``) shows: each part with its states.

The people, places and counts are invented. The page is what the accessibility check reads first,
so a new part is shown here before it is used.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from setiakawan.office.templatetags.office import SHORT_MONTHS


class SampleForm(forms.Form):
    """A form with one of each widget; its numbers are shaped like real ones and belong to nobody."""

    on_display = False

    name = forms.CharField(label=_("Nama, seperti di KTP"), help_text=_("Satu kata sudah cukup."))
    nik = forms.CharField(
        label="NIK",
        required=False,
        validators=[RegexValidator(r"^\d{16}$", _("NIK 16 angka. Kosongkan bila belum ada."))],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    kelurahan = forms.ChoiceField(
        label=_("Kelurahan"),
        choices=[("", _("Pilih kelurahan")), ("sangkrah", "Sangkrah"), ("semanggi", "Semanggi")],
    )
    starts_on = forms.DateField(
        label=_("Mulai bertugas"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    meals = forms.ChoiceField(
        label=_("Berapa kali makan kemarin"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("2", _("Dua kali")), ("1", _("Satu kali")), ("", _("Belum bisa ditanyakan"))],
    )
    helpers = forms.MultipleChoiceField(
        label=_("Yang sudah membantu"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("neighbour", _("Tetangga")), ("family", _("Keluarga"))],
    )
    seen = forms.CharField(label=_("Yang dilihat"), widget=forms.Textarea(attrs={"rows": 3}))
    letter = forms.FileField(label=_("Foto surat"), required=False)
    agreed = forms.BooleanField(
        label=_("Setuju lisan, disaksikan"), help_text=_("Sebutkan saksinya di catatan.")
    )


def sample_context() -> Mapping[str, Any]:
    """Make the context of ``office/komponen.html``."""
    morning = datetime(2026, 11, 25, 2, 10, tzinfo=UTC)
    to_correct = SampleForm(
        {"galat-name": "Sutini", "galat-nik": "33720344056", "galat-kelurahan": "sangkrah"},
        auto_id="galat_%s",
        prefix="galat",
    )
    # Here it is only shown: its summary must not pull the reader down the page.
    to_correct.on_display = True
    return {
        "sample_form": SampleForm(auto_id="contoh_%s"),
        "sample_form_to_correct": to_correct,
        "columns": [
            {"label": _("Kelurahan")},
            {"label": _("PSM kelurahan")},
            {"label": _("Bimtek")},
            {"label": _("RW"), "n": True},
            {"label": _("Kode")},
        ],
        "rows": [
            {
                "cells": [
                    {"text": "Baluwarti", "url": "#tabel"},
                    {"text": "Bu Endang", "note": "SK 2022"},
                    {"text": "BSL", "chip": "is-line"},
                    {"text": 12, "n": True},
                    {"text": "33.72.03.1002", "code": True},
                ]
            },
            {
                "is_chosen": True,
                "cells": [
                    {"text": "Sangkrah", "url": "#tabel"},
                    {"text": "Bu Sri", "note": "SK 2020"},
                    {"text": _("Selesai"), "chip": "is-done", "icon": "check"},
                    {"text": 1013, "n": True},
                    {"text": "33.72.03.1006", "code": True},
                ],
            },
            {
                "cells": [
                    {"text": "Mojo", "url": "#tabel"},
                    {"text": _("Pos kosong"), "chip": "is-late", "icon": "user-round-x"},
                    "",
                    {"text": 13, "n": True},
                    {"text": "33.72.03.1010", "code": True},
                ]
            },
        ],
        "months": [
            {"label": _("Kelurahan")},
            *({"label": month, "n": True} for month in SHORT_MONTHS),
        ],
        "month_rows": [
            {"cells": [name, *({"text": count, "n": True} for count in range(first, first + 12))]}
            for name, first in (("Baluwarti", 31), ("Sangkrah", 117))
        ],
        "picks": [
            {"label": _("Belum ditanggapi"), "url": "#saring", "count": 5, "chosen": True},
            {"label": _("Selesai"), "url": "#saring", "count": 1250},
            {"label": _("Semua"), "url": "#saring"},
        ],
        "tabs": [
            {"label": _("RW"), "url": "#saring", "current": True},
            {"label": _("Yang bertugas"), "url": "#saring"},
            {"label": _("Riwayat"), "url": "#saring"},
        ],
        "crumbs": [
            {"label": "Surakarta", "url": "#jalan"},
            {"label": "Pasar Kliwon", "url": "#jalan"},
            {"label": "Sangkrah"},
        ],
        "steps": [
            {"label": _("Unggah"), "state": "past"},
            {"label": _("Kolom"), "state": "past"},
            {"label": _("Baris"), "state": "here"},
            {"label": _("Simpan")},
        ],
        "facts": [
            {"label": _("Lurah"), "value": "Pak Widodo"},
            {"label": _("Kode wilayah"), "value": "33.72.03.1006", "url": "#fakta"},
            {"label": _("Sejak"), "value": "25 November 2026"},
            {"label": _("Telepon kantor"), "unknown": _("belum ditanya")},
        ],
        "work": [
            {
                "title": _("Lansia jatuh di rumah, sendirian"),
                "text": _("RW 007 RT 002. Masuk 07.42 dari kader."),
                "urgent": _("Tanggapi sebelum 09.42"),
                "icon": "triangle-alert",
                "kind": "danger",
                "url": "#kerja",
                "action": _("Tugaskan PSM"),
                "primary": True,
            },
            {
                "title": _("Undangan Pak Joko belum dipakai"),
                "text": _("Dibuat 20 November."),
                "urgent": _("Habis besok"),
                "icon": "clock-alert",
                "kind": "late",
                "url": "#kerja",
                "action": _("Buat undangan baru"),
            },
            {
                "title": _("RW 011 dan RW 012 belum punya PSM"),
                "text": _("Sangkrah. Koordinator menjaganya sementara."),
                "icon": "footprints",
                "url": "#kerja",
                "action": _("Cari PSM"),
            },
        ],
        "entries": [
            {
                "title": _("Bu Sri diangkat sebagai PSM RW 004"),
                "at": morning,
                "by": "Bu Wahyuni",
                "icon": "badge-check",
                "kind": "done",
            },
            {
                "title": _("Undangan dibuka"),
                "at": datetime(2026, 11, 24, 4, 42, tzinfo=UTC),
                "by": "Bu Sri",
                "late": _("Dicatat tanpa sinyal, sampai 11.58"),
                "icon": "qr-code",
                "kind": "now",
            },
            {"title": _("Pos dibuat"), "at": date(2026, 11, 20), "icon": "map-pin"},
        ],
        "versions": [
            {"label": _("Nama RW"), "mine": "RW 004", "saved": "RW 004"},
            {"label": _("Ketua"), "mine": "Pak Slamet", "saved": "Bu Slamet"},
            {"label": _("Telepon"), "mine": "", "saved": "0812-0000-41••"},
        ],
        "saved_at": morning,
    }
