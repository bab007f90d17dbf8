"""The stage on which the verbs of areas are tried: a small city, and people with a part in it."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from setiakawan.access import context
from setiakawan.access.actors import SYSTEM, Actor, Held
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Account, Appointment
from setiakawan.areas import queries
from setiakawan.areas.models import Area
from setiakawan.areas.operations import NewArea, RwRow, enter_rw, load_areas
from setiakawan.audit.acts import Act
from setiakawan.foundation.clock import now, today
from setiakawan.foundation.ids import uuid7

CITY = "98.71"
"""A city of the tests alone: the stage of the whole suite stays as it is."""
NORTH, SOUTH = f"{CITY}.01", f"{CITY}.02"
KADIPIRO, SEMANGGI = f"{NORTH}.1001", f"{SOUTH}.1001"
SINCE = date(2010, 1, 1)


def somebody(role: Role, reach: str, name: str = "") -> Actor:
    """An actor with one office."""
    return Actor("person", uuid4(), (Held(role, reach, uuid4()),), name=name)


bu_ratna = somebody(Role.OFFICER, CITY, "Bu Ratna")
"""Works at Dinas Sosial; may split and merge."""
pak_lurah = somebody(Role.KELURAHAN_STAFF, KADIPIRO, "Pak Lurah")
bu_lurah_next_door = somebody(Role.KELURAHAN_STAFF, SEMANGGI, "Bu Lurah")
pak_harjo = somebody(Role.COORDINATOR, CITY, "Pak Harjo")
bu_sri = somebody(Role.PSM, KADIPIRO, "Bu Sri")
bu_dewi = somebody(Role.ADMINISTRATOR, CITY, "Bu Dewi")
officer_elsewhere = somebody(Role.OFFICER, "33.72", "Pak Wid")


def act_of(actor: Actor, act_id: UUID | None = None) -> Act:
    """A fresh act of somebody."""
    return Act(id=act_id or uuid7(), actor=actor, origin="test")


def repeat(act: Act) -> Act:
    """The same act, come in a second time."""
    return replace(act, received_at=now())


def build_city() -> None:
    """Enter the city of the tests with two kecamatan and three kelurahan."""
    load_areas(
        act=act_of(somebody(Role.ADMINISTRATOR, "98")),
        areas=[
            NewArea(code=CITY, name="Kota Uji", level=2, aliases=("Kota Coba",)),
            NewArea(code=NORTH, name="Banjarsari", level=3),
            NewArea(code=SOUTH, name="Pasar Kliwon", level=3),
            NewArea(code=KADIPIRO, name="Kadipiro", level=4, aliases=("Kadi Piro",)),
            NewArea(code=f"{NORTH}.1002", name="Nusukan", level=4),
            NewArea(code=SEMANGGI, name="Semanggi", level=4),
        ],
        valid_from=SINCE,
    )


def area(code: str, *, on: date | None = None) -> Area:
    """The area with a code, now or on a day."""
    rows = Area.objects.filter(code=code)
    return rows.valid_on(on).get() if on else rows.get(valid_until=None)


def history_of(code: str) -> list[str]:
    """What became of an area, as its page tells it, the newest first."""
    with acting_as(bu_sri):
        page = queries.area_page(bu_sri, code, today())
    return [one.title for one in page.history]


def enter(code: str, rows: list[RwRow], *, since: date = SINCE) -> None:
    """Enter RW and RT of a kelurahan as its own staff does."""
    enter_rw(
        act=act_of(somebody(Role.KELURAHAN_STAFF, code)),
        kelurahan_id=area(code).id,
        rows=rows,
        valid_from=since,
    )


def hold_office(name: str, role: Role, code: str, *, since: date = SINCE) -> Appointment:
    """Somebody with an account and an office, written as an operation would be allowed to."""
    account_id, office_id = uuid7(), uuid7()
    with acting_as(SYSTEM):
        context.grant([account_id, office_id])
        account = Account.objects.create(
            id=account_id,
            username=f"uji.{account_id.hex[-12:]}",
            name=name,
            area_code=code,
            joined_at=now(),
        )
        return Appointment.objects.create(
            id=office_id,
            account=account,
            holder_name=name,
            role=role,
            area_code=code,
            starts_on=since,
        )
