"""Invented residents of Solo: about three thousand, and those whom the field cases need.

Made by ``synth`` and registered with the same operations as anybody. Modelled on published figures, no
one of them exists; their numbers belong to nobody (serials from 9001).
"""

from collections.abc import Callable, Iterator
from itertools import batched
from uuid import UUID, uuid5

from pydantic import SecretStr

from setiakawan.access.actors import SYSTEM
from setiakawan.audit.acts import Act
from setiakawan.people.models import Consent, Contact, Household, Identifier, Membership, Person
from setiakawan.people.models import Relation as RelationRow
from setiakawan.people.operations.facts import record_relation
from setiakawan.people.operations.life import confirm_death
from setiakawan.people.operations.registering import register_together
from setiakawan.people.operations.unhoused import find_person
from setiakawan.people.said import (
    BirthSaid,
    ConsentSaid,
    ContactSaid,
    HouseholdSaid,
    NumberSaid,
    PersonSaid,
)
from setiakawan.synth.city import make
from setiakawan.synth.made import AS_OF, MadeHousehold, MadePerson
from setiakawan.synth.places import kelurahan_models
from setiakawan.synth.stories import NOTHING_BESIDE, Beside, Story, make_stories

PERSONS = 3000
SEED = 1972
"""Year in which the spelling of names was reformed; any number would do."""

AT_ONCE = 150
"""Households in one act."""

_NAMESPACE = UUID("5e71aca3-0000-4000-8000-000000033720")

LANGUAGES = {"id": "Indonesia", "jv": "Jawa"}


def load_people(told: Callable[[str], None] = lambda _sentence: None) -> None:
    """Register the residents of the demo; what is there already is left alone."""
    for story in make_stories():
        load_story(story)
    done = 0
    for number, batch in enumerate(batched(households(PERSONS), AT_ONCE)):
        done += sum(len(one.members) for one in batch)
        register_together(
            act=_act(f"households {number}"), households=[said_of_household(one) for one in batch]
        )
        for one in batch:
            for person in one.members:
                _tell_death(person)
        told(f"Warga rekaan: {done} …")


def households(persons: int, seed: int = SEED) -> Iterator[MadeHousehold]:
    """Invented households of all kelurahan of Solo, street by street."""
    return make(seed, persons, kelurahan_models(), AS_OF)


def said_of_household(made: MadeHousehold) -> HouseholdSaid:
    """A made household, as somebody would say it."""
    return HouseholdSaid(
        id=id_of(made.key),
        area_code=made.area_code,
        address=made.address,
        card=Household.Card(made.card),
        members=tuple(said_of_person(one) for one in made.members),
    )


def said_of_person(made: MadePerson, beside: Beside = NOTHING_BESIDE) -> PersonSaid:
    """A made person, as somebody would say it."""
    contacts = [
        ContactSaid(
            kind=Contact.Kind(one.kind),
            value=one.value,
            whose=one.whose,
            safety=Contact.Safety(one.safety),
            how=one.how,
            asked_on=one.asked_on,
        )
        for one in beside.contacts
    ]
    if made.phone and not contacts:
        contacts.append(ContactSaid(kind=Contact.Kind.PHONE, value=made.phone))
    claims = (
        (Identifier.Kind.NIK, made.nik),
        (Identifier.Kind.KK, made.kk),
        (Identifier.Kind.JKN, made.jkn),
    )
    return PersonSaid(
        id=id_of(made.key),
        name=made.name_used,
        area_code=beside.found_in[0] if beside.is_unhoused and beside.found_in else made.lived_area,
        name_on_card=made.name_on_card if made.name_on_card != made.name_used else "",
        call_name=made.call_name,
        claimed_names=beside.claimed_names,
        sex=Person.Sex(made.sex) if made.sex else None,
        birth=_birth(made),
        birth_place=made.birth_place,
        mother_name=made.mother_name,
        disabilities=made.disabilities,
        language=LANGUAGES[made.language],
        communication=made.communication,
        marks=beside.marks,
        is_unhoused=beside.is_unhoused,
        usual_places=beside.usual_places,
        address=made.lived_address,
        card_area=made.card_area,
        card_address=made.card_address,
        contacts=tuple(contacts),
        numbers=tuple(
            NumberSaid(kind=kind, number=SecretStr(number)) for kind, number in claims if number
        ),
        consents=tuple(
            ConsentSaid(
                purpose=Consent.Purpose(one.purpose),
                state=Consent.State(one.state),
                how=Consent.How(one.how) if one.how else None,
                given_by=one.given_by,
                said_on=one.said_on,
                note=one.note,
            )
            for one in beside.consents
        ),
        is_hidden=beside.is_hidden,
        part=Membership.Part(made.relation_to_head),
    )


def _birth(made: MadePerson) -> BirthSaid:
    return BirthSaid(
        kind=Person.Birth(made.birth_kind),
        on=made.born_on,
        age=made.estimated_age,
        asked_on=made.estimated_on,
    )


def id_of(key: str) -> UUID:
    """The id of a made household or person, the same in every demo."""
    return uuid5(_NAMESPACE, key)


def load_story(story: Story) -> None:
    """Register the people of one field case, with what is told beside them."""
    register_together(
        act=_act(f"story {story.key}"),
        people=[
            said_of_person(one, story.beside.get(one.key, NOTHING_BESIDE)) for one in story.alone
        ],
        households=[_household_of(story, one) for one in story.households],
    )
    for person in story.people():
        _tell_beside(story, person)


def _household_of(story: Story, made: MadeHousehold) -> HouseholdSaid:
    return HouseholdSaid(
        id=id_of(made.key),
        area_code=made.area_code,
        address=made.address,
        card=Household.Card(made.card),
        members=tuple(
            said_of_person(one, story.beside.get(one.key, NOTHING_BESIDE)) for one in made.members
        ),
    )


def _tell_beside(story: Story, made: MadePerson) -> None:
    beside = story.beside.get(made.key, NOTHING_BESIDE)
    for number, relation in enumerate(beside.relations):
        record_relation(
            act=_act(f"relation {made.key} {number}"),
            person_id=id_of(made.key),
            kind=RelationRow.Kind(relation.kind),
            other_name=relation.name,
            other_id=id_of(relation.key) if relation.key else None,
            closeness=RelationRow.Closeness(relation.closeness),
            other_is_dead=relation.is_dead,
            is_for_emergency=relation.is_for_emergency,
            note=relation.note,
        )
    for code in beside.found_in[1:] if beside.is_unhoused else ():
        find_person(act=_act(f"found {made.key} {code}"), person_id=id_of(made.key), area_code=code)
    _tell_death(made)


def _tell_death(made: MadePerson) -> None:
    if made.life == "dead" and made.died_on is not None:
        confirm_death(
            act=_act(f"death {made.key}"),
            person_id=id_of(made.key),
            on=made.died_on,
            proof="Surat kematian dari rumah sakit",
        )


def _act(what: str) -> Act:
    """An act of the system with an id of its own, so that loading twice is loading once."""
    return Act(id=uuid5(_NAMESPACE, f"act {what}"), actor=SYSTEM, origin="command")
