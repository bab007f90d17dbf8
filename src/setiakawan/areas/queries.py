"""Questions about areas, answered in rows made for a reader. Each may be asked as of a day."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Count, F, Q
from django.db.models.functions import Left
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.access.actors import Actor
from setiakawan.access.roles import Role
from setiakawan.areas import gazetteer, people, permissions, rules, unplaced
from setiakawan.areas.codes import AreaCode, BadAreaCode, Level, parse_code
from setiakawan.areas.geometry import MapDrawing, Suggestion, svg_paths
from setiakawan.areas.models import Area, AreaAlias, AreaRows, Succession
from setiakawan.areas.people import Office
from setiakawan.foundation.problems import Missing

LONGEST_SEARCH = 100
MOST_FOUND = 30


def areas_as_of(day: date) -> AreaRows:
    """The areas that exist on a day."""
    return Area.objects.all().valid_on(day)


def area_on(code: str, on: date) -> Area | None:
    """The area that has a code on a day; None when there is none."""
    return areas_as_of(on).filter(code=code).first()


def children(code: str, on: date) -> Sequence[Area]:
    """The areas right inside one on a day, in the order of the codes."""
    deeper = code.count(".") + 2
    return list(areas_as_of(on).below(code).filter(level=deeper).order_by("code"))


# ---------------------------------------------------------------- where something is counted


def reshapings() -> tuple[rules.Succession, ...]:
    """Every split, merger and new number as the rules read it, from what is recorded.

    A change of name alone isn't among them: the code stays, and with it everything counted.
    """
    pairs = list(
        Succession.objects.exclude(predecessor__code=F("successor__code"))
        .order_by("on", "predecessor__code", "successor__code")
        .values_list("kind", "on", "predecessor__code", "successor__code", "successor__name")
    )
    grouped: dict[tuple[str, date], list[tuple[AreaCode, AreaCode, str]]] = {}
    for kind, on, old, new, name in pairs:
        grouped.setdefault((kind, on), []).append((AreaCode(old), AreaCode(new), name))
    plans: list[rules.Succession] = []
    for (kind, on), rows in grouped.items():
        olds = {old for old, _, _ in rows}
        roots = sorted(old for old in olds if not any(up in olds for up in old.ancestors))
        match kind:
            case Succession.Kind.SPLIT:
                plans += [_split_plan(root, on, rows) for root in roots]
            case Succession.Kind.MERGE:
                plans += _merge_plans(roots, on, rows)
            case _:
                plans += [
                    rules.RenamePlan(old, on, name, new) for old, new, name in rows if old in roots
                ]
    return tuple(plans)


def _split_plan(
    root: AreaCode, on: date, rows: Sequence[tuple[AreaCode, AreaCode, str]]
) -> rules.SplitPlan:
    became: dict[AreaCode, list[AreaCode]] = {}
    for old, new, _name in rows:
        if root.contains(old):
            became.setdefault(old, []).append(new)
    shares: list[rules.RwShare] = []
    for old, news in became.items():
        if old.level is Level.RW and len(news) == 1:
            target = news[0].at(root.level)
            assert target is not None
            shares.append(rules.RwShare(old.number, old.number, None, None, target))
        elif old.level is Level.RT and len(became.get(old.parent or old, ())) > 1:
            rw, target = (old.parent or old).number, news[0].at(root.level)
            assert target is not None
            shares.append(rules.RwShare(rw, rw, old.number, old.number, target))
    names = {new: name for old, new, name in rows if old == root}
    return rules.SplitPlan(
        root, on, tuple(rules.NewArea(new, name) for new, name in names.items()), tuple(shares)
    )


def _merge_plans(
    roots: Sequence[AreaCode], on: date, rows: Sequence[tuple[AreaCode, AreaCode, str]]
) -> list[rules.MergePlan]:
    into: dict[AreaCode, tuple[str, list[AreaCode]]] = {}
    for old, new, name in rows:
        if old in roots:
            into.setdefault(new, (name, []))[1].append(old)
    return [
        rules.MergePlan(
            tuple(sorted(olds)),
            on,
            new_code,
            name,
            tuple(
                rules.Renumbered(old, new.number)
                for old, new, _ in rows
                # Those that kept their number too: else nobody could tell from where they came.
                if old.parent in olds and new.parent == new_code
            ),
        )
        for new_code, (name, olds) in into.items()
    ]


def place(code: str, on: date, *, rw: str | None = None, rt: str | None = None) -> rules.Placement:
    """Say where something recorded under an area is counted as of a day.

    ``code`` is the area as it was recorded, ``rw`` and ``rt`` what is known beyond it. Without a
    ``code`` in the answer it is *belum ditempatkan*, and ``last_known`` keeps the charge of it.
    """
    return rules.resolve(_deeper(code, rw, rt), on, reshapings())


def count_as_of(
    codes: Iterable[str], on: date, *, level: Level = Level.KELURAHAN
) -> Counter[AreaCode | None]:
    """Count what is recorded under codes by area as of a day; None is *belum ditempatkan*."""
    return rules.count_as_of(map(AreaCode, codes), on, reshapings(), level=level)


def _deeper(code: str, rw: str | None, rt: str | None) -> AreaCode:
    found = AreaCode(code)
    if rw is not None:
        found = found.child(rw)
        if rt is not None:
            found = found.child(rt)
    return found


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    """Something that no successor of its area surely holds."""

    label: str
    title: str
    last_known: str
    url: str = ""


def unplaced_rows(
    actor: Actor,
    on: date,
    *,
    within: str = "",
    planned: rules.Succession | None = None,
) -> Sequence[UnplacedRow]:
    """What waits to be placed by a person, as far as this actor may see it.

    ``planned`` is a split that is only thought of: what it would leave over.
    """
    plans = (*reshapings(), *((planned,) if planned else ()))
    ended = [old for plan in plans if plan.on <= on for old in plan.ended]
    ended = [old for old in ended if not within or AreaCode(within).contains(old)]
    if not ended:
        return []
    found: list[UnplacedRow] = []
    for source in unplaced.sources():
        for row in source.rows_within(actor, ended):
            where = rules.resolve(AreaCode(row.area_code), on, plans)
            if where.code is None:
                found.append(UnplacedRow(source.label, row.title, where.last_known, row.url))
    return found


# ---------------------------------------------------------------- history


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an area."""

    on: date
    title: str
    kind: str
    """began, renamed, came_from, became or ended."""
    links: tuple[Area, ...] = ()
    """The other areas in it."""


