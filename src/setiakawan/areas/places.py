"""How areas are called, and which of them somebody may choose in a form of another package."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from setiakawan.access.actors import Actor
from setiakawan.access.permissions import Permission
from setiakawan.areas.models import Area
from setiakawan.foundation.clock import today

Choices = list[tuple[str, str | list[tuple[str, str]]]]


def place_choices(actor: Actor, permission: Permission) -> Choices:
    """City, kecamatan and kelurahan in which this actor may do it, grouped by kecamatan.

    RW are typed as a number: a list of 626 can't be chosen from.
    """
    known = Area.objects.valid_on(today()).filter(
        level__in=(Area.Level.CITY, Area.Level.KECAMATAN, Area.Level.KELURAHAN)
    )
    areas = [
        area
        for area in known.order_by("code").only("code", "name", "level")
        if permission.covers(actor, area=area.code)
    ]
    choices: Choices = [("", str(_("Pilih wilayah")))]
    groups: dict[str, list[tuple[str, str]]] = {}
    for area in areas:
        if area.level == Area.Level.CITY:
            choices.append((area.code, str(area.name)))
        elif area.level == Area.Level.KECAMATAN:
            groups[area.code] = [(area.code, f"Kecamatan {area.name}")]
        else:
            above = area.code.rpartition(".")[0]
            groups.setdefault(above, []).append((area.code, area.name))
    names = names_of(groups)
    choices += [(names.get(code, code), listed) for code, listed in groups.items()]
    if len(areas) == 1:
        return [(areas[0].code, names_of([areas[0].code])[areas[0].code])]  # nothing to choose
    return choices


def names_of(codes: Iterable[str]) -> Mapping[str, str]:
    """How areas are called now: ``Kelurahan Sangkrah``, ``RW 004 Sangkrah``. Unknown codes stay out."""
    wanted = {code for code in codes if code}
    above = {code.rpartition(".")[0] for code in wanted if code.count(".") >= 4}
    above |= {code.rpartition(".")[0] for code in above if code.count(".") >= 4}
    found = {
        area.code: area for area in Area.objects.filter(code__in=wanted | above).valid_on(today())
    }
    return {code: _name(code, found) for code in wanted if code in found}


def _name(code: str, found: Mapping[str, Area]) -> str:
    area = found[code]
    if area.level <= Area.Level.CITY:
        return area.name
    if area.level == Area.Level.KECAMATAN:
        return f"Kecamatan {area.name}"
    if area.level == Area.Level.KELURAHAN:
        return f"Kelurahan {area.name}"
    parts = code.split(".")
    kelurahan = found.get(".".join(parts[:4]))
    within = f" {kelurahan.name}" if kelurahan else ""
    number = f"RW {parts[4]}" + (f" RT {parts[5]}" if len(parts) > 5 else "")
    return number + within


def kelurahan_named(actor: Actor, permission: Permission) -> Mapping[str, Sequence[str]]:
    """Codes of the kelurahan in reach by each name and alias, folded, for pasted lists."""
    found: dict[str, list[str]] = {}
    rows = Area.objects.valid_on(today()).filter(level=Area.Level.KELURAHAN)
    for area in rows.prefetch_related("aliases"):
        if not permission.covers(actor, area=area.code):
            continue
        for name in {fold(area.name), *(fold(alias.name) for alias in area.aliases.all())}:
            found.setdefault(name, []).append(area.code)
    return found


def fold(name: str) -> str:
    """A name without case, blanks and the word before it, as people type it."""
    words = [word for word in name.casefold().replace(".", " ").split() if word not in _LEVELS]
    return "".join(words)


_LEVELS = {"kelurahan", "kel", "desa"}


def existing_rw(codes: Iterable[str]) -> set[str]:
    """Which of these RW are entered now."""
    rows = Area.objects.valid_on(today()).filter(level=Area.Level.RW, code__in=set(codes))
    return set(rows.values_list("code", flat=True))
