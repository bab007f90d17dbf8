"""What changes areas."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Self, TypedDict
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from setiakawan.areas import gazetteer, permissions, rules, succession
from setiakawan.areas.codes import AreaCode, Level, pad_rt, pad_rw
from setiakawan.areas.models import Area, AreaAlias, Succession
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.foundation.texts import Line

LATEST = timedelta(days=366)
"""A change is entered when its regulation is out: at most a year ahead. More is a slip."""

_IDS_OF_ALIASES, _IDS_OF_SUCCESSIONS = 100_000, 200_000
_BATCH = 1000

Code = Annotated[str, AfterValidator(AreaCode)]
Name = Annotated[Line, StringConstraints(max_length=rules.LONGEST_NAME)]
RwNumber = Annotated[str, AfterValidator(pad_rw)]
RtNumber = Annotated[str, AfterValidator(pad_rt)]


class ParentMissing(Problem):
    """An area stands inside another one, which has to be there first."""

    code = "area.parent_missing"
    sentence = "Wilayah di atas {code} belum tercatat. Masukkan wilayah itu lebih dahulu."


class AreaHasEnded(Problem):
    """What is over can't be changed; its successors can."""

    code = "area.ended"
    sentence = "{name} berakhir pada {day}. Pilih wilayah penggantinya."


class NotYetThere(Problem):
    """Nothing can happen to an area before it began."""

    code = "area.before_start"
    sentence = "{name} baru tercatat sejak {day}. Pilih tanggal sesudahnya."


class TooFarAhead(Problem):
    """A day that far ahead is a slip of the pen."""

    code = "area.too_far_ahead"
    sentence = "Tanggal {day} terlalu jauh. Pilih tanggal paling lambat satu tahun dari hari ini."


class WrongLevel(Problem):
    """RW are entered in a kelurahan, and only RW and RT may end without a successor."""

    code = "area.wrong_level"
    sentence = "Tindakan ini tidak berlaku untuk {name}. Buka halaman wilayah yang Anda maksud."


class NumberWasUsed(Problem):
    """A number that has successors belongs to the past: under it others would be counted twice."""

    code = "area.code_used"
    sentence = (
        "Nomor ini pernah dipakai dan wilayahnya sudah diganti: {numbers}. "
        "Beri nomor yang belum pernah dipakai."
    )


class NothingToEnter(Problem):
    """An empty list changes nothing."""

    code = "area.nothing_to_enter"
    sentence = "Tulis paling sedikit satu RW."


class PlanRefused(Problem):
    """Everything that is wrong with a split, merger or new name, at once."""

    code = "area.plan_refused"
    sentence = "{reasons}"


class AliasExists(Problem):
    """People already find the area by this name."""

    code = "area.alias_exists"
    sentence = "{name} sudah dikenal dengan sebutan itu. Tidak perlu ditambah."


class NewArea(BaseModel):
    """One area to be entered."""

    model_config = ConfigDict(frozen=True)

    code: Code
    name: Name
    level: int
    bps_code: str = Field(default="", max_length=10)
    postal_code: str = Field(default="", max_length=5)
    aliases: tuple[Name, ...] = ()
    is_modelled: bool = False

    @model_validator(mode="after")
    def _level_is_that_of_the_code(self) -> Self:
        if not self.name:
            raise ValueError("nama wilayah masih kosong")
        if self.level != AreaCode(self.code).level:
            raise ValueError("tingkat wilayah tidak cocok dengan kodenya")
        return self


class RwRow(BaseModel):
    """An RW as the kelurahan tells it: its number, and which RT it has or how many."""

    model_config = ConfigDict(frozen=True)

    number: RwNumber
    rts: tuple[RtNumber, ...] = Field(default=(), max_length=rules.MAX_RT_IN_RW)
    rt_count: int | None = Field(default=None, ge=1, le=rules.MAX_RT_IN_RW)
    """Used where no RT are named: 001 up to this number."""
    name: Name = ""

    def rt_numbers(self) -> tuple[str, ...]:
        """The RT, each once, in order."""
        counted = (f"{rt:03}" for rt in range(1, (self.rt_count or 0) + 1))
        return tuple(sorted(set(self.rts))) or tuple(counted)


class RwReport(TypedDict):
    """What came of a list of RW and RT, as area codes."""

    new: list[str]
    confirmed: list[str]
    """Were there as modelled numbers and are told by the kelurahan now."""
    known: list[str]


