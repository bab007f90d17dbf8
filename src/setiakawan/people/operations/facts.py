"""Facts about a person: record one, correct it with a new row, say that it doesn't hold any more."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from setiakawan.areas.codes import AreaCode, BadAreaCode
from setiakawan.areas.models import Area
from setiakawan.attachments.receiving import NotReceived, received
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import Missing
from setiakawan.people import permissions
from setiakawan.people.models import (
    FACT_MODELS,
    Address,
    Consent,
    Contact,
    Document,
    Fact,
    Person,
    Relation,
)
from setiakawan.people.operations.making import (
    Ids,
    add,
    city_of,
    consent_row,
    contact_row,
    day_of,
    first_fact,
    next_fact,
)
from setiakawan.people.operations.problems import (
    DayImpossible,
    FileMissing,
    NameNeeded,
    NotTheFact,
    PlaceUnknown,
    ReasonNeeded,
    WithdrawnAlready,
)
from setiakawan.people.said import Code, ConsentSaid, ContactSaid, Name, Note, Short


def _person(act: Act, person_id: UUID) -> Person:
    return permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)


def _base(
    act: Act,
    model: type[Fact],
    person: Person,
    slot_id: UUID | None,
    seen_id: UUID | None,
    kind: str | None = None,
) -> dict[str, Any]:
    """The base of a new fact, or of the next row of a slot of this kind."""
    ids = Ids(act)
    if slot_id is None:
        return first_fact(act, person, ids)
    base, before = next_fact(act, model, person, ids, slot_id, seen_id)
    if kind is not None and getattr(before, "kind", kind) != kind:
        raise NotTheFact
    return base


@operation("address.recorded")
def record_address(
    *,
    act: Act,
    person_id: UUID,
    kind: Address.Kind,
    place_code: Code = "",
    text: Note = "",
    landmark: Annotated[str, Field(max_length=200)] = "",
    slot_id: UUID | None = None,
    seen_id: UUID | None = None,
    note: Note = "",
) -> Address:
    """Record where somebody lives, is registered, is met or sleeps; or correct it.

    A new place to live in this city moves the person to the lists of that place, at night and by the
    system, unless they are protected: whoever records it can't tell which. The address on the card
    moves nobody (CASE-12).
    Where somebody sleeps in the open is always protected.
    """
    person = _person(act, person_id)
    if not (place_code or text):
        raise PlaceUnknown(field="text")
    _check_place(act, kind, place_code)
    base = _base(act, Address, person, slot_id, seen_id, kind)
    row = Address(
        **base
        | {"note": note}
        | ({"is_protected": True} if kind in Address.ALWAYS_PROTECTED else {}),
        kind=kind,
        place_code=place_code,
        text=text,
        landmark=landmark,
    )
    add(row)
    record(act, _subject(person, kind in Address.ALWAYS_PROTECTED), kind=kind)
    return row


def _check_place(act: Act, kind: str, code: str) -> None:
    if not code:
        return
    try:
        AreaCode(code)
    except BadAreaCode as reason:
        raise PlaceUnknown(field="place_code") from reason
    known = Area.objects.valid_on(day_of(act))
    here = known.filter(code=city_of(code)).exists()
    # An area of another city isn't kept here; its code is taken as it was said.
    if (here or kind == Address.Kind.LIVED) and not known.filter(code=code).exists():
        raise PlaceUnknown(field="place_code")


def _subject(person: Person, hidden: bool) -> Subject:
    if not hidden:
        return person.as_subject_of_fact()
    return Subject("person", person.id, area=person.area_code, restricted=True, role="fact")


@operation("contact.recorded")
def record_contact(
    *,
    act: Act,
    person_id: UUID,
    contact: ContactSaid,
    slot_id: UUID | None = None,
    seen_id: UUID | None = None,
    note: Note = "",
) -> Contact:
    """Record a way to reach somebody and whether it is safe, or correct one.

    A number is unsafe until somebody has asked; the answer carries its day (CASE-22).
    """
    person = _person(act, person_id)
    base = _base(act, Contact, person, slot_id, seen_id)
    row = contact_row(act, person, contact, base | {"note": note})
    add(row)
    record(act, person.as_subject_of_fact(), kind=contact.kind, safety=contact.safety)
    return row


@operation("relation.recorded")
def record_relation(
    *,
    act: Act,
    person_id: UUID,
    kind: Relation.Kind,
    other_name: Name = "",
    other_id: UUID | None = None,
    closeness: Relation.Closeness = Relation.Closeness.UNKNOWN,
    is_for_emergency: bool = False,
    other_is_dead: bool = False,
    slot_id: UUID | None = None,
    seen_id: UUID | None = None,
    note: Note = "",
) -> Relation:
    """Record who somebody is to a person; registered themselves or only known by name."""
    person = _person(act, person_id)
    subjects = [person.as_subject_of_fact()]
    if other_id is not None:
        other = permissions.SEE.rows(act.actor, Person.objects.filter(pk=other_id)).first()
        if other is None or other_id == person_id:
            raise Missing
        other_name = other_name or other.name
        subjects.append(other.as_subject_of_fact())
    if not other_name:
        raise NameNeeded(field="other_name")
    base = _base(act, Relation, person, slot_id, seen_id)
    row = Relation(
        **base | {"note": note},
        kind=kind,
        other_name=other_name,
        other_id=other_id,
        closeness=closeness,
        is_for_emergency=is_for_emergency,
        other_is_dead=other_is_dead,
    )
    add(row)
    record(act, subjects, kind=kind)
    return row


@operation("consent.recorded")
def record_consent(
    *, act: Act, person_id: UUID, consent: ConsentSaid, partner_id: UUID | None = None
) -> Consent:
    """Record a consent, a refusal or another lawful ground for one purpose."""
    person = _person(act, person_id)
    row = consent_row(act, person, consent, first_fact(act, person, Ids(act)))
    row.partner_id = partner_id
    add(row)
    record(act, person.as_subject_of_fact(), purpose=row.purpose, state=row.state)
    return row


@operation("consent.withdrawn")
def withdraw_consent(
    *,
    act: Act,
    person_id: UUID,
    slot_id: UUID,
    seen_id: UUID,
    said_on: date,
    given_by: Name = "",
    reason: Note = "",
) -> Consent:
    """Take a consent back. What was shown before stays in the log; nothing new is shown (CASE-30)."""
    person = _person(act, person_id)
    base, before = next_fact(act, Consent, person, Ids(act), slot_id, seen_id)
    if before.state == Consent.State.WITHDRAWN:
        raise WithdrawnAlready
    if not before.said_on <= said_on <= day_of(act):
        raise DayImpossible(field="said_on")
    row = Consent(
        **base | {"note": reason},
        purpose=before.purpose,
        basis=before.basis,
        state=Consent.State.WITHDRAWN,
        how=before.how,
        given_by=given_by or before.given_by,
        partner_id=before.partner_id,
        said_on=said_on,
    )
    add(row)
    record(act, person.as_subject_of_fact(), purpose=row.purpose, state=row.state)
    return row


@operation("document.added")
def add_document(
    *,
    act: Act,
    person_id: UUID,
    kind: Document.Kind,
    digest: Annotated[str, Field(max_length=64)],
    title: Short = "",
) -> Document:
    """Put a file that this actor has brought beside a person."""
    person = _person(act, person_id)
    try:
        upload = received(act.actor, digest)
    except NotReceived as reason:
        raise FileMissing(field="file") from reason
    row = Document(
        **first_fact(act, person, Ids(act)),
        kind=kind,
        title=title,
        digest=digest,
        media_type=upload.media_type,
        size=upload.size,
    )
    add(row)
    record(act, person.as_subject_of_fact(), kind=kind)
    return row


FACT_KINDS = {model.__name__.lower(): model for model in FACT_MODELS}


@operation("fact.ended")
def end_fact(
    *,
    act: Act,
    person_id: UUID,
    fact: Annotated[str, Field(pattern="^(address|contact|identifier|relation|document)$")],
    slot_id: UUID,
    seen_id: UUID,
    reason: Note,
) -> Fact:
    """Say that a fact doesn't hold any more: a wrong number, a place left. What stood stays readable."""
    person = _person(act, person_id)
    if not reason:
        raise ReasonNeeded(field="reason")
    model = FACT_KINDS[fact]
    base, before = next_fact(act, model, person, Ids(act), slot_id, seen_id)
    row = model(**_as_it_was(before) | base | {"note": reason, "is_over": True})
    add(row)
    record(act, person.as_subject_of_fact(), fact=fact)
    return row


def _as_it_was(before: Fact) -> dict[str, Any]:
    return {
        field.attname: getattr(before, field.attname) for field in before._meta.concrete_fields
    } | {"is_over": False}


@operation("fact.restored")
def restore_fact(
    *,
    act: Act,
    person_id: UUID,
    fact: Annotated[str, Field(pattern="^(address|contact|identifier|relation|document)$")],
    slot_id: UUID,
    seen_id: UUID,
) -> Fact:
    """Take back that a fact doesn't hold any more."""
    person = _person(act, person_id)
    model = FACT_KINDS[fact]
    base, before = next_fact(act, model, person, Ids(act), slot_id, seen_id)
    row = model(**_as_it_was(before) | base)
    add(row)
    record(act, person.as_subject_of_fact(), fact=fact)
    return row
