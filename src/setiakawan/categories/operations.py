"""Keep the words of the law: each change is a new version from a day, and the old one stays."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from pydantic import BaseModel, ConfigDict, Field

from setiakawan.access.permissions import RefusedTry
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.categories import permissions, rules
from setiakawan.categories.lawbook import entry_code, shipped
from setiakawan.categories.models import (
    VERSIONED,
    Basis,
    Confidence,
    Criterion,
    Crossing,
    Joined,
    Kind,
    Level,
    ResourceKind,
    Scheme,
    SchemeEntry,
    Sex,
    Tag,
    Versioned,
    crossing_code,
    in_force_on,
)
from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.foundation.texts import Line, Prose

Name = Annotated[Line, Field(max_length=150)]
LongName = Annotated[Line, Field(max_length=200)]
Abbreviation = Annotated[Line, Field(max_length=60)]
Meaning = Annotated[Prose, Field(max_length=1000)]
Code = Annotated[str, Field(max_length=60)]
Age = Annotated[int, Field(ge=0, le=rules.OLDEST_AGE)]
_LONGEST_TAG_CODE = 40


class NameMissing(Problem):
    """What has no name can't be found again."""

    code = "category.name_missing"
    sentence = "Namanya belum diisi. Tulis seperti di peraturan atau seperti orang menyebutnya."


class MeaningMissing(Problem):
    """A name alone is read in two ways."""

    code = "category.meaning_missing"
    sentence = (
        "Artinya belum diisi. Tulis satu atau dua kalimat, supaya semua orang membacanya sama."
    )


class SourceMissing(Problem):
    """Nothing stands here without saying where it comes from."""

    code = "category.source_missing"
    sentence = (
        "Dasar dan tempat membacanya belum diisi. Tulis peraturannya, dan di mana Anda membacanya."
    )


class LevelMissing(Problem):
    """A kind of nobody would never be used."""

    code = "category.level_missing"
    sentence = "Pilih paling sedikit satu: perorangan, keluarga, kelompok, atau komunitas."


class BoundsImpossible(Problem):
    """No age is within these bounds."""

    code = "category.bounds_impossible"
    sentence = "Tidak ada usia yang masuk batas ini. Periksa usia termuda dan tertua."


class NothingChanged(Problem):
    """A version that says the same as the last one would only lengthen the history."""

    code = "category.nothing_changed"
    sentence = "Belum ada yang berubah dari yang tersimpan. Ubah isiannya, atau tekan Batal."


class DayBeforeVersion(Problem):
    """Versions follow one another; what was said earlier isn't rewritten."""

    code = "category.day_before_version"
    sentence = "Versi yang tersimpan berlaku mulai {day}. Pilih tanggal itu atau sesudahnya."


class DayOutOfRange(Problem):
    """A day that can only be a slip of the pen."""

    code = "category.day_out_of_range"
    sentence = "Tanggalnya terlalu jauh. Pilih tanggal paling lambat satu tahun dari hari ini."


class AlreadyEnded(Problem):
    """What has its end set is not changed any more."""

    code = "category.already_ended"
    sentence = "Ini berakhir pada {day} dan tidak dapat diubah lagi. Muat ulang halaman ini."
    status = 409


class CodeUnreadable(Problem):
    """Codes have one form, so that lists can be compared."""

    code = "category.code_unreadable"
    sentence = "Kode ini belum sesuai bentuknya. Ikuti contoh di atas isian."


class CodeTaken(Problem):
    """A code stands for one thing for ever, also after its end."""

    code = "category.code_taken"
    sentence = "Kode {taken} sudah dipakai, atau pernah dipakai. Pakai kode lain."
    status = 409


class NotInForce(Problem):
    """A kind, tag or entry that isn't in force can't be built on."""

    code = "category.not_in_force"
    sentence = "{what} tidak berlaku pada {day}. Pilih yang berlaku, atau tanggal lain."


