"""Correct what stands on a person; each earlier value is kept, with who and when."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import ChangedMeanwhile
from setiakawan.identity import names
from setiakawan.identity.births import Birth
from setiakawan.people import permissions, rules
from setiakawan.people.models import Correction, Person
from setiakawan.people.operations.making import (
    Ids,
    check_birth,
    day_of,
    grant_all,
    set_names,
)
from setiakawan.people.operations.problems import NameNeeded
from setiakawan.people.said import BirthSaid, Name, Note, Said, Short


class Changes(Said):
    """New values of a person's fields; what is None stays as it is, what is '' is emptied."""

    name: Name | None = None
    name_on_card: Name | None = None
    call_name: Short | None = None
    claimed_names: Annotated[tuple[Name, ...], Field(max_length=10)] | None = None
    sex: Annotated[str, Field(pattern="^[fm]?$")] | None = None
    birth: BirthSaid | None = None
    birth_place: Short | None = None
    mother_name: Name | None = None
    disabilities: Annotated[tuple[Short, ...], Field(max_length=4)] | None = None
    disability_note: Note | None = None
    language: Annotated[str, Field(max_length=60)] | None = None
    communication: Note | None = None
    marks: Annotated[str, Field(max_length=500)] | None = None

    def values(self) -> Mapping[str, Any]:
        """The fields to be changed, as JSON."""
        found: dict[str, Any] = {}
        for name in rules.CORRECTABLE:
            value = getattr(self, name)
            if value is None:
                continue
            match value:
                case BirthSaid():
                    found[name] = value.as_birth().as_json()
                case tuple():
                    found[name] = [one for one in value if one]
                case _:
                    found[name] = names.tidy_name(value) if name in _OF_A_NAME else value
        return found


_OF_A_NAME = frozenset({"name", "name_on_card"})


@operation("person.corrected")
def correct_person(
    *, act: Act, person_id: UUID, base: dict[str, Any], changes: Changes, reason: Note = ""
) -> Person:
    """Correct fields of a person.

    ``base`` has for each changed field the value that the author saw. A field that somebody else
    changed meanwhile, to something else, stops it with ChangedMeanwhile, and the page shows both;
    what the two changed in different fields goes together (peers merge the same way).
    """
    person = permissions.CORRECT.get(act, Person.objects.select_for_update(no_key=True), person_id)
    wanted = changes.values()
    if wanted.get("name") == "":
        raise NameNeeded(field="name")
    if changes.birth is not None:
        check_birth(changes.birth, day_of(act))
    now = values_of(person)
    apply: dict[str, Any] = {}
    for field, after in wanted.items():
        if now[field] == after:
            continue
        if field in base and base[field] != now[field]:
            raise ChangedMeanwhile(field=field)
        apply[field] = after
    ids = Ids(act)
    kept = [
        Correction(
            id=ids.next(),
            person_id=person.id,
            area_code=person.area_code,
            act_id=act.id,
            field=field,
            before=now[field],
            after=after,
            reason=reason,
            recorded_by=act.actor.account_id,
            recorded_at=act.effective_at,
        )
        for field, after in apply.items()
    ]
    for field, after in apply.items():
        _SET.get(field, _set_plain(field))(person, after)
    if apply:
        set_names(person)
        person.version += 1
        person.save()
        grant_all(kept)
        Correction.objects.bulk_create(kept)
    record(act, person, fields=sorted(apply))
    return person


def values_of(person: Person) -> Mapping[str, Any]:
    """Every correctable field of a person, as JSON: what a form carries as its base."""
    plain = {field: getattr(person, field) for field in rules.CORRECTABLE if field not in {"birth"}}
    return {
        **plain,
        "claimed_names": list(person.claimed_names),
        "disabilities": list(person.disabilities),
        "birth": person.born.as_json(),
    }


def _set_plain(field: str) -> Callable[[Person, Any], None]:
    def write(person: Person, value: Any) -> None:
        setattr(person, field, value)

    return write


def _set_birth(person: Person, value: Mapping[str, Any]) -> None:
    person.born = Birth.from_json(value)


def _set_disabilities(person: Person, value: list[str]) -> None:
    person.disabilities = [one for one in rules.DISABILITIES if one in value]


_SET: Mapping[str, Callable[[Person, Any], None]] = {
    "birth": _set_birth,
    "disabilities": _set_disabilities,
}