class SplitShare(BaseModel):
    """A stretch of RW, or of RT of one RW, that goes to one new area."""

    model_config = ConfigDict(frozen=True)

    rw_from: RwNumber
    rw_to: RwNumber
    rt_from: RtNumber | None = None
    rt_to: RtNumber | None = None
    new_code: Code


class SplitInto(BaseModel):
    """An area that a split brings about."""

    model_config = ConfigDict(frozen=True)

    code: Code
    name: Name


class SplitOrder(BaseModel):
    """From a day on, new areas stand in the place of one; see ``rules.SplitPlan``."""

    model_config = ConfigDict(frozen=True)

    on: date
    new_areas: tuple[SplitInto, ...] = Field(max_length=50)
    shares: tuple[SplitShare, ...] = Field(max_length=rules.MAX_PASTED_ROWS)
    decree: Name = ""
    """The regulation behind it."""

    def plan_for(self, old_code: str) -> rules.SplitPlan:
        """The plan as the rules read it."""
        return rules.SplitPlan(
            old_code=AreaCode(old_code),
            on=self.on,
            new_areas=tuple(rules.NewArea(AreaCode(one.code), one.name) for one in self.new_areas),
            rw_map=tuple(
                rules.RwShare(
                    one.rw_from, one.rw_to, one.rt_from, one.rt_to, AreaCode(one.new_code)
                )
                for one in self.shares
            ),
        )

    @classmethod
    def of_plan(cls, plan: rules.SplitPlan, *, decree: str = "") -> Self:
        """The order for a plan that was read from a form or a file."""
        return cls(
            on=plan.on,
            new_areas=tuple(SplitInto(code=one.code, name=one.name) for one in plan.new_areas),
            shares=tuple(
                SplitShare(
                    rw_from=one.rw_from,
                    rw_to=one.rw_to,
                    rt_from=one.rt_from,
                    rt_to=one.rt_to,
                    new_code=one.new_code,
                )
                for one in plan.rw_map
            ),
            decree=decree,
        )


class MergePart(BaseModel):
    """One of the areas that are merged, in the version that its reader saw."""

    model_config = ConfigDict(frozen=True)

    area_id: UUID
    version: int


class NewNumber(BaseModel):
    """A part of a merged area that gets another number, because two parts had the same."""

    model_config = ConfigDict(frozen=True)

    code: Code
    number: Annotated[str, AfterValidator(pad_rw)]


class MergeOrder(BaseModel):
    """From a day on, several areas are one; see ``rules.MergePlan``."""

    model_config = ConfigDict(frozen=True)

    on: date
    new_code: Code
    new_name: Name
    renumbered: tuple[NewNumber, ...] = Field(default=(), max_length=rules.MAX_PASTED_ROWS)
    decree: Name = ""

    def plan_for(self, old_codes: Iterable[str]) -> rules.MergePlan:
        """The plan as the rules read it."""
        return rules.MergePlan(
            old_codes=tuple(AreaCode(code) for code in sorted(old_codes)),
            on=self.on,
            new_code=AreaCode(self.new_code),
            new_name=self.new_name,
            renumbered=tuple(
                rules.Renumbered(AreaCode(one.code), one.number) for one in self.renumbered
            ),
        )


# ---------------------------------------------------------------- entering


def city_areas(code: str) -> list[NewArea]:
    """Make the areas of a kabupaten or kota ready for ``load_areas``, its province first.

    Any of the 514 will do. Raises UnknownPlace, or BadAreaCode, which both carry a sentence.
    """
    plan = gazetteer.city(code)
    province = NewArea(
        code=plan.province.code, name=plan.province.name, level=plan.province.code.level
    )
    return [
        province,
        *(
            NewArea(
                code=one.code,
                name=one.name,
                level=one.level,
                bps_code=one.bps_code or "",
                postal_code=one.postal_code or "",
                aliases=one.aliases,
            )
            for one in plan.areas()
        ),
    ]


