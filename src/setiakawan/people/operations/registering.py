"""Register people: one, a household, or a whole list."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Annotated
from uuid import UUID

from django.db import connection
from django.db.models import Q
from pydantic import Field

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.access.permissions import RefusedTry
from setiakawan.access.roles import Role
from setiakawan.accounts.queries import offices_of_area
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.people import jobs, permissions
from setiakawan.people.likeness import find_likely_same, sketch_of_said
from setiakawan.people.models import (
    FACT_MODELS,
    Correction,
    Household,
    Membership,
    NotTheSame,
    Person,
    Presence,
    Protection,
    TeamMember,
)
from setiakawan.people.operations.making import (
    Ids,
    Made,
    check_places,
    city_of,
    day_of,
    facts_of,
    first_fact,
    grant_all,
    person_row,
)
from setiakawan.people.operations.problems import LooksKnown, TooLateToUndo, UndoneAlready
from setiakawan.people.operations.unhoused import known_unhoused
from setiakawan.people.said import HouseholdSaid, Note, PersonSaid

UNDONE_WITHIN = timedelta(hours=24)

AT_ONCE = 2000
"""Persons in one act of the set form; a longer list comes in several."""


@operation("person.registered", many=True)
def register_person(
    *,
    act: Act,
    person: PersonSaid,
    not_the_same_as: Annotated[tuple[UUID, ...], Field(max_length=20)] = (),
    household_id: UUID | None = None,
) -> Person:
    """Register somebody as they are; with ``household_id`` as living there.

    Somebody in sight who looks the same stops it with LooksKnown, unless the registrar has looked
    and said that they are two (``not_the_same_as``), which is remembered. Two people who register
    the same one in the same minute come one after the other, and the second sees the first.
    Repeated by a phone it answers the same person.
    """
    _check(act, [person])
    _wait_for_others_here(person)
    likely = find_likely_same(act.actor, sketch_of_said(person))
    if any(one.person_id not in not_the_same_as for one in likely):
        raise LooksKnown
    # Only who was shown can have been looked at: other ids are nobody's business here.
    shown = {one.person_id for one in likely} | _shown_elsewhere(person)
    others = tuple(one for one in not_the_same_as if one in shown)
    household = (
        permissions.KEEP_HOUSEHOLD.get(act, Household.objects.all(), household_id)
        if household_id
        else None
    )
    ids = Ids(act)
    made = Made()
    row = _add(act, person, ids, made, household)
    _grant(act, made)
    made.write()
    _hide(act, [row], ids)
    _remember_that_they_are_two(act, row, others, ids)
    jobs.look_for_shared_numbers(made.facts)
    record(act, row)
    return row


@operation("person.registration_undone")
def undo_registration(*, act: Act, person_id: UUID, reason: Note = "") -> Person:
    """Take back a registration that was a mistake; nothing is deleted.

    By who registered, or an officer, in the first day, while nobody else has recorded anything. Asked
    as far as the actor sees: that somebody is protected by others isn't told by a refusal, and whoever
    is of the team goes on seeing the person.
    """
    person = _registration(act, person_id)
    if person.is_mistaken:
        raise UndoneAlready
    if (
        act.effective_at - person.recorded_at > UNDONE_WITHIN
        or person.is_dead
        or _others_have_worked(act, person)
    ):
        raise TooLateToUndo
    person.is_mistaken = True
    person.mistaken_by, person.mistaken_at = act.actor.account_id, act.effective_at
    _save_mistaken(person)
    record(act, person, reason=reason)
    return person


@operation("person.registration_kept")
def keep_registration(*, act: Act, person_id: UUID) -> Person:
    """Take that back: the person is in every list again."""
    person = _registration(act, person_id)
    if not person.is_mistaken:
        raise UndoneAlready
    person.is_mistaken, person.mistaken_by, person.mistaken_at = False, None, None
    _save_mistaken(person)
    record(act, person)
    return person


def _registration(act: Act, person_id: UUID) -> Person:
    rows = Person.objects.select_for_update(no_key=True)
    person = permissions.CORRECT.get(act, rows, person_id)
    if not may_undo(act.actor, person):
        raise RefusedTry(permissions.UNDO_REGISTRATION.name, "people.person", person_id)
    return person


def may_undo(actor: Actor, person: Person) -> bool:
    """Say whether this registration is the actor's to take back: their own, or as an officer."""
    if actor.account_id is not None and actor.account_id == person.recorded_by:
        return True
    seen = permissions.UNDO_REGISTRATION.rows(actor, Person.objects.filter(pk=person.id))
    return permissions.UNDO_REGISTRATION.allows(actor) and seen.exists()