def _history(code: str, rows: Sequence[Area]) -> list[Event]:
    events: list[Event] = []
    if not rows:
        return events
    links = list(
        Succession.objects.filter(Q(predecessor__code=code) | Q(successor__code=code))
        .select_related("predecessor", "successor")
        .order_by("on", "predecessor__code", "successor__code")
    )
    events += [
        Event(
            one.on,
            _("Berganti nama dari %(old)s menjadi %(new)s")
            % {"old": _spoken_name(one.predecessor), "new": _spoken_name(one.successor)},
            "renamed",
        )
        for one in links
        if one.predecessor.code == one.successor.code
    ]
    became = [one for one in links if one.predecessor.code == code != one.successor.code]
    came = [one for one in links if one.successor.code == code != one.predecessor.code]
    if became:
        events.append(_became(became))
    if came:
        events.append(_came(came))
    elif rows[0].valid_from <= rules.KNOWN_SINCE and rows[0].level < Area.Level.RW:
        events.append(Event(rows[0].valid_from, _("Tercatat sejak daftar resmi dimuat"), "began"))
    else:
        events.append(Event(rows[0].valid_from, _("Mulai tercatat"), "began"))
    last = rows[-1]
    if last.valid_until is not None and not became:
        events.append(Event(last.valid_until, _("Berakhir tanpa pengganti"), "ended"))
    return sorted(events, key=lambda event: (event.on, event.kind != "began"), reverse=True)


def _spoken_name(area: Area) -> str:
    """A kelurahan by its name alone, an RW with its number."""
    return area.full_name if area.level >= Area.Level.RW else area.name


