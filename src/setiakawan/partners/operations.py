"""Keep the list of those who help."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from setiakawan.access.permissions import RefusedTry
from setiakawan.areas.codes import AreaCode, BadAreaCode, Level
from setiakawan.areas.models import Area
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile, Problem
from setiakawan.foundation.texts import Line
from setiakawan.partners import permissions
from setiakawan.partners.models import Partner

Name = Annotated[Line, Field(max_length=150)]
Code = Annotated[str, Field(max_length=24)]
END_WITHIN = timedelta(days=366)


class NameMissing(Problem):
    """An institution has a name."""

    code = "partner.name_missing"
    sentence = "Nama lembaga belum diisi. Tulis seperti di papan namanya."


class PlaceUnknown(Problem):
    """A partner works for a city, a kecamatan or a kelurahan that exists today."""

    code = "partner.place_unknown"
    sentence = (
        "Wilayah kerja ini tidak ada hari ini. Pilih kota, kecamatan, atau kelurahan yang berlaku."
    )


class NameTaken(Problem):
    """The same institution twice would split its referrals; whoever knows better says so."""

    code = "partner.name_taken"
    sentence = "“{name}” sudah tercatat di wilayah yang sama. Pakai yang sudah ada."
    status = 409


class AlreadyEnded(Problem):
    """It takes part no longer."""

    code = "partner.already_ended"
    sentence = "Kerja sama dengan lembaga ini sudah berakhir. Muat ulang halaman untuk melihatnya."
    status = 409


class DayOutOfRange(Problem):
    """A day that can only be a slip of the pen."""

    code = "partner.day_out_of_range"
    sentence = "Tanggalnya terlalu jauh. Pilih tanggal paling lama satu tahun dari hari ini."


class RowRefused(Problem):
    """One row of a list can't be used; nothing of the list was saved."""

    code = "partner.row_refused"
    sentence = "Baris {row}: {why} Perbaiki baris itu, lalu kirim lagi. Belum ada yang disimpan."


class NewPartner(BaseModel):
    """One institution to be registered."""

    model_config = ConfigDict(frozen=True)

    name: Name
    kind: Partner.Kind
    area_code: Code


@operation("partner.registered")
def register_partner(
    *, act: Act, name: Name, kind: Partner.Kind, area_code: Code, is_another: bool = False
) -> Partner:
    """Register an institution that helps.

    A name that is as good as the same in the same area is refused once: whoever says that it is
    another institution may go on.
    """
    [made] = _register(
        act, [NewPartner(name=name, kind=kind, area_code=area_code)], is_another=is_another
    )
    record(act, made, name=made.name)
    return made


@operation("partner.registered_together", many=True)
def register_partners(*, act: Act, partners: list[NewPartner]) -> list[Partner]:
    """Register a whole list, or nothing of it."""
    made = _register(act, partners)
    for one in made:
        record(act, one, name=one.name)
    return made


def _register(act: Act, wanted: list[NewPartner], *, is_another: bool = False) -> list[Partner]:
    permissions.KEEP.check(act, areas=sorted({one.area_code for one in wanted}))
    made: list[Partner] = []
    for index, one in enumerate(wanted):
        try:
            _check_name(one.name)
            _check_place(one.area_code, _day(act))
            if not is_another:
                _check_free(one.name, one.area_code, _day(act), among=made)
        except Problem as problem:
            if len(wanted) == 1:
                raise
            raise RowRefused(field=problem.field, row=index + 1, why=problem.text) from problem
        made.append(
            Partner(
                id=derived_id(act.id, index + 1),
                name=one.name,
                kind=one.kind,
                area_code=one.area_code,
            )
        )
    Partner.objects.bulk_create(made, batch_size=500)
    return made


@operation("partner.corrected")
def correct_partner(
    *,
    act: Act,
    partner_id: UUID,
    version: int,
    name: Name,
    kind: Partner.Kind,
    area_code: Code | None = None,
    is_another: bool = False,
) -> Partner:
    """Correct name and kind, and the area where one is given; see ``register_partner``."""
    partner = _to_change(act, partner_id, version)
    before = {"name": partner.name, "kind": partner.kind, "area": partner.area_code}
    area = area_code or partner.area_code
    permissions.KEEP.check(act, areas=[area])
    _check_name(name)
    if area != partner.area_code:
        _check_place(area, _day(act))
    if not is_another and (_folded(name), area) != (_folded(partner.name), partner.area_code):
        _check_free(name, area, _day(act), besides=partner_id)
    partner.name, partner.kind, partner.area_code = name, kind, area
    partner.version += 1
    partner.save(update_fields=["name", "kind", "area_code", "version"])
    record(act, partner, before=before)
    return partner


@operation("partner.ended")
def end_partner(
    *,
    act: Act,
    partner_id: UUID,
    version: int,
    ends_on: date,
    reason: Annotated[Line, Field(max_length=200)] = "",
) -> Partner:
    """Say from which day an institution takes part no longer. Its people sign in for it no more."""
    partner = _to_change(act, partner_id, version)
    if abs(ends_on - _day(act)) > END_WITHIN:
        raise DayOutOfRange(field="ends_on")
    partner.ended_on = ends_on
    partner.version += 1
    partner.save(update_fields=["ended_on", "version"])
    record(act, partner, reason=reason)
    return partner


def _to_change(act: Act, partner_id: UUID, version: int) -> Partner:
    partner = Partner.objects.select_for_update().filter(pk=partner_id).first()
    if partner is None:
        raise RefusedTry(permissions.KEEP.name, "partners.partner", partner_id)
    permissions.KEEP.check(act, areas=[partner.area_code])
    if partner.version != version:
        raise ChangedMeanwhile
    if partner.ended_on is not None and partner.ended_on <= _day(act):
        raise AlreadyEnded
    return partner


def _day(act: Act) -> date:
    return act.received_at.astimezone(JAKARTA).date()


def _check_name(name: str) -> None:
    if not name:
        raise NameMissing(field="name")


def _check_place(area_code: str, day: date) -> None:
    try:
        code = AreaCode(area_code)
    except BadAreaCode as reason:
        raise PlaceUnknown(field="area_code") from reason
    fits = Level.CITY <= code.level <= Level.KELURAHAN
    if not fits or not Area.objects.valid_on(day).filter(code=code).exists():
        raise PlaceUnknown(field="area_code")


def _check_free(
    name: str,
    area_code: str,
    day: date,
    *,
    among: Sequence[Partner] = (),
    besides: UUID | None = None,
) -> None:
    """Partners are public, so saying that a name is taken tells nothing new."""
    there = Partner.objects.filter(area_code=area_code).exclude(ended_on__lte=day)
    for one in (*there.order_by("name"), *among):
        is_same_place = one.area_code == area_code and one.id != besides
        if is_same_place and _folded(one.name) == _folded(name):
            raise NameTaken(field="name", name=one.name)


def _folded(name: str) -> str:
    """A name without what people write one way or the other: capitals, blanks, dots, hyphens."""
    return "".join(character for character in name.casefold() if character.isalnum())
