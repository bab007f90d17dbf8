"""When an area begins and ends, and where its parts go when it is split, merged or renamed.

An area that is split ends for good, even if one of the new ones keeps its name: names repeat,
codes don't. What lay in it goes where its RW and RT went. What can't be told, because the RW is
not known or was cut through, is *belum ditempatkan*: a person places it, the machine doesn't.
So the sum over the areas is the same on the day before and on the day after.

Plans come from forms and files. What is wrong with them is told as data, all at once, so that a
kelurahan can mend a list in one go.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from setiakawan.areas.codes import AreaCode, BadAreaCode, Level, pad_rt, pad_rw, shown
from setiakawan.foundation.texts import unreadable_part

KNOWN_SINCE = date(2019, 1, 2)
"""From this day the areas of a new instance count as known, whatever city it is for.

It is the day of the last change in Solo (Kadipiro became three), and older than anything that
this system could have been told. The real birthdays of the areas stand in no national list.
"""

SPLIT_LEVELS = (Level.KELURAHAN, Level.RW)
MERGE_LEVELS = (Level.KELURAHAN, Level.RW, Level.RT)
FEWEST_NEW_AREAS = 2
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class AreaPeriod:
    """One area under one name for a time; half-open: on ``valid_until`` it is no longer there.

    ``valid_from`` None means: since before anything we know.
    """

    code: AreaCode
    name: str
    valid_from: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("a period ends after it begins")


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One thing that is wrong with a plan: a code, and a sentence that says what to do."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area that a split brings about."""

    code: AreaCode
    name: str


