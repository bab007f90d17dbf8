"""People go along when the area they live in becomes another."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from setiakawan.access import context
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.people import permissions
from setiakawan.people.models import Household, Person

Ids = Annotated[list[UUID], Field(max_length=1000)]


@operation("person.area_followed", many=True)
def follow_areas(*, act: Act, moves: dict[str, str], people: Ids, households: Ids) -> int:
    """Write the successor's code for those who lie in an area that ended. Only the system does.

    Also who is protected goes along: it is the area that changed, and nobody moved.
    """
    permissions.FOLLOW_AREAS.check(act)
    context.grant([*people, *households])
    moved = 0
    for person in Person.objects.select_for_update(no_key=True).filter(pk__in=people):
        before = person.area_code
        person.area_code = moves.get(before, before)
        person.save(update_fields=["area_code"])
        record(act, person, before=before)
        moved += 1
    for home in Household.objects.select_for_update(no_key=True).filter(pk__in=households):
        before = home.area_code
        home.area_code = moves.get(before, before)
        home.save(update_fields=["area_code"])
        record(act, home, before=before)
        moved += 1
    return moved


@operation("person.moved_home", many=True)
def move_home(*, act: Act, homes: Annotated[dict[str, str], Field(max_length=1000)]) -> int:
    """Write the place where people live now (person id to code) as the one whose lists they are in."""
    permissions.FOLLOW_AREAS.check(act)
    people = [UUID(one) for one in homes]
    context.grant(people)
    for person in Person.objects.select_for_update(no_key=True).filter(pk__in=people):
        before = person.area_code
        person.area_code, person.is_unhoused = homes[str(person.id)], False
        person.version += 1
        person.save(update_fields=["area_code", "is_unhoused", "version"])
        record(act, person, before=before)
    return len(people)