def _became(rows: Sequence[Succession]) -> Event:
    titles = {
        Succession.Kind.SPLIT.value: _("Dimekarkan menjadi"),
        Succession.Kind.MERGE.value: _("Digabung ke dalam"),
    }
    title = titles.get(rows[0].kind, _("Berganti nomor menjadi"))
    return Event(
        rows[0].on,
        title,
        "became",
        tuple(one.successor for one in rows),
    )


def _came(rows: Sequence[Succession]) -> Event:
    titles = {
        Succession.Kind.SPLIT.value: _("Hasil pemekaran dari"),
        Succession.Kind.MERGE.value: _("Gabungan dari"),
    }
    title = titles.get(rows[0].kind, _("Berganti nomor dari"))
    return Event(
        rows[0].on,
        title,
        "came_from",
        tuple(one.predecessor for one in rows),
    )


# ---------------------------------------------------------------- the page of an area


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is missing in an area, with the areas where."""

    kind: str
    """no_rw, no_rt, no_psm or modelled."""
    codes: tuple[str, ...]
    count: int
    """How many; of modelled numbers RW and RT together, though ``codes`` names the RW only."""


@dataclass(frozen=True)
class SubArea:
    """An area inside the one that is shown, with what is known of it."""

    code: str
    name: str
    number: str
    full_name: str
    level: int
    is_modelled: bool
    rw: int = 0
    """RW inside a kelurahan or above."""
    rt: int = 0
    psm: int = 0
    """PSM of the area itself or, for a kecamatan, kelurahan in it that have one."""
    rw_with_psm: int = 0
    kelurahan: int = 0
    modelled: int = 0
    """How many of the RW and RT inside are modelled."""
    rw_without_rt: int = 0

    @property
    def step(self) -> str:
        """How complete a kelurahan is, as a step of the map; see ``STEPS``."""
        if not self.psm:
            return "x"
        if not self.rw:
            return "1"
        if self.modelled:
            return "2"
        return "3" if self.rw_without_rt else "4"

    @property
    def tile(self) -> str:
        """The class of an RW's tile: who walks it, hatched where its RT aren't known."""
        if not self.rt:
            return "cx"
        if self.rw_with_psm:
            return "c4"
        return "c2" if self.psm else "c0"

    @property
    def tile_words(self) -> str:
        """The tile in words, for everybody who doesn't see colours."""
        who = {
            "c4": _("ada PSM RW"),
            "c2": _("dijaga PSM kelurahan"),
            "c0": _("tanpa PSM"),
            "cx": _("RT belum dicatat"),
        }[self.tile]
        if not self.rt:
            return who
        words = (
            _("perkiraan %(count)d RT, %(who)s") if self.is_modelled else _("%(count)d RT, %(who)s")
        )
        return words % {"count": self.rt, "who": who}


STEPS = (
    ("x", gettext_lazy("tanpa PSM")),
    ("1", gettext_lazy("RW belum dicatat")),
    ("2", gettext_lazy("RW dan RT perkiraan")),
    ("3", gettext_lazy("RT belum lengkap")),
    ("4", gettext_lazy("lengkap")),
)


