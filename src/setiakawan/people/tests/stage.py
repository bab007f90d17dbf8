"""What the tests of people set their stage with: operations, called as one of the cast."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from setiakawan.audit.models import Entry
from setiakawan.audit.queries import payload_of
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import SANGKRAH, Part, act_of, actor, bu_maya, bu_sri
from setiakawan.people import queries
from setiakawan.people.models import Address, Contact, Identifier, Membership, Person
from setiakawan.people.operations.facts import record_address, record_contact
from setiakawan.people.operations.protecting import begin_protection
from setiakawan.people.operations.registering import register_household, register_person
from setiakawan.people.said import BirthSaid, ContactSaid, HouseholdSaid, NumberSaid, PersonSaid

NIK = "3372035506619001"
"""Of a woman born on 15 June 1961; the serial 9001 belongs to nobody."""


def born(year: int, month: int = 0, day: int = 0) -> BirthSaid:
    """A date, or a year."""
    if month:
        return BirthSaid(kind=Person.Birth.DATE, on=date(year, month, day))
    return BirthSaid(kind=Person.Birth.YEAR, on=date(year, 1, 1))


def nik(number: str = NIK) -> NumberSaid:
    """A claimed NIK."""
    return NumberSaid(kind=Identifier.Kind.NIK, number=SecretStr(number))


def said(name: str = "Sutini", area_code: str = SANGKRAH, **more: Any) -> PersonSaid:
    """Somebody as said."""
    return PersonSaid(name=name, area_code=area_code, **more)


def registered(by: Part = bu_sri, name: str = "Sutini", **more: Any) -> Person:
    """Somebody who is registered."""
    return register_person(act=act_of(by), person=said(name, **more))


def household_of(by: Part, *members: PersonSaid, area_code: str = SANGKRAH) -> UUID:
    """A registered household."""
    home = register_household(
        act=act_of(by), household=HouseholdSaid(area_code=area_code, members=members)
    )
    return home.id


def page(who: Part, person_id: UUID) -> queries.PersonPage:
    """A person as one of the cast sees them."""
    with reading(actor(who)):
        return queries.person_page(actor(who), person_id)


def found(who: Part, words: str) -> Sequence[str]:
    """Names that a search shows one of the cast."""
    with reading(actor(who)):
        return [one.name for one in queries.search_people(actor(who), words)]


def listed(who: Part) -> Sequence[str]:
    """Names on the first page of the list."""
    with reading(actor(who)):
        return [one.name for one in queries.people_of(actor(who)).rows]


def protected(person: Person, by: Part = bu_maya, *team: UUID) -> None:
    """Put somebody under protection."""
    begin_protection(act=act_of(by), person_id=person.id, reason="Diancam suami", team=team)


def lives_at(who: Part, person: Person, text: str, **more: Any) -> Address:
    """Record where somebody lives, as the first address or as the next of the one seen."""
    known = page(who, person.id).address
    return record_address(
        act=act_of(who),
        person_id=person.id,
        kind=Address.Kind.LIVED,
        place_code=more.pop("place_code", person.area_code),
        text=text,
        slot_id=known.slot_id if known else None,
        seen_id=known.id if known else None,
        **more,
    )


def has_phone(who: Part, person: Person, value: str, **more: Any) -> Contact:
    """Record a telephone."""
    return record_contact(
        act=act_of(who),
        person_id=person.id,
        contact=ContactSaid(kind=Contact.Kind.PHONE, value=value, **more),
    )


def members_of(who: Part, household_id: UUID) -> Mapping[str, str]:
    """Name and part of who lives there, as one of the cast sees it."""
    with reading(actor(who)):
        home = queries.household_page(actor(who), household_id)
    return {one.person.name: one.part for one in home.members}


def entries_of(who: Part, act_id: UUID) -> Sequence[Entry]:
    """The entries of one act that one of the cast sees."""
    with reading(actor(who)):
        return list(Entry.objects.filter(batch_id=act_id).order_by("id"))


def payload(who: Part, entry_id: UUID) -> dict[str, Any]:
    """What an entry says."""
    with reading(actor(who)):
        return payload_of(entry_id) or {}


HEAD, SPOUSE, CHILD = Membership.Part.HEAD, Membership.Part.SPOUSE, Membership.Part.CHILD


def address_of(who: Part, person: Person) -> str:
    """Where somebody lives, as one of the cast sees it."""
    known = page(who, person.id).address
    return known.text if known else ""
