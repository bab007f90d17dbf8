"""Rows made from what is said; shared by the verbs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Model

from setiakawan.access import context
from setiakawan.access.facts import newest_seen
from setiakawan.areas.models import Area
from setiakawan.audit.acts import Act
from setiakawan.foundation.clock import JAKARTA
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile, IdTaken, Missing
from setiakawan.identity import names
from setiakawan.people import numbers, permissions, rules
from setiakawan.people.models import (
    Address,
    Consent,
    Contact,
    Fact,
    Identifier,
    Membership,
    Person,
    Presence,
)
from setiakawan.people.operations.problems import (
    BirthImpossible,
    ContactNeedsValue,
    DayImpossible,
    GuardianNeeded,
    NameNeeded,
    PlaceUnknown,
    SafetyNeedsDay,
)
from setiakawan.people.said import BirthSaid, ConsentSaid, ContactSaid, PersonSaid

CITY_DOTS = 1
KELURAHAN_DOTS = 3


def day_of(act: Act) -> date:
    """The day of an act, here."""
    return act.received_at.astimezone(JAKARTA).date()


class Ids:
    """Ids of the rows of one act, the same when the act is repeated."""

    def __init__(self, act: Act) -> None:
        self._act_id = act.id
        self._given = 0

    def next(self) -> UUID:
        """The next one."""
        self._given += 1
        return derived_id(self._act_id, self._given)


@dataclass
class Made:
    """Rows that are written together, in few statements."""

    persons: list[Person] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    def write(self) -> None:
        """Write them all; the rows must have been granted or lie in a granted reach."""
        try:
            Person.objects.bulk_create(self.persons, batch_size=500)
        except IntegrityError as reason:
            if "people_person_pkey" in str(reason):
                raise IdTaken from reason
            raise
        Presence.objects.bulk_create(self.presences, batch_size=500)
        by_model: dict[type[Fact], list[Fact]] = {}
        for fact in self.facts:
            by_model.setdefault(type(fact), []).append(fact)
        for model, rows in by_model.items():
            model._default_manager.bulk_create(rows, batch_size=1000)


def check_places(codes: Iterable[str], day: date) -> None:
    """Refuse an area that isn't a kelurahan, RW or RT of this day."""
    wanted = set(codes)
    if any(code.count(".") < KELURAHAN_DOTS for code in wanted):
        raise PlaceUnknown(field="area_code")
    known = set(Area.objects.valid_on(day).filter(code__in=wanted).values_list("code", flat=True))
    if wanted - known:
        raise PlaceUnknown(field="area_code")


def city_of(code: str) -> str:
    """The city of an area."""
    return ".".join(code.split(".")[: CITY_DOTS + 1])


def check_birth(birth: BirthSaid, day: date) -> None:
    """Refuse what can't be: tomorrow, or older than anybody."""
    if birth.on is not None and not rules.OLDEST_BIRTH <= birth.on <= day:
        raise BirthImpossible(field="birth")
    if birth.asked_on is not None and birth.asked_on > day:
        raise BirthImpossible(field="birth")


def set_names(person: Person) -> None:
    """Bring the order and the search keys up to the person's names."""
    every = (person.name, person.name_on_card, person.call_name, *person.claimed_names)
    keys = {key: None for name in every for key in names.search_keys(name)}
    called = (person.name, person.call_name, *person.claimed_names)
    keys |= {key: None for name in called for key in names.title_keys(name)}
    person.search_keys = [key[:60] for key in keys][:30]
    person.sort_name = " ".join(names.words(person.name))[:200] or person.name.casefold()[:200]


def person_row(act: Act, said: PersonSaid, ids: Ids) -> Person:
    """A new person as said."""
    name = names.tidy_name(said.name)
    if not name:
        raise NameNeeded(field="name")
    check_birth(said.birth, day_of(act))
    person = Person(
        id=said.id or ids.next(),
        area_code=city_of(said.area_code) if said.is_unhoused else said.area_code,
        is_unhoused=said.is_unhoused,
        is_restricted=said.is_hidden,
        name=name,
        name_on_card=names.tidy_name(said.name_on_card),
        call_name=said.call_name,
        claimed_names=[one for one in map(names.tidy_name, said.claimed_names) if one],
        sex=said.sex or "",
        birth_place=said.birth_place,
        mother_name=said.mother_name,
        disabilities=[one for one in rules.DISABILITIES if one in said.disabilities],
        disability_note=said.disability_note,
        language=said.language,
        communication=said.communication,
        marks=said.marks,
        recorded_by=act.actor.account_id,
        recorded_at=act.effective_at,
    )
    person.born = said.birth.as_birth()
    set_names(person)
    return person


