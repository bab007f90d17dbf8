"""Tells the pages of areas who has charge there. Offices are public; phone numbers are no part."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment
from setiakawan.accounts.succession import UNTIL_NAMED
from setiakawan.areas.codes import AreaCode
from setiakawan.areas.people import Office


def offices_around(code: str, on: date) -> Sequence[Office]:
    """Offices of an area, of the areas around it and of those inside it, as of a day."""
    rows = Appointment.objects.filter(
        Q(area_code__in=AreaCode(code).ancestors) | Q(area_code__gte=code, area_code__lt=f"{code}/")
    )
    return [
        Office(
            holder_name=holder_name,
            role=Role(role),
            area_code=area_code,
            since=starts_on,
            is_until_named=decree_no == UNTIL_NAMED,
        )
        for holder_name, role, area_code, starts_on, decree_no in rows.live_on(on)
        .exclude(role__in=(Role.PARTNER_STAFF, Role.INSPECTOR, Role.ADMINISTRATOR, Role.LEADER))
        .order_by("area_code", "role", "holder_name")
        .values_list("holder_name", "role", "area_code", "starts_on", "decree_no")
    ]