@operation("area.loaded", many=True)
def load_areas(*, act: Act, areas: list[NewArea], valid_from: date) -> int:
    """Enter areas from an official list; areas that exist are left alone.

    Returns how many were new. One entry per new area; when all were known, one entry that says so.
    Refused as a whole when a parent is neither known nor in the list.
    """
    permissions.LOAD.check(act, areas=[one.code for one in areas])
    told = {one.code: one for one in reversed(areas)}
    wanted = sorted(told, key=lambda code: (code.count("."), code))
    known = dict(
        Area.objects.filter(code__in={*wanted, *map(_above, wanted)})
        .not_over_by(valid_from)
        .order_by("valid_from")
        .values_list("code", "id")
    )
    new: list[Area] = []
    aliases: list[AreaAlias] = []
    for code in wanted:
        if code in known:
            continue
        one = told[code]
        # A province may be missing: an instance serves one city.
        if one.level > Level.CITY and _above(code) not in known:
            raise ParentMissing(code=code)
        area = Area(
            id=derived_id(act.id, len(new)),
            code=code,
            name=one.name,
            level=one.level,
            parent_id=known.get(_above(code)),
            valid_from=valid_from,
            bps_code=one.bps_code,
            postal_code=one.postal_code,
            is_modelled=one.is_modelled,
        )
        known[code] = area.id
        new.append(area)
        for name in dict.fromkeys(one.aliases):
            if name != one.name:
                alias_id = derived_id(act.id, _IDS_OF_ALIASES + len(aliases))
                aliases.append(AreaAlias(id=alias_id, area=area, name=name))
    Area.objects.bulk_create(new, batch_size=_BATCH)
    AreaAlias.objects.bulk_create(aliases, batch_size=_BATCH)
    for area in new:
        record(act, area, code=area.code, name=area.name)
    if not new:
        record(act, [], known=len(areas))
    return len(new)


@operation("area.rw_entered", many=True)
def enter_rw(*, act: Act, kelurahan_id: UUID, rows: list[RwRow], valid_from: date) -> RwReport:
    """Enter the RW and RT of a kelurahan, from a form, a pasted list or a file.

    What exists is left as it is, but a modelled number that is told here counts as confirmed. One
    entry per area that is new or confirmed. Sent twice, the second finds everything known.
    """
    kelurahan = permissions.KEEP_RW.get(act, Area.objects.select_for_update(), kelurahan_id)
    if kelurahan.level != Area.Level.KELURAHAN:
        raise WrongLevel(name=kelurahan.full_name)
    _refuse_ended(kelurahan)
    if valid_from < kelurahan.valid_from:
        raise NotYetThere(
            field="valid_from",
            name=kelurahan.full_name,
            day=rules.written_day(kelurahan.valid_from),
        )
    _refuse_far_ahead(valid_from, field="valid_from")
    if not rows:
        raise NothingToEnter(field="rows")
    told = _told_rw(kelurahan.code, rows)
    was = {
        area.code: area
        for area in Area.objects.below(kelurahan.code)
        .not_over_by(valid_from)
        .order_by("valid_from")
    }
    _refuse_replaced([code for code in told if code not in was])
    new: list[Area] = []
    ids = {code: area.id for code, area in was.items()} | {kelurahan.code: kelurahan.id}
    for code, name in told.items():
        if code in was:
            continue
        if _above(code) in was:
            _refuse_ended(was[_above(code)])
        area = Area(
            id=derived_id(act.id, len(new)),
            code=code,
            name=name or AreaCode(code).number,
            level=AreaCode(code).level,
            parent_id=ids[_above(code)],
            valid_from=max(valid_from, was[_above(code)].valid_from)
            if _above(code) in was
            else valid_from,
        )
        ids[code] = area.id
        new.append(area)
    confirmed = [was[code] for code in told if code in was and was[code].is_modelled]
    known = [code for code in told if code in was and not was[code].is_modelled]
    Area.objects.bulk_create(new, batch_size=_BATCH)
    _confirm(confirmed)
    for area in new:
        record(act, area, code=area.code, name=area.name)
    for area in confirmed:
        record(act, area, code=area.code, confirmed=True)
    if not new and not confirmed:
        record(act, kelurahan, known=len(told))
    return RwReport(
        new=[area.code for area in new],
        confirmed=[area.code for area in confirmed],
        known=known,
    )


@operation("area.confirmed", many=True)
def confirm_areas(*, act: Act, area_id: UUID) -> int:
    """Say that the modelled RW and RT of an area are as they are in truth; how many these were."""
    around = permissions.KEEP_RW.get(act, Area.objects.select_for_update(), area_id)
    _refuse_ended(around)
    modelled = list(
        Area.objects.within(around.code)
        .not_over_by(today())
        .filter(is_modelled=True, level__gte=Area.Level.RW)
        .order_by("code")
    )
    _confirm(modelled)
    for area in modelled:
        record(act, area, code=area.code, confirmed=True)
    if not modelled:
        record(act, around, confirmed=0)
    return len(modelled)