class NotCollected(Problem):
    """Some things are not asked, whatever a list of 2012 says."""

    code = "category.not_collected"
    sentence = (
        "Kriteria ini tidak dikumpulkan di sini: membahayakan orangnya dan tidak diperlukan untuk "
        "layanan apa pun. Catat hambatan yang dialami lewat kriteria lain."
    )


class AlreadyCrossed(Problem):
    """The same crossing twice would count people twice."""

    code = "category.already_crossed"
    sentence = "Kaitan itu sudah ada. Perbaiki yang sudah ada."
    status = 409


class Origin(BaseModel):
    """Where a version comes from, and how well we know."""

    model_config = ConfigDict(frozen=True)

    legal_source: LongName
    read_in: Annotated[Prose, Field(max_length=500)]
    confidence: Confidence
    note: Annotated[Prose, Field(max_length=500)] = ""


class KindFacts(BaseModel):
    """What a kind says."""

    model_config = ConfigDict(frozen=True)

    name: Name
    abbreviation: Abbreviation = ""
    english: Name = ""
    meaning: Meaning
    levels: tuple[Level, ...] = Field(max_length=len(Level))
    min_age: Age | None = None
    min_age_is_open: bool = False
    max_age: Age | None = None
    max_age_is_open: bool = False
    sex: Sex | None = None
    joined: Joined


class TagFacts(BaseModel):
    """What a tag says."""

    model_config = ConfigDict(frozen=True)

    name: Name
    abbreviation: Abbreviation = ""
    english: Name = ""
    meaning: Meaning
    under: tuple[Annotated[str, Field(max_length=2)], ...] = Field(default=(), max_length=99)
    basis: Basis


class ResourceFacts(BaseModel):
    """What a kind of PSKS says."""

    model_config = ConfigDict(frozen=True)

    name: Name
    abbreviation: Abbreviation = ""
    english: Name = ""
    meaning: Meaning
    who: ResourceKind.Who


class EntryFacts(BaseModel):
    """What an entry of a scheme says."""

    model_config = ConfigDict(frozen=True)

    name: LongName
    english: LongName = ""
    meaning: Meaning = ""


@operation("categories.loaded")
def load_categories(*, act: Act) -> int:
    """Enter what this version of the system ships; answers how many rows were new.

    Codes that are known are left as they are, corrected or ended: what somebody decided here stays.
    """
    permissions.LOAD.check(act)
    known = {
        model: set(model._default_manager.values_list("code", flat=True)) for model in VERSIONED
    }
    new = [row for row in shipped() if row.code not in known[row.model]]
    made: list[Versioned] = []
    for number, row in enumerate(new):
        version = row.as_first_version()
        version.id = derived_id(act.id, number + 1)
        made.append(version)
    for model in VERSIONED:
        model._default_manager.bulk_create([one for one in made if isinstance(one, model)])
    record(act, [one.as_subject() for one in made], new=len(made), known=len(shipped()) - len(made))
    return len(made)


@operation("kind.added")
def add_kind(
    *, act: Act, code: Code, is_restricted: bool, valid_from: date, kind: KindFacts, origin: Origin
) -> Kind:
    """Add a kind that a new regulation brings. Whether it is restricted is decided here, once."""
    permissions.KEEP.check(act)
    _check_form(code, r"[0-9]{2}")
    values = _kind_values(kind)
    return _add(act, Kind(code=code, is_restricted=is_restricted, **values), valid_from, origin)


@operation("kind.corrected")
def correct_kind(
    *, act: Act, code: Code, version: int, valid_from: date, kind: KindFacts, origin: Origin
) -> Kind:
    """Say from which day a kind is worded or bounded otherwise. The order of its levels is kept."""
    row = _to_change(act, Kind, code, version)
    values = _kind_values(kind)
    told: list[str] = values["levels"]
    kept = [one for one in row.levels if one in told]
    values["levels"] = [*kept, *(one for one in told if one not in kept)]
    return _new_version(act, row, valid_from, values, origin)