@dataclass(frozen=True, slots=True)
class RwShare:
    """A stretch of RW, or a stretch of RT of one RW, that goes to one new area.

    Numbers as in the code, three digits, both ends meant.
    """

    rw_from: str
    rw_to: str
    rt_from: str | None
    rt_to: str | None
    new_code: AreaCode

    @property
    def is_part_of_rw(self) -> bool:
        """Say whether only some RT go, so that the RW is cut through."""
        return self.rt_from is not None and self.rt_to is not None

    def covers_rw(self, rw: str) -> bool:
        """Say whether an RW is named, wholly or in part."""
        return self.rw_from <= rw <= self.rw_to

    def covers(self, rw: str, rt: str | None) -> bool:
        """Say whether an RT surely goes this way; an RW that is cut needs its RT."""
        if not self.covers_rw(rw):
            return False
        if self.rt_from is None or self.rt_to is None:
            return True
        return rt is not None and self.rt_from <= rt <= self.rt_to


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """From a day on, a kelurahan (or an RW) is no more, and new ones stand in its place.

    An RW that is split names itself in ``rw_map``, with the RT that go to each new RW. RW and RT
    keep their numbers inside the new kelurahan; a new number is a RenamePlan of its own.
    """

    old_code: AreaCode
    on: date
    new_areas: tuple[NewArea, ...]
    rw_map: tuple[RwShare, ...]

    @property
    def ended(self) -> tuple[AreaCode, ...]:
        """The areas that end on the day."""
        return (self.old_code,)

    @property
    def begun(self) -> tuple[AreaCode, ...]:
        """The areas that begin on the day."""
        return tuple(area.code for area in self.new_areas)

    def successor(self, code: AreaCode) -> AreaCode | None:
        """Say where something in the old area belongs afterwards; None when it can't be told."""
        if code == self.old_code:
            return None
        rest = code.removeprefix(f"{self.old_code}.")
        if self.old_code.level is Level.RW:
            rw, rt = self.old_code.number, rest
        else:
            rw, _, rt = rest.partition(".")
        new = successor_of(self, rw, rt or None)
        return AreaCode(f"{new}.{rest}") if new else None

    def predecessor(self, code: AreaCode) -> AreaCode | None:
        """Say where something in a new area belonged before."""
        new = next(new for new in self.begun if new.contains(code))
        return AreaCode(f"{self.old_code}{code.removeprefix(new)}")


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A part of a merged area that gets another number, because two parts had the same."""

    old_code: AreaCode
    new_number: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """From a day on, several areas of one level are one.

    Parts keep their numbers unless ``renumbered`` says otherwise.
    """

    old_codes: tuple[AreaCode, ...]
    on: date
    new_code: AreaCode
    new_name: str
    renumbered: tuple[Renumbered, ...] = ()

    @property
    def ended(self) -> tuple[AreaCode, ...]:
        """The areas that end on the day."""
        return self.old_codes

    @property
    def begun(self) -> tuple[AreaCode, ...]:
        """The areas that begin on the day."""
        return (self.new_code,)

    def successor(self, code: AreaCode) -> AreaCode | None:
        """Say where something in an old area belongs afterwards; always known in a merger."""
        for row in self.renumbered:
            if row.old_code.contains(code):
                return AreaCode(
                    f"{self.new_code}.{row.new_number}{code.removeprefix(row.old_code)}"
                )
        old = next(old for old in self.old_codes if old.contains(code))
        return AreaCode(f"{self.new_code}{code.removeprefix(old)}")

    def predecessor(self, code: AreaCode) -> AreaCode | None:
        """Say where something in the merged area belonged before, where the plan tells it."""
        for row in self.renumbered:
            part = self.new_code.child(row.new_number)
            if part.contains(code):
                return AreaCode(f"{row.old_code}{code.removeprefix(part)}")
        return None


@dataclass(frozen=True, slots=True)
class RenamePlan:
    """From a day on, an area has another name; with ``new_code``, another code too.

    With a new code it is a new area (an RW that gets another number); without one, the same
    area goes on under the new name.
    """

    old_code: AreaCode
    on: date
    new_name: str
    new_code: AreaCode | None = None

    @property
    def ended(self) -> tuple[AreaCode, ...]:
        """The areas that end on the day; none if only the name changes."""
        return (self.old_code,) if self.new_code else ()

    @property
    def begun(self) -> tuple[AreaCode, ...]:
        """The areas that begin on the day."""
        return (self.new_code,) if self.new_code else ()

    def successor(self, code: AreaCode) -> AreaCode | None:
        """Say what code something in the area has afterwards."""
        return AreaCode(f"{self.new_code or self.old_code}{code.removeprefix(self.old_code)}")

    def predecessor(self, code: AreaCode) -> AreaCode | None:
        """Say what code something in the area had before."""
        new = self.new_code or self.old_code
        return AreaCode(f"{self.old_code}{code.removeprefix(new)}")


Succession = SplitPlan | MergePlan | RenamePlan


def successor_of(plan: SplitPlan, rw: str | None, rt: str | None) -> AreaCode | None:
    """Say to which new area an RW or RT of a split one goes.

    None is *belum ditempatkan*: no RW known, an RW that is cut and no RT known, an RW or RT that
    the plan doesn't name, or one it names for two areas.
    """
    if rw is None:
        return None
    targets = {share.new_code for share in plan.rw_map if share.covers(rw, rt)}
    return targets.pop() if len(targets) == 1 else None


# ---------------------------------------------------------------- what follows from a plan


@dataclass(frozen=True, slots=True)
class Placement:
    """Where something is counted as of a day."""

    code: AreaCode | None
    """The area then; None is *belum ditempatkan*."""
    last_known: AreaCode
    """The same, or the area it was surely in next to that day: who has charge there keeps it."""


def resolve(code: AreaCode, on: date, successions: Iterable[Succession]) -> Placement:
    """Say where something recorded under a code is counted as of a day.

    Codes aren't used twice, so a code tells by itself from which time it is. From there the way
    goes forward over what happened until that day, or back over what had not yet happened.
    """
    plans = sorted(successions, key=lambda plan: plan.on)
    here = code
    for plan in reversed(plans):
        if plan.on > on and any(new.contains(here) for new in plan.begun):
            before = plan.predecessor(here)
            if before is None:
                return Placement(None, here)
            here = before
    for plan in plans:
        if plan.on <= on and any(old.contains(here) for old in plan.ended):
            after = plan.successor(here)
            if after is None:
                return Placement(None, here)
            here = after
    return Placement(here, here)


def count_as_of(
    codes: Iterable[AreaCode], on: date, successions: Iterable[Succession], *, level: Level
) -> Counter[AreaCode | None]:
    """Count what is recorded under codes by the areas of a level as of a day.

    Under None stands what is not placed, or not recorded so deep: the sum is always whole.
    """
    plans = tuple(successions)
    placed = (resolve(code, on, plans).code for code in codes)
    return Counter(code.at(level) if code else None for code in placed)


# ---------------------------------------------------------------- is the plan right?


def check_split(
    plan: SplitPlan,
    existing_rw: Collection[str],
    existing_rt: Mapping[str, Collection[str]],
    *,
    old: AreaPeriod,
    used_codes: Collection[str] = (),
) -> list[PlanProblem]:
    """Tell all that is wrong with a split, before anything is written.

    ``existing_rw`` are the RW of the old kelurahan (of an RW that is split: itself),
    ``existing_rt`` the RT of each, as far as they are known; ``used_codes`` every code that any
    area has or ever had.
    """
    problems = _old_area_problems("split", plan.on, (old,), (plan.old_code,), SPLIT_LEVELS)
    problems += _new_code_problems("split", plan.begun, plan.ended, used_codes)
    for area in plan.new_areas:
        problems += _name_problems("split", area.name)
    if len(plan.new_areas) < FEWEST_NEW_AREAS:
        problems.append(
            PlanProblem(
                "split.too_few",
                "Pemekaran menghasilkan paling sedikit dua wilayah baru. Tambahkan yang kurang, "
                "atau pakai ganti nama.",
            )
        )
    for name, count in Counter(area.name.casefold() for area in plan.new_areas).items():
        if count > 1:
            problems.append(
                PlanProblem(
                    "split.name_twice",
                    f"Dua wilayah baru sama-sama bernama “{shown(name)}”. Bedakan namanya.",
                )
            )
    problems += _map_problems(plan)
    problems += _coverage_problems(plan, existing_rw, existing_rt)
    return problems


def check_merge(
    plan: MergePlan,
    existing: Mapping[AreaCode, Collection[str]],
    *,
    olds: Sequence[AreaPeriod],
    used_codes: Collection[str] = (),
) -> list[PlanProblem]:
    """Tell all that is wrong with a merger; ``existing`` are the numbers of the parts of each."""
    problems = _old_area_problems("merge", plan.on, olds, plan.old_codes, MERGE_LEVELS)
    problems += _new_code_problems("merge", plan.begun, plan.ended, used_codes)
    problems += _name_problems("merge", plan.new_name)
    if len(set(plan.old_codes)) < FEWEST_NEW_AREAS or len(set(plan.old_codes)) < len(
        plan.old_codes
    ):
        problems.append(
            PlanProblem(
                "merge.too_few", "Pilih paling sedikit dua wilayah yang berbeda untuk digabung."
            )
        )
    known = {old.child(number) for old in plan.old_codes for number in existing.get(old, ())}
    for row in plan.renumbered:
        if row.old_code not in known:
            problems.append(
                PlanProblem(
                    "merge.part_unknown",
                    f"{_part_name(row.old_code)} tidak ada di wilayah yang digabung. "
                    "Hapus nomor barunya dari daftar.",
                )
            )
    for code, count in Counter(row.old_code for row in plan.renumbered).items():
        if count > 1:
            problems.append(
                PlanProblem(
                    "merge.renumbered_twice",
                    f"{_part_name(code)} diberi dua nomor baru. Pilih salah satu.",
                )
            )
    taken = Counter(plan.successor(code) for code in sorted(known))
    for new, count in taken.items():
        if new is not None and count > 1:
            problems.append(
                PlanProblem(
                    "merge.number_twice",
                    f"Setelah digabung ada {count} {new.level.label} dengan nomor "
                    f"{new.number}. Beri nomor baru untuk salah satunya.",
                )
            )
    return problems


def check_rename(
    plan: RenamePlan, *, old: AreaPeriod, used_codes: Collection[str] = ()
) -> list[PlanProblem]:
    """Tell all that is wrong with a new name or number."""
    problems = _old_area_problems("rename", plan.on, (old,), (plan.old_code,), tuple(Level))
    problems += _name_problems("rename", plan.new_name)
    if plan.new_code is not None:
        problems += _new_code_problems("rename", plan.begun, plan.ended, used_codes)
    elif plan.new_name == old.name:
        problems.append(
            PlanProblem("rename.nothing_new", "Nama barunya sama dengan nama sekarang.")
        )
    return problems


def _old_area_problems(
    verb: str,
    on: date,
    olds: Sequence[AreaPeriod],
    codes: Sequence[AreaCode],
    levels: Collection[Level],
) -> list[PlanProblem]:
    """Check that the areas which shall end are there, and may end that way on that day."""
    if {old.code for old in olds} != set(codes):
        raise ValueError("the periods are not those of the areas in the plan")
    problems = []
    for old in olds:
        if old.code.level not in levels:
            problems.append(
                PlanProblem(
                    f"{verb}.wrong_level",
                    f"{old.code.kind} {shown(old.name)} tidak dapat diubah dengan cara ini.",
                )
            )
        if old.valid_from is not None and on <= old.valid_from:
            problems.append(
                PlanProblem(
                    f"{verb}.before_start",
                    f"{old.code.kind} {shown(old.name)} baru ada sejak "
                    f"{written_day(old.valid_from)}. Pilih tanggal sesudahnya.",
                )
            )
        if old.valid_until is not None:
            problems.append(
                PlanProblem(
                    f"{verb}.already_ended",
                    f"{old.code.kind} {shown(old.name)} sudah berakhir pada "
                    f"{written_day(old.valid_until)}. Pilih wilayah penggantinya.",
                )
            )
    if len({code.level for code in codes}) > 1 or len({_scope(code) for code in codes}) > 1:
        problems.append(
            PlanProblem(
                f"{verb}.not_neighbours",
                "Wilayah yang digabung harus setingkat dan berada di kota atau kelurahan yang "
                "sama. Periksa pilihannya.",
            )
        )
    return problems


def _new_code_problems(
    verb: str, new: Sequence[AreaCode], old: Sequence[AreaCode], used: Collection[str]
) -> list[PlanProblem]:
    problems = []
    for code, count in Counter(new).items():
        if count > 1:
            problems.append(
                PlanProblem(
                    f"{verb}.new_code_twice",
                    f"Kode {code} diberikan kepada dua wilayah baru. Satu kode untuk satu wilayah.",
                )
            )
        if code in old:
            # An area is its code: with the old code the new area could not be told from the old.
            problems.append(
                PlanProblem(
                    f"{verb}.new_code_is_old",
                    f"Kode {code} milik wilayah lama. Wilayah baru memerlukan kode lain, "
                    "walaupun namanya tetap.",
                )
            )
        elif code in used:
            problems.append(
                PlanProblem(
                    f"{verb}.new_code_used",
                    f"Kode {code} sudah dipakai, sekarang atau dahulu. Beri kode yang belum "
                    "pernah dipakai.",
                )
            )
        if old and (code.level is not old[0].level or _scope(code) != _scope(old[0])):
            problems.append(
                PlanProblem(
                    f"{verb}.new_code_elsewhere",
                    f"Kode {code} tidak setingkat dengan wilayah lama, atau berada di kota atau "
                    "kelurahan lain. Periksa kodenya.",
                )
            )
    return problems


def _scope(code: AreaCode) -> AreaCode | None:
    """Give the area that a change may not leave: the city, or for RW and RT the kelurahan."""
    return code.at(Level.KELURAHAN if code.level > Level.KELURAHAN else Level.CITY)


def _name_problems(verb: str, name: str) -> list[PlanProblem]:
    if not name.strip():
        return [PlanProblem(f"{verb}.name_missing", "Isi nama wilayah yang baru.")]
    if len(name) > LONGEST_NAME or unreadable_part(name) is not None:
        return [
            PlanProblem(
                f"{verb}.name_unreadable",
                f"Nama “{shown(name)}” terlalu panjang atau berisi tanda yang tidak terlihat. "
                "Ketik ulang namanya.",
            )
        ]
    return []


def _map_problems(plan: SplitPlan) -> list[PlanProblem]:
    """Check the map by itself: ranges, targets, and nothing that is given away twice."""
    problems = []
    for share in plan.rw_map:
        if share.new_code not in plan.begun:
            problems.append(
                PlanProblem(
                    "split.target_unknown",
                    f"{_share_name(share)} diarahkan ke {share.new_code}, padahal kode itu tidak "
                    "ada di antara wilayah baru.",
                )
            )
        if share.rw_from > share.rw_to or (
            share.rt_from is not None and share.rt_to is not None and share.rt_from > share.rt_to
        ):
            problems.append(
                PlanProblem(
                    "split.range_reversed",
                    f"{_share_name(share)}: nomor awal lebih besar daripada nomor akhir. Tukar.",
                )
            )
        if share.is_part_of_rw and share.rw_from != share.rw_to:
            problems.append(
                PlanProblem(
                    "split.rt_of_many_rw",
                    f"{_share_name(share)}: RT hanya dapat dibagi per RW. Tulis satu RW per baris.",
                )
            )
        if (share.rt_from is None) != (share.rt_to is None):
            problems.append(
                PlanProblem(
                    "split.rt_range_open",
                    f"{_share_name(share)}: isi RT awal dan RT akhir, atau kosongkan keduanya.",
                )
            )
    for one, other in combinations(plan.rw_map, 2):
        first, last = max(one.rw_from, other.rw_from), min(one.rw_to, other.rw_to)
        if first > last:
            continue
        if not (one.is_part_of_rw and other.is_part_of_rw):
            problems.append(
                PlanProblem(
                    "split.rw_twice",
                    f"RW {_range(first, last)} dibagikan dua kali. Hapus salah satunya, atau "
                    "sebutkan RT-nya.",
                )
            )
        elif _overlap(one, other):
            problems.append(
                PlanProblem(
                    "split.rt_twice",
                    f"RT di RW {first} dibagikan dua kali: {_share_name(one)} dan "
                    f"{_share_name(other)}. Perbaiki batasnya.",
                )
            )
    return problems


def _overlap(one: RwShare, other: RwShare) -> bool:
    return max(one.rt_from or "", other.rt_from or "") <= min(one.rt_to or "", other.rt_to or "")


def _coverage_problems(
    plan: SplitPlan, existing_rw: Collection[str], existing_rt: Mapping[str, Collection[str]]
) -> list[PlanProblem]:
    """Hold the map against what is there: nothing left over, nothing that doesn't exist."""
    problems = []
    for share in plan.rw_map:
        missing = [rw for rw in _numbers(share.rw_from, share.rw_to) if rw not in existing_rw]
        if missing:
            problems.append(
                PlanProblem(
                    "split.rw_unknown",
                    f"RW {_listed(missing)} tidak ada di wilayah lama. Daftarkan dahulu, atau "
                    "hapus dari pembagian.",
                )
            )
    for area in plan.new_areas:
        if plan.rw_map and all(share.new_code != area.code for share in plan.rw_map):
            problems.append(
                PlanProblem(
                    "split.new_area_empty",
                    f"{area.code.kind} baru {shown(area.name)} belum mendapat RW atau RT.",
                )
            )
    unmapped = sorted(
        rw for rw in existing_rw if not any(share.covers_rw(rw) for share in plan.rw_map)
    )
    if unmapped:
        problems.append(
            PlanProblem(
                "split.rw_unmapped",
                f"RW {_listed(unmapped)} belum dibagikan. Pilih wilayah barunya.",
            )
        )
    for rw in sorted(existing_rw):
        parts = [share for share in plan.rw_map if share.covers_rw(rw) and share.is_part_of_rw]
        known = existing_rt.get(rw, ())
        if not parts or not known:
            continue
        left = sorted(rt for rt in known if not any(share.covers(rw, rt) for share in plan.rw_map))
        if left:
            problems.append(
                PlanProblem(
                    "split.rt_unmapped",
                    f"RT {_listed(left)} di RW {rw} belum dibagikan. Pilih wilayah barunya.",
                )
            )
        for share in parts:
            outside = [
                rt for rt in _numbers(share.rt_from or "", share.rt_to or "") if rt not in known
            ]
            if outside:
                problems.append(
                    PlanProblem(
                        "split.rt_outside",
                        f"RT {_listed(outside)} tidak ada di RW {rw}. Periksa batas RT-nya.",
                    )
                )
    return problems


