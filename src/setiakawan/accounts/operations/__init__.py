"""The verbs of accounts, one file a subject."""

from setiakawan.accounts.keys import invitation_key, shown_key
from setiakawan.accounts.operations.accounts import (
    close_account,
    correct_account,
    reopen_account,
)
from setiakawan.accounts.operations.appointments import (
    appoint,
    end_appointment,
    name_successor,
    name_supervisor,
    record_certificate,
)
from setiakawan.accounts.operations.bars import let_bar, lift_bar, name_barred
from setiakawan.accounts.operations.invitations import (
    NewInvitation,
    forget_uninvited,
    invite,
    invite_many,
    renew_invitation,
    withdraw_invitation,
)
from setiakawan.accounts.operations.joining import (
    OpenInvitation,
    accept_invitation,
    find_invitation,
)
from setiakawan.accounts.operations.own import (
    change_own_password,
    change_own_profile,
    mark_notices_seen,
    note_second_factor,
)
from setiakawan.accounts.operations.recoveries import (
    agree_to_recovery,
    show_recovery,
    use_recovery,
)
from setiakawan.accounts.operations.seating import (
    Seat,
    invite_first_administrator,
    seat_first,
)
from setiakawan.accounts.operations.staff_sessions import end_staff_session, open_staff_session

__all__ = [
    "NewInvitation",
    "OpenInvitation",
    "Seat",
    "accept_invitation",
    "agree_to_recovery",
    "appoint",
    "change_own_password",
    "change_own_profile",
    "close_account",
    "correct_account",
    "end_appointment",
    "end_staff_session",
    "find_invitation",
    "forget_uninvited",
    "invitation_key",
    "invite",
    "invite_first_administrator",
    "invite_many",
    "let_bar",
    "lift_bar",
    "mark_notices_seen",
    "name_barred",
    "name_successor",
    "name_supervisor",
    "note_second_factor",
    "open_staff_session",
    "record_certificate",
    "renew_invitation",
    "reopen_account",
    "seat_first",
    "show_recovery",
    "shown_key",
    "use_recovery",
    "withdraw_invitation",
]
