"""Read a pasted list of people to invite: one line each, the place in words, the RW perhaps."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from setiakawan.accounts.rules import phone_number
from setiakawan.areas.places import fold
from setiakawan.foundation.texts import LINE_LENGTH, tidy_line, unreadable_part

_SEPARATORS = re.compile(r"[;,\t|]")
_RW = re.compile(r"^(?:rw)?\s*\.?\s*0*([1-9]\d{0,2})$", re.IGNORECASE)
_HEADER = {"nama", "name"}


@dataclass
class PastedPerson:
    """One line: what was read from it, or why it can't be used."""

    number: int
    line: str
    name: str = ""
    area_code: str = ""
    place: str = ""
    phone: str = ""
    problems: list[str] = field(default_factory=list)


def split_line(line: str) -> list[str]:
    """The parts of a line, tidied; a trailing empty part is dropped."""
    parts = [tidy_line(part) for part in _SEPARATORS.split(line)]
    while parts and not parts[-1]:
        parts.pop()
    return parts


def read_people(
    text: str, *, kelurahan: Mapping[str, Sequence[str]], known_rw: Collection[str] | None = None
) -> list[PastedPerson]:
    """Read ``name; kelurahan; RW; phone`` lines. A heading and empty lines are passed over.

    ``known_rw`` holds the RW that are entered; None leaves them unchecked (a first pass that only
    wants the codes).
    """
    people: list[PastedPerson] = []
    seen: dict[tuple[str, str], int] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            continue
        parts = split_line(raw)
        if not people and parts and parts[0].casefold() in _HEADER:
            continue
        person = _read(number, raw, parts, kelurahan, known_rw)
        key = (person.name.casefold(), person.area_code)
        if not person.problems and key in seen:
            person.problems.append(
                _("Nama dan wilayah yang sama sudah ada di baris %(line)s.") % {"line": seen[key]}
            )
        seen.setdefault(key, number)
        people.append(person)
    return people


def _read(
    number: int,
    raw: str,
    parts: Sequence[str],
    kelurahan: Mapping[str, Sequence[str]],
    known_rw: Collection[str] | None,
) -> PastedPerson:
    person = PastedPerson(number=number, line=tidy_line(raw)[:LINE_LENGTH])
    if unreadable_part(tidy_line(raw)):
        person.line = ""
        person.problems.append(_("Ada tanda yang tidak terlihat. Ketik ulang baris ini."))
        return person
    name, place, rw, phone, *rest = [*parts, "", "", "", ""][: max(4, len(parts))]
    person.name = name[:LINE_LENGTH]
    if not name:
        person.problems.append(_("Nama belum ada."))
    elif len(name) > LINE_LENGTH:
        person.problems.append(_("Nama terlalu panjang."))
    if any(rest):
        person.problems.append(_("Terlalu banyak bagian. Urutannya: nama; kelurahan; RW; telepon."))
    _place(person, place, rw, kelurahan, known_rw)
    if phone:
        number_ = phone_number(phone)
        if number_ is None:
            person.problems.append(_("Nomor telepon tidak dikenali. Tulis seperti 0812-0000-1234."))
        else:
            person.phone = number_
    return person


def _place(
    person: PastedPerson,
    place: str,
    rw: str,
    kelurahan: Mapping[str, Sequence[str]],
    known_rw: Collection[str] | None,
) -> None:
    if not place:
        person.problems.append(_("Kelurahan belum ada."))
        return
    codes = kelurahan.get(fold(place), ())
    if not codes:
        person.problems.append(
            _("Kelurahan “%(place)s” tidak ada di wilayah Anda. Periksa ejaannya.")
            % {"place": place[:60]}
        )
        return
    if len(codes) > 1:
        person.problems.append(
            _("Ada lebih dari satu “%(place)s”. Undang orang ini satu per satu.")
            % {"place": place[:60]}
        )
        return
    person.area_code, person.place = codes[0], place
    if not rw:
        return
    found = _RW.match(rw)
    if not found:
        person.problems.append(_("RW tidak dikenali. Tulis nomornya saja, misalnya 4."))
        return
    code = f"{codes[0]}.{int(found[1]):03}"
    if known_rw is not None and code not in known_rw:
        person.problems.append(
            _("RW %(rw)s belum tercatat di %(place)s.") % {"rw": found[1], "place": place[:60]}
        )
    person.area_code = code
