"""Households: who lives together, in what part, and who receives."""

from datetime import date
from uuid import UUID

from setiakawan.access import context
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import ChangedMeanwhile, Missing
from setiakawan.people import permissions
from setiakawan.people.models import Household, Membership, Person
from setiakawan.people.operations.making import (
    Ids,
    add,
    check_places,
    current_membership,
    day_of,
    first_fact,
    next_fact,
)
from setiakawan.people.operations.problems import AlreadyMember, DayImpossible, NotMember
from setiakawan.people.said import Code, Note


@operation("household.founded")
def found_household(
    *,
    act: Act,
    person_id: UUID,
    part: Membership.Part = Membership.Part.HEAD,
    address: Note = "",
    since: date | None = None,
) -> Household:
    """Begin a household with somebody who is registered."""
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    if current_membership(act, person) is not None:
        raise AlreadyMember
    _check_since(act, since)
    ids = Ids(act)
    household = Household(
        id=ids.next(),
        area_code=person.area_code,
        address=address,
        recorded_by=act.actor.account_id,
        recorded_at=act.effective_at,
    )
    context.grant([household.id])
    household.save(force_insert=True)
    add(_membership(act, person, ids, household.id, part, since))
    record(act, [household.as_subject(), person.as_subject_of_fact()])
    return household


@operation("household.joined")
def join_household(
    *,
    act: Act,
    household_id: UUID,
    person_id: UUID,
    part: Membership.Part,
    since: date | None = None,
    moves: bool = False,
) -> Household:
    """Say that somebody lives in a household; ``moves`` ends where they lived before, that day."""
    household = permissions.KEEP_HOUSEHOLD.get(act, Household.objects.all(), household_id)
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    _check_since(act, since)
    ids = Ids(act)
    before = current_membership(act, person)
    if before is not None:
        if before.household_id == household_id or not moves:
            raise AlreadyMember
        add(_ended(act, person, ids, before, since or day_of(act)))
    add(_membership(act, person, ids, household.id, part, since))
    record(act, [household.as_subject(), person.as_subject_of_fact()], part=part)
    return household


@operation("household.left")
def leave_household(
    *,
    act: Act,
    household_id: UUID,
    person_id: UUID,
    slot_id: UUID,
    seen_id: UUID,
    on: date,
    note: Note = "",
) -> Household:
    """Say that somebody doesn't live there any more."""
    household = permissions.KEEP_HOUSEHOLD.get(act, Household.objects.all(), household_id)
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    _, before = next_fact(act, Membership, person, Ids(act), slot_id, seen_id)
    if before.household_id != household_id or before.ends_on is not None:
        raise Missing
    if on > day_of(act) or (before.starts_on is not None and on < before.starts_on):
        raise DayImpossible(field="on")
    row = _ended(act, person, Ids(act), before, on)
    row.note = note
    add(row)
    record(act, [household.as_subject(), person.as_subject_of_fact()], on=on)
    return household


@operation("household.part_changed")
def change_part(
    *,
    act: Act,
    household_id: UUID,
    person_id: UUID,
    slot_id: UUID,
    seen_id: UUID,
    part: Membership.Part,
) -> Household:
    """Correct what somebody is in the household: a new head, an in-law."""
    household = permissions.KEEP_HOUSEHOLD.get(act, Household.objects.all(), household_id)
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    base, before = next_fact(act, Membership, person, Ids(act), slot_id, seen_id)
    if before.household_id != household_id or before.ends_on is not None:
        raise Missing
    add(
        Membership(
            **base,
            household_id=household_id,
            part=part,
            starts_on=before.starts_on,
        )
    )
    record(act, [household.as_subject(), person.as_subject_of_fact()], part=part)
    return household


@operation("household.corrected")
def correct_household(
    *,
    act: Act,
    household_id: UUID,
    version: int,
    area_code: Code,
    address: Note = "",
    card: Household.Card = Household.Card.UNKNOWN,
) -> Household:
    """Correct address, place and what is known of the card. The id stays, and so does everything on it."""
    household = _to_change(act, household_id, version)
    check_places([area_code], day_of(act))
    permissions.REGISTER.check(act, areas=[area_code])
    before = {"area": household.area_code, "address": household.address, "card": household.card}
    household.area_code, household.address, household.card = area_code, address, card
    household.version += 1
    household.save(update_fields=["area_code", "address", "card", "version"])
    record(act, household, before=before)
    return household


@operation("household.receiver_named")
def name_receiver(*, act: Act, household_id: UUID, version: int, receiver_id: UUID) -> Household:
    """Say who receives for the household from now on (CASE-11). Nothing stopped meanwhile."""
    household = _to_change(act, household_id, version)
    receiver = permissions.SEE.rows(act.actor, Person.objects.filter(pk=receiver_id)).first()
    membership = current_membership(act, receiver) if receiver is not None else None
    if receiver is None or membership is None or membership.household_id != household_id:
        raise NotMember(field="receiver")
    household.receiver_id, household.asks_receiver = receiver.id, False
    household.version += 1
    household.save(update_fields=["receiver_id", "asks_receiver", "version"])
    record(act, household, receiver=receiver.id)
    return household


def _to_change(act: Act, household_id: UUID, version: int) -> Household:
    household = permissions.KEEP_HOUSEHOLD.get(
        act, Household.objects.select_for_update(no_key=True), household_id
    )
    if household.version != version:
        raise ChangedMeanwhile
    return household


def _check_since(act: Act, since: date | None) -> None:
    if since is not None and since > day_of(act):
        raise DayImpossible(field="since")


def _membership(
    act: Act, person: Person, ids: Ids, household_id: UUID, part: str, since: date | None
) -> Membership:
    return Membership(
        **first_fact(act, person, ids), household_id=household_id, part=part, starts_on=since
    )


def _ended(act: Act, person: Person, ids: Ids, before: Membership, on: date) -> Membership:
    return Membership(
        **first_fact(act, person, ids) | {"slot_id": before.slot_id},
        household_id=before.household_id,
        part=before.part,
        starts_on=min(before.starts_on, on) if before.starts_on else None,
        ends_on=on,
    )
