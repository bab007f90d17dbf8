"""Somebody without fixed residence: found here and there, known to several, the city's to look after."""

from typing import Annotated
from uuid import UUID

from django.db import connection
from pydantic import Field

from setiakawan.access import context
from setiakawan.access.permissions import NotForThisRole, RefusedTry
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import ChangedMeanwhile
from setiakawan.foundation.texts import Line
from setiakawan.identity import names
from setiakawan.people import permissions
from setiakawan.people.models import JoinRequest, Person, Presence
from setiakawan.people.operations.making import Ids, check_places, city_of, day_of
from setiakawan.people.operations.problems import AskedAlready, DecidedAlready, NotUnhoused
from setiakawan.people.said import Code, Note


@operation("person.found")
def find_person(*, act: Act, person_id: UUID, area_code: Code, note: Note = "") -> Person:
    """Record in which kelurahan somebody without fixed residence was found; it reaches them now, too."""
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    if not person.is_unhoused:
        raise NotUnhoused
    check_places([area_code], day_of(act))
    if not area_code.startswith(person.area_code + "."):
        raise RefusedTry(permissions.REGISTER.name, "area", area_code)
    _add_presence(act, person, area_code, Ids(act))
    record(act, person, found_in=area_code, note=note)
    return person


@operation("join.asked")
def ask_to_join(
    *,
    act: Act,
    person_id: UUID,
    found_in: Code,
    name: Annotated[Line, Field(max_length=200)],
    note: Note = "",
) -> JoinRequest:
    """Ask to work with somebody without fixed residence whom others know.

    Only about somebody whom the hint showed for this ``name``: an id alone asks about nobody.
    The city's coordinator decides.
    """
    permissions.ASK_TO_JOIN.check(act, areas=[found_in])
    check_places([found_in], day_of(act))
    if person_id not in {one for one, *_ in known_unhoused(name)}:
        raise RefusedTry(permissions.ASK_TO_JOIN.name, "people.person", person_id)
    asker = act.actor.account_id
    if asker is None:
        raise NotForThisRole(permissions.ASK_TO_JOIN.name)
    if JoinRequest.objects.filter(person_id=person_id, account_id=asker, decided_at=None).exists():
        raise AskedAlready
    row = JoinRequest(
        id=Ids(act).next(),
        person_id=person_id,
        account_id=asker,
        area_code=city_of(found_in),
        found_in=found_in,
        note=note,
        asked_at=act.effective_at,
    )
    context.grant([row.id])
    row.save(force_insert=True)
    record(act, Subject("join_request", row.id, area=row.area_code))
    return row


@operation("join.decided")
def decide_join(
    *, act: Act, request_id: UUID, version: int, agree: bool, note: Note = ""
) -> JoinRequest:
    """Answer such a request; agreed, the person is reached from that kelurahan."""
    row = permissions.DECIDE_JOIN.get(act, JoinRequest.objects.select_for_update(), request_id)
    if row.decided_at is not None:
        raise DecidedAlready
    if row.version != version:
        raise ChangedMeanwhile
    person = permissions.CORRECT.get(act, Person.objects.all(), row.person_id)
    row.decided_at, row.decided_by, row.is_agreed = act.effective_at, act.actor.account_id, agree
    row.version += 1
    row.save(update_fields=["decided_at", "decided_by", "is_agreed", "version"])
    if agree:
        _add_presence(act, person, row.found_in, Ids(act))
    record(act, [Subject("join_request", row.id, area=row.area_code)], agreed=agree, note=note)
    return row


def known_unhoused(
    name: str, sex: str = "", about_year: int | None = None
) -> list[tuple[UUID, str, str, int | None, str]]:
    """Persons without fixed residence who may be the one of this name: id, name, sex, year, marks.

    Also of other kelurahan; never one who is hidden or protected.
    """
    keys = list(names.search_keys(name))
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, name, sex, birth_year, marks FROM people_unhoused_alike(%s, %s, %s)",
            [keys, sex, about_year],
        )
        return list(cursor.fetchall())


def _add_presence(act: Act, person: Person, area_code: str, ids: Ids) -> None:
    known = Presence.objects.filter(person_id=person.id, area_code=area_code, ended_at=None)
    if known.exists():
        return
    row = Presence(
        id=ids.next(),
        person_id=person.id,
        area_code=area_code,
        is_restricted=person.is_restricted,
        recorded_by=act.actor.account_id,
        since=act.effective_at,
    )
    context.grant([row.id])
    row.save(force_insert=True)