@operation("area.alias_added")
def add_alias(*, act: Act, area_id: UUID, name: Name) -> AreaAlias:
    """Let people find an area by another name or spelling."""
    area = permissions.KEEP_RW.get(act, Area.objects.select_for_update(), area_id)
    _refuse_ended(area)
    if not name:
        raise PlanRefused(field="name", reasons="Isi sebutannya.")
    known = AreaAlias.objects.filter(area=area).values_list("name", flat=True)
    if name.casefold() in {area.name.casefold(), *(one.casefold() for one in known)}:
        raise AliasExists(field="name", name=area.full_name)
    alias = AreaAlias.objects.create(id=act.id, area=area, name=name)
    record(act, area, alias=name)
    return alias


# ---------------------------------------------------------------- changing


@operation("area.renamed", many=True)
def rename_area(
    *,
    act: Act,
    area_id: UUID,
    version: int,
    name: Name,
    on: date,
    number: str | None = None,
    decree: Name = "",
) -> Area:
    """Give an area another name from a day on; what lies inside follows.

    The row ends on the day and a successor with the same code begins. With another ``number`` an RW
    or RT gets a new code too, and so does what lies inside. The old name stays findable.
    """
    area = _area_to_change(act, area_id, version)
    _refuse_far_ahead(on)
    if number is None:
        plan = rules.RenamePlan(AreaCode(area.code), on, name)
        _refuse(rules.check_rename(plan, old=_period(area)))
        successor = _go_on_as(act, area, name=name, on=on)
        record(
            act, [area.as_subject(), successor.as_subject()], **_renamed(area, successor, decree)
        )
        return successor
    if area.level < Area.Level.RW:
        raise WrongLevel(name=area.full_name)
    pad = pad_rw if area.level == Area.Level.RW else pad_rt
    try:
        new_code = AreaCode(_above(area.code)).child(pad(number))
    except ValueError as bad:
        raise PlanRefused(field="number", reasons=str(bad)) from bad
    if name == area.name and not area.has_own_name:
        name = new_code.number  # it was called by its number, and goes on being so
    plan = rules.RenamePlan(AreaCode(area.code), on, name, new_code)
    _refuse(rules.check_rename(plan, old=_period(area), used_codes=_used(plan.begun)))
    change = _succeed(act, plan, {new_code: name}, Succession.Kind.RENAME)
    successor = change.begun[new_code]
    _keep_names(act, area, successor)
    record(act, [area.as_subject(), successor.as_subject()], **_renamed(area, successor, decree))
    change.tell(act)
    return successor


@operation("area.ended", many=True)
def end_area(*, act: Act, area_id: UUID, version: int, on: date, reason: Line) -> Area:
    """End an RW or RT that is no more and has no successor, with all inside it.

    A kelurahan never ends without successors: split or merge it.
    """
    area = _area_to_change(act, area_id, version)
    if area.level < Area.Level.RW:
        raise WrongLevel(name=area.full_name)
    _refuse_far_ahead(on)
    if not reason:
        raise PlanRefused(field="reason", reasons="Tulis alasannya dalam satu kalimat.")
    ending = _lock_within([area.code])
    _refuse_younger(ending, on)
    _end(ending, on)
    for one in ending:
        record(act, one, code=one.code, on=on, reason=reason)
    area.refresh_from_db()
    return area


@operation("area.split", many=True)
def split_area(*, act: Act, area_id: UUID, version: int, plan: SplitOrder) -> list[Area]:
    """Split a kelurahan (or an RW): it ends on a day and the new ones begin, with their RW and RT.

    RW and RT get successors too, so everything recorded under an old code is counted in its new
    place; what can't be told is *belum ditempatkan*. Nothing that was written is rewritten: the
    address on somebody's KTP stays. Whoever had charge keeps it until others are named. Returns the
    new areas. One entry for the split, and one for each office that goes along.
    """
    area = _area_to_change(act, area_id, version, reshaping=True)
    permissions.RESHAPE.check(act, areas=[one.code for one in plan.new_areas])
    _refuse_far_ahead(plan.on)
    split = plan.plan_for(area.code)
    _refuse(split_problems(split, area))
    change = _succeed(
        act, split, {one.code: one.name for one in split.new_areas}, Succession.Kind.SPLIT
    )
    begun = [change.begun[code] for code in split.begun]
    record(
        act,
        [area.as_subject(), *(one.as_subject() for one in begun)],
        on=plan.on,
        decree=plan.decree,
        ended=len(change.ended),
        new=[one.code for one in begun],
    )
    change.tell(act)
    return begun