@dataclass(frozen=True)
class AreaPage:
    """Everything that the page of an area shows."""

    area: Area
    on: date
    above: tuple[Area, ...]
    """The areas around it, the widest first, as far as the instance has them."""
    whole: SubArea
    """The area itself, with what is counted in it."""
    children: tuple[SubArea, ...]
    offices: tuple[Office, ...]
    """Of the area itself and of those around it, the nearest first."""
    gaps: tuple[Gap, ...]
    history: tuple[Event, ...]
    aliases: tuple[str, ...]
    may_keep: bool
    may_reshape: bool
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the areas around it, by code."""


@dataclass(frozen=True)
class NotOnThatDay:
    """The code is known, but on that day there was no such area."""

    latest: Area
    """The newest row; nearest to the day that was asked about is another question."""
    nearest: Area
    """The row that lies nearest to the day: the first one after it, else the last one before."""
    on: date
    history: tuple[Event, ...]


def area_page(actor: Actor, code: str, on: date) -> AreaPage | NotOnThatDay:
    """Everything about one area as of a day; Missing when the code was never one."""
    try:
        checked = parse_code(code)
    except BadAreaCode as bad:
        raise Missing from bad
    found = list(
        Area.objects.filter(code=checked).order_by("valid_from").prefetch_related("aliases")
    )
    if not found:
        raise Missing
    history = tuple(_history(checked, found))
    area = next((one for one in found if one.is_valid_on(on)), None)
    if area is None:
        later = [one for one in found if one.valid_from > on]
        return NotOnThatDay(found[-1], (later or found[-1:])[0], on, history)
    if area.level >= Area.Level.RW:
        below: Sequence[Area] = children(checked, on)
        above = areas_as_of(on).filter(code__in=checked.ancestors).order_by("code")
        around, inside = list(above), _inside_rw(area, below, on)
    else:
        around, inside = _inside(checked, on, around=checked.ancestors)
        below = [one for one in inside.areas if one.level == area.level + 1]
    offices = people.offices_around(checked, on)
    whole, *subareas = _told(inside, [area, *below], offices)
    keep = permissions.KEEP_RW if area.level >= Area.Level.KELURAHAN else permissions.RESHAPE
    return AreaPage(
        area=area,
        on=on,
        above=tuple(around),
        whole=whole,
        children=tuple(subareas),
        offices=tuple(
            sorted(
                (one for one in offices if AreaCode(one.area_code).contains(checked)),
                key=lambda one: (-len(one.area_code), _ORDER.get(one.role, 9), one.holder_name),
            )
        ),
        gaps=tuple(_gaps(inside, offices)),
        history=history,
        aliases=tuple(sorted(alias.name for alias in area.aliases.all())),
        may_keep=keep.covers(actor, area=checked) and area.valid_until is None,
        may_reshape=permissions.RESHAPE.covers(actor, area=checked) and area.valid_until is None,
        names={one.code: one.full_name for one in (*around, area)},
    )


_ORDER = {
    Role.PSM: 0,
    Role.COORDINATOR: 1,
    Role.TKSK: 2,
    Role.KELURAHAN_STAFF: 3,
    Role.OFFICER: 4,
}


@dataclass(frozen=True)
class Tree:
    """A city with its kecamatan and kelurahan; without a city nothing was entered for that day."""

    city: SubArea | None
    kecamatan: tuple[SubArea, ...]
    kelurahan: tuple[SubArea, ...]


def kelurahan_tree(city: str, on: date) -> Tree:
    """The tree of a city down to the kelurahan, with what is known of each."""
    _, inside = _inside(city, on)
    shown = (one for one in inside.areas if one.level <= Area.Level.KELURAHAN)
    told = _told(inside, shown, people.offices_around(city, on))
    return Tree(
        city=next((one for one in told if one.level == Area.Level.CITY), None),
        kecamatan=tuple(one for one in told if one.level == Area.Level.KECAMATAN),
        kelurahan=tuple(one for one in told if one.level == Area.Level.KELURAHAN),
    )


@dataclass(frozen=True)
class RwByKelurahan:
    """The RW inside an area, by kelurahan."""

    area: Area
    above: tuple[Area, ...]
    groups: tuple[tuple[SubArea, tuple[SubArea, ...]], ...]


def rw_by_kelurahan(code: str, on: date) -> RwByKelurahan:
    """Every RW of a city, kecamatan or kelurahan; Missing when there is no such area that day."""
    try:
        checked = parse_code(code)
    except BadAreaCode as bad:
        raise Missing from bad
    above, inside = _inside(checked, on, around=checked.ancestors)
    area = next((one for one in inside.areas if one.code == checked), None)
    if area is None or area.level > Area.Level.KELURAHAN:
        raise Missing
    wanted = (one for one in inside.areas if one.level >= Area.Level.KELURAHAN)
    told = _told(inside, wanted, people.offices_around(checked, on))
    rw: dict[str, list[SubArea]] = {}
    for one in told:
        if one.level == Area.Level.RW:
            rw.setdefault(one.code.rpartition(".")[0], []).append(one)
    return RwByKelurahan(
        area,
        tuple(above),
        tuple(
            (one, tuple(rw.get(one.code, ()))) for one in told if one.level == Area.Level.KELURAHAN
        ),
    )


def latest(code: str) -> Area:
    """The newest row of a code, whether it goes on or has ended; Missing when there never was one."""
    found = Area.objects.filter(code=code).order_by("-valid_from").first() if code else None
    if found is None:
        raise Missing
    return found


def names_on(codes: Iterable[str], on: date) -> Mapping[str, str]:
    """What areas are called on a day, by code."""
    rows = areas_as_of(on).filter(code__in=set(codes))
    return {area.code: area.full_name for area in rows}


def siblings(area: Area, on: date, *, everywhere: bool = False) -> Sequence[Area]:
    """The areas with which one could be merged: those beside it, or in the whole city."""
    code = AreaCode(area.code)
    scope = code.at(Level.CITY) if everywhere else code.parent
    rows = areas_as_of(on).below(scope or "").filter(level=area.level, valid_until=None)
    return list(rows.exclude(pk=area.pk).order_by("code"))


def free_codes(area: Area, wanted: int = 3) -> Sequence[str]:
    """Codes for new areas beside this one, after the highest that was ever used there."""
    above, _, last = area.code.rpartition(".")
    used = Area.objects.below(above).filter(level=area.level).values_list("code", flat=True)
    highest = max([last, *(code.rpartition(".")[2] for code in used)])
    width = len(last)
    following = (int(highest) + step for step in range(1, wanted + 1))
    return [f"{above}.{number:0{width}}" for number in following if len(str(number)) <= width]


def puskesmas_of(code: str) -> str:
    """The puskesmas that serves a kelurahan, where that is known; empty where not."""
    checked = AreaCode(code)
    try:
        plan = gazetteer.city(checked.at(Level.CITY) or "")
    except (gazetteer.UnknownPlace, BadAreaCode):
        return ""
    found = next((one for one in plan.kelurahan if one.code == checked), None)
    return (found.puskesmas if found else None) or ""


@dataclass(frozen=True)
class _Inside:
    """What lies in an area on a day. RT are only counted: a city has thousands."""

    on: date
    areas: tuple[Area, ...]
    """Down to the RW, the area itself among them."""
    rt: Mapping[str, tuple[int, int]]
    """By RW: how many RT, and how many of them are modelled."""


def _inside(code: str, on: date, *, around: Iterable[str] = ()) -> tuple[list[Area], _Inside]:
    """The areas around one, and what lies in it; two statements."""
    lies_in = Q(code__gte=code, code__lt=f"{code}/")
    rows = areas_as_of(on).filter(
        Q(code__in=tuple(around)) | (lies_in & Q(level__lte=Area.Level.RW))
    )
    above: list[Area] = []
    areas: list[Area] = []
    for one in rows.order_by("code"):
        (areas if one.code >= code else above).append(one)
    counted = (
        areas_as_of(on)
        .filter(lies_in, level=Area.Level.RT)
        .annotate(rw=Left("code", _RW_LENGTH))
        .values_list("rw")
        .annotate(
            count=Count("id"),
            modelled=Count("id", filter=Q(is_modelled=True) | Q(confirmed_on__gt=on)),
        )
        .order_by()
    )
    return above, _Inside(
        on, tuple(areas), {rw: (count, modelled) for rw, count, modelled in counted}
    )


def _inside_rw(area: Area, below: Sequence[Area], on: date) -> _Inside:
    """What lies in an RW whose RT are listed anyway."""
    if area.level > Area.Level.RW or not below:
        return _Inside(on, (area,), {})
    modelled = sum(one.was_modelled_on(on) for one in below)
    return _Inside(on, (area,), {area.code: (len(below), modelled)})


_RW_LENGTH = len("33.72.04.1009.012")


def _told(inside: _Inside, shown: Iterable[Area], offices: Sequence[Office]) -> tuple[SubArea, ...]:
    """Count for each shown area what lies in it; one walk over all that lies inside."""
    psm = {one.area_code for one in offices if one.role == Role.PSM}
    rw, rt, kelurahan, modelled, bare, seated, watched = (Counter[str]() for _ in range(7))
    for one in inside.areas:
        if not Area.Level.KELURAHAN <= one.level <= Area.Level.RW:
            continue
        ups = (one.code, *AreaCode(one.code).ancestors)
        if one.level == Area.Level.KELURAHAN:
            for up in ups:
                kelurahan[up] += 1
                watched[up] += one.code in psm
            continue
        count, unsure = inside.rt.get(one.code, (0, 0))
        for up in ups:
            rw[up] += 1
            rt[up] += count
            modelled[up] += unsure + one.was_modelled_on(inside.on)
            bare[up] += not count
            seated[up] += one.code in psm
    return tuple(
        SubArea(
            code=one.code,
            name=one.name,
            number=one.number,
            full_name=one.full_name,
            level=one.level,
            is_modelled=one.was_modelled_on(inside.on),
            rw=rw[one.code],
            rt=rt[one.code],
            psm=(
                watched[one.code]
                if one.level < Area.Level.KELURAHAN
                else int(".".join(one.code.split(".")[:4]) in psm)
            ),
            rw_with_psm=seated[one.code],
            kelurahan=kelurahan[one.code],
            modelled=modelled[one.code],
            rw_without_rt=bare[one.code],
        )
        for one in shown
    )


def missing(code: str, on: date) -> Sequence[Gap]:
    """What is missing in an area and in those inside it, as of a day."""
    _, inside = _inside(code, on)
    if not inside.areas or inside.areas[0].code != code:
        raise Missing
    return _gaps(inside, people.offices_around(code, on))


def _gaps(inside: _Inside, offices: Sequence[Office]) -> list[Gap]:
    kelurahan = [one.code for one in inside.areas if one.level == Area.Level.KELURAHAN]
    rw = [one for one in inside.areas if one.level == Area.Level.RW]
    with_rw = {one.code.rpartition(".")[0] for one in rw}
    psm = {one.area_code for one in offices if one.role == Role.PSM}
    unsure = {
        one.code: inside.rt.get(one.code, (0, 0))[1] + one.was_modelled_on(inside.on) for one in rw
    }
    found = [
        _gap("no_psm", [code for code in kelurahan if code not in psm]),
        _gap("no_rw", [code for code in kelurahan if code not in with_rw]),
        _gap("no_rt", [one.code for one in rw if one.code not in inside.rt]),
        Gap(
            "modelled",
            tuple(code for code, count in unsure.items() if count),
            sum(unsure.values()),
        ),
    ]
    return [gap for gap in found if gap.codes]


def _gap(kind: str, codes: Sequence[str]) -> Gap:
    return Gap(kind, tuple(codes), len(codes))


# ---------------------------------------------------------------- maps


@lru_cache(maxsize=4)
def map_of(city: str) -> MapDrawing | None:
    """The outlines of a city's kelurahan for an SVG; None where none are shipped."""
    try:
        plan = gazetteer.city(city)
    except (gazetteer.UnknownPlace, BadAreaCode):
        return None
    drawing = svg_paths(plan.kelurahan, width=700)
    return drawing if drawing.shapes else None


