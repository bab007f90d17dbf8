"""A payload can be erased, for a person has a right to it; that it was erased stays on record."""

from uuid import UUID

from django.db import connection

from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import Missing, NotAllowed, Problem
from setiakawan.foundation.texts import Prose

ERASED = "payload.erased"
"""The act that ``verify`` wants to find for every payload that is gone."""


class AlreadyErased(Problem):
    """What was said in that act is gone already."""

    code = "payload.already_erased"
    sentence = "Isi catatan itu sudah dihapus sebelumnya."
    status = 409


@operation(ERASED)
def erase_payload(*, act: Act, entry_id: UUID, reason: Prose) -> None:
    """Erase what one act said. Its digest, place and proof stay, and this act says why it is gone.

    Only the system does it, as the worker: a decision of people comes before, with its own act.
    What was erased can't be brought back; other acts that say the same are erased one by one.
    """
    if act.actor.kind != "system":
        raise NotAllowed
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.entry_id IS NULL FROM audit_entry e"
            " LEFT JOIN audit_payload p ON p.entry_id = e.id WHERE e.id = %s",
            [entry_id],
        )
        found = cursor.fetchone()
        if found is None:
            raise Missing
        if found[0]:
            raise AlreadyErased
        cursor.execute(
            "SELECT subject_kind, subject_id, area_code, restricted, role"
            " FROM audit_entrysubject WHERE entry_id = %s",
            [entry_id],
        )
        subjects = [Subject(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT audit_erase_payload(%s)", [entry_id])
    record(act, subjects, settles=entry_id, reason=reason)
