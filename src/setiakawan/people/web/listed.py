"""How somebody stands in a list: initials, age in words, place, chips."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from setiakawan.identity.births import Birth
from setiakawan.people.models import Person
from setiakawan.people.queries import PersonRow


@dataclass(frozen=True)
class Chip:
    """A statement beside a name; the shape of ``office/parts/chip.html``."""

    kind: str
    text: str
    icon: str = ""


@dataclass(frozen=True)
class Listed:
    """One line of a list of people."""

    id: UUID
    url: str
    initials: str
    name: str
    call_name: str
    words: str
    """Age and place: "78 th, RW 004 RT 002 Sangkrah"."""
    chips: tuple[Chip, ...]


def listed(rows: Sequence[PersonRow], day: date) -> list[Listed]:
    """People as lines of a list."""
    return [_line(one, day) for one in rows]


def _line(row: PersonRow, day: date) -> Listed:
    said = [] if row.is_dead else [age_words(row.birth, day)]
    if row.area_name and not row.is_unhoused:
        said.append(row.area_name)
    return Listed(
        id=row.id,
        url=reverse("person", args=[row.id]),
        initials=initials(row.name),
        name=row.name,
        call_name=row.call_name if row.call_name != row.name else "",
        words=", ".join(said),
        chips=tuple(_chips(row)),
    )


def _chips(row: PersonRow) -> list[Chip]:
    if row.is_dead:
        return [Chip("line", _("Meninggal"))]
    found = []
    if row.life == Person.Life.MOVED:
        found.append(Chip("line", _("Pindah")))
    if row.life == Person.Life.NOT_FOUND:
        found.append(Chip("unknown", _("Tidak ditemukan")))
    if row.is_unhoused:
        found.append(Chip("place", _("Tanpa tempat tinggal tetap")))
    if row.needs_documents:
        found.append(Chip("unknown", _("Perlu dokumen")))
    return found


def initials(name: str) -> str:
    """Two letters for the circle before a name; of a name of one word its first two."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if not words:
        return "?"
    letters = words[0][:2] if len(words) == 1 else words[0][0] + words[1][0]
    return letters.upper()


def age_words(birth: Birth, day: date) -> str:
    """How old somebody is; that it isn't known is said."""
    return birth.age_text(day)
