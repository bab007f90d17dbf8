"""When areas become others, people go along: to the certain successor of their RW and RT.

Who has none (no RW is known, or it was cut through and no RT is known) waits as *belum ditempatkan* for
a person to place them. The address on the card isn't rewritten (CASE-12).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import batched
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import SYSTEM, Actor
from setiakawan.access.reach import reach_range
from setiakawan.areas import rules
from setiakawan.areas.codes import AreaCode
from setiakawan.areas.models import Area
from setiakawan.areas.queries import reshapings
from setiakawan.areas.succession import Consequence, Succeeded
from setiakawan.areas.unplaced import LyingRow, Source
from setiakawan.audit.acts import Act, system_act
from setiakawan.audit.readings import reading
from setiakawan.foundation.clock import today
from setiakawan.people import permissions
from setiakawan.people.models import Household, Person
from setiakawan.people.operations.following import follow_areas, move_home
from setiakawan.people.queries import within_ranges

AT_ONCE = 500


def people_within(actor: Actor, codes: Sequence[str]) -> Iterator[LyingRow]:
    """People in sight who lie in these areas, or below them."""
    within = within_ranges(map(reach_range, codes))
    if not within:
        return
    rows = permissions.SEE.rows(actor, Person.objects.filter(within)).order_by("sort_name", "id")
    for one in rows[:500]:
        yield LyingRow(one.area_code, one.name, reverse("person", args=[one.id]))


UNPLACED = Source(str(_("Warga")), lambda actor, codes: list(people_within(actor, codes)))


def send_after(act: Act, succeeded: Sequence[Succeeded]) -> Sequence[Consequence]:
    """Have people follow after this act; done by the system, for not all of them are in sight."""
    from setiakawan.people.jobs import follow_areas_now

    follow_areas_now.defer()
    return ()


def follow(day: date | None = None) -> int:
    """Move who lies in an area that has ended to its certain successor; say how many. As the system."""
    on = day or today()
    with reading(SYSTEM):
        moves = _moves(on)
        people = _lying(Person, moves)
        homes = _lying(Household, moves)
    for batch in batched(people, AT_ONCE):
        follow_areas(act=system_act(), moves=dict(moves), people=list(batch), households=[])
    for batch in batched(homes, AT_ONCE):
        follow_areas(act=system_act(), moves=dict(moves), people=[], households=list(batch))
    return len(people)


def follow_addresses() -> int:
    """Move whoever has an open address in another place to the lists of that place. As the system.

    At night, and not in the act that records an address: who is protected doesn't move, and whoever
    records one mustn't see the difference at once (docs/decisions/0007).
    """
    with reading(SYSTEM), connection.cursor() as cursor:
        cursor.execute(MOVED)
        moved = cursor.fetchall()
    for batch in batched(moved, AT_ONCE):
        move_home(act=system_act(), homes={str(person): place for person, place in batch})
    return len(moved)


MOVED = """
SELECT p.id, a.place_code FROM people_person p
  JOIN LATERAL (
    SELECT f.place_code, f.is_over FROM people_address f
    WHERE f.person_id = p.id AND f.kind = 'lived' AND NOT f.is_protected
    ORDER BY f.recorded_at DESC, f.id DESC LIMIT 1
  ) a ON NOT a.is_over AND a.place_code <> p.area_code
WHERE p.life IN ('alive', 'not_found')
  AND a.place_code ~ '^[0-9]{2}[.][0-9]{2}[.][0-9]{2}[.][0-9]{4}'
  AND starts_with(a.place_code, substring(p.area_code FROM 1 FOR 5) || '.')
  AND EXISTS (SELECT 1 FROM areas_area r WHERE r.code = a.place_code
              AND r.valid_from <= current_date AND (r.valid_until IS NULL OR r.valid_until > current_date))
  AND NOT EXISTS (SELECT 1 FROM people_protection s WHERE s.person_id = p.id AND s.ended_at IS NULL)
ORDER BY p.id LIMIT 20000
"""


def _moves(on: date) -> Mapping[str, str]:
    """For each code in which somebody lies and that has ended: the code that certainly came after."""
    codes = set(Person.objects.values_list("area_code", flat=True).distinct())
    codes |= set(Household.objects.values_list("area_code", flat=True).distinct())
    alive = set(Area.objects.valid_on(on).filter(code__in=codes).values_list("code", flat=True))
    plans = reshapings()
    found: dict[str, str] = {}
    for code in sorted(codes - alive):
        where = rules.resolve(AreaCode(code), on, plans)
        if where.code is not None and str(where.code) != code:
            found[code] = str(where.code)
    return found


def _lying(model: type[Person] | type[Household], codes: Iterable[str]) -> list[UUID]:
    wanted = list(codes)
    if not wanted:
        return []
    rows = model._default_manager.filter(area_code__in=wanted).order_by("id")
    return list(rows.values_list("id", flat=True))
