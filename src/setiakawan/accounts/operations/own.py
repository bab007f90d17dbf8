"""What everybody does with their own account."""

from typing import Literal
from uuid import UUID

from django.contrib.auth.hashers import check_password

from setiakawan.access import context
from setiakawan.accounts import permissions
from setiakawan.accounts.models import Account, Notice
from setiakawan.accounts.operations.accounts import CallName, Phone
from setiakawan.accounts.operations.joining import Password, check_password_strength
from setiakawan.accounts.operations.offices import check_phone, end_sessions
from setiakawan.audit.acts import Act
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.problems import ChangedMeanwhile, NotAllowed, Problem
from setiakawan.foundation.texts import Line


class WrongPassword(Problem):
    """The present password wasn't this."""

    code = "account.wrong_password"
    sentence = "Kata sandi sekarang tidak cocok. Coba lagi, atau minta kunci masuk kembali."


class SamePassword(Problem):
    """Nothing would have changed."""

    code = "account.same_password"
    sentence = "Kata sandi baru sama dengan yang sekarang. Pilih yang lain."


def _own(act: Act) -> Account:
    account_id: UUID | None = act.actor.account_id
    if account_id is None:
        raise NotAllowed
    return permissions.CHANGE_OWN.get(
        act, Account.objects.select_for_update(no_key=True), account_id
    )


@operation("account.profile_changed")
def change_own_profile(*, act: Act, version: int, call_name: CallName, phone: Phone) -> Account:
    """Change how one is called and one's own number. The name is corrected by others."""
    account = _own(act)
    if account.version != version:
        raise ChangedMeanwhile
    before = {"call_name": account.call_name, "phone": account.phone}
    account.call_name = call_name
    account.phone = check_phone(phone)
    account.version += 1
    account.save(update_fields=["call_name", "phone", "version"])
    record(act, account, before=before)
    return account


@operation("account.password_changed")
def change_own_password(*, act: Act, old: Password, new: Password) -> Account:
    """Change one's own password, and be signed out everywhere.

    The page that calls this signs its own session in again (``update_session_auth_hash``).
    """
    account = _own(act)
    if not check_password(old.get_secret_value(), account.password):
        raise WrongPassword(field="old")
    if old == new:
        raise SamePassword(field="password")
    check_password_strength(new, account)
    account.set_password(new.get_secret_value())
    account.save(update_fields=["password"])
    end_sessions(account.id)
    record(act, account)
    return account


@operation("account.second_factor_changed")
def note_second_factor(
    *, act: Act, event: Literal["added", "removed", "reset", "codes_made"], factor: Line
) -> Account:
    """Put on record what allauth has done with a second factor: which kind, never its secret."""
    account = _own(act)
    record(act, account, event=event, factor=factor)
    return account


@operation("account.notices_seen")
def mark_notices_seen(*, act: Act) -> int:
    """Say that one has read what happened to one's account; answers how many were new."""
    account = _own(act)
    new = permissions.SEE_NOTICES.rows(act.actor, Notice.objects.filter(seen_at=None))
    ids = list(new.filter(account_id=account.id).values_list("id", flat=True))
    context.grant(ids)
    Notice.objects.filter(pk__in=ids).update(seen_at=act.received_at)
    record(act, account, seen=len(ids))
    return len(ids)