NAMED_ON_MAP_KM2 = 1.1
"""Smaller kelurahan have no room for their name on a map; their title and the list tell it."""


def named_on_map(city: str) -> frozenset[str]:
    """The kelurahan with room for their name on the map of a city."""
    try:
        plan = gazetteer.city(city)
    except (gazetteer.UnknownPlace, BadAreaCode):
        return frozenset()
    return frozenset(one.code for one in plan.kelurahan if (one.area_km2 or 0) >= NAMED_ON_MAP_KM2)


def suggest_place(city: str, lat: float, lon: float) -> Suggestion | None:
    """Suggest a kelurahan for a point. It never decides: the person who stands there does."""
    try:
        return gazetteer.city(city).suggest_kelurahan(lat, lon)
    except (gazetteer.UnknownPlace, BadAreaCode):
        return None


# ---------------------------------------------------------------- search


@dataclass(frozen=True, slots=True)
class Found:
    """One area that a search found, and by what."""

    code: str
    full_name: str
    within: str
    """The areas around it, in words."""
    also: str = ""
    """The other name, the old name or the code by which it was found."""
    ended_on: date | None = None


_RW_WORD = re.compile(r"\brw[\s.:]*([0-9]{1,3})\b", re.IGNORECASE)
_RT_WORD = re.compile(r"\brt[\s.:]*([0-9]{1,3})\b", re.IGNORECASE)
_LEVEL_WORDS = {
    "kelurahan": Level.KELURAHAN,
    "kel": Level.KELURAHAN,
    "desa": Level.KELURAHAN,
    "kecamatan": Level.KECAMATAN,
    "kec": Level.KECAMATAN,
    "kota": Level.CITY,
    "kab": Level.CITY,
    "kabupaten": Level.CITY,
}
_CLOSE = 0.72