def _numbers(first: str, last: str) -> list[str]:
    if not (first.isdecimal() and last.isdecimal()):
        return []
    return [f"{number:03}" for number in range(int(first), int(last) + 1)]


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}–{last}"


def _listed(numbers: Sequence[str], most: int = 8) -> str:
    beginning = ", ".join(numbers[:most])
    return beginning if len(numbers) <= most else f"{beginning} dan {len(numbers) - most} lagi"


def _share_name(share: RwShare) -> str:
    name = f"RW {_range(share.rw_from, share.rw_to)}"
    if share.rt_from is not None and share.rt_to is not None:
        name += f" RT {_range(share.rt_from, share.rt_to)}"
    return name


def _part_name(code: AreaCode) -> str:
    return f"{code.level.label} {code.number} ({code})"


# fmt: off
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)
# fmt: on


def written_day(day: date) -> str:
    """Write a day as people read it: ``2 Januari 2019``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


# ---------------------------------------------------------------- a split that comes as data


def parse_split(
    data: object, codes: Mapping[str, str] | None = None
) -> tuple[SplitPlan | None, list[PlanProblem]]:
    """Read a split from what a file or a form sends.

    Expected is ``{"berlaku": "2019-01-02", "lama": {"id": …}, "baru": [{"id": …, "nama": …}],
    "peta": [{"rw": "001-010", "rt": "001-003" or absent, "ke": …}]}``. ``codes`` gives the area
    codes where the ids are names of the file's own. With any problem there is no plan.
    """
    reader = _SplitReader(codes or {})
    plan = reader.read(data)
    return (None if reader.problems else plan), reader.problems


_PARTS = {"lama": "Wilayah lama", "baru": "Wilayah baru", "peta": "Pembagian RW"}
"""The parts of such a file, as the page calls them."""


class _SplitReader:
    """Collects every problem of one file, so that its maker hears of all of them at once."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self.problems: list[PlanProblem] = []

    def read(self, data: object) -> SplitPlan | None:
        if not isinstance(data, Mapping):
            self._refuse("split.malformed", "Isi berkas pemekaran tidak dapat dibaca.")
            return None
        on = self._day(data.get("berlaku"))
        old = data.get("lama")
        old_code = self._code(old.get("id") if isinstance(old, Mapping) else None, "lama")
        new_areas = []
        for row in self._rows(data, "baru"):
            code, name = self._code(row.get("id"), "baru"), row.get("nama")
            if not isinstance(name, str):
                self._refuse("split.name_missing", "Isi nama setiap wilayah yang baru.")
            elif code:
                new_areas.append(NewArea(code, " ".join(name.split())))
        shares = [share for row in self._rows(data, "peta") if (share := self._share(row))]
        if on is None or old_code is None:
            return None
        return SplitPlan(old_code, on, tuple(new_areas), tuple(shares))

    def _refuse(self, code: str, sentence: str) -> None:
        self.problems.append(PlanProblem(code, sentence))

    def _rows(self, data: Mapping[object, object], key: str) -> list[Mapping[object, object]]:
        rows = data.get(key)
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self._refuse("split.malformed", f"{_PARTS[key]} harus berupa daftar. Periksa isinya.")
            return []
        return rows

    def _day(self, value: object) -> date | None:
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self._refuse(
                "split.day_malformed", "Isi tanggal berlaku dengan bentuk tahun-bulan-hari."
            )
            return None

    def _code(self, value: object, part: str) -> AreaCode | None:
        text = value if isinstance(value, str) else ""
        try:
            return AreaCode(self.codes.get(text, text))
        except BadAreaCode as bad:
            self._refuse("split.code_malformed", f"{_PARTS[part]}: {bad.sentence}")
            return None

    def _share(self, row: Mapping[object, object]) -> RwShare | None:
        rw, rt = self._range(row.get("rw"), pad_rw), None
        if row.get("rt") is not None:
            rt = self._range(row.get("rt"), pad_rt)
            if rt is None:
                return None
        new_code = self._code(row.get("ke"), "peta")
        if rw is None or new_code is None:
            return None
        rt_from, rt_to = rt or (None, None)
        return RwShare(rw[0], rw[1], rt_from, rt_to, new_code)

    def _range(self, value: object, pad: Callable[[str], str]) -> tuple[str, str] | None:
        text = value if isinstance(value, str) else ""
        first, dash, last = text.partition("-")
        try:
            return (pad(first), pad(last)) if dash else (pad(first), pad(first))
        except BadAreaCode as bad:
            self._refuse("split.range_malformed", f"{_PARTS['peta']}: {bad.sentence}")
            return None