@operation("kind.ended")
def end_kind(*, act: Act, code: Code, version: int, ends_on: date, reason: LongName = "") -> Kind:
    """Say from which day a kind is used no more. With it nobody asks its criteria, and it counts nowhere."""
    return _end(act, _to_change(act, Kind, code, version), ends_on, reason)


@operation("criterion.added")
def add_criterion(
    *,
    act: Act,
    kind_code: Code,
    letter: Code,
    name: LongName,
    english: LongName = "",
    valid_from: date,
    origin: Origin,
) -> Criterion:
    """Add a criterion to a kind. Refuses what is not collected (14d), by code and by wording."""
    permissions.KEEP.check(act)
    _check_form(letter, r"[a-z][0-9]?", field="letter")
    code = kind_code + letter
    _check_collected(kind_code, code, name, english)
    _check_in_force(Kind, kind_code, valid_from, field="letter")
    row = Criterion(code=code, kind_code=kind_code, name=name, english=english)
    return _add(act, row, valid_from, origin, field="letter")


@operation("criterion.corrected")
def correct_criterion(
    *,
    act: Act,
    code: Code,
    version: int,
    name: LongName,
    english: LongName = "",
    valid_from: date,
    origin: Origin,
) -> Criterion:
    """Word a criterion otherwise from a day on."""
    row = _to_change(act, Criterion, code, version)
    _check_collected(row.kind_code, code, name, english)
    return _new_version(act, row, valid_from, {"name": name, "english": english}, origin)


@operation("criterion.ended")
def end_criterion(
    *, act: Act, code: Code, version: int, ends_on: date, reason: LongName = ""
) -> Criterion:
    """Say from which day a criterion is asked no more."""
    return _end(act, _to_change(act, Criterion, code, version), ends_on, reason)


@operation("tag.added")
def add_tag(*, act: Act, valid_from: date, tag: TagFacts, origin: Origin) -> Tag:
    """Add a tag for what people report; its code is made from its name."""
    permissions.KEEP.check(act)
    _check_tag(tag, valid_from)
    code = slugify(tag.name)[:_LONGEST_TAG_CODE].strip("-")
    if not code or code.isdigit():  # a number would be taken for a kind
        raise NameMissing(field="name")
    return _add(act, Tag(code=code, **_values(tag)), valid_from, origin, field="name")


@operation("tag.corrected")
def correct_tag(
    *, act: Act, code: Code, version: int, valid_from: date, tag: TagFacts, origin: Origin
) -> Tag:
    """Word a tag otherwise, or let it fall under other kinds, from a day on."""
    row = _to_change(act, Tag, code, version)
    _check_tag(tag, valid_from, known=row.under)
    return _new_version(act, row, valid_from, _values(tag), origin)


@operation("tag.ended")
def end_tag(*, act: Act, code: Code, version: int, ends_on: date, reason: LongName = "") -> Tag:
    """Say from which day a tag is used no more."""
    return _end(act, _to_change(act, Tag, code, version), ends_on, reason)


@operation("resource_kind.corrected")
def correct_resource_kind(
    *, act: Act, code: Code, version: int, valid_from: date, resource: ResourceFacts, origin: Origin
) -> ResourceKind:
    """Word a kind of PSKS otherwise from a day on."""
    row = _to_change(act, ResourceKind, code, version)
    _check_name(resource.name)
    _check_meaning(resource.meaning)
    return _new_version(act, row, valid_from, _values(resource), origin)


@operation("scheme_entry.added")
def add_entry(
    *, act: Act, scheme: Scheme, number: Code, valid_from: date, entry: EntryFacts, origin: Origin
) -> SchemeEntry:
    """Add an entry to a scheme; the ministry's lists change."""
    permissions.KEEP.check(act)
    _check_form(number, r"[0-9]{1,2}", field="number")
    _check_name(entry.name)
    code = entry_code(scheme, number)
    row = SchemeEntry(code=code, scheme=scheme, **_values(entry))
    return _add(act, row, valid_from, origin, field="number")


