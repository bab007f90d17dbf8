"""What acts on categories are called."""

from django.utils.translation import gettext_lazy as _

from setiakawan.office.events import name_events

EVENTS = {
    "categories.loaded": _("Kategori dimuat dari daftar yang dibawa sistem"),
    "kind.added": _("Jenis PPKS ditambahkan"),
    "kind.corrected": _("Jenis PPKS diperbaiki"),
    "kind.ended": _("Jenis PPKS diakhiri"),
    "criterion.added": _("Kriteria ditambahkan"),
    "criterion.corrected": _("Kriteria diperbaiki"),
    "criterion.ended": _("Kriteria diakhiri"),
    "tag.added": _("Tanda ditambahkan"),
    "tag.corrected": _("Tanda diperbaiki"),
    "tag.ended": _("Tanda diakhiri"),
    "resource_kind.corrected": _("Jenis PSKS diperbaiki"),
    "scheme_entry.added": _("Kelompok skema ditambahkan"),
    "scheme_entry.corrected": _("Kelompok skema diperbaiki"),
    "scheme_entry.ended": _("Kelompok skema diakhiri"),
    "crossing.added": _("Kaitan ditambahkan"),
    "crossing.corrected": _("Kaitan diperbaiki"),
    "crossing.removed": _("Kaitan dilepas"),
}
name_events(EVENTS)
