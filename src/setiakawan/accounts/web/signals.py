"""What allauth tells us: a second factor was added, taken off or renewed."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver

from setiakawan.accounts.operations import note_second_factor
from setiakawan.accounts.web.adapter import FACTORS
from setiakawan.audit.acts import Act
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.ids import uuid7


@receiver(authenticator_added, dispatch_uid="setiakawan.second_factor_added")
def _added(request: OfficeRequest, user: Any, authenticator: Authenticator, **_: Any) -> None:
    is_codes = authenticator.type == Authenticator.Type.RECOVERY_CODES
    note_second_factor(
        act=_act(request), event="codes_made" if is_codes else "added", factor=authenticator.type
    )
    if authenticator.type in FACTORS:
        # Just proved: they typed its code or touched it. Without this they would be asked to sign
        # in again before anything opens.
        record_authentication(
            request, user, "mfa", id=authenticator.pk, type=authenticator.type, enrolled=True
        )


@receiver(authenticator_removed, dispatch_uid="setiakawan.second_factor_removed")
def _removed(request: OfficeRequest, authenticator: Authenticator, **_: Any) -> None:
    note_second_factor(act=_act(request), event="removed", factor=authenticator.type)


@receiver(authenticator_reset, dispatch_uid="setiakawan.second_factor_reset")
def _reset(request: OfficeRequest, authenticator: Authenticator, **_: Any) -> None:
    note_second_factor(act=_act(request), event="reset", factor=authenticator.type)


def _act(request: OfficeRequest) -> Act:
    """An act of its own each time: one press of a button may add a factor and its codes."""
    return Act(id=uuid7(), actor=request.actor, address=address_of(request))
