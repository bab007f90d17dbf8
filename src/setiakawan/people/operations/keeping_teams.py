"""A team's ties end with the offices they rest on, and nobody protected is left without one."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from setiakawan.access import context
from setiakawan.access.roles import Role
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.people import permissions
from setiakawan.people.models import Person, TeamMember
from setiakawan.people.operations.making import Ids


@operation("team.kept")
def keep_team(
    *,
    act: Act,
    person_id: UUID,
    ended: Annotated[list[UUID], Field(max_length=100)],
    joined: Annotated[list[UUID], Field(max_length=100)],
) -> Person:
    """End ties (by id) whose office is over, and let case managers (accounts) in. Only the system does."""
    permissions.KEEP_TEAMS.check(act)
    person = Person.objects.get(pk=person_id)
    ids = Ids(act)
    context.grant(ended)
    TeamMember.objects.filter(pk__in=ended, left_at=None).update(left_at=act.effective_at)
    new = [
        TeamMember(
            id=ids.next(),
            person_id=person_id,
            account_id=account,
            role=Role.CASE_MANAGER,
            joined_at=act.effective_at,
        )
        for account in joined
    ]
    context.grant([one.id for one in new])
    TeamMember.objects.bulk_create(new)
    record(
        act,
        Subject("person", person.id, area=person.area_code, restricted=True, role="protection"),
        ended=len(ended),
        joined=joined,
    )
    return person