# ---------------------------------------------------------------- a pasted list of RW and RT

MAX_PASTED_BYTES = 200_000
MAX_PASTED_LINE_ENDS = 5_000  # CR and LF are counted apart: 2,500 lines from Windows.
MAX_PASTED_ROWS = 999
MAX_PASTED_PROBLEMS = 200
# The published pairs of Solo have 3 to 6 RT in an RW; ninety-nine is beyond any, and catches slips.
MAX_RT_IN_RW = 99
MAX_PASTED_LINE = 200
SHOWN_LINE = 80


@dataclass(frozen=True, slots=True)
class PastedRw:
    """An RW that was understood, with its RT."""

    line: int
    """Where it was first named."""
    rw: str
    rts: tuple[str, ...]
    rts_are_counted: bool
    """The list said how many RT there are, not which: 001 to that number is to be confirmed."""


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line that was not understood; nothing of it was taken. Line 0 is the whole list."""

    line: int
    raw: str
    """The line itself, cut and made harmless."""
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PastedList:
    """What could be read from a pasted list, and what a person has to look at."""

    rows: tuple[PastedRw, ...]
    problems: tuple[LineProblem, ...]


class _LineRefused(Exception):
    """A line of the list can't be taken; becomes a LineProblem."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        self.sentence = sentence
        super().__init__(code)