def facts_of(act: Act, person: Person, said: PersonSaid, ids: Ids) -> list[Fact]:
    """Everything that was said about a new person and is a fact."""
    made: list[Fact] = []
    if not said.is_unhoused:
        made.append(
            Address(
                **first_fact(act, person, ids),
                kind=Address.Kind.LIVED,
                place_code=said.area_code,
                text=said.address,
                landmark=said.landmark,
            )
        )
    if said.card_area or said.card_address:
        made.append(
            Address(
                **first_fact(act, person, ids),
                kind=Address.Kind.CARD,
                place_code=said.card_area,
                text=said.card_address,
            )
        )
    made += [
        Address(**first_fact(act, person, ids), kind=Address.Kind.USUAL, text=place)
        for place in said.usual_places
        if place
    ]
    made += [contact_row(act, person, one, first_fact(act, person, ids)) for one in said.contacts]
    for one in said.numbers:
        number = one.number.get_secret_value()
        if numbers.is_number(one.kind, number):
            made.append(
                number_row(person, one.kind, number, one.is_seen, first_fact(act, person, ids))
            )
    made += [consent_row(act, person, one, first_fact(act, person, ids)) for one in said.consents]
    return made


def contact_row(act: Act, person: Person, said: ContactSaid, base: dict[str, Any]) -> Contact:
    """A contact as said; unsafe until asked."""
    if said.kind != Contact.Kind.VISIT and not (said.value or said.whose):
        raise ContactNeedsValue(field="value")
    if said.safety != Contact.Safety.UNKNOWN and said.asked_on is None:
        raise SafetyNeedsDay(field="asked_on")
    if said.asked_on is not None and said.asked_on > day_of(act):
        raise DayImpossible(field="asked_on")
    return Contact(
        **base,
        kind=said.kind,
        value=said.value,
        whose=said.whose,
        safety=said.safety,
        how=said.how,
        asked_on=said.asked_on,
    )


def number_row(
    person: Person, kind: str, number: str, is_seen: bool, base: dict[str, Any]
) -> Identifier:
    """A claimed number, sealed."""
    kept = numbers.keep(kind, number, base["slot_id"])
    return Identifier(
        **base,
        kind=kind,
        sealed=kept.sealed,
        index=kept.index,
        tail=kept.tail,
        length=kept.length,
        status=Identifier.Status.SEEN if is_seen else Identifier.Status.CLAIMED,
    )


def consent_row(act: Act, person: Person, said: ConsentSaid, base: dict[str, Any]) -> Consent:
    """A consent or other lawful ground."""
    on = said.said_on or day_of(act)
    if on > day_of(act):
        raise DayImpossible(field="said_on")
    by_consent = said.basis == Consent.Basis.CONSENT and said.state == Consent.State.GIVEN
    if by_consent and not said.given_by and rules.is_child(person.born, on):
        raise GuardianNeeded(field="given_by")
    return Consent(
        **base | {"note": said.note},
        purpose=said.purpose,
        basis=said.basis,
        state=said.state,
        how=said.how or "",
        given_by=said.given_by,
        said_on=on,
    )


def first_fact(act: Act, person: Person, ids: Ids) -> dict[str, Any]:
    """What every fact says of itself, in a slot of its own."""
    fact_id = ids.next()
    return {
        "id": fact_id,
        "slot_id": fact_id,
        "person_id": person.id,
        "area_code": person.area_code,
        "recorded_by": act.actor.account_id,
        "recorded_at": act.effective_at,
        # The database protects facts of the protected; of somebody hidden from the first save it is
        # said here, for the protection is written after them.
        "is_protected": person.is_restricted,
    }


def next_fact[F: Fact](
    act: Act, model: type[F], person: Person, ids: Ids, slot_id: UUID, seen_id: UUID | None
) -> tuple[dict[str, Any], F]:
    """The base of a slot's next row, and the newest row that this actor sees.

    Raises Missing where the actor sees nothing of the slot, ChangedMeanwhile where they see another
    row than the one their page showed. A protected newer row that they may not see is no change to
    them. The person is locked, so two corrections of one slot follow one another.
    """
    newest = newest_of(act, model, person, slot_id)
    if newest is None:
        raise Missing
    if seen_id is not None and newest.id != seen_id:
        raise ChangedMeanwhile
    return first_fact(act, person, ids) | {"slot_id": slot_id}, newest


def newest_of[F: Fact](act: Act, model: type[F], person: Person, slot_id: UUID) -> F | None:
    """The newest row of a slot that this actor sees."""
    rows = permissions.SEE_FACTS.rows(
        act.actor, model._default_manager.filter(person_id=person.id, slot_id=slot_id)
    )
    return newest_seen(rows, slot=("slot_id",)).first()


def add(fact: Fact) -> None:
    """Write one fact."""
    context.grant([fact.id])
    fact.save(force_insert=True)


def grant_all(rows: Iterable[Model]) -> None:
    """Let the operation write these new rows."""
    context.grant([row.pk for row in rows])


def current_membership(act: Act, person: Person) -> Membership | None:
    """Where the person lives now, as far as this actor sees."""
    rows = permissions.SEE_FACTS.rows(act.actor, Membership.objects.filter(person_id=person.id))
    newest = newest_seen(rows, slot=("slot_id",))
    return next((one for one in newest if not one.is_over and one.ends_on is None), None)
