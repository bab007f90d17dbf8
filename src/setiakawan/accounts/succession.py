"""Whoever had charge of an area keeps it when the area becomes others.

A regulation splits a kelurahan on a day; new PSM are named weeks later. Until then the holder goes
on with an office in each successor, added here in the same act as the split. Nothing is ended: the
old office goes on holding what was recorded under the old code and could not be placed (CASE-12).
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Appointment
from setiakawan.areas.succession import Consequence, Succeeded
from setiakawan.audit.acts import Act
from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.ids import derived_id

UNTIL_NAMED = "pemekaran, sampai ditetapkan"
"""Stands where a decree's number would: it is what the office rests on until there is one."""

_IDS_OF_OFFICES = 300_000


def keep_charge(act: Act, succeeded: Sequence[Succeeded]) -> Sequence[Consequence]:
    """Add an office in each successor for everybody who holds one in an area that ended."""
    successors = {one.code: one.successors for one in succeeded if one.successors}
    if not successors:
        return []
    on = succeeded[0].on
    last = max(on, act.received_at.astimezone(JAKARTA).date())
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=last), area_code__in=successors
    ).order_by("area_code", "starts_on", "id")
    new_codes = {code for codes in successors.values() for code in codes}
    # Two offices of one person in areas that are merged become one.
    taken: set[tuple[UUID, str, str, UUID | None]] = set(
        Appointment.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=last), area_code__in=new_codes
        ).values_list("account_id", "role", "area_code", "partner_id")
    )
    added: list[Appointment] = []
    for office in held:
        for code in successors[office.area_code]:
            key = (office.account_id, office.role, code, office.partner_id)
            if key not in taken:
                taken.add(key)
                added.append(_going_along(act, len(added), office, code, on))
    context.grant(one.id for one in added)
    Appointment.objects.bulk_create(added)
    return [
        Consequence(
            one.as_subject(),
            {
                "role": str(one.role),
                "area_code": one.area_code,
                "starts_on": one.starts_on,
                "basis": UNTIL_NAMED,
            },
        )
        for one in added
    ]


def _going_along(act: Act, index: int, office: Appointment, code: str, on: date) -> Appointment:
    return Appointment(
        id=derived_id(act.id, _IDS_OF_OFFICES + index),
        account_id=office.account_id,
        holder_name=office.holder_name,
        role=office.role,
        area_code=code,
        partner_id=office.partner_id,
        starts_on=max(on, office.starts_on),
        ends_on=office.ends_on,
        decree_no=UNTIL_NAMED,
        certificate_no=office.certificate_no,
        certificate_until=office.certificate_until,
        supervisor_id=office.supervisor_id,
    )


def offices_until_named(actor: Actor, on: date) -> Sequence[Appointment]:
    """Offices that went along with a change of areas, for the coordinator who names the new ones."""
    rows = Appointment.objects.filter(decree_no=UNTIL_NAMED).live_on(on)
    return list(permissions.END.rows(actor, rows).order_by("area_code", "role", "holder_name"))
