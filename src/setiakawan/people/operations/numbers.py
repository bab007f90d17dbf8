"""Claims of numbers, and what becomes of a number that several claim."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, SecretStr

from setiakawan.access import context
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import ChangedMeanwhile
from setiakawan.foundation.texts import Line
from setiakawan.people import jobs, numbers, permissions
from setiakawan.people.models import Identifier, Person, SharedNumber
from setiakawan.people.operations.making import Ids, add, first_fact, next_fact, number_row
from setiakawan.people.operations.problems import (
    NotANumber,
    NotTheFact,
    ReasonNeeded,
    SettledAlready,
)
from setiakawan.people.said import Code, Note


@operation("number.recorded")
def record_number(
    *,
    act: Act,
    person_id: UUID,
    kind: Identifier.Kind,
    number: SecretStr,
    is_seen: bool = False,
    slot_id: UUID | None = None,
    seen_id: UUID | None = None,
    note: Note = "",
) -> Identifier:
    """Record a number as claimed, or correct one (``slot_id``). Warnings explain, nothing blocks.

    A number that others claim, too, is taken all the same; the officers are asked to look (CASE-09).
    """
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    plain = number.get_secret_value()
    if not numbers.is_number(kind, plain):
        raise NotANumber(field="number")
    ids = Ids(act)
    base = first_fact(act, person, ids)
    if slot_id is not None:
        base, before = next_fact(act, Identifier, person, ids, slot_id, seen_id)
        if before.kind != kind:
            raise NotTheFact
    row = number_row(person, kind, plain, is_seen, base | {"note": note})
    add(row)
    jobs.look_for_shared_numbers([row])
    record(act, person.as_subject_of_fact(), kind=kind, is_correction=slot_id is not None)
    return row


@operation("number.judged")
def judge_number(
    *,
    act: Act,
    person_id: UUID,
    slot_id: UUID,
    seen_id: UUID,
    status: Identifier.Status,
    reason: Note,
) -> Identifier:
    """Say what was found out about a claim: verified by Dukcapil, disputed, or only claimed again."""
    person = permissions.VERIFY_NUMBER.get(
        act, Person.objects.select_for_update(no_key=True), person_id
    )
    if not reason:
        raise ReasonNeeded(field="reason")
    base, before = next_fact(act, Identifier, person, Ids(act), slot_id, seen_id)
    row = Identifier(
        **base | {"note": reason},
        kind=before.kind,
        sealed=before.sealed,
        index=before.index,
        tail=before.tail,
        length=before.length,
        status=status,
    )
    add(row)
    record(act, person.as_subject_of_fact(), kind=row.kind, status=status)
    return row


@operation("number.found_shared")
def ask_about_shared_number(
    *,
    act: Act,
    kind: Identifier.Kind,
    index: UUID,
    area_code: Code,
    is_restricted: bool,
) -> SharedNumber:
    """Open the question whose number it is. Only the system finds that two persons share one."""
    row = SharedNumber(
        id=derived_id(act.id, 1),
        kind=kind,
        index=index,
        area_code=area_code,
        is_restricted=is_restricted,
        found_at=act.effective_at,
    )
    permissions.ASK_ABOUT_NUMBER.check(act, areas=[area_code])
    context.grant([row.id])
    row.save(force_insert=True)
    record(act, row)
    return row


@operation("number.question_settled")
def settle_shared_number(
    *, act: Act, question_id: UUID, version: int, outcome: Annotated[Line, Field(max_length=300)]
) -> SharedNumber:
    """Say what Dukcapil answered. Each claim is judged on its own person's page."""
    row = permissions.SEE_SHARED_NUMBERS.get(
        act, SharedNumber.objects.select_for_update(), question_id
    )
    if row.settled_at is not None:
        raise SettledAlready
    if row.version != version:
        raise ChangedMeanwhile
    if not outcome:
        raise ReasonNeeded(field="outcome")
    row.settled_at, row.settled_by = act.effective_at, act.actor.account_id
    row.outcome, row.version = outcome, row.version + 1
    row.save(update_fields=["settled_at", "settled_by", "outcome", "version"])
    record(act, row)
    return row