def search(text: str, on: date) -> Sequence[Found]:
    """Find areas by name, other name, old name or code, as people type; each area once.

    ``sangkrah rw 4`` finds the RW, ``pasar kliwon`` also Pasarkliwon, ``kec jebres`` not the
    kelurahan. Whole names come first, then beginnings, then what holds the words; only when nothing
    is found at all, names that are spelt nearly so. The same for every reader: areas are public.
    """
    wanted = " ".join(text.split())
    if not wanted or len(wanted) > LONGEST_SEARCH:
        return []
    if re.fullmatch(r"[0-9]{2}[0-9.]*", wanted):
        return _by_code(wanted, on)
    rw, rt = _RW_WORD.search(wanted), _RT_WORD.search(wanted)
    rest = _RT_WORD.sub(" ", _RW_WORD.sub(" ", wanted))
    words = [word for word in re.split(r"[\s.,:]+", rest.casefold()) if word]
    level = None
    if len(words) > 1 and words[0] in _LEVEL_WORDS:
        level, words = _LEVEL_WORDS[words[0]], words[1:]
    if not words:
        return []
    rows = list(areas_as_of(on).filter(level__lt=Area.Level.RW).order_by("code"))
    text, others = "".join(words), _other_names(rows, on)
    found = _ranked(text, rows, others, level)
    if not found and not rw:
        found = _called(text, on)
    found = found or _alike(text, rows, others, level)
    if rw:
        found = _numbered(found, rows, rw[1], rt[1] if rt else None, on)
        return _worded(found, rows, on)
    return _worded(found[:MOST_FOUND], rows, on)


