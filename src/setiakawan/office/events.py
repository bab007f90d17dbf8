"""What an act is called on screen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.accounts.queries import HISTORY_LABELS

_LABELS: dict[str, Any] = {
    **HISTORY_LABELS,
    "area.alias_added": gettext_lazy("Nama lain wilayah ditambahkan"),
    "area.confirmed": gettext_lazy("Angka wilayah dipastikan"),
    "area.ended": gettext_lazy("Wilayah berakhir"),
    "area.loaded": gettext_lazy("Wilayah dimuat dari daftar resmi"),
    "area.merged": gettext_lazy("Wilayah digabung"),
    "area.renamed": gettext_lazy("Wilayah berganti nama"),
    "area.rw_entered": gettext_lazy("RW dan RT dimasukkan"),
    "area.split": gettext_lazy("Wilayah dimekarkan"),
    "bar.lifted": gettext_lazy("Halangan melihat dicabut"),
    "bar.named": gettext_lazy("Halangan melihat ditetapkan"),
    "account.notices_seen": gettext_lazy("Pemberitahuan dibaca"),
    "invitation.forgotten": gettext_lazy("Nama undangan lama dihapus"),
    "invitation.made": gettext_lazy("Undangan dibuat"),
    "invitation.made_together": gettext_lazy("Undangan dibuat bersama"),
    "invitation.renewed": gettext_lazy("Undangan diperpanjang"),
    "invitation.withdrawn": gettext_lazy("Undangan ditarik"),
    "recovery.agreed": gettext_lazy("Kunci masuk kembali disetujui"),
    "partner.corrected": gettext_lazy("Data mitra diperbaiki"),
    "partner.ended": gettext_lazy("Mitra berakhir"),
    "partner.registered": gettext_lazy("Mitra didaftarkan"),
    "partner.registered_together": gettext_lazy("Mitra didaftarkan bersama"),
    "payload.erased": gettext_lazy("Muatan dihapus dengan sah"),
    "payload.opening_agreed": gettext_lazy("Pembukaan muatan disetujui"),
    "payload.opening_asked": gettext_lazy("Pembukaan muatan diminta"),
    "payload.opening_declined": gettext_lazy("Pembukaan muatan tidak disetujui"),
    "setting.changed": gettext_lazy("Pengaturan diubah"),
}


def name_events(labels: Mapping[str, Any]) -> None:
    """Let a package that comes later in the story name its acts, at start."""
    _LABELS.update(labels)


def event_label(kind: str) -> str:
    """The words for an act; the kind itself where nobody has named it."""
    found = _LABELS.get(kind)
    return str(found) if found else _("Tindakan %(kind)s") % {"kind": kind}
