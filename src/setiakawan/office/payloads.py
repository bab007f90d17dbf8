"""What an act said, in words: the payload of one entry as an inspector reads it when it is open.

The ledger keeps codes and ids, since names change and people leave. Here each stands under its
words, and an id under the name that this reader may see; row security decides which these are.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.access.roles import Role
from setiakawan.accounts.handover import kinds_of_work
from setiakawan.accounts.queries import names_of_people
from setiakawan.areas.places import names_of
from setiakawan.office.setting_words import SETTING_WORDS
from setiakawan.office.templatetags.office import tanggal, waktu
from setiakawan.office.work import office_of_appointment
from setiakawan.partners.models import Partner

LABELS: dict[str, Any] = {
    "account": gettext_lazy("Akun"),
    "after": gettext_lazy("Menjadi"),
    "agreed_by": gettext_lazy("Disetujui oleh"),
    "alias": gettext_lazy("Sebutan"),
    "appointment": gettext_lazy("Jabatan"),
    "area": gettext_lazy("Wilayah"),
    "area_code": gettext_lazy("Wilayah"),
    "bar": gettext_lazy("Nomor halangan"),
    "basis": gettext_lazy("Dasar"),
    "before": gettext_lazy("Sebelumnya"),
    "call_name": gettext_lazy("Nama panggilan"),
    "code": gettext_lazy("Kode wilayah"),
    "confirmed": gettext_lazy("Dipastikan"),
    "decree": gettext_lazy("Dasar aturan"),
    "ended": gettext_lazy("Banyaknya yang berakhir"),
    "ends_on": gettext_lazy("Berakhir pada"),
    "entry": gettext_lazy("Tindakan yang diminta dibuka"),
    "event": gettext_lazy("Yang terjadi"),
    "expires_at": gettext_lazy("Berlaku sampai"),
    "factor": gettext_lazy("Jenis langkah kedua"),
    "factors_removed": gettext_lazy("Langkah kedua yang dilepas"),
    "handed_over": gettext_lazy("Diserahkan kepada pengganti"),
    "invitation": gettext_lazy("Nomor undangan"),
    "invited_by": gettext_lazy("Diundang oleh"),
    "is": gettext_lazy("Nama sekarang"),
    "kind": gettext_lazy("Jenis lembaga"),
    "known": gettext_lazy("Yang sudah tercatat"),
    "name": gettext_lazy("Nama"),
    "needs_second": gettext_lazy("Perlu orang kedua"),
    "new": gettext_lazy("Wilayah baru"),
    "no": gettext_lazy("Nomor sertifikat"),
    "offices": gettext_lazy("Jabatan yang berakhir"),
    "on": gettext_lazy("Berlaku mulai"),
    "open_invitations": gettext_lazy("Undangan yang masih terbuka"),
    "phone": gettext_lazy("Nomor telepon"),
    "purpose": gettext_lazy("Untuk"),
    "reason": gettext_lazy("Alasan"),
    "recovery": gettext_lazy("Nomor kunci masuk kembali"),
    "role": gettext_lazy("Jabatan"),
    "seen": gettext_lazy("Pemberitahuan yang dibaca"),
    "settles": gettext_lazy("Tindakan yang muatannya dihapus"),
    "shown_by": gettext_lazy("Diperlihatkan oleh"),
    "staff_session": gettext_lazy("Nomor sesi staf"),
    "starts_on": gettext_lazy("Mulai bertugas"),
    "successor": gettext_lazy("Pengganti"),
    "until": gettext_lazy("Sampai"),
    "was": gettext_lazy("Nama sebelumnya"),
}
"""The words for every fact that an act remembers; a test holds them against the operations."""

_WORDS: Mapping[str, Mapping[str, Any]] = {
    "event": {
        "added": gettext_lazy("ditambahkan"),
        "removed": gettext_lazy("dilepas"),
        "reset": gettext_lazy("dibuat ulang"),
        "codes_made": gettext_lazy("kode pemulihan dibuat"),
    },
    "purpose": {
        "join": gettext_lazy("bergabung"),
        "recover": gettext_lazy("masuk kembali"),
    },
    "kind": dict(Partner.Kind.choices),
}
_AREAS = frozenset({"area", "area_code", "new", "code"})
_PEOPLE = frozenset({"account", "agreed_by", "before", "invited_by", "shown_by", "successor"})
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def name_facts(labels: Mapping[str, Any]) -> None:
    """Let a package that comes later in the story name what its acts remember, at start."""
    LABELS.update(labels)


def payload_rows(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    """The facts of an act as ``office/parts/facts.html`` shows them."""
    names = _Names(facts)
    return [
        {
            "label": str(LABELS.get(key, key)),
            "value": names.value(key, value),
            "unknown": "" if names.value(key, value) else _("kosong"),
        }
        for key, value in sorted(facts.items())
    ]


class _Names:
    """What the ids and codes of one payload are called, asked for once."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        told = list(_leaves("", facts))
        ids = {(key, UUID(text)) for key, text in told if _UUID.fullmatch(text)}
        self._people = names_of_people(one for key, one in ids if key in _PEOPLE)
        self._offices = office_of_appointment(one for key, one in ids if key == "appointment")
        self._areas = names_of(text for key, text in told if key in _AREAS)

    def value(self, key: str, value: Any) -> str:
        """One fact in words."""
        match value:
            case _ if value in (None, "", [], {}):
                return ""
            case bool():
                return _("ya") if value else _("tidak")
            case Mapping():
                kinds = {one.kind: one.label for one in kinds_of_work()}
                parts = (
                    f"{LABELS.get(name, kinds.get(name, name))}: {self.value(name, one)}"
                    for name, one in value.items()
                    if self.value(name, one)
                )
                return "; ".join(parts)
            case list():
                between = " · " if isinstance(value[0], Mapping) else ", "
                return between.join(self.value(key, one) for one in value)
            case str():
                return self._text(key, value)
            case _:
                return str(value)

    def _text(self, key: str, text: str) -> str:
        if _UUID.fullmatch(text):
            found = self._people if key in _PEOPLE else self._offices
            return found.get(UUID(text), text)
        if key in _AREAS:
            named = self._areas.get(text)
            return f"{named} ({text})" if named else text
        if key == "role" and text in Role:
            return Role(text).label
        if key == "name" and text in SETTING_WORDS:
            return str(SETTING_WORDS[text][0])
        if key in _WORDS:
            return str(_WORDS[key].get(text, text))
        return _day_or_moment(text) or text


def _leaves(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Every text of a payload with the key it stands under."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _leaves(name, one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(key, one)
    elif isinstance(value, str):
        yield key, value


def _day_or_moment(text: str) -> str:
    """A day or moment as people read it; nothing for any other text."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return tanggal(date.fromisoformat(text))
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[0-9:.+Z-]+", text):
        return waktu(datetime.fromisoformat(text), "lengkap")
    return ""