def _plain(name: str) -> str:
    return re.sub(r"[\s.,'’`\u2010-\u2015-]+", "", name.casefold())


def _other_names(rows: Sequence[Area], on: date) -> list[tuple[str, Area]]:
    """Aliases, and the names of the areas from which these came."""
    by_id = {area.id: area for area in rows}
    by_code = {area.code: area for area in rows}
    named: list[tuple[str, Area]] = []
    for area_id, code, name in AreaAlias.objects.filter(area__level__lt=Area.Level.RW).values_list(
        "area_id", "area__code", "name"
    ):
        if found := by_id.get(area_id) or by_code.get(code):
            named.append((name, found))
    for name, code in (
        Succession.objects.filter(successor__level__lt=Area.Level.RW, on__lte=on)
        .order_by("on")
        .values_list("predecessor__name", "successor__code")
    ):
        if found := by_code.get(code):
            named.append((name, found))
    return named


def _ranked(
    wanted: str, rows: Sequence[Area], others: Sequence[tuple[str, Area]], level: Level | None
) -> list[tuple[Area, str]]:
    best: dict[str, tuple[int, Area, str]] = {}
    named = [(area.name, area, 0) for area in rows] + [(name, area, 1) for name, area in others]
    for name, area, is_other in named:
        if level is not None and area.level != level:
            continue
        plain = _plain(name)
        if plain == wanted:
            rank = 0
        elif plain.startswith(wanted):
            rank = 2
        elif any(_plain(word).startswith(wanted) for word in name.split()):
            rank = 4
        elif len(wanted) >= 3 and wanted in plain:
            rank = 6
        else:
            continue
        rank += is_other
        if area.code not in best or rank < best[area.code][0]:
            best[area.code] = (rank, area, name if is_other else "")
    return _best_first(best)


