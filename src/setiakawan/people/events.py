"""What the acts about people are called on screen."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from setiakawan.office.events import name_events

LABELS: Mapping[str, Any] = {
    "person.registered": _("Warga didaftarkan"),
    "person.registered_together": _("Warga didaftarkan bersama"),
    "person.registration_undone": _("Pendaftaran dibatalkan"),
    "person.registration_kept": _("Pembatalan pendaftaran dibatalkan"),
    "person.corrected": _("Data diri diperbaiki"),
    "person.area_followed": _("Mengikuti perubahan wilayah"),
    "person.moved_home": _("Pindah ke daftar tempat tinggalnya"),
    "person.life_told": _("Kabar keadaan dicatat"),
    "person.found": _("Ditemukan di kelurahan lain"),
    "death.confirmed": _("Kematian dipastikan"),
    "death.undone": _("Kematian dibatalkan"),
    "household.registered": _("Rumah tangga didaftarkan"),
    "household.founded": _("Rumah tangga dicatat"),
    "household.joined": _("Bergabung ke rumah tangga"),
    "household.left": _("Keluar dari rumah tangga"),
    "household.part_changed": _("Hubungan dalam rumah tangga diperbaiki"),
    "household.corrected": _("Data rumah tangga diperbaiki"),
    "household.receiver_named": _("Penerima rumah tangga ditetapkan"),
    "address.recorded": _("Alamat dicatat"),
    "contact.recorded": _("Cara menghubungi dicatat"),
    "number.recorded": _("Nomor dicatat"),
    "number.judged": _("Nomor dinilai"),
    "number.found_shared": _("Nomor dipakai lebih dari satu orang"),
    "number.question_settled": _("Pertanyaan nomor dijawab"),
    "relation.recorded": _("Hubungan keluarga dicatat"),
    "consent.recorded": _("Persetujuan dicatat"),
    "consent.withdrawn": _("Persetujuan ditarik"),
    "document.added": _("Berkas ditambahkan"),
    "fact.ended": _("Keterangan tidak berlaku lagi"),
    "fact.restored": _("Keterangan berlaku kembali"),
    "protection.begun": _("Perlindungan dimulai"),
    "protection.ended": _("Perlindungan berakhir"),
    "team.joined": _("Masuk tim"),
    "team.left": _("Keluar dari tim"),
    "team.kept": _("Tim mengikuti jabatan"),
    "join.asked": _("Meminta ikut mendampingi"),
    "join.decided": _("Permintaan ikut mendampingi dijawab"),
}

name_events(LABELS)