@operation("area.merged", many=True)
def merge_areas(*, act: Act, parts: list[MergePart], into: MergeOrder) -> Area:
    """Make several kelurahan, RW or RT one from a day on, with successors for all inside them."""
    seen = {part.area_id: part.version for part in parts}
    # Locked in the order of the ids: two mergers of the same areas wait for each other, not both.
    areas = [_area_to_change(act, one, seen[one], reshaping=True) for one in sorted(seen)]
    permissions.RESHAPE.check(act, areas=[into.new_code])
    _refuse_far_ahead(into.on)
    plan = into.plan_for(area.code for area in areas)
    _refuse(merge_problems(plan, areas))
    change = _succeed(act, plan, {plan.new_code: plan.new_name}, Succession.Kind.MERGE)
    merged = change.begun[plan.new_code]
    record(
        act,
        [merged.as_subject(), *(area.as_subject() for area in areas)],
        on=into.on,
        decree=into.decree,
        ended=len(change.ended),
        new=[merged.code],
    )
    change.tell(act)
    return merged


# ---------------------------------------------------------------- what is wrong with a plan


def split_problems(plan: rules.SplitPlan, area: Area) -> list[rules.PlanProblem]:
    """Everything that stands against a split, by the rules and by what is recorded."""
    below = list(Area.objects.below(area.code).filter(valid_until=None))
    existing = _numbers_below(area, below)
    problems = rules.check_split(
        plan,
        existing.keys(),
        existing,
        old=_period(area),
        used_codes=_used(plan.begun),
    )
    for share in plan.rw_map:
        if share.is_part_of_rw and not existing.get(share.rw_from) and share.rw_from in existing:
            # What is recorded under an RT that nobody has entered could not be placed afterwards.
            problems.append(
                rules.PlanProblem(
                    "split.rt_not_entered",
                    f"RW {share.rw_from} dibagi per RT, tetapi RT-nya belum tercatat. "
                    "Masukkan dahulu RT-nya.",
                )
            )
    return list(
        dict.fromkeys(problems + _younger_problems(below, plan.on) + _parent_problems(plan.begun))
    )


def merge_problems(plan: rules.MergePlan, areas: Sequence[Area]) -> list[rules.PlanProblem]:
    """Everything that stands against a merger, by the rules and by what is recorded."""
    below: list[Area] = []
    for area in areas:
        below += Area.objects.below(area.code).filter(valid_until=None)
    existing: dict[AreaCode, list[str]] = {}
    for one in below:
        existing.setdefault(AreaCode(_above(one.code)), []).append(one.number)
    problems = rules.check_merge(
        plan, existing, olds=[_period(area) for area in areas], used_codes=_used(plan.begun)
    )
    return list(
        dict.fromkeys(problems + _younger_problems(below, plan.on) + _parent_problems(plan.begun))
    )


def _numbers_below(area: Area, below: Iterable[Area]) -> dict[str, list[str]]:
    """RT by RW; of an RW that is split, itself with its RT."""
    found: dict[str, list[str]] = {area.number: []} if area.level == Area.Level.RW else {}
    for one in sorted(below, key=lambda one: one.code):
        if one.level == Area.Level.RW:
            found.setdefault(one.number, [])
        elif one.level == Area.Level.RT:
            found.setdefault(one.code.split(".")[4], []).append(one.number)
    return found


def _younger_problems(below: Iterable[Area], on: date) -> list[rules.PlanProblem]:
    younger = [one for one in below if one.valid_from >= on]
    if not younger:
        return []
    latest = max(one.valid_from for one in younger)
    return [
        rules.PlanProblem(
            "area.part_before_start",
            f"{younger[0].full_name} di dalamnya baru tercatat sejak "
            f"{rules.written_day(younger[0].valid_from)}. "
            f"Pilih tanggal sesudah {rules.written_day(latest)}.",
        )
    ]