def _alike(
    wanted: str, rows: Sequence[Area], others: Sequence[tuple[str, Area]], level: Level | None
) -> list[tuple[Area, str]]:
    """Names that are spelt nearly so, when there is none that is spelt so."""
    best: dict[str, tuple[int, Area, str]] = {}
    if len(wanted) < 4:
        return []
    for name, area, is_other in (
        *((area.name, area, False) for area in rows),
        *((name, area, True) for name, area in others),
    ):
        close = difflib.SequenceMatcher(None, wanted, _plain(name)).ratio()
        if close >= _CLOSE and (level is None or area.level == level):
            rank = 100 - round(close * 90)
            if area.code not in best or rank < best[area.code][0]:
                best[area.code] = (rank, area, name if is_other else "")
    return _best_first(best)


def _best_first(best: Mapping[str, tuple[int, Area, str]]) -> list[tuple[Area, str]]:
    # Of two that are alike, a kelurahan comes first: that is where people work.
    ordered = sorted(
        best.values(), key=lambda one: (one[0], one[1].level != Area.Level.KELURAHAN, one[1].name)
    )
    return [(area, also) for _rank, area, also in ordered]


def _by_code(wanted: str, on: date) -> Sequence[Found]:
    digits = wanted.rstrip(".")
    rows = list(
        Area.objects.filter(code__gte=digits, code__lt=digits + "~").order_by(
            "level", "code", "-valid_from"
        )[: MOST_FOUND * 2]
    )
    newest: dict[str, Area] = {}
    for area in rows:
        if area.valid_from <= on:
            newest.setdefault(area.code, area)
    chosen = list(newest.values())[:MOST_FOUND]
    return _worded([(area, area.code) for area in chosen], (), on)


def _numbered(
    found: Sequence[tuple[Area, str]],
    rows: Sequence[Area],
    rw: str,
    rt: str | None,
    on: date,
) -> list[tuple[Area, str]]:
    """The RW (and RT) with these numbers in the kelurahan that were found."""
    number = f"{int(rw):03}"
    codes: list[str] = []
    for area, _also in found:
        inside = (
            [area]
            if area.level == Area.Level.KELURAHAN
            else [
                one
                for one in rows
                if one.level == Area.Level.KELURAHAN and one.code.startswith(area.code + ".")
            ]
        )
        codes += [one.code + f".{number}" + (f".{int(rt):03}" if rt else "") for one in inside]
    order = {code: index for index, code in enumerate(dict.fromkeys(codes))}
    wanted = list(order)[: MOST_FOUND * 4]
    there = list(areas_as_of(on).filter(code__in=wanted))
    if not there:  # a number that was given up: its page tells what came
        past = Area.objects.filter(code__in=wanted, valid_until__lte=on).order_by("valid_from")
        there = list({area.code: area for area in past}.values())
    return [(area, "") for area in sorted(there, key=lambda one: order[one.code])][:MOST_FOUND]


def _called(wanted: str, on: date) -> list[tuple[Area, str]]:
    """RW and RT that have a name of their own, or had one: with the name by which they were found."""
    rows = areas_as_of(on).filter(level__gte=Area.Level.RW)
    named = rows.exclude(name__regex=r"^[0-9]+$").filter(name__icontains=wanted[:3])
    found = [(area, area.name) for area in named.order_by("code")[:500] if area.has_own_name]
    others = AreaAlias.objects.filter(area__in=rows, name__icontains=wanted[:3])
    found += [
        (one.area, one.name) for one in others.select_related("area").order_by("area__code")[:500]
    ]
    return [(area, name) for area, name in found if wanted in _plain(name)][:MOST_FOUND]


def _worded(found: Sequence[tuple[Area, str]], rows: Sequence[Area], on: date) -> Sequence[Found]:
    names = {area.code: area.full_name for area in rows}
    wanted = {up for area, _ in found for up in AreaCode(area.code).ancestors} - names.keys()
    if wanted:
        names |= {
            area.code: area.full_name
            for area in Area.objects.filter(code__in=wanted).order_by("valid_from")
        }
    once: dict[str, Found] = {}
    for area, also in found:
        around = [
            names[up]
            for up in reversed(AreaCode(area.code).ancestors)
            if up in names and up.level > Level.PROVINCE
        ]
        over = area.valid_until if not area.is_valid_on(on) else None
        once.setdefault(area.code, Found(area.code, area.full_name, ", ".join(around), also, over))
    return list(once.values())
