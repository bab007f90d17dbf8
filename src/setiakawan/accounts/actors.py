"""Make the actor of an account: its live appointments and an open staff session."""

from datetime import datetime
from uuid import UUID

from setiakawan.access.actors import PUBLIC, Actor, Held
from setiakawan.access.context import acting_as
from setiakawan.access.roles import Role
from setiakawan.accounts.models import Account, Appointment, StaffSession
from setiakawan.foundation.clock import JAKARTA, now


def actor_of(account_id: UUID, *, at: datetime | None = None) -> Actor:
    """The actor an account is at a moment; the public when the account is closed or unknown.

    Three statements: who is read anew with each request, so an appointment that ended or a session
    that was withdrawn counts at once.
    """
    moment = at or now()
    day = moment.astimezone(JAKARTA).date()
    with acting_as(Actor("person", account_id)):
        account = Account.objects.filter(pk=account_id, is_active=True).first()
        if account is None:
            return PUBLIC
        held = tuple(
            Held(
                role=Role(one.role),
                reach=one.area_code,
                appointment_id=one.id,
                partner_id=one.partner_id,
                certified_until=one.certificate_until,
            )
            for one in Appointment.objects.filter(account_id=account_id)
            .live_on(day)
            # Whoever worked for a partner that takes part no longer works for nobody.
            .exclude(role=Role.PARTNER_STAFF, partner__ended_on__lte=day)
            .order_by("starts_on", "id")
        )
        staff_until = None
        if any(one.role == Role.ADMINISTRATOR for one in held):
            staff_until = (
                StaffSession.objects.filter(account_id=account_id, ended_at=None, until__gt=moment)
                .order_by("-until")
                .values_list("until", flat=True)
                .first()
            )
    return Actor("person", account_id, held, staff_until, name=str(account))