def _parent_problems(begun: Iterable[AreaCode]) -> list[rules.PlanProblem]:
    wanted = {_above(code) for code in begun}
    there = set(
        Area.objects.filter(code__in=wanted, valid_until=None).values_list("code", flat=True)
    )
    return [
        rules.PlanProblem(
            "area.parent_missing",
            f"Wilayah {code}, tempat wilayah baru berada, tidak tercatat. Periksa kodenya.",
        )
        for code in sorted(wanted - there)
    ]


def _refuse(problems: Sequence[rules.PlanProblem]) -> None:
    if problems:
        raise PlanRefused(reasons=" ".join(dict.fromkeys(one.sentence for one in problems)))


# ---------------------------------------------------------------- small steps of the verbs


def _above(code: str) -> str:
    return code.rpartition(".")[0]


def _period(area: Area) -> rules.AreaPeriod:
    return rules.AreaPeriod(AreaCode(area.code), area.name, area.valid_from, area.valid_until)


def _used(codes: Iterable[str]) -> set[str]:
    return set(Area.objects.filter(code__in=set(codes)).values_list("code", flat=True))


def _area_to_change(act: Act, area_id: UUID, version: int, *, reshaping: bool = False) -> Area:
    """Lock an area as its reader saw it; RW and RT are the kelurahan's to keep."""
    verb = permissions.RESHAPE
    if not reshaping:
        level = Area.objects.filter(pk=area_id).values_list("level", flat=True).first()
        if level is None or level >= Area.Level.RW:
            verb = permissions.KEEP_RW
    area = verb.get(act, Area.objects.select_for_update(), area_id)
    if area.version != version:
        raise ChangedMeanwhile
    _refuse_ended(area)
    return area


def _refuse_ended(area: Area) -> None:
    if area.valid_until is not None:
        raise AreaHasEnded(name=area.full_name, day=rules.written_day(area.valid_until))


def _refuse_far_ahead(day: date, *, field: str = "on") -> None:
    if day > today() + LATEST:
        raise TooFarAhead(field=field, day=rules.written_day(day))


def _refuse_younger(areas: Iterable[Area], on: date) -> None:
    for area in areas:
        if area.valid_from >= on:
            raise NotYetThere(
                field="on", name=area.full_name, day=rules.written_day(area.valid_from)
            )


def _refuse_replaced(codes: Sequence[str]) -> None:
    """An RW that ended without a successor may come back; one that became others may not."""
    replaced = sorted(
        set(
            Succession.objects.filter(predecessor__code__in=codes)
            .exclude(successor__code__in=codes)
            .values_list("predecessor__code", flat=True)
        )
    )
    if replaced:
        raise NumberWasUsed(field="rows", numbers=", ".join(_spoken(code) for code in replaced[:8]))


def _spoken(code: str) -> str:
    parts = code.split(".")
    return f"RW {parts[4]}" + (f" RT {parts[5]}" if len(parts) > 5 else "")


def _told_rw(kelurahan: str, rows: Iterable[RwRow]) -> dict[str, str]:
    """Codes of RW and RT with their names, each RW before its RT; a later name wins."""
    told: dict[str, str] = {}
    for row in rows:
        rw = f"{kelurahan}.{row.number}"
        told[rw] = row.name or told.get(rw, "")
        for rt in row.rt_numbers():
            told.setdefault(f"{rw}.{rt}", "")
    return dict(sorted(told.items()))


def _confirm(areas: Sequence[Area]) -> None:
    for area in areas:
        area.is_modelled = False
        area.confirmed_on = today()
        area.version += 1
    Area.objects.bulk_update(areas, ["is_modelled", "confirmed_on", "version"], batch_size=_BATCH)


def _lock_within(codes: Iterable[str]) -> list[Area]:
    """Lock areas with everything inside them that exists, in the order of the codes."""
    found: list[Area] = []
    for code in sorted(codes):
        rows = Area.objects.select_for_update().within(code).filter(valid_until=None)
        found += rows.order_by("code")
    return found


def _end(areas: Sequence[Area], on: date) -> None:
    for area in areas:
        area.valid_until = on
        area.version += 1
    Area.objects.bulk_update(areas, ["valid_until", "version"], batch_size=_BATCH)


