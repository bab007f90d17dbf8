"""An inspector opens one payload: with a written reason, and a second person who agrees."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from setiakawan.access import context
from setiakawan.access.permissions import RefusedTry
from setiakawan.audit import permissions
from setiakawan.audit.acts import Act
from setiakawan.audit.models import PayloadOpening
from setiakawan.audit.operations import operation, record
from setiakawan.audit.queries import sealed_act
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import Problem
from setiakawan.foundation.texts import REASON_AT_LEAST, Prose

OPEN_FOR = timedelta(hours=1)

Reason = Annotated[Prose, StringConstraints(min_length=REASON_AT_LEAST, max_length=1000)]


class AlreadyDecided(Problem):
    """Agreed or declined before; a decision isn't made twice."""

    code = "payload_opening.already_decided"
    sentence = "Permintaan ini sudah diputuskan. Muat ulang halaman untuk melihat keputusannya."
    status = 409


class NeedsSecondPerson(Problem):
    """Whoever asks can't be the one who agrees."""

    code = "payload_opening.needs_second_person"
    sentence = "Orang kedua harus orang lain. Minta rekan yang berwenang untuk menyetujuinya."


@operation("payload.opening_asked")
def ask_for_payload(*, act: Act, entry_id: UUID, reason: Reason) -> PayloadOpening:
    """Ask to read the payload of one sealed act. Refuses what isn't listed for this inspector."""
    permissions.OPEN_PAYLOAD.check(act)
    asker = act.actor.account_id
    if asker is None:
        raise NeedsSecondPerson
    entry = sealed_act(entry_id)
    if entry is None:
        raise RefusedTry("ledger.open_payload", "entry", entry_id)
    opening = PayloadOpening(
        id=derived_id(act.id, 1),
        entry_id=entry_id,
        entry_kind=entry.kind,
        entry_at=entry.received_at,
        asked_by=asker,
        asked_at=act.received_at,
        reason=reason,
        area_code=entry.area_code,
    )
    context.grant([opening.id])
    opening.save(force_insert=True)
    record(act, opening, entry=entry_id, reason=reason)
    return opening


@operation("payload.opening_agreed")
def agree_to_opening(*, act: Act, opening_id: UUID) -> PayloadOpening:
    """Be the second person: the payload is open to the one who asked, for one hour."""
    opening = _undecided(act, opening_id)
    opening.agreed_by = act.actor.account_id
    opening.agreed_at = act.received_at
    opening.open_until = act.received_at + OPEN_FOR
    opening.save(update_fields=["agreed_by", "agreed_at", "open_until"])
    record(act, opening, entry=opening.entry_id)
    return opening


@operation("payload.opening_declined")
def decline_opening(*, act: Act, opening_id: UUID) -> PayloadOpening:
    """Say no to a request; the one who asked sees it."""
    opening = _undecided(act, opening_id)
    opening.declined_at = act.received_at
    opening.save(update_fields=["declined_at"])
    record(act, opening, entry=opening.entry_id)
    return opening


def _undecided(act: Act, opening_id: UUID) -> PayloadOpening:
    opening = permissions.AGREE_PAYLOAD.get(
        act, PayloadOpening.objects.select_for_update(), opening_id
    )
    if opening.agreed_at is not None or opening.declined_at is not None:
        raise AlreadyDecided
    if opening.asked_by == act.actor.account_id:
        raise NeedsSecondPerson
    return opening
