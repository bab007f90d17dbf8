"""The demo city: all of Solo, with one PSM in each kelurahan, and modelled RW and RT.

Names are put together from common ones, the same in every demo; they belong to nobody.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from itertools import batched

from setiakawan.access.roles import Role
from setiakawan.accounts.operations import seat_first
from setiakawan.accounts.rules import username_stem
from setiakawan.areas import gazetteer
from setiakawan.areas.operations import load_areas
from setiakawan.areas.rules import KNOWN_SINCE
from setiakawan.audit.acts import system_act
from setiakawan.demo.cast import (
    CAST,
    DEMO_PASSWORD_HASH,
    SOLO,
    Part,
    furnish,
    modelled_rw,
    register_missing,
)
from setiakawan.demo.people import load_people
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import NewPartner

AT_ONCE = 1000
"""Areas in one act: big loads commit in batches, so that what was entered stays."""

_WOMEN = (
    "Sulastri", "Ngatinah", "Sumiyati", "Retnowati", "Kusmiyati", "Murtini", "Suharti", "Winarni",
    "Rahayuningsih", "Partini", "Endraswati", "Sukesi", "Haryanti", "Yuliani", "Tuminah",
)  # fmt: skip
_MEN = (
    "Sutarman", "Wagiyo", "Suprapto", "Mulyono", "Darmanto", "Sugiyarto", "Paryanto", "Warsito",
    "Hardiyono", "Suwandi", "Triyanto", "Jumadi", "Nurcahyo",
)  # fmt: skip
_TAILS = (
    "Prasojo", "Wibisana", "Utomo", "Lestari", "Purwanegara", "Adisaputra", "Sasongko", "Wijanarko",
    "Kinasih", "Pranata", "Wicaksana",
)  # fmt: skip


def load_demo_city(told: Callable[[str], None] = lambda _sentence: None) -> None:
    """Make the demo city; what is there already is left alone. Run by the worker as the system.

    ``told`` hears, in a sentence, what is done next.
    """
    told(f"Kota, lembaga pertama, dan {len(CAST)} orang rekaan …")
    furnish()
    rows, done = modelled_rw(), 0
    for batch in batched(rows, AT_ONCE):
        done += len(batch)
        told(f"RW dan RT perkiraan: {done} dari {len(rows)} …")
        load_areas(act=system_act("command"), areas=list(batch), valid_from=KNOWN_SINCE)
    institutions, others = tuple(_partners()), volunteers()
    told(f"Lembaga: {len(institutions)}; PSM dan koordinator: {len(others)} …")
    partners = register_missing(institutions)
    seat_first(
        act=system_act("command"),
        seats=[part.seat(partners) for part in others],
        password_hash=DEMO_PASSWORD_HASH,
    )
    told("Warga rekaan dan yang dibutuhkan kasus lapangan …")
    load_people(told)


def volunteers() -> Sequence[Part]:
    """A PSM in each kelurahan and a coordinator in each kecamatan, besides the cast."""
    plan = gazetteer.city(SOLO)
    taken = {part.area_code for part in CAST if part.role == Role.PSM}
    parts = [
        _part(number, Role.PSM, one.code, one.name, f"PSM Kelurahan {one.name}")
        for number, one in enumerate(plan.kelurahan)
        if one.code not in taken
    ]
    parts += [
        _part(
            100 + number,
            Role.COORDINATOR,
            one.code,
            one.name,
            f"Koordinator IPSM Kecamatan {one.name}",
        )
        for number, one in enumerate(plan.kecamatan)
    ]
    return parts


def _part(number: int, role: Role, code: str, place: str, about: str) -> Part:
    """Somebody, put together from common names; of ten, six are women."""
    is_woman = number % 5 < 3
    first = _WOMEN[number % len(_WOMEN)] if is_woman else _MEN[number % len(_MEN)]
    name = f"{first} {_TAILS[number * 7 % len(_TAILS)]}"
    return Part(
        key=f"{role.value}_{code}",
        name=name,
        call_name=f"{'Bu' if is_woman else 'Pak'} {first}",
        username=f"{username_stem(name, place)}.{(number * 2357 + 1009) % 9000 + 1000}",
        phone=f"0812-0000-{1001 + number:04}",
        role=role,
        area_code=code,
        about=about,
    )


def _partners() -> Iterator[NewPartner]:
    """Public institutions of the city; see data/README.md."""
    text = (files("setiakawan.demo") / "data" / "partners.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield NewPartner(
            name=row["name"], kind=Partner.Kind(row["kind"]), area_code=row["area_code"]
        )