def _go_on_as(act: Act, area: Area, *, name: str, on: date) -> Area:
    """End a row and begin the next one with the same code; aliases and children follow."""
    _end([area], on)
    successor = Area.objects.create(
        id=act.id,
        code=area.code,
        name=name,
        level=area.level,
        parent_id=area.parent_id,
        valid_from=on,
        bps_code=area.bps_code,
        postal_code=area.postal_code,
        is_modelled=area.is_modelled,
        confirmed_on=area.confirmed_on,
    )
    Area.objects.filter(parent=area).not_over_by(on).update(parent=successor)
    _keep_names(act, area, successor)
    Succession.objects.create(
        id=derived_id(act.id, _IDS_OF_SUCCESSIONS),
        predecessor=area,
        successor=successor,
        on=on,
        kind=Succession.Kind.RENAME,
    )
    return successor


def _keep_names(act: Act, area: Area, successor: Area) -> None:
    """Let a renamed area be found by what it was called; a number alone is found by its code."""
    names = [
        *area.aliases.values_list("name", flat=True),
        *([area.name] if area.has_own_name else []),
    ]
    AreaAlias.objects.bulk_create(
        AreaAlias(id=derived_id(act.id, _IDS_OF_ALIASES + index), area=successor, name=one)
        for index, one in enumerate(dict.fromkeys(names))
        if one != successor.name
    )


def _renamed(area: Area, successor: Area, decree: str) -> dict[str, Any]:
    return {
        "was": area.name,
        "is": successor.name,
        "on": successor.valid_from,
        "decree": decree,
        "code": successor.code,
    }


class _Change:
    """What a split, merger or new number did."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.begun: dict[str, Area] = {}
        self.ended: dict[str, tuple[str, ...]] = {}

    def tell(self, act: Act) -> None:
        """Let other packages follow, and put what they did on record."""
        succeeded = [succession.Succeeded(old, new, self.on) for old, new in self.ended.items()]
        for done in succession.tell(act, succeeded):
            record(act, done.subject, **done.facts)


def _succeed(
    act: Act,
    plan: rules.Succession,
    names: Mapping[AreaCode, str],
    kind: Succession.Kind,
) -> _Change:
    """End the areas of a plan with all inside them, and begin their successors at every level."""
    change = _Change(plan.on)
    ending = _lock_within(plan.ended)
    _refuse_younger(ending, plan.on)
    followers: list[tuple[Area, tuple[AreaCode, ...]]] = []
    model: dict[AreaCode, Area] = {}
    for area in ending:
        new_codes = _successors_of(plan, AreaCode(area.code))
        followers.append((area, new_codes))
        change.ended[area.code] = new_codes
        for code in new_codes:
            model.setdefault(code, area)
    parents = dict(
        Area.objects.filter(
            code__in={_above(code) for code in plan.begun}, valid_until=None
        ).values_list("code", "id")
    )
    for code in sorted(model):
        like = model[code]
        name = names.get(code) or (like.name if like.has_own_name else code.number)
        change.begun[code] = Area(
            id=derived_id(act.id, len(change.begun)),
            code=code,
            name=name,
            level=code.level,
            parent_id=parents.get(_above(code)) or change.begun[_above(code)].id,
            valid_from=plan.on,
            is_modelled=like.is_modelled,
            confirmed_on=like.confirmed_on,
        )
    _end(ending, plan.on)
    Area.objects.bulk_create(change.begun.values(), batch_size=_BATCH)
    pairs = [(area, change.begun[code]) for area, codes in followers for code in codes]
    Succession.objects.bulk_create(
        (
            Succession(
                id=derived_id(act.id, _IDS_OF_SUCCESSIONS + index),
                predecessor=old,
                successor=new,
                on=plan.on,
                kind=kind,
            )
            for index, (old, new) in enumerate(pairs)
        ),
        batch_size=_BATCH,
    )
    return change


def _successors_of(plan: rules.Succession, code: AreaCode) -> tuple[AreaCode, ...]:
    """Every area in which something of an old one goes on: one, or several where it was cut."""
    if code in plan.ended:
        return plan.begun
    sure = plan.successor(code)
    if sure is not None:
        return (sure,)
    if isinstance(plan, rules.SplitPlan) and code.level is Level.RW:
        shares = (share for share in plan.rw_map if share.covers_rw(code.number))
        return tuple(dict.fromkeys(share.new_code.child(code.number) for share in shares))
    return ()
