"""Questions about people, answered in rows made for a reader.

To be asked inside a reading or an operation. Somebody out of reach isn't there: no row, no count.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from setiakawan.access.actors import Actor
from setiakawan.access.facts import newest_seen
from setiakawan.access.permissions import Permission, RefusedTry
from setiakawan.access.reach import Range, reach_range
from setiakawan.accounts.queries import names_of_people
from setiakawan.areas import gazetteer
from setiakawan.areas.codes import AreaCode, BadAreaCode
from setiakawan.areas.places import names_of
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.foundation.texts import tidy_line, unreadable_part
from setiakawan.identity import names
from setiakawan.identity import numbers as digits
from setiakawan.identity.births import Birth
from setiakawan.partners.models import Partner
from setiakawan.people import numbers, permissions
from setiakawan.people.models import (
    Address,
    Consent,
    Contact,
    Correction,
    Document,
    Fact,
    Household,
    Identifier,
    JoinRequest,
    Membership,
    Person,
    Presence,
    Protection,
    Relation,
    SearchKey,
    SharedNumber,
    TeamMember,
)

PAGE = 30
SEARCH_LENGTH = 100
FEW_LETTERS = 3
"""A shorter word is looked up whole: as a beginning it would be half the city."""
FEW_FOUND = 5
LOOKED_AT_MOST = 400
"""Candidates of a search that are ranked; the nearest come first whatever their number."""


@dataclass(frozen=True)
class PersonRow:
    """Somebody in a list."""

    id: UUID
    name: str
    call_name: str
    sex: str
    birth: Birth
    area_code: str
    area_name: str
    is_unhoused: bool
    life: str
    life_is_confirmed: bool
    needs_documents: bool

    @property
    def is_dead(self) -> bool:
        """Say whether the death is confirmed."""
        return self.life == Person.Life.DEAD and self.life_is_confirmed


@dataclass(frozen=True)
class PersonList:
    """One page of people; ``next`` begins the next page, empty at the end."""

    rows: tuple[PersonRow, ...]
    next: str


@dataclass(frozen=True)
class Filters:
    """What a list or a search is narrowed to."""

    area: str = ""
    born_from: int | None = None
    born_to: int | None = None
    needs_documents: bool = False
    unhoused: bool = False

    def keep(self, people: QuerySet[Person]) -> QuerySet[Person]:
        """Narrow a query by what can be told from the person alone."""
        if self.area:
            within = reach_range(self.area)
            # Who lives nowhere fixed is in the lists of each kelurahan where they were found.
            found = Presence.objects.filter(
                person_id=OuterRef("pk"),
                area_code__gte=within.low,
                area_code__lt=within.high,
                ended_at=None,
            )
            people = people.filter(
                Q(area_code__gte=within.low, area_code__lt=within.high) | Q(Exists(found))
            )
        if self.born_from is not None:
            people = people.filter(birth_year__gte=self.born_from)
        if self.born_to is not None:
            people = people.filter(birth_year__lte=self.born_to)
        if self.unhoused:
            people = people.filter(is_unhoused=True)
        return people


# Searching


def search_people(
    actor: Actor,
    words: str,
    filters: Filters = Filters(),
    *,
    wanted: int = PAGE,
) -> Sequence[PersonRow]:
    """People in sight by name (in whatever spelling) or number (with a slip), the nearest first.

    A number of at least eight digits is looked up as NIK, KK and JKN. Words are looked up by their
    keys, the last one as a beginning, so that it answers while somebody types.
    """
    text = tidy_line(words)[:SEARCH_LENGTH]
    if not text or unreadable_part(text):
        return []
    ids = _by_number(actor, digits.digits(text)) if is_number(text) else _by_name(actor, text)
    if not ids:
        return []
    people = filters.keep(
        permissions.SEE.rows(actor, Person.objects.filter(_holds(actor), pk__in=ids))
    )
    if filters.needs_documents:
        people = _without_nik(actor, people)
    ranked = sorted(people, key=lambda one: (-_closeness(text, one), one.sort_name, str(one.id)))
    return _rows(actor, ranked[:wanted])


def is_number(words: str) -> bool:
    """Say whether this is looked up as a number; such words never stand in an address."""
    return len(digits.digits(words)) >= 8 and not any(one.isalpha() for one in words)


def is_short(words: str) -> bool:
    """Say whether too little was typed for more than a name of two letters to be found by it."""
    return sum(one.isalnum() for one in words) < FEW_LETTERS


def _closeness(text: str, person: Person) -> float:
    every = (person.name, person.name_on_card, person.call_name, *person.claimed_names)
    return max((names.closeness(text, one) for one in every if one), default=0.0)


def _by_number(actor: Actor, plain: str) -> Sequence[UUID]:
    wanted: list[UUID] = []
    for kind in (Identifier.Kind.NIK, Identifier.Kind.KK, Identifier.Kind.JKN):
        wanted += numbers.indexes_near(kind, plain)
    # Whose claims they are is asked of the persons afterwards.
    claims = permissions.SEE_FACTS.of_seen(actor, Identifier.objects.filter(index__in=wanted))
    return list(claims.values_list("person_id", flat=True).distinct()[:LOOKED_AT_MOST])


def _by_name(actor: Actor, text: str) -> Sequence[UUID]:
    words = names.words(text) or tuple(text.upper().split())
    # A title says nothing beside a name, wherever it stands; alone it is how somebody is called.
    words = tuple(one for one in words if one not in names.TITLES) or words
    keys = [key for key in (names.search_key(word) for word in words) if key]
    if not keys:
        return []
    longest_first = sorted(keys, key=len, reverse=True)
    found = _with_key(actor, longest_first[0], is_last=longest_first[0] == keys[-1])
    for key in longest_first[1:]:
        others = _with_key(actor, key, is_last=key == keys[-1])
        found = found.filter(person_id__in=others.values("person_id"))
    ids = list(found.values_list("person_id", flat=True).distinct()[:LOOKED_AT_MOST])
    if len(words) > 1 and len(ids) < FEW_FOUND:
        # "Nur Hidayah" may be written as one word.
        joined = _with_key(actor, names.search_key("".join(words)), is_last=True)
        ids += joined.values_list("person_id", flat=True).distinct()[:LOOKED_AT_MOST]
    return ids


def _with_key(actor: Actor, key: str, *, is_last: bool) -> QuerySet[SearchKey]:
    rows = SearchKey.objects.all()
    if is_last and len(key) >= FEW_LETTERS:
        rows = rows.filter(key__gte=key, key__lt=key + "\U0010ffff")
    else:
        rows = rows.filter(key=key)
    return permissions.FIND.rows(actor, rows)


def people_of(
    actor: Actor,
    filters: Filters = Filters(),
    *,
    after: str = "",
) -> PersonList:
    """People in sight by name, a page at a time; ``after`` is the ``next`` of the page before."""
    people = filters.keep(_in_sight(actor))
    if filters.needs_documents:
        people = _without_nik(actor, people)
    if start := _place(actor, after):
        name, last = start
        people = people.filter(Q(sort_name__gt=name) | Q(sort_name=name, id__gt=last))
    found = list(people.order_by("sort_name", "id")[: PAGE + 1])
    shown = found[:PAGE]
    more = str(shown[-1].id) if len(found) > PAGE else ""
    return PersonList(tuple(_rows(actor, shown)), more)


def _in_sight(actor: Actor) -> QuerySet[Person]:
    """People in sight, asked so that the index of areas answers.

    Their areas as ranges, and the few others (found here, on one's team) by id.
    """
    near = _near(actor, permissions.SEE)
    others = set(
        permissions.SEE_PRESENCE.rows(actor, Presence.objects.filter(ended_at=None))
        .values_list("person_id", flat=True)
        .distinct()[:2000]
    )
    others |= set(_own_teams(actor).values_list("person_id", flat=True)[:2000])
    if others:
        near |= Q(pk__in=others)
    if not near:
        return Person.objects.none()
    return permissions.SEE.rows(actor, Person.objects.filter(near).filter(_holds(actor)))


def _holds(actor: Actor) -> Q:
    """Not registered by mistake. Who works with somebody isn't deprived of them by the registrar."""
    kept = _own_teams(actor).exclude(account_id=OuterRef("recorded_by"))
    return Q(is_mistaken=False) | Q(Exists(kept.filter(person_id=OuterRef("pk"))))


def _without_nik(actor: Actor, people: QuerySet[Person]) -> QuerySet[Person]:
    """Those who live and claim no whole NIK, as far as the reader sees (CASE-08)."""
    return people.filter(life=Person.Life.ALIVE).exclude(
        Exists(_live_niks(actor, Identifier.objects.filter(person_id=OuterRef("pk"))))
    )


def _live_niks(actor: Actor, claims: QuerySet[Identifier]) -> QuerySet[Identifier]:
    """Claims of a whole NIK that hold, of persons in sight: not those that a newer row has ended."""
    ended = permissions.SEE_FACTS.of_seen(
        actor,
        Identifier.objects.filter(
            slot_id=OuterRef("slot_id"),
            person_id=OuterRef("person_id"),
            recorded_at__gte=OuterRef("recorded_at"),
            is_over=True,
        ),
    )
    rows = claims.filter(kind=Identifier.Kind.NIK, length=digits.NIK_LENGTH, is_over=False).exclude(
        Exists(ended)
    )
    return permissions.SEE_FACTS.of_seen(actor, rows)


def _own_teams(actor: Actor) -> QuerySet[TeamMember]:
    return permissions.SEE_TIES.rows(actor, TeamMember.objects.filter(left_at=None))


def _rows(actor: Actor, people: Sequence[Person]) -> Sequence[PersonRow]:
    ids = [one.id for one in people]
    have = set(
        _live_niks(actor, Identifier.objects.filter(person_id__in=ids)).values_list(
            "person_id", flat=True
        )
    )
    places = names_of({one.area_code for one in people})
    return [
        PersonRow(
            id=one.id,
            name=one.name,
            call_name=one.call_name,
            sex=one.sex,
            birth=one.born,
            area_code=one.area_code,
            area_name=places.get(one.area_code, ""),
            is_unhoused=one.is_unhoused,
            life=one.life,
            life_is_confirmed=one.life_is_confirmed,
            needs_documents=one.id not in have and one.life == Person.Life.ALIVE,
        )
        for one in people
    ]


def _place(actor: Actor, after: str) -> tuple[str, UUID] | None:
    """Where a page begins. Only the id stands in the address: a name would stay in its history."""
    try:
        last = UUID(after[:40])
    except ValueError:
        return None
    names_seen = permissions.SEE.rows(actor, Person.objects.filter(pk=last))
    name = names_seen.values_list("sort_name", flat=True).first()
    return (name, last) if name is not None else None


# One person


@dataclass(frozen=True)
class Number:
    """A claimed number as it is shown: masked."""

    slot_id: UUID
    row_id: UUID
    kind: str
    kind_label: str
    masked: str
    status: str
    status_label: str
    note: str
    is_shared: bool
    """Somebody else in sight claims it, too; it links neither of them (CASE-09)."""
    length: int


@dataclass(frozen=True)
class Related:
    """Somebody who is something to a person."""

    slot_id: UUID
    row_id: UUID
    kind: str
    kind_label: str
    name: str
    person_id: UUID | None
    """Only where the reader sees that person."""
    closeness: str
    is_for_emergency: bool
    is_dead: bool
    note: str


@dataclass(frozen=True)
class PersonPage:
    """Everything that a reader sees of one person."""

    person: Person
    birth: Birth
    area_name: str
    addresses: tuple[Address, ...]
    place_names: Mapping[str, str]
    contacts: tuple[Contact, ...]
    numbers: tuple[Number, ...]
    relations: tuple[Related, ...]
    consents: tuple[Consent, ...]
    documents: tuple[Document, ...]
    membership: Membership | None
    found_in: tuple[str, ...]
    """Names of the kelurahan where somebody without fixed residence was found."""
    is_on_team: bool
    protection: Protection | None
    """Seen by the team only."""
    recorded_by_name: str
    mistaken_by_name: str = ""
    """Who took the registration back."""
    last_membership: Membership | None = None
    """Of the dead: where they lived until then."""

    @property
    def safe_contacts(self) -> tuple[Contact, ...]:
        """What may be used."""
        return tuple(one for one in self.contacts if one.may_be_used)

    @property
    def safety_is_known(self) -> bool:
        """Say whether somebody has asked about safe contact at all."""
        return any(one.safety != Contact.Safety.UNKNOWN for one in self.contacts)

    @property
    def needs_documents(self) -> bool:
        """Say whether there is no whole NIK."""
        return not any(
            one.kind == Identifier.Kind.NIK and one.length == digits.NIK_LENGTH
            for one in self.numbers
        )

    @property
    def address(self) -> Address | None:
        """Where they live."""
        return next((one for one in self.addresses if one.kind == Address.Kind.LIVED), None)


def person_page(actor: Actor, person_id: UUID, *, whole: bool = True) -> PersonPage:
    """One person as this reader sees them; Missing for whoever doesn't.

    Without ``whole`` consents and documents aren't read: the first tab doesn't show them.
    """
    # Nothing else is asked before this has said yes: hidden and absent take the same statements.
    person = permissions.SEE.rows(actor, Person.objects.filter(pk=person_id)).first()
    if person is None:
        raise RefusedTry(permissions.SEE.name, "people.person", person_id)
    is_on_team = _own_teams(actor).filter(person_id=person_id).exists()
    if person.is_mistaken and not is_on_team and not _may_undo(actor, person):
        raise RefusedTry(permissions.SEE.name, "people.person", person_id)
    addresses = _newest(actor, Address, person_id)
    memberships = _newest(actor, Membership, person_id)
    found_in = (
        permissions.SEE_PRESENCE.rows(
            actor, Presence.objects.filter(person_id=person_id, ended_at=None)
        ).values_list("area_code", flat=True)
        if person.is_unhoused
        else ()
    )
    places = names_of([person.area_code, *found_in, *(one.place_code for one in addresses)])
    return PersonPage(
        person=person,
        birth=person.born,
        area_name=places.get(person.area_code, ""),
        addresses=tuple(addresses),
        place_names=places,
        contacts=tuple(_newest(actor, Contact, person_id)),
        numbers=tuple(_numbers(actor, person_id)),
        relations=tuple(_relations(actor, person_id)),
        consents=tuple(_newest(actor, Consent, person_id)) if whole else (),
        documents=tuple(_newest(actor, Document, person_id)) if whole else (),
        membership=next((one for one in memberships if one.ends_on is None), None),
        last_membership=next((one for one in memberships if one.ended_by_death), None)
        if person.is_dead
        else None,
        found_in=tuple(places.get(code, code) for code in found_in),
        is_on_team=is_on_team,
        protection=permissions.SEE_PROTECTION.rows(
            actor, Protection.objects.filter(person_id=person_id, ended_at=None)
        ).first()
        if is_on_team  # nobody else sees one
        else None,
        recorded_by_name=names_of_people([person.recorded_by]).get(person.recorded_by, "")
        if person.recorded_by
        else "",
        mistaken_by_name=names_of_people([person.mistaken_by]).get(person.mistaken_by, "")
        if person.mistaken_by
        else "",
    )


def _may_undo(actor: Actor, person: Person) -> bool:
    from setiakawan.people.operations.registering import may_undo

    return may_undo(actor, person)


def _newest[F: Fact](actor: Actor, model: type[F], person_id: UUID) -> Sequence[F]:
    """The facts that hold, of a person in sight."""
    rows = permissions.SEE_FACTS.of_seen(actor, model._default_manager.filter(person_id=person_id))
    newest = [one for one in newest_seen(rows, slot=("slot_id",)) if not one.is_over]
    return sorted(newest, key=lambda one: (one.recorded_at, str(one.id)), reverse=True)


def _numbers(actor: Actor, person_id: UUID) -> Sequence[Number]:
    mine = _newest(actor, Identifier, person_id)
    others = permissions.SEE_FACTS.of_seen(
        actor,
        Identifier.objects.filter(
            index__in=[one.index for one in mine if one.kind != Identifier.Kind.KK], is_over=False
        ).exclude(person_id=person_id),
    )
    claims = list(others.values_list("index", "person_id"))
    seen = people_seen(actor, {owner for _, owner in claims}) if claims else {}
    shared = {index for index, owner in claims if owner in seen}
    return [
        Number(
            slot_id=one.slot_id,
            row_id=one.id,
            kind=one.kind,
            kind_label=str(Identifier.Kind(one.kind).label),
            masked=masked(one),
            status=one.status,
            status_label=str(Identifier.Status(one.status).label),
            note=one.note,
            is_shared=one.index in shared,
            length=one.length,
        )
        for one in mine
    ]


def masked(number: Identifier) -> str:
    """How a number is shown: its last digits."""
    return digits.masked("0" * max(0, number.length - len(number.tail)) + number.tail)


def _relations(actor: Actor, person_id: UUID) -> Sequence[Related]:
    rows = _newest(actor, Relation, person_id)
    closed = _closed_to_me([one.other_id for one in rows if one.other_id])
    rows = [one for one in rows if one.other_id not in closed]
    seen = {
        one.id: one
        for one in permissions.SEE.rows(
            actor, Person.objects.filter(pk__in=[one.other_id for one in rows if one.other_id])
        )
    }
    return [
        Related(
            slot_id=one.slot_id,
            row_id=one.id,
            kind=one.kind,
            kind_label=str(Relation.Kind(one.kind).label),
            name=one.other_name,
            person_id=one.other_id if one.other_id in seen else None,
            closeness=one.closeness,
            is_for_emergency=one.is_for_emergency,
            is_dead=seen[one.other_id].is_dead if one.other_id in seen else one.other_is_dead,
            note=one.note,
        )
        for one in rows
    ]


def _closed_to_me(ids: Sequence[UUID]) -> set[UUID]:
    """Those of these persons whom the reader must never see: their names are left out, too."""
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_closed_to_me(%s)", [list(ids)])
        return {row[0] for row in cursor.fetchall()}


def notes_on_numbers(actor: Actor, page: PersonPage, day: date) -> Mapping[UUID, tuple[str, ...]]:
    """What is odd about the numbers of a page, by slot, in sentences that explain."""
    rows = permissions.SEE_FACTS.of_seen(
        actor, Identifier.objects.filter(pk__in=[one.row_id for one in page.numbers])
    )
    return {one.slot_id: tuple(_notes_on(one, page, day)) for one in rows}


def _notes_on(row: Identifier, page: PersonPage, day: date) -> Sequence[str]:
    plain = numbers.reveal(row)
    match row.kind:
        case Identifier.Kind.NIK:
            found = digits.nik_notes(
                plain, birth=page.birth, sex=page.person.sex, known_area=is_kecamatan, on=day
            )
        case Identifier.Kind.KK:
            found = digits.kk_notes(plain, known_area=is_kecamatan)
        case Identifier.Kind.JKN:
            found = digits.jkn_notes(plain)
        case _:
            found = []
    return [one.sentence for one in found]


def is_kecamatan(code: str) -> bool:
    """Say whether the national list has such a kecamatan."""
    try:
        return gazetteer.find_place(AreaCode(code)) is not None
    except BadAreaCode:
        return False


@dataclass(frozen=True)
class ConsentRow:
    """A consent as it stands now, and as it was first said."""

    now: Consent
    first: Consent

    @property
    def is_withdrawn(self) -> bool:
        """Say whether it was taken back."""
        return self.now.state == Consent.State.WITHDRAWN


def consents_of(actor: Actor, person_id: UUID) -> Sequence[ConsentRow]:
    """Every consent, also those taken back, with both days; the newest first (CASE-30)."""
    rows = permissions.SEE_FACTS.rows(actor, Consent.objects.filter(person_id=person_id))
    slots: dict[UUID, list[Consent]] = {}
    for one in rows.order_by("-recorded_at", "-id"):
        slots.setdefault(one.slot_id, []).append(one)
    return [ConsentRow(now=found[0], first=found[-1]) for found in slots.values()]


@dataclass(frozen=True)
class Ended:
    """A fact that doesn't hold any more, and why."""

    kind: str
    fact: Fact
    by: str


def ended_facts_of(actor: Actor, person_id: UUID) -> Sequence[Ended]:
    """Facts of which somebody said that they don't hold any more, the newest first."""
    found: list[Fact] = []
    for model in (Address, Contact, Identifier, Relation, Document):
        rows = permissions.SEE_FACTS.rows(actor, model._default_manager.filter(person_id=person_id))
        found += [one for one in newest_seen(rows, slot=("slot_id",)) if one.is_over]
    by = names_of_people(one.recorded_by for one in found)
    return [
        Ended(
            type(one).__name__.lower(), one, by.get(one.recorded_by, "") if one.recorded_by else ""
        )
        for one in sorted(found, key=lambda one: (one.recorded_at, str(one.id)), reverse=True)
    ]


def names_of_partners(ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """How partners are called."""
    wanted = {one for one in ids if one is not None}
    return dict(Partner.objects.filter(pk__in=wanted).values_list("id", "name")) if wanted else {}


def partners_on(day: date) -> Sequence[tuple[UUID, str]]:
    """Partners that take part on a day, by name."""
    rows = Partner.objects.exclude(ended_on__lte=day).order_by("name", "id")
    return list(rows.values_list("id", "name")[:300])


def people_seen(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Person]:
    """Those of these persons whom the reader sees."""
    rows = permissions.SEE.rows(actor, Person.objects.filter(pk__in=set(ids)))
    return {one.id: one for one in rows}


def number_of(actor: Actor, person_id: UUID, slot_id: UUID) -> Identifier:
    """One claimed number, to be shown whole; whoever shows it notes the reading first."""
    claims = _newest(actor, Identifier, person_id) if people_seen(actor, [person_id]) else []
    found = next((one for one in claims if one.slot_id == slot_id), None)
    if found is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.identifier", slot_id)
    return found


def document_of(actor: Actor, document_id: UUID) -> Document:
    """One document; Missing for whoever doesn't see the person or the fact."""
    found = permissions.SEE_FACTS.rows(actor, Document.objects.filter(pk=document_id)).first()
    if found is None:
        raise RefusedTry(permissions.SEE_FACTS.name, "people.document", document_id)
    return found


def history_of_fact[F: Fact](
    actor: Actor, model: type[F], person_id: UUID, slot_id: UUID
) -> Sequence[F]:
    """Every row of a slot that the reader sees, the newest first."""
    rows = permissions.SEE_FACTS.rows(
        actor, model._default_manager.filter(person_id=person_id, slot_id=slot_id)
    )
    return list(rows.order_by("-recorded_at", "-id")[:50])


@dataclass(frozen=True)
class Corrected:
    """One field that was corrected."""

    field: str
    before: Any
    after: Any
    by: str
    at: datetime
    reason: str


def corrections_of(actor: Actor, person_id: UUID) -> Sequence[Corrected]:
    """What was corrected on a person, the newest first."""
    rows = list(
        permissions.SEE_FACTS.rows(actor, Correction.objects.filter(person_id=person_id)).order_by(
            "-recorded_at", "-id"
        )[:100]
    )
    by = names_of_people(one.recorded_by for one in rows)
    return [
        Corrected(
            field=one.field,
            before=one.before,
            after=one.after,
            by=by.get(one.recorded_by, "") if one.recorded_by else "",
            at=one.recorded_at,
            reason=one.reason,
        )
        for one in rows
    ]


@dataclass(frozen=True)
class HistoryRow:
    """One act about a person."""

    id: UUID
    kind: str
    by: str
    at: datetime
    authored_at: datetime | None
    received_at: datetime


def history_of_person(person_id: UUID) -> Sequence[HistoryRow]:
    """What happened to a person's registration, the newest first, as far as the reader may see."""
    entries = timeline_of_subject(person_id, wanted=100)
    by = names_of_people(one.account_id for one in entries)
    return [
        HistoryRow(
            id=one.id,
            kind=one.kind,
            by=by.get(one.account_id, "") if one.account_id else "",
            at=one.effective_at,
            authored_at=one.authored_at,
            received_at=one.received_at,
        )
        for one in entries
    ]


@dataclass(frozen=True)
class ReadingRow:
    """Somebody looked."""

    by: str
    what: str
    reason: str
    at: datetime


def readings_of(person_id: UUID) -> Sequence[ReadingRow]:
    """Who looked at a person's page and numbers, the newest first; nothing for who may not know."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account_id, what, reason, at FROM people_readings_of(%s)", [person_id]
        )
        rows = cursor.fetchall()
    by = names_of_people(account for account, *_ in rows)
    return [ReadingRow(by.get(account, ""), what, reason, at) for account, what, reason, at in rows]


@dataclass(frozen=True)
class Teammate:
    """Somebody of a person's team."""

    account_id: UUID
    name: str
    joined_at: datetime


def team_of(person_id: UUID) -> Sequence[Teammate]:
    """A person's team; nobody to who isn't of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_id, joined_at FROM people_team_of(%s)", [person_id])
        rows = cursor.fetchall()
    by = names_of_people(account for account, _ in rows)
    return [Teammate(account, by.get(account, ""), at) for account, at in rows]


# Households


@dataclass(frozen=True)
class Member:
    """Somebody of a household."""

    person: Person
    birth: Birth
    slot_id: UUID
    row_id: UUID
    part: str
    part_label: str
    starts_on: date | None
    ends_on: date | None
    ended_by_death: bool
    cards: tuple[str, ...]
    """Last digits of the family cards that this one claims to be written on."""


@dataclass(frozen=True)
class HouseholdPage:
    """A household as its reader sees it: those of its members whom they see."""

    household: Household
    area_name: str
    members: tuple[Member, ...]
    gone: tuple[Member, ...]
    receiver: Person | None


def household_page(actor: Actor, household_id: UUID) -> HouseholdPage:
    """One household; Missing for whoever sees none of its members there."""
    household = permissions.SEE_HOUSEHOLD.rows(
        actor, Household.objects.filter(pk=household_id)
    ).first()
    if household is None:
        raise RefusedTry(permissions.SEE_HOUSEHOLD.name, "people.household", household_id)
    # Only those whose person is seen are shown, below.
    rows = permissions.SEE_FACTS.of_seen(
        actor, Membership.objects.filter(household_id=household_id)
    )
    newest = list(newest_seen(rows.select_related(None), slot=("person_id", "slot_id")))
    people = {
        one.id: one
        for one in permissions.SEE.rows(
            actor,
            Person.objects.filter(_holds(actor), pk__in={one.person_id for one in newest}),
        )
    }
    cards = _cards_of(actor, people)
    members = [
        Member(
            person=people[one.person_id],
            birth=people[one.person_id].born,
            slot_id=one.slot_id,
            row_id=one.id,
            part=one.part,
            part_label=str(Membership.Part(one.part).label),
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            ended_by_death=one.ended_by_death,
            cards=cards.get(one.person_id, ()),
        )
        for one in newest
        if one.person_id in people and not one.is_over
    ]
    order = [part.value for part in Membership.Part]
    members.sort(key=lambda one: (order.index(one.part), one.person.sort_name))
    present = [one for one in members if one.ends_on is None]
    # Somebody who left and came back is shown once, as living there.
    here = {one.person.id for one in present}
    return HouseholdPage(
        household=household,
        area_name=names_of([household.area_code]).get(household.area_code, ""),
        members=tuple(present),
        gone=tuple(one for one in members if one.ends_on is not None and one.person.id not in here),
        receiver=people.get(household.receiver_id) if household.receiver_id else None,
    )


def _cards_of(actor: Actor, people: Iterable[UUID]) -> Mapping[UUID, tuple[str, ...]]:
    rows = permissions.SEE_FACTS.of_seen(
        actor, Identifier.objects.filter(person_id__in=list(people), kind=Identifier.Kind.KK)
    )
    found: dict[UUID, tuple[str, ...]] = {}
    for one in newest_seen(rows, slot=("person_id", "slot_id")):
        if not one.is_over:
            found[one.person_id] = (*found.get(one.person_id, ()), one.tail)
    return found


# What waits


def without_documents(actor: Actor, *, after: str = "", area: str = "") -> PersonList:
    """People in sight who live and claim no NIK: the work list *perlu dokumen* (CASE-08)."""
    return people_of(actor, Filters(area=area, needs_documents=True), after=after)


def count_without_documents(actor: Actor, *, at_most: int) -> int:
    """How many people in sight claim no NIK, counted only so far."""
    return len(_without_nik(actor, _in_sight(actor)).values_list("pk", flat=True)[:at_most])


def households_that_ask(actor: Actor) -> Sequence[Household]:
    """Households whose head or receiver died: who receives from now on (CASE-11)."""
    near = _near(actor, permissions.KEEP_HOUSEHOLD)
    if not near:
        return []
    rows = Household.objects.filter(near, asks_receiver=True)
    return list(permissions.SEE_HOUSEHOLD.rows(actor, rows).order_by("area_code", "id")[:50])


def _near(actor: Actor, permission: Permission) -> Q:
    """The areas of an actor's roles as ranges, so that an index answers; empty where they have none."""
    ranges = [one for role in permission.scopes for one in actor.reach_of(role)]
    return within_ranges(ranges)


def within_ranges(ranges: Iterable[Range]) -> Q:
    """Rows whose area lies in one of these ranges; empty where there is none."""
    found = Q()
    for low, high in ranges:
        found |= Q(area_code__gte=low, area_code__lt=high)
    return found


def deaths_to_confirm(actor: Actor) -> Sequence[PersonRow]:
    """Deaths that were told and nobody has confirmed yet."""
    rows = permissions.CONFIRM_DEATH.rows(
        actor,
        Person.objects.filter(life=Person.Life.DEAD, life_is_confirmed=False, is_mistaken=False),
    )
    return _rows(actor, list(rows.order_by("sort_name", "id")[:50]))


def join_requests(actor: Actor) -> Sequence[tuple[JoinRequest, Person | None, str]]:
    """Requests to join that this actor may decide: the request, the person, who asks."""
    rows = list(
        permissions.DECIDE_JOIN.rows(actor, JoinRequest.objects.filter(decided_at=None)).order_by(
            "asked_at", "id"
        )[:50]
    )
    people = {
        one.id: one
        for one in permissions.SEE.rows(
            actor, Person.objects.filter(pk__in=[one.person_id for one in rows])
        )
    }
    by = names_of_people(one.account_id for one in rows)
    return [(one, people.get(one.person_id), by.get(one.account_id, "")) for one in rows]


def own_join_requests(actor: Actor) -> Sequence[JoinRequest]:
    """What this actor has asked, and what became of it, the newest first."""
    if actor.account_id is None:
        return []
    rows = JoinRequest.objects.filter(account_id=actor.account_id)
    return list(permissions.SEE_JOIN_REQUESTS.rows(actor, rows).order_by("-asked_at", "-id")[:20])


@dataclass(frozen=True)
class SharedClaim:
    """One of those who claim a shared number."""

    person_id: UUID
    name: str
    birth: Birth
    sex: str
    status_label: str
    slot_id: UUID


@dataclass(frozen=True)
class Shared:
    """A number that several persons claim, and who."""

    question: SharedNumber
    kind_label: str
    masked: str
    claims: tuple[SharedClaim, ...]


def shared_numbers(actor: Actor) -> Sequence[Shared]:
    """Open questions about numbers that several persons claim, the oldest first (CASE-09)."""
    rows = list(
        permissions.SEE_SHARED_NUMBERS.rows(
            actor, SharedNumber.objects.filter(settled_at=None)
        ).order_by("found_at", "id")[:50]
    )
    return _shared(actor, rows)


def shared_number(actor: Actor, question_id: UUID) -> Shared:
    """One such question; Missing for whoever doesn't see it or nobody who claims the number."""
    row = permissions.SEE_SHARED_NUMBERS.rows(
        actor, SharedNumber.objects.filter(pk=question_id)
    ).first()
    shared = _shared(actor, [row]) if row is not None else []
    if not shared:
        raise RefusedTry(permissions.SEE_SHARED_NUMBERS.name, "people.sharednumber", question_id)
    return shared[0]


def _shared(actor: Actor, questions: Sequence[SharedNumber]) -> Sequence[Shared]:
    """The questions with those who claim the number; without whom nobody in sight claims."""
    claims: dict[UUID, list[Identifier]] = {}
    # Only those whose person is seen are shown, below.
    rows = permissions.SEE_FACTS.of_seen(
        actor, Identifier.objects.filter(index__in=[one.index for one in questions])
    )
    for one in newest_seen(rows, slot=("person_id", "slot_id")):
        if not one.is_over:
            claims.setdefault(one.index, []).append(one)
    wanted = {one.person_id for found in claims.values() for one in found}
    people = {
        one.id: one
        for one in permissions.SEE.rows(actor, Person.objects.filter(_holds(actor), pk__in=wanted))
    }
    found = []
    for question in questions:
        seen = [one for one in claims.get(question.index, ()) if one.person_id in people]
        if seen:
            found.append(_shared_by(question, seen, people))
    return found


def _shared_by(
    question: SharedNumber, claims: Sequence[Identifier], people: Mapping[UUID, Person]
) -> Shared:
    return Shared(
        question=question,
        kind_label=str(Identifier.Kind(question.kind).label),
        masked=masked(claims[0]),
        claims=tuple(
            SharedClaim(
                person_id=one.person_id,
                name=people[one.person_id].name,
                birth=people[one.person_id].born,
                sex=people[one.person_id].sex,
                status_label=str(Identifier.Status(one.status).label),
                slot_id=one.slot_id,
            )
            for one in claims
        ),
    )