_NUMBER = r"(?:[0-9]{1,9}|[IVXL]{1,9})"
_GAP = r"[ ,;:=|]+"
_RT_ITEMS = rf"{_NUMBER}(?:(?: *- *| *, *){_NUMBER})*"
_RT_WORD = r"RT[ .]*"  # Without a colon: “RT: 5” may be the fifth RT or the number of them.
_RW_WORD = r"RW[ .:]*"
_BULLET = re.compile(r"(?:[0-9]{1,3}[.)]|[-*•])[ ]*(?=RW\b|RT\b|RW[0-9])")

_UP_TO = re.compile(r"(?<=[^ ]) ?(?:s\.?/?d\.?|sampai)(?= ?[0-9IVXL])", re.IGNORECASE)

# Every form has both numbers told apart by a word or by their place; anything else is asked back.
_RW_ALONE = re.compile(rf"(?:{_RW_WORD})?(?P<rw>{_NUMBER})")
_RW_THEN_COUNT = re.compile(
    rf"(?:{_RW_WORD})?(?P<rw>{_NUMBER})(?:{_GAP}| - )(?P<count>[0-9]{{1,9}}) *RT"
    rf"|(?:{_RW_WORD})?(?P<rw2>{_NUMBER}){_GAP}JUMLAH RT{_GAP}(?P<count2>[0-9]{{1,9}})"
    rf"|(?:{_RW_WORD})?(?P<rw3>{_NUMBER}){_GAP}(?P<count3>[0-9]{{1,9}})"
)
_RW_THEN_RT = re.compile(
    rf"(?:{_RW_WORD})?(?P<rw>{_NUMBER})(?:{_GAP}| *- *){_RT_WORD}(?P<rts>{_RT_ITEMS})"
    rf"|(?:{_RW_WORD})?(?P<rw2>{_NUMBER}){_GAP}(?P<rts2>{_NUMBER} *- *{_NUMBER})"
)
_RT_THEN_RW = re.compile(
    rf"{_RT_WORD}(?P<rts>{_RT_ITEMS})(?:{_GAP}| */ *){_RW_WORD}(?P<rw>{_NUMBER})"
)
# What the head of a table or the title of a list may begin with.
_HEADER_BEGINNING = re.compile(
    r"(?:NO|NOMOR|JUMLAH|JML|BANYAK|DAFTAR|DATA|NAMA|KETUA|KELURAHAN|KEL|DESA|KECAMATAN|KEC|KOTA)\b"
)


