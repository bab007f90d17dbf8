"""What is said about somebody: the arguments of the verbs, the same from a page, a phone, a file."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from setiakawan.foundation.texts import Line, LongLine
from setiakawan.identity.births import Birth
from setiakawan.people import rules
from setiakawan.people.models import Consent, Contact, Household, Identifier, Membership, Person

Code = Annotated[str, Field(max_length=24)]
Name = Annotated[Line, Field(max_length=200)]
Short = Annotated[Line, Field(max_length=100)]
Note = Annotated[LongLine, Field(max_length=300)]


class Said(BaseModel):
    """Something said, as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BirthSaid(Said):
    """When somebody was born, as well as it is known."""

    kind: Person.Birth = Person.Birth.UNKNOWN
    on: date | None = None
    """The date; for a year 1 January of it."""
    age: Annotated[int, Field(ge=0, le=rules.OLDEST_AGE)] | None = None
    asked_on: date | None = None
    """Day on which the age was estimated."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        needs_day = self.kind in {Person.Birth.DATE, Person.Birth.YEAR}
        if needs_day and self.on is None:
            raise ValueError("a date or year is missing")
        if self.kind == Person.Birth.ESTIMATED and (self.age is None or self.asked_on is None):
            raise ValueError("age and the day it was estimated are missing")
        return self

    def as_birth(self) -> Birth:
        """The birth itself; what doesn't belong to its kind is left out."""
        match self.kind:
            case Person.Birth.DATE if self.on:
                return Birth.of_date(self.on)
            case Person.Birth.YEAR if self.on:
                return Birth.of_year(self.on.year)
            case Person.Birth.ESTIMATED if self.age is not None and self.asked_on:
                return Birth.of_age(self.age, self.asked_on)
            case _:
                return Birth()


class ContactSaid(Said):
    """A way to reach somebody. Not known to be safe unless it was asked."""

    kind: Contact.Kind = Contact.Kind.PHONE
    value: Short = ""
    whose: Short = ""
    safety: Contact.Safety = Contact.Safety.UNKNOWN
    how: Line = ""
    asked_on: date | None = None


class NumberSaid(Said):
    """A number that somebody claims. Never written to the ledger."""

    kind: Identifier.Kind
    number: SecretStr
    is_seen: bool = False
    """The card was seen."""


class ConsentSaid(Said):
    """What somebody agreed to."""

    purpose: Consent.Purpose = Consent.Purpose.REGISTER
    basis: Consent.Basis = Consent.Basis.CONSENT
    state: Consent.State = Consent.State.GIVEN
    how: Consent.How | None = None
    given_by: Name = ""
    said_on: date | None = None
    note: Note = ""


class PersonSaid(Said):
    """Somebody to be registered. Nothing but a name to call them by and a place is needed."""

    id: UUID | None = None
    """Made by the caller, who may already speak of the person (a phone, a load)."""
    name: Annotated[Line, Field(min_length=1, max_length=200)]
    area_code: Code
    """Where they live, as deep as is known: kelurahan, RW, RT. Of somebody without fixed residence
    the kelurahan where they were found."""
    name_on_card: Name = ""
    call_name: Short = ""
    claimed_names: Annotated[tuple[Name, ...], Field(max_length=10)] = ()
    sex: Person.Sex | None = None
    birth: BirthSaid = BirthSaid()
    birth_place: Short = ""
    mother_name: Name = ""
    disabilities: Annotated[tuple[Short, ...], Field(max_length=4)] = ()
    disability_note: Note = ""
    language: Annotated[Line, Field(max_length=60)] = ""
    communication: Note = ""
    marks: LongLine = ""
    is_unhoused: bool = False
    usual_places: Annotated[tuple[Line, ...], Field(max_length=10)] = ()
    address: Note = ""
    landmark: Line = ""
    card_area: Code = ""
    card_address: Note = ""
    contacts: Annotated[tuple[ContactSaid, ...], Field(max_length=10)] = ()
    numbers: Annotated[tuple[NumberSaid, ...], Field(max_length=10)] = ()
    consents: Annotated[tuple[ConsentSaid, ...], Field(max_length=10)] = ()
    is_hidden: bool = False
    """Registered restricted: there for the team and the author only."""
    part: Membership.Part = Membership.Part.OTHER
    """In the household they are registered with."""
    lives_since: date | None = None


class HouseholdSaid(Said):
    """People who live together, to be registered at once."""

    id: UUID | None = None
    area_code: Code
    address: Note = ""
    card: Household.Card = Household.Card.UNKNOWN
    members: Annotated[tuple[PersonSaid, ...], Field(min_length=1, max_length=80)]