@operation("scheme_entry.corrected")
def correct_entry(
    *, act: Act, code: Code, version: int, valid_from: date, entry: EntryFacts, origin: Origin
) -> SchemeEntry:
    """Word an entry otherwise from a day on."""
    row = _to_change(act, SchemeEntry, code, version)
    _check_name(entry.name)
    return _new_version(act, row, valid_from, _values(entry), origin)


@operation("scheme_entry.ended")
def end_entry(
    *, act: Act, code: Code, version: int, ends_on: date, reason: LongName = ""
) -> SchemeEntry:
    """Say from which day an entry is used no more; what crossed to it counts there no longer."""
    return _end(act, _to_change(act, SchemeEntry, code, version), ends_on, reason)


@operation("crossing.added")
def add_crossing(
    *,
    act: Act,
    kind_code: Code = "",
    tag_code: Code = "",
    entry: Code,
    basis: Basis,
    valid_from: date,
    origin: Origin,
) -> Crossing:
    """Let a kind or a tag count in an entry. One that was removed earlier may come back."""
    permissions.KEEP.check(act)
    begins_at = kind_code or tag_code
    _check_in_force(Kind if kind_code else Tag, begins_at, valid_from, field="begins_at")
    _check_in_force(SchemeEntry, entry, valid_from, field="entry")
    row = Crossing(
        code=crossing_code(begins_at, entry),
        kind_code=kind_code,
        tag_code="" if kind_code else tag_code,
        entry_code=entry,
        basis=basis,
    )
    before = Crossing.objects.select_for_update().filter(code=row.code, is_latest=True).first()
    if before is None:
        return _add(act, row, valid_from, origin, refuse=AlreadyCrossed, field="entry")
    if before.valid_until is None:
        raise AlreadyCrossed(field="entry")
    if valid_from < before.valid_until:
        raise DayBeforeVersion(field="valid_from", day=rules.written_day(before.valid_until))
    return _new_version(act, before, valid_from, {"basis": basis}, origin, again=True)


@operation("crossing.corrected")
def correct_crossing(
    *, act: Act, code: Code, version: int, basis: Basis, valid_from: date, origin: Origin
) -> Crossing:
    """Say that a crossing is sourced after all, or only inferred, and where that was read."""
    row = _to_change(act, Crossing, code, version)
    return _new_version(act, row, valid_from, {"basis": basis}, origin)


@operation("crossing.removed")
def remove_crossing(
    *, act: Act, code: Code, version: int, ends_on: date, reason: LongName = ""
) -> Crossing:
    """Say from which day a kind counts in an entry no more."""
    return _end(act, _to_change(act, Crossing, code, version), ends_on, reason)


# ---------------------------------------------------------------- what the verbs share


def _to_change[M: Versioned](act: Act, model: type[M], code: str, version: int) -> M:
    """The last version, locked. Stale where somebody else made a later one meanwhile."""
    permissions.KEEP.check(act)
    rows = model._default_manager.filter(code=code)
    row = rows.select_for_update().filter(is_latest=True).first()
    if row is None and not rows.exists():
        raise RefusedTry(permissions.KEEP.name, model._meta.label_lower, code)
    # While this one waited for the lock, the row may have ceased to be the last: then it isn't found.
    if row is None or row.version != version:
        raise ChangedMeanwhile
    if row.valid_until is not None:
        raise AlreadyEnded(day=rules.written_day(row.valid_until))
    return row


def _new_version[M: Versioned](
    act: Act,
    row: M,
    valid_from: date,
    values: Mapping[str, Any],
    origin: Origin,
    *,
    again: bool = False,
) -> M:
    _check_origin(origin)
    _check_day(act, valid_from, row.valid_from)
    told = {**values, **_values(origin)}
    before = {
        name: getattr(row, name) for name, value in told.items() if getattr(row, name) != value
    }
    if not before and not again:
        raise NothingChanged
    kept = {
        column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields
    } | told
    new = type(row)(
        **kept
        | {
            "id": derived_id(act.id, 1),
            "version": row.version + 1,
            "is_latest": True,
            "valid_from": valid_from,
            "valid_until": None,
            "end_reason": "",
        }
    )
    row.is_latest = False
    if not again:  # a crossing that comes back was away in between
        row.valid_until = valid_from
    row.save(update_fields=["valid_until", "is_latest"])
    new.save(force_insert=True)
    record(act, new, version=new.version, valid_from=valid_from, before=before)
    return new