def _others_have_worked(act: Act, person: Person) -> bool:
    theirs = ~Q(recorded_by=person.recorded_by)
    facts = [model._default_manager.filter(theirs, person_id=person.id) for model in FACT_MODELS]
    corrections = Correction.objects.filter(theirs, person_id=person.id)
    return permissions.SEE_FACTS.rows(act.actor, corrections).exists() or any(
        permissions.SEE_FACTS.rows(act.actor, rows).exists() for rows in facts
    )


def _save_mistaken(person: Person) -> None:
    person.version += 1
    person.save(update_fields=["is_mistaken", "mistaken_by", "mistaken_at", "version"])


@operation("household.registered", many=True)
def register_household(*, act: Act, household: HouseholdSaid) -> Household:
    """Register people who live together, at once. Who looks the same is told later, as for a list."""
    _check(act, household.members, homes=[household])
    ids = Ids(act)
    made = Made()
    home = _household(act, household, ids, made)
    _write(act, [home], made, ids)
    record(act, home, members=[str(one.id) for one in made.persons])
    for one in made.persons:
        record(act, one)
    return home


@operation("person.registered_together", many=True)
def register_together(
    *,
    act: Act,
    people: Annotated[list[PersonSaid], Field(max_length=AT_ONCE)] = [],  # noqa: B006  # read by pydantic, never changed
    households: Annotated[list[HouseholdSaid], Field(max_length=AT_ONCE)] = [],  # noqa: B006
) -> int:
    """The set form: a list of people and households, all or none. Answers how many persons.

    Nobody is looked up among the known: that is the list's own work, before and after.
    """
    ids = Ids(act)
    everybody = [*people, *(one for home in households for one in home.members)]
    _check(act, everybody, homes=households)
    made = Made()
    for said in people:
        _add(act, said, ids, made, None)
    homes = [_household(act, one, ids, made) for one in households]
    _write(act, homes, made, ids)
    for home in homes:
        record(act, home)
    for one in made.persons:
        record(act, one)
    return len(made.persons)


def _household(act: Act, said: HouseholdSaid, ids: Ids, made: Made) -> Household:
    home = Household(
        id=said.id or ids.next(),
        area_code=said.area_code,
        address=said.address,
        card=said.card,
        recorded_by=act.actor.account_id,
        recorded_at=act.effective_at,
    )
    for one in said.members:
        _add(act, one, ids, made, home)
    return home


def _add(act: Act, said: PersonSaid, ids: Ids, made: Made, household: Household | None) -> Person:
    person = person_row(act, said, ids)
    made.persons.append(person)
    if said.is_unhoused:
        made.presences.append(
            Presence(
                id=ids.next(),
                person_id=person.id,
                area_code=said.area_code,
                is_restricted=said.is_hidden,
                recorded_by=act.actor.account_id,
                since=act.effective_at,
            )
        )
    made.facts += facts_of(act, person, said, ids)
    if household is not None:
        made.facts.append(
            Membership(
                **first_fact(act, person, ids),
                household_id=household.id,
                part=said.part,
                starts_on=said.lives_since,
            )
        )
    return person


