"""Who may be the same person as somebody about to be registered.

A simple rule now; a trained model registers its own function here later, behind the same call.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Max, Value, When

from setiakawan.access.actors import Actor
from setiakawan.access.facts import newest_seen
from setiakawan.identity import names, sameness
from setiakawan.identity.births import Birth
from setiakawan.people import numbers, permissions
from setiakawan.people.models import Identifier, Person, SearchKey
from setiakawan.people.said import PersonSaid

CANDIDATES_AT_MOST = 200
SHOWN_AT_MOST = 5


@dataclass(frozen=True)
class LikelySame:
    """Somebody registered who may be the one, and why."""

    person_id: UUID
    name: str
    area_code: str
    birth: Birth
    sex: str
    reasons: tuple[str, ...]
    points: float


@dataclass(frozen=True)
class Asked:
    """What is known of the one who is asked about."""

    sketch: sameness.Sketch
    name_keys: tuple[str, ...]
    number_indexes: tuple[UUID, ...]
    """Of the number itself and of each a slip away."""


Finder = Callable[[Actor, Asked], Sequence[LikelySame]]


def sketch_of_said(said: PersonSaid) -> Asked:
    """What is compared of somebody who is being registered."""
    every = [one for one in (said.name, said.name_on_card, *said.claimed_names) if one]
    exact: list[UUID] = []
    near: list[UUID] = []
    for one in said.numbers:
        plain = one.number.get_secret_value()
        if one.kind == Identifier.Kind.NIK and numbers.is_number(one.kind, plain):
            found = numbers.indexes_near(one.kind, plain)
            exact += [index for index, is_itself in found.items() if is_itself]
            near += found
    return Asked(
        sketch=sameness.Sketch(
            names=tuple(every),
            sex=said.sex or "",
            birth=said.birth.as_birth(),
            area_code=said.area_code,
            number_indexes=frozenset(map(str, exact)),
            near_indexes=frozenset(map(str, near)),
            mother_name=said.mother_name,
        ),
        name_keys=tuple({key for name in every for key in names.search_keys(name)}),
        number_indexes=tuple(near),
    )


def simple_rule(actor: Actor, asked: Asked) -> Sequence[LikelySame]:
    """Compare with those in sight who share a name's key or (nearly) a number, the likeliest first."""
    ids = _candidates(actor, asked)
    if not ids:
        return []
    people = permissions.SEE.rows(actor, Person.objects.filter(pk__in=ids, is_mistaken=False))
    claims = _claims_of(actor, ids)
    shared = _shared(claims)
    mine = replace(asked.sketch, shared_indexes=shared)
    found = []
    for person in people:
        theirs = claims.get(person.id, ())
        sketch = sameness.Sketch(
            names=tuple(
                one for one in (person.name, person.name_on_card, *person.claimed_names) if one
            ),
            sex=person.sex,
            birth=person.born,
            area_code=person.area_code,
            number_indexes=frozenset(str(one.index) for one in theirs),
            verified_indexes=frozenset(
                str(one.index) for one in theirs if one.status == Identifier.Status.VERIFIED
            ),
            shared_indexes=shared,
            mother_name=person.mother_name,
        )
        likeness = sameness.compare(mine, sketch)
        if likeness.is_likely:
            found.append(
                LikelySame(
                    person.id,
                    person.name,
                    person.area_code,
                    sketch.birth,
                    person.sex,
                    tuple(likeness.reasons),
                    likeness.points,
                )
            )
    return sorted(found, key=lambda one: _nearest(mine, one))[:SHOWN_AT_MOST]


def _nearest(mine: sameness.Sketch, one: LikelySame) -> tuple[float, int, str]:
    return (-one.points, -sameness.shared_parts(mine.area_code, one.area_code), str(one.person_id))


def _candidates(actor: Actor, asked: Asked) -> set[UUID]:
    """Those in sight who share most keys of the name, and those with (nearly) the number.

    Of many namesakes those of the same kelurahan come first: a city has hundreds of one name.
    """
    kelurahan = ".".join(asked.sketch.area_code.split(".")[: sameness.KELURAHAN_PARTS])
    is_near = Case(
        When(area_code__startswith=kelurahan, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    by_name = (
        permissions.FIND.rows(actor, SearchKey.objects.filter(key__in=asked.name_keys))
        .values("person_id")
        .annotate(shared=Count("key", distinct=True), near=Max(is_near))
        .order_by("-shared", "-near", "person_id")
        .values_list("person_id", flat=True)
    )
    # Whose claims they are is asked of the persons afterwards.
    by_number = permissions.SEE_FACTS.of_seen(
        actor, Identifier.objects.filter(index__in=asked.number_indexes, is_over=False)
    )
    return {
        *by_name[:CANDIDATES_AT_MOST],
        *by_number.values_list("person_id", flat=True)[:50],
    }


def _claims_of(actor: Actor, ids: set[UUID]) -> Mapping[UUID, Sequence[Identifier]]:
    rows = permissions.SEE_FACTS.of_seen(
        actor, Identifier.objects.filter(person_id__in=ids, kind=Identifier.Kind.NIK)
    )
    found: dict[UUID, list[Identifier]] = {}
    for one in newest_seen(rows, slot=("person_id", "slot_id")):
        if not one.is_over:
            found.setdefault(one.person_id, []).append(one)
    return found


def _shared(claims: Mapping[UUID, Sequence[Identifier]]) -> frozenset[str]:
    """Numbers that several of them claim: they link nobody (CASE-09)."""
    owners: dict[str, set[UUID]] = {}
    for person_id, theirs in claims.items():
        for one in theirs:
            owners.setdefault(str(one.index), set()).add(person_id)
    return frozenset(index for index, who in owners.items() if len(who) > 1)


_finder: Finder = simple_rule


def find_likely_same(actor: Actor, asked: Asked) -> Sequence[LikelySame]:
    """Registered persons in sight who may be the one asked about, the likeliest first."""
    return _finder(actor, asked)


def use_finder(finder: Finder) -> None:
    """Compare with a better rule from now on; once, at start."""
    global _finder
    _finder = finder