def parse_pasted_rw_list(text: str) -> PastedList:
    """Read the RW and RT of a kelurahan from a list that somebody pasted.

    Understood are lines such as ``RW 001: 5 RT``, ``001;5``, ``RW I 4 RT``, ``1<tab>1-5``,
    ``RW 003 RT 001-006``, ``RT 001 RW 005`` and ``RW 007`` (RT not yet known). Lines that name
    single RT of the same RW add up. Nothing is guessed: every other line comes back with its
    number and a sentence, and nothing of it is taken.
    """
    # Characters first: what is far too long need not be encoded to be refused.
    too_long = (
        len(text) > MAX_PASTED_BYTES
        or len(text.encode("utf-8", "surrogatepass")) > MAX_PASTED_BYTES
        or text.count("\n") + text.count("\r") > MAX_PASTED_LINE_ENDS
    )
    if too_long:
        return PastedList((), (_list_problem("pasted.too_long", _TOO_LONG),))
    found: dict[str, PastedRw] = {}
    problems: list[LineProblem] = []
    left_out = 0
    rt_comes_first = False
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1):
        try:
            row = _read_line(number, raw, may_be_header=not found)
            if row is None:
                rt_comes_first = rt_comes_first or bool(_RT_COLUMN_FIRST.search(raw))
            elif rt_comes_first and not _SAYS_RW.search(raw):
                raise _LineRefused(
                    "pasted.columns",
                    "Judul tabel menyebut RT lebih dulu. Taruh kolom RW di depan kolom RT.",
                )
            else:
                _take(row, found)
        except _LineRefused as refused:
            if len(problems) < MAX_PASTED_PROBLEMS:
                problems.append(
                    LineProblem(number, shown(raw, SHOWN_LINE), refused.code, refused.sentence)
                )
            else:
                left_out += 1
    if left_out:
        problems.append(
            _list_problem(
                "pasted.more_problems",
                f"Masih ada {left_out} baris lain yang tidak terbaca. "
                "Perbaiki dahulu yang di atas.",
            )
        )
    return PastedList(tuple(found.values()), tuple(problems))