def _check(act: Act, people: Iterable[PersonSaid], *, homes: Iterable[HouseholdSaid] = ()) -> None:
    said = list(people)
    housed = {one.area_code for one in homes}
    places = {one.area_code for one in said} | housed
    in_charge = {_in_charge(act, one) for one in said} | housed
    permissions.REGISTER.check(act, areas=sorted(in_charge))
    check_places(places, day_of(act))
    if any(one.is_hidden for one in said):
        permissions.PROTECT.check(act, areas=sorted(places))


def _in_charge(act: Act, said: PersonSaid) -> str:
    """The area that has to be in reach. Who lives nowhere fixed is the city's too, wherever found."""
    city = city_of(said.area_code)
    if said.is_unhoused and permissions.REGISTER.covers(act.actor, area=city):
        return city
    return said.area_code


def _write(act: Act, homes: Sequence[Household], made: Made, ids: Ids) -> None:
    _grant(act, made)
    grant_all(homes)
    Household.objects.bulk_create(homes, batch_size=500)
    made.write()
    _hide(act, made.persons, ids)
    jobs.look_for_shared_numbers(made.facts)


def _grant(act: Act, made: Made) -> None:
    """One by one where few; by area where many, which opens nothing that is hidden or elsewhere."""
    if len(made.persons) <= 20:
        grant_all([*made.persons, *made.presences, *made.facts])
        return
    # Who lives nowhere fixed lies at the city's code: as a reach that would open the whole city.
    apart = {one.id for one in made.persons if one.is_restricted or one.is_unhoused}
    context.grant_reach({one.area_code for one in made.persons if one.id not in apart})
    grant_all([one for one in made.persons if one.id in apart])
    grant_all(made.presences)
    grant_all([one for one in made.facts if one.person_id in apart])


def _hide(act: Act, people: Sequence[Person], ids: Ids) -> None:
    """Who is registered hidden is protected from the first save, with their author as the team."""
    hidden = [one for one in people if one.is_restricted]
    if not hidden:
        return
    protections = [
        Protection(
            id=ids.next(),
            person_id=one.id,
            reason="Didaftarkan tersembunyi",
            begun_by=act.actor.account_id,
            begun_at=act.effective_at,
        )
        for one in hidden
    ]
    members = [
        TeamMember(
            id=ids.next(),
            person_id=one.id,
            account_id=account,
            role=Role.CASE_MANAGER,  # nobody else registers somebody hidden
            added_by=act.actor.account_id,
            joined_at=act.effective_at,
        )
        for one in hidden
        for account in team_of_first_hour(act.actor, one)
    ]
    grant_all([*protections, *members])
    Protection.objects.bulk_create(protections)
    TeamMember.objects.bulk_create(members)


def team_of_first_hour(actor: Actor, person: Person) -> Sequence[UUID]:
    """Who works with a hidden person from the first save: who registered them.

    Where the system did, the case managers of the place.
    """
    if actor.account_id is not None:
        return [actor.account_id]
    offices = offices_of_area(city_of(person.area_code))
    return [one.account_id for one in offices if one.role == Role.CASE_MANAGER]


def _wait_for_others_here(said: PersonSaid) -> None:
    """Let two registrations in one kelurahan come one after the other, in whatever spelling."""
    kelurahan = ".".join(said.area_code.split(".")[:4])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 33))",
            [kelurahan],
        )


def _shown_elsewhere(said: PersonSaid) -> set[UUID]:
    if not said.is_unhoused:
        return set()
    return {found[0] for name in (said.name, *said.claimed_names) for found in known_unhoused(name)}


def _remember_that_they_are_two(act: Act, person: Person, others: Sequence[UUID], ids: Ids) -> None:
    rows = [
        NotTheSame(
            id=ids.next(),
            person_id=person.id,
            other_id=other,
            area_code=person.area_code,
            said_by=act.actor.account_id,
            said_at=act.effective_at,
        )
        for other in others
    ]
    grant_all(rows)
    NotTheSame.objects.bulk_create(rows)
