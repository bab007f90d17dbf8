"""Questions about partners. They are public institutions: anybody may ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from setiakawan.access.reach import reach_range
from setiakawan.foundation.clock import today
from setiakawan.partners.models import Partner


@dataclass(frozen=True)
class PartnerRow:
    """One partner in a list."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    area_code: str
    ended_on: date | None
    version: int


def partners_of(area: str, on: date | None = None) -> Sequence[PartnerRow]:
    """Partners that take part on a day and work in an area: for it, below it, or for all around it."""
    parts = area.split(".")
    around = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    within = reach_range(area)
    day = on or today()
    rows = Partner.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day)).filter(
        Q(area_code__in=around) | Q(area_code__gte=within.low, area_code__lt=within.high)
    )
    return [
        PartnerRow(
            one.id,
            one.name,
            one.kind,
            str(Partner.Kind(one.kind).label),
            one.area_code,
            one.ended_on,
            one.version,
        )
        for one in rows.order_by("name", "id")
    ]
