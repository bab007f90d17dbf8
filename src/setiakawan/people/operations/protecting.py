"""Protect somebody, and keep the team that alone knows what is learned from then on."""

from datetime import date
from typing import Annotated
from uuid import UUID

from django.db import connection
from pydantic import Field

from setiakawan.access import context
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Appointment, Bar
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import Missing
from setiakawan.foundation.texts import LongLine
from setiakawan.people import permissions
from setiakawan.people.models import Person, Protection, TeamMember
from setiakawan.people.operations.making import Ids, day_of
from setiakawan.people.operations.problems import (
    LastOfTheTeam,
    NotForTheTeam,
    NotProtected,
    ProtectedAlready,
    ReasonNeeded,
)

Reason = LongLine


@operation("protection.begun")
def begin_protection(
    *,
    act: Act,
    person_id: UUID,
    reason: Reason,
    team: Annotated[tuple[UUID, ...], Field(max_length=10)] = (),
) -> Person:
    """Protect somebody: what is learned from now on is for the team. What was known stays as it is.

    Who begins is of the team; ``team`` names the others.
    """
    person = permissions.PROTECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    if not reason:
        raise ReasonNeeded(field="reason")
    ids = Ids(act)
    members = dict.fromkeys([act.actor.account_id, *team])
    for account_id in members:
        if account_id is not None:
            _join(act, person.id, account_id, ids)
    if Protection.objects.filter(person_id=person_id, ended_at=None).exists():
        # Told only to somebody who is on the team now: who may begin may also know that it stands.
        raise ProtectedAlready
    row = Protection(
        id=ids.next(),
        person_id=person.id,
        reason=reason,
        begun_by=act.actor.account_id,
        begun_at=act.effective_at,
    )
    context.grant([row.id])
    row.save(force_insert=True)
    record(act, _hidden(person), reason=reason)
    return person


@operation("protection.ended")
def end_protection(*, act: Act, person_id: UUID, reason: Reason) -> Person:
    """End a protection. It opens nothing by itself: the team records openly what may be known."""
    person = permissions.KEEP_TEAM.get(
        act, Person.objects.select_for_update(no_key=True), person_id
    )
    if not reason:
        raise ReasonNeeded(field="reason")
    row = permissions.SEE_PROTECTION.rows(
        act.actor, Protection.objects.filter(person_id=person_id, ended_at=None)
    ).first()
    if row is None or person.is_restricted:
        raise NotProtected
    context.grant([row.id])
    row.ended_at, row.ended_by, row.end_reason = act.effective_at, act.actor.account_id, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(act, _hidden(person), reason=reason)
    return person


@operation("team.joined")
def join_team(*, act: Act, person_id: UUID, account_id: UUID) -> Person:
    """Take somebody into the team. Nobody who must never see the person, nobody out of office."""
    person = permissions.KEEP_TEAM.get(act, Person.objects.all(), person_id)
    _join(act, person.id, account_id, Ids(act))
    record(act, _hidden(person), account=account_id)
    return person


@operation("team.left")
def leave_team(*, act: Act, person_id: UUID, account_id: UUID) -> Person:
    """End somebody's part in the team; a protected person keeps at least one."""
    person = permissions.KEEP_TEAM.get(
        act, Person.objects.select_for_update(no_key=True), person_id
    )
    members = team_roles(person_id)
    if account_id not in members:
        raise Missing
    left = [role for account, role in members.items() if account != account_id]
    if Role.CASE_MANAGER not in left:  # who keeps the team, ends the protection, takes others in
        raise LastOfTheTeam
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_team_row(%s, %s)", [person_id, account_id])
        row_id = cursor.fetchone()[0]
    context.grant([row_id])
    TeamMember.objects.filter(pk=row_id).update(left_at=act.effective_at)
    record(act, _hidden(person), account=account_id)
    return person


def team_roles(person_id: UUID) -> dict[UUID, str]:
    """Accounts of a person's team and for which office; none to who isn't of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id, role FROM people_team_of(%s)", [person_id])
        return dict(cursor.fetchall())


ROLES_OF_A_TEAM = (
    Role.CASE_MANAGER, Role.OFFICER, Role.COORDINATOR, Role.TKSK, Role.PSM,
)  # fmt: skip
"""Those who may be of a team; of several offices the first is what the tie rests on."""


def role_for_team(account_id: UUID, day: date) -> Role | None:
    """For which of their offices somebody would be of a team."""
    held = set(
        Appointment.objects.live_on(day)
        .filter(account_id=account_id)
        .values_list("role", flat=True)
    )
    return next((role for role in ROLES_OF_A_TEAM if role in held), None)


def _join(act: Act, person_id: UUID, account_id: UUID, ids: Ids) -> None:
    role = role_for_team(account_id, day_of(act))
    barred = Bar.objects.filter(subject_id=person_id, account_id=account_id, ended_at=None)
    if role is None or barred.exists():
        raise NotForTheTeam(field="account")
    if account_id in team_roles(person_id):
        return
    row = TeamMember(
        id=ids.next(),
        person_id=person_id,
        account_id=account_id,
        role=role,
        added_by=act.actor.account_id,
        joined_at=act.effective_at,
    )
    context.grant([row.id])
    row.save(force_insert=True)


def _hidden(person: Person) -> Subject:
    return Subject("person", person.id, area=person.area_code, restricted=True, role="protection")
