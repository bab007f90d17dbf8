"""The first people of an instance, whom nobody could invite: the system seats them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from django.urls import reverse
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from setiakawan.access.roles import Role
from setiakawan.accounts.keys import invitation_key
from setiakawan.accounts.models import Account, Appointment
from setiakawan.accounts.operations.invitations import invite
from setiakawan.accounts.operations.offices import (
    check_partner,
    check_phone,
    check_place,
    check_supervisor,
    day_of,
)
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import NotAllowed
from setiakawan.foundation.texts import Line


class Seat(BaseModel):
    """One person with one office, as the system seats them."""

    model_config = ConfigDict(frozen=True)

    account_id: UUID
    username: Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9.]+$")]
    name: Line
    call_name: Line = ""
    phone: Line = ""
    role: Role
    area_code: str
    starts_on: date
    partner_id: UUID | None = None
    supervisor_id: UUID | None = None
    decree_no: Line = ""
    certificate_no: Line = ""
    certificate_until: date | None = None


@operation("account.seated", many=True)
def seat_first(*, act: Act, seats: list[Seat], password_hash: SecretStr) -> list[Account]:
    """Make accounts with an office each, in few statements. Who is there already is left alone.

    Only the system does this: for the demo and for tests. ``password_hash`` is one hash for all, made
    beforehand, for hashing each would take minutes.
    """
    if act.actor.kind != "system":
        raise NotAllowed
    known = set(
        Account.objects.filter(pk__in=[one.account_id for one in seats]).values_list(
            "id", flat=True
        )
    )
    new = [one for one in seats if one.account_id not in known]
    accounts = [_account(act, one, password_hash) for one in new]
    # The accounts first: the supervisor of one may be another of them.
    Account.objects.bulk_create(accounts, batch_size=500)
    Appointment.objects.bulk_create(
        [_office(act, index, one) for index, one in enumerate(new)], batch_size=500
    )
    _check_offices(act, new)
    for account, one in zip(accounts, new, strict=True):
        record(act, account, role=one.role, area=one.area_code)
    if not new:
        record(act, [], known=len(seats))
    return accounts


def _account(act: Act, one: Seat, password_hash: SecretStr) -> Account:
    return Account(
        id=one.account_id,
        password=password_hash.get_secret_value(),
        username=one.username,
        name=one.name,
        call_name=one.call_name,
        phone=check_phone(one.phone),
        area_code=one.area_code,
        joined_at=act.received_at,
    )


def _office(act: Act, index: int, one: Seat) -> Appointment:
    return Appointment(
        id=derived_id(act.id, index + 1),
        account_id=one.account_id,
        holder_name=one.name,
        role=one.role,
        area_code=one.area_code,
        partner_id=one.partner_id,
        supervisor_id=one.supervisor_id,
        starts_on=one.starts_on,
        decree_no=one.decree_no,
        certificate_no=one.certificate_no,
        certificate_until=one.certificate_until,
    )


def _check_offices(act: Act, seats: Sequence[Seat]) -> None:
    """The same rules as for everybody; looked up once for each kind of seat."""
    day = day_of(act)
    alike = {(one.role, one.area_code, one.partner_id, one.supervisor_id) for one in seats}
    for role, area_code, partner_id, supervisor_id in alike:
        check_place(role, area_code, day)
        check_partner(role, partner_id, day)
        check_supervisor(role, supervisor_id, area_code, day)


def invite_first_administrator(*, act: Act, name: str, area_code: str) -> str:
    """Invite the first administrator of a new instance; answers the path of the page to accept it.

    Not an operation itself: the key must not stand in the ledger as its result.
    """
    invitation = invite(act=act, name=name, role=Role.ADMINISTRATOR, area_code=area_code)
    return reverse("invitation_link", args=[invitation_key(invitation.id)])
