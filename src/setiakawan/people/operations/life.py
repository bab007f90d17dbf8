"""Alive, dead, moved, not found; and what a confirmed death brings with it (CASE-10, 11)."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from setiakawan.access import context
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.people import permissions
from setiakawan.people.models import Household, Membership, Person
from setiakawan.people.operations.making import (
    Ids,
    add,
    current_membership,
    day_of,
    first_fact,
)
from setiakawan.people.operations.problems import (
    DayImpossible,
    DeadAlready,
    NotDead,
    ReasonNeeded,
)
from setiakawan.people.said import Note

Subscriber = Callable[[Act, Person], None]
"""What a later package does about it, inside the same act: visits, places on lists, reminders."""

_on_death: list[Subscriber] = []
_on_undone: list[Subscriber] = []


def on_death(confirmed: Subscriber, undone: Subscriber) -> None:
    """Have something done whenever a death is confirmed, and undone when that is taken back."""
    if confirmed not in _on_death:
        _on_death.append(confirmed)
        _on_undone.append(undone)


@operation("person.life_told")
def tell_life(
    *, act: Act, person_id: UUID, life: Person.Life, on: date | None = None, note: Note = ""
) -> Person:
    """Record what was told: moved, not found, died, or alive after all.

    A death that is only told changes nothing else; a coordinator confirms it.
    """
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    if person.is_dead:
        raise DeadAlready
    _check_day(act, person, on)
    person.life, person.life_on, person.life_note = life, on, note
    person.life_is_confirmed = False
    _save(person)
    record(act, person, life=life, on=on)
    return person


@operation("death.confirmed")
def confirm_death(*, act: Act, person_id: UUID, on: date, proof: Note) -> Person:
    """Confirm a death, with the day and the proof.

    The household goes on under the same id, one smaller; where the head or receiver died it asks who
    receives from now on. Nobody else's record changes.
    """
    person = permissions.CONFIRM_DEATH.get(
        act, Person.objects.select_for_update(no_key=True), person_id
    )
    if person.is_dead:
        raise DeadAlready
    if not proof:
        raise ReasonNeeded(field="proof")
    _check_day(act, person, on)
    person.life, person.life_on, person.life_note = Person.Life.DEAD, on, proof
    person.life_is_confirmed = True
    _save(person)
    _leave_household(act, person, on)
    for subscriber in _on_death:
        subscriber(act, person)
    record(act, person, on=on)
    return person


@operation("death.undone")
def undo_death(*, act: Act, person_id: UUID, reason: Note) -> Person:
    """Take a confirmed death back: everything stands as before."""
    person = permissions.UNDO_DEATH.get(
        act, Person.objects.select_for_update(no_key=True), person_id
    )
    if not person.is_dead:
        raise NotDead
    if not reason:
        raise ReasonNeeded(field="reason")
    person.life, person.life_on, person.life_note = Person.Life.ALIVE, None, reason
    person.life_is_confirmed = False
    _save(person)
    _come_back(act, person)
    for subscriber in _on_undone:
        subscriber(act, person)
    record(act, person, reason=reason)
    return person


def _save(person: Person) -> None:
    person.version += 1
    person.save(update_fields=["life", "life_on", "life_note", "life_is_confirmed", "version"])


def _check_day(act: Act, person: Person, on: date | None) -> None:
    if on is None:
        return
    born = person.born.on
    if on > day_of(act) or (born is not None and on < born):
        raise DayImpossible(field="on")


def _leave_household(act: Act, person: Person, on: date) -> None:
    membership = current_membership(act, person)
    if membership is None:
        return
    ids = Ids(act)
    starts_on = membership.starts_on
    add(
        Membership(
            **first_fact(act, person, ids) | {"slot_id": membership.slot_id},
            household_id=membership.household_id,
            part=membership.part,
            starts_on=starts_on if starts_on is None or starts_on <= on else on,
            ends_on=on,
            ended_by_death=True,
        )
    )
    context.grant([membership.household_id])
    household = Household.objects.select_for_update(no_key=True).get(pk=membership.household_id)
    if membership.part == Membership.Part.HEAD or household.receiver_id == person.id:
        household.asks_receiver = True
        household.version += 1
        household.save(update_fields=["asks_receiver", "version"])


def _come_back(act: Act, person: Person) -> None:
    rows = permissions.SEE_FACTS.rows(
        act.actor, Membership.objects.filter(person_id=person.id, ended_by_death=True)
    )
    last = rows.order_by("-recorded_at", "-id").first()
    if last is None or current_membership(act, person) is not None:
        return
    add(
        Membership(
            **first_fact(act, person, Ids(act)) | {"slot_id": last.slot_id},
            household_id=last.household_id,
            part=last.part,
            starts_on=last.starts_on,
        )
    )
    context.grant([last.household_id])
    household = Household.objects.select_for_update(no_key=True).get(pk=last.household_id)
    if household.asks_receiver and household.receiver_id in {None, person.id}:
        household.asks_receiver = False
        household.version += 1
        household.save(update_fields=["asks_receiver", "version"])
