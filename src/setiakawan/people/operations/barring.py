"""Who may name somebody that must never see a person."""

from uuid import UUID

from setiakawan.accounts.permissions import NAME_BARRED
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.people import permissions
from setiakawan.people.models import Person


def find_person_to_bar(act: Act, person_id: UUID) -> Subject:
    """The person, for an officer or case manager who sees them; the entry is hidden from others."""
    person = permissions.SEE.get(act, Person.objects.all(), person_id)
    NAME_BARRED.check(act, areas=[person.area_code])
    return Subject("person", person.id, area=person.area_code, restricted=True, role="protection")