_RT_COLUMN_FIRST = re.compile(r"\bRT\b[^;|,\t]*[;|,\t].*\bRW\b", re.IGNORECASE)
_SAYS_RW = re.compile(r"\bRW", re.IGNORECASE)
_TOO_LONG = "Daftar ini terlalu panjang. Tempel paling banyak 200 KB dan 2.500 baris sekali kirim."


def _list_problem(code: str, sentence: str) -> LineProblem:
    return LineProblem(0, "", code, sentence)


def _take(row: PastedRw, found: dict[str, PastedRw]) -> None:
    """Add a row to what was found; the same RW again only if it names other RT one by one."""
    before = found.get(row.rw)
    if before is None:
        if len(found) >= MAX_PASTED_ROWS:
            raise _LineRefused(
                "pasted.too_many_rows", f"Sudah ada {MAX_PASTED_ROWS} RW. Baris ini tidak diambil."
            )
        found[row.rw] = row
        return
    if before.rts_are_counted or row.rts_are_counted or not before.rts or not row.rts:
        raise _LineRefused(
            "pasted.rw_twice",
            f"RW {row.rw} sudah ada di baris {before.line}. Hapus salah satunya.",
        )
    twice = sorted(set(before.rts) & set(row.rts))
    if twice:
        raise _LineRefused(
            "pasted.rt_twice",
            f"RT {_listed(twice)} di RW {row.rw} sudah disebut sebelumnya. Hapus salah satunya.",
        )
    _refuse_many(len(before.rts) + len(row.rts))
    found[row.rw] = replace(before, rts=tuple(sorted((*before.rts, *row.rts))))


