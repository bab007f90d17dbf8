"""Everybody in the demo and in the tests has a part.

The people are invented, their numbers belong to nobody (0812-0000-…). Bu Sri is the PSM of one
kelurahan and Pak Joko of the next one: what she finds he doesn't see. Bu Dewi administers and can
read nobody's data until she opens a staff session.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from pydantic import SecretStr

from setiakawan.access.actors import Actor
from setiakawan.access.roles import Role
from setiakawan.accounts.actors import actor_of
from setiakawan.accounts.operations import Seat, seat_first
from setiakawan.areas import gazetteer
from setiakawan.areas.operations import NewArea, city_areas, load_areas
from setiakawan.areas.rules import KNOWN_SINCE
from setiakawan.audit.acts import Act, system_act
from setiakawan.categories.operations import load_categories
from setiakawan.foundation.clock import now
from setiakawan.foundation.ids import uuid7
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import NewPartner, register_partners

SOLO = "33.72"
PASAR_KLIWON = "33.72.03"
SANGKRAH = "33.72.03.1008"
SEMANGGI = "33.72.03.1002"

DEMO_PASSWORD = "rukun agawe santosa"
# Made beforehand, the same for all: hashing it for each of seventy people would take half a minute.
# It opens invented people only; an instance that isn't a demo never has them.
DEMO_PASSWORD_HASH = SecretStr(
    "argon2$argon2id$v=19$m=102400,t=2,p=8$TkJsMzFBYXIzUmJkeG0yS3R5ZlczNg"
    "$p0bdYmt3r1gB89pDf3VdkJ08lXOvgGSjBdNTv8evCxc"
)

IN_OFFICE_SINCE = date(2024, 3, 1)
_NAMESPACE = UUID("5e71aca3-0000-4000-8000-000000003372")

DINAS_SOSIAL = "Dinas Sosial Kota Surakarta"
LKS = "LKS Omah Guyub (contoh)"
LK3 = "LK3 Kota Surakarta (contoh)"

FIRST_PARTNERS = (
    NewPartner(name=DINAS_SOSIAL, kind=Partner.Kind.DINSOS, area_code=SOLO),
    NewPartner(name=LKS, kind=Partner.Kind.LKS, area_code=SOLO),
    NewPartner(name=LK3, kind=Partner.Kind.LK3, area_code=SOLO),
)


@dataclass(frozen=True)
class Part:
    """One person of the cast, with the office they hold."""

    key: str
    name: str
    call_name: str
    username: str
    phone: str
    role: Role
    area_code: str
    about: str
    """What they do, on the page of the demo where one becomes somebody."""
    partner: str = ""
    supervisor: str = ""
    """Key of the officer who oversees a case manager."""
    certificate_no: str = ""
    certificate_until: date | None = None

    @property
    def account_id(self) -> UUID:
        """The same in every demo and every test."""
        return uuid5(_NAMESPACE, self.key)

    def seat(self, partners: dict[str, UUID]) -> Seat:
        """As the system seats them."""
        return Seat(
            account_id=self.account_id,
            username=self.username,
            name=self.name,
            call_name=self.call_name,
            phone=self.phone,
            role=self.role,
            area_code=self.area_code,
            starts_on=IN_OFFICE_SINCE,
            partner_id=partners[self.partner] if self.partner else None,
            supervisor_id=uuid5(_NAMESPACE, self.supervisor) if self.supervisor else None,
            certificate_no=self.certificate_no,
            certificate_until=self.certificate_until,
        )


bu_sri = Part(
    "bu_sri", "Sri Lestari", "Bu Sri", "sri.sangkrah.4821", "0812-0000-0101",
    Role.PSM, SANGKRAH, "PSM Kelurahan Sangkrah",
)  # fmt: skip
pak_joko = Part(
    "pak_joko", "Joko Waluyo", "Pak Joko", "joko.semanggi.1377", "0812-0000-0102",
    Role.PSM, SEMANGGI, "PSM Kelurahan Semanggi, tetangga Bu Sri",
)  # fmt: skip
bu_wahyuni = Part(
    "bu_wahyuni", "Wahyuni Kartasari", "Bu Wahyuni", "wahyuni.sangkrah.2064", "0812-0000-0103",
    Role.COORDINATOR, SANGKRAH, "Koordinator IPSM Kelurahan Sangkrah",
)  # fmt: skip
pak_harjo = Part(
    "pak_harjo", "Harjo Wirasena", "Pak Harjo", "harjo.surakarta.5190", "0812-0000-0104",
    Role.COORDINATOR, SOLO, "Koordinator IPSM tingkat kota",
)  # fmt: skip
pak_bambang = Part(
    "pak_bambang", "Bambang Suryaputra", "Pak Bambang", "bambang.pasarkliwon.3318", "0812-0000-0105",
    Role.TKSK, PASAR_KLIWON, "TKSK Kecamatan Pasar Kliwon",
)  # fmt: skip
bu_endah = Part(
    "bu_endah", "Endah Palupi", "Bu Lurah Endah", "endah.sangkrah.7745", "0812-0000-0106",
    Role.KELURAHAN_STAFF, SANGKRAH, "Lurah Sangkrah: surat dan usulan, tanpa berkas kasus",
)  # fmt: skip
bu_ratna = Part(
    "bu_ratna", "Ratna Adiningrum", "Bu Ratna", "ratna.surakarta.8026", "0812-0000-0107",
    Role.OFFICER, SOLO, "Petugas Dinas Sosial, pengawas Bu Maya",
)  # fmt: skip
pak_agus = Part(
    "pak_agus", "Agus Wirobumi", "Pak Agus", "agus.surakarta.6433", "0812-0000-0108",
    Role.OFFICER, SOLO, "Petugas Dinas Sosial",
)  # fmt: skip
bu_maya = Part(
    "bu_maya", "Maya Widuri", "Bu Maya", "maya.surakarta.9152", "0812-0000-0109",
    Role.CASE_MANAGER, SOLO, "Manajer kasus, pekerja sosial bersertifikat",
    supervisor="bu_ratna", certificate_no="PS-CONTOH-0109", certificate_until=date(2028, 12, 31),
)  # fmt: skip
mas_tono = Part(
    "mas_tono", "Tono Prihatmaja", "Mas Tono", "tono.surakarta.3907", "0812-0000-0110",
    Role.PARTNER_STAFF, SOLO, f"Petugas mitra, {LKS}", partner=LKS,
)  # fmt: skip
pak_hendro = Part(
    "pak_hendro", "Hendro Kusumanegara", "Pak Hendro", "hendro.surakarta.1288", "0812-0000-0111",
    Role.LEADER, SOLO, "Pimpinan kota: angka saja, bukan berkas warga",
)  # fmt: skip
bu_kartika = Part(
    "bu_kartika", "Kartika Larasati", "Bu Kartika", "kartika.surakarta.5571", "0812-0000-0112",
    Role.INSPECTOR, SOLO, "Pemeriksa: membaca buku besar tanpa nama",
)  # fmt: skip
bu_dewi = Part(
    "bu_dewi", "Dewi Anggraheni", "Bu Dewi", "dewi.surakarta.4409", "0812-0000-0113",
    Role.ADMINISTRATOR, SOLO, "Administrator: mengatur, tanpa melihat data orang",
)  # fmt: skip
mas_yudha = Part(
    "mas_yudha", "Yudha Kertamukti", "Mas Yudha", "yudha.surakarta.2736", "0812-0000-0114",
    Role.ADMINISTRATOR, SOLO, "Administrator kedua",
)  # fmt: skip

CAST = (
    bu_sri, pak_joko, bu_wahyuni, pak_harjo, pak_bambang, bu_endah, bu_ratna, pak_agus, bu_maya,
    mas_tono, pak_hendro, bu_kartika, bu_dewi, mas_yudha,
)  # fmt: skip


def actor(part: Part, at: datetime | None = None) -> Actor:
    """This person as an actor, with the offices they hold now (or at a moment)."""
    return actor_of(part.account_id, at=at)


def act_of(part: Part, at: datetime | None = None) -> Act:
    """A new act of this person, now or at a moment."""
    return Act(id=uuid7(), actor=actor(part, at), received_at=at or now(), origin="test")


def furnish() -> None:
    """Set the stage: Solo's areas, the RW of the two kelurahan, categories, partners, the cast.

    Safe to repeat.

    Run by the worker as the system itself.
    """
    load_areas(act=system_act("command"), areas=city_areas(SOLO), valid_from=KNOWN_SINCE)
    load_areas(
        act=system_act("command"),
        areas=modelled_rw([SANGKRAH, SEMANGGI], with_rt=False),
        valid_from=KNOWN_SINCE,
    )
    load_categories(act=system_act("command"))
    partners = register_missing(FIRST_PARTNERS)
    seat_first(
        act=system_act("command"),
        seats=[part.seat(partners) for part in CAST],
        password_hash=DEMO_PASSWORD_HASH,
    )


def register_missing(wanted: tuple[NewPartner, ...]) -> dict[str, UUID]:
    """Register the partners that aren't there yet; answers ids by name."""
    known = dict(Partner.objects.values_list("name", "id"))
    new = [one for one in wanted if one.name not in known]
    if new:
        made = register_partners(act=system_act("command"), partners=new)
        known |= {one.name: one.id for one in made}
    return known


def modelled_rw(kelurahan: list[str] | None = None, *, with_rt: bool = True) -> list[NewArea]:
    """RW (and RT) as many as are modelled, and marked so; the RT spread evenly over the RW."""
    areas: list[NewArea] = []
    for planned in gazetteer.city(SOLO).kelurahan:
        counts = planned.modelled
        if counts is None or (kelurahan is not None and planned.code not in kelurahan):
            continue
        for rw in range(1, counts.rw + 1):
            code = f"{planned.code}.{rw:03}"
            areas.append(NewArea(code=code, name=f"{rw:03}", level=5, is_modelled=True))
            if with_rt:
                share = counts.rt // counts.rw + (rw <= counts.rt % counts.rw)
                areas += [
                    NewArea(code=f"{code}.{rt:03}", name=f"{rt:03}", level=6, is_modelled=True)
                    for rt in range(1, share + 1)
                ]
    return areas