def _add[M: Versioned](
    act: Act,
    row: M,
    valid_from: date,
    origin: Origin,
    *,
    refuse: type[Problem] = CodeTaken,
    field: str = "code",
) -> M:
    _check_name(getattr(row, "name", row.code))
    _check_origin(origin)
    _check_day(act, valid_from, rules.EARLIEST)
    if type(row)._default_manager.filter(code=row.code).exists():
        raise refuse(field=field, taken=row.code)
    row.id, row.valid_from = derived_id(act.id, 1), valid_from
    for name, value in _values(origin).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:  # somebody added it in the same moment
        raise refuse(field=field, taken=row.code) from taken
    record(act, row, code=row.code, valid_from=valid_from)
    return row


def _end[M: Versioned](act: Act, row: M, ends_on: date, reason: str) -> M:
    _check_day(act, ends_on, row.valid_from, field="ends_on")
    row.valid_until, row.end_reason = ends_on, reason
    row.save(update_fields=["valid_until", "end_reason"])
    record(act, row, ends_on=ends_on)
    return row


def _values(told: BaseModel) -> dict[str, Any]:
    """What a model says, as columns take it."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in told.model_dump(mode="json").items()
    }


def _kind_values(kind: KindFacts) -> dict[str, Any]:
    _check_name(kind.name)
    _check_meaning(kind.meaning)
    if not kind.levels:
        raise LevelMissing(field="levels")
    values = _values(kind)
    values["levels"] = list(dict.fromkeys(values["levels"]))
    values["sex"] = values["sex"] or ""
    # A border that isn't there is neither in nor out.
    values["min_age_is_open"] = kind.min_age is not None and kind.min_age_is_open
    values["max_age_is_open"] = kind.max_age is not None and kind.max_age_is_open
    bounds = rules.Bounds(
        kind.min_age, kind.max_age, values["min_age_is_open"], values["max_age_is_open"]
    )
    if not rules.bounds_are_possible(bounds):
        raise BoundsImpossible(field="min_age")
    return values


def _check_tag(tag: TagFacts, valid_from: date, known: Sequence[str] = ()) -> None:
    _check_name(tag.name)
    _check_meaning(tag.meaning)
    for code in tag.under:
        if code not in known:
            _check_in_force(Kind, code, valid_from, field="under")


def _check_name(name: str) -> None:
    if not name:
        raise NameMissing(field="name")


def _check_meaning(meaning: str) -> None:
    if not meaning:
        raise MeaningMissing(field="meaning")


def _check_origin(origin: Origin) -> None:
    for name in ("legal_source", "read_in"):
        if not getattr(origin, name):
            raise SourceMissing(field=name)


def _check_form(code: str, pattern: str, *, field: str = "code") -> None:
    if not re.fullmatch(pattern, code):
        raise CodeUnreadable(field=field)


def _check_collected(kind_code: str, code: str, *texts: str) -> None:
    if not rules.is_collected(code) or not rules.is_fit_wording(kind_code, *texts):
        raise NotCollected(field="name")


def _check_in_force(model: type[Versioned], code: str, day: date, *, field: str) -> None:
    if "\x00" in code or not model._default_manager.filter(in_force_on(day), code=code).exists():
        raise NotInForce(field=field, what=code, day=rules.written_day(day))


def _check_day(act: Act, day: date, begins: date, *, field: str = "valid_from") -> None:
    if day > act.received_at.astimezone(JAKARTA).date() + rules.LATEST:
        raise DayOutOfRange(field=field)
    if day < begins:
        raise DayBeforeVersion(field=field, day=rules.written_day(begins))