def _read_line(number: int, raw: str, *, may_be_header: bool) -> PastedRw | None:
    """Read one line; None for one that holds nothing."""
    if len(raw) > MAX_PASTED_LINE:
        raise _LineRefused(
            "pasted.line_too_long", "Baris ini terlalu panjang. Tulis satu RW per baris."
        )
    # Spreadsheets and word processors paste tabs, no-break spaces and long dashes.
    line = re.sub(r"[ \u00a0]*\t[ \u00a0]*", ";", raw.strip(" \u00a0\t"))
    line = re.sub(r"[\u2010-\u2015]", "-", line.replace("\u00a0", " "))
    if unreadable_part(line) is not None or any(unicodedata.category(c) == "Cf" for c in line):
        raise _LineRefused(
            "pasted.hidden_characters",
            "Ada tanda yang tidak terlihat di baris ini. Ketik ulang baris ini tanpa menyalin.",
        )
    line = re.sub(r" {2,}", " ", line)
    line = _UP_TO.sub("-", line)
    line = line.upper() if line.isascii() else line
    line = _BULLET.sub("", line, count=1).strip(" ,;|.")
    if not line:
        return None
    row = _understand(number, line)
    if row is not None:
        return row
    if may_be_header and not re.search(r"[0-9]", line) and _is_header(line):
        return None
    raise _LineRefused(*_why_not(line))


def _is_header(line: str) -> bool:
    """Say whether a line with no number is the head of a table or a title."""
    return bool(_HEADER_BEGINNING.match(line) or re.search(r"\bR[TW]\b", line))


def _understand(number: int, line: str) -> PastedRw | None:
    if found := _RW_ALONE.fullmatch(line):
        return PastedRw(number, _pasted(pad_rw, found["rw"]), (), rts_are_counted=False)
    if found := _RW_THEN_RT.fullmatch(line) or _RT_THEN_RW.fullmatch(line):
        groups = found.groupdict()
        rw = _pasted(pad_rw, groups["rw"] or groups.get("rw2") or "")
        rts = _rt_items(groups["rts"] or groups.get("rts2") or "")
        return PastedRw(number, rw, rts, rts_are_counted=False)
    if found := _RW_THEN_COUNT.fullmatch(line):
        rw = _pasted(pad_rw, found["rw"] or found["rw2"] or found["rw3"])
        count = int(found["count"] or found["count2"] or found["count3"])
        if count == 0:
            raise _LineRefused(
                "pasted.no_rt",
                "Jumlah RT-nya 0. Tulis RW-nya saja kalau RT-nya belum diketahui.",
            )
        _refuse_many(count)
        rts = tuple(f"{rt:03}" for rt in range(1, count + 1))
        return PastedRw(number, rw, rts, rts_are_counted=True)
    return None


def _pasted(pad: Callable[[str], str], word: str) -> str:
    try:
        return pad(word)
    except BadAreaCode as bad:
        raise _LineRefused("pasted.number_malformed", bad.sentence) from bad


def _rt_items(text: str) -> tuple[str, ...]:
    """Read ``1, 3, 5-7`` as RT numbers; each may stand only once."""
    rts: list[str] = []
    for item in text.split(","):
        first, *others = (_pasted(pad_rt, word) for word in item.split("-"))
        last = others[0] if others else first
        if len(others) > 1 or last < first:
            raise _LineRefused(
                "pasted.rt_range",
                "Batas RT tidak jelas. Tulis nomor kecil dahulu, seperti 001-006.",
            )
        _refuse_many(len(rts) + int(last) - int(first) + 1)
        rts += _numbers(first, last)
    if len(set(rts)) < len(rts):
        raise _LineRefused(
            "pasted.rt_twice", "Ada RT yang disebut dua kali di baris ini. Hapus salah satunya."
        )
    return tuple(sorted(rts))


def _refuse_many(count: int) -> None:
    if count > MAX_RT_IN_RW:
        raise _LineRefused(
            "pasted.too_many_rt",
            f"Tertulis {count} RT dalam satu RW. Periksa angkanya; paling banyak {MAX_RT_IN_RW}.",
        )


def _why_not(line: str) -> tuple[str, str]:
    """Say why a line was not understood, as far as it can be told."""
    numbers = re.findall(r"[0-9]+", line)
    if re.match(r"(?:JUMLAH|JML|TOTAL)\b", line):
        return "pasted.total", "Baris jumlah tidak diperlukan. Hapus baris ini."
    if re.search(r"[0-9] */ *[0-9]", line):
        return (
            "pasted.slash",
            "Tidak jelas mana RT dan mana RW. Tulis seperti “RW 003 RT 001-006”.",
        )
    if re.search(r"RW", line) and re.match(rf"(?:{_RW_WORD})?{_NUMBER} *- *{_NUMBER}", line):
        return "pasted.many_rw", "Tulis satu RW per baris."
    if re.fullmatch(rf"{_RT_WORD}{_RT_ITEMS}", line):
        return "pasted.rw_missing", "RW-nya tidak disebut. Tulis seperti “RW 003 RT 001-006”."
    if not numbers:
        return "pasted.no_number", "Nomor RW tidak ditemukan. Tulis seperti “RW 003: 5 RT”."
    return (
        "pasted.unclear",
        "Baris ini belum dapat dibaca. Tulis seperti “RW 003: 5 RT” atau “RW 003 RT 001-006”.",
    )
