"""Who may see accounts and offices, invite, appoint and end."""

from setiakawan.access.permissions import MY_ACCOUNT, Permission
from setiakawan.access.protection import (
    CANDIDATES,
    Right,
    leave_open,
    let_ask,
    own_rows,
    protect,
    protect_table,
)
from setiakawan.access.roles import Role
from setiakawan.accounts.models import (
    Account,
    Appointment,
    Bar,
    Invitation,
    Invited,
    Notice,
    StaffSession,
)
from setiakawan.audit.permissions import timeline_of

SEE = Permission(
    "account.see",
    {Role.MEMBER: "own", Role.COORDINATOR: "area", Role.OFFICER: "area", Role.STAFF: "area"},
)  # fmt: skip
"""The account with its phone number: one's own, or of the area one looks after."""

LIST = Permission(
    "account.list",
    {Role.COORDINATOR: "area", Role.OFFICER: "area", Role.STAFF: "area", Role.ADMINISTRATOR: "area"},
)  # fmt: skip
"""Open the list: whoever looks after accounts, and the administrator, who sees only offices in it."""

SEE_OFFICE = Permission("appointment.see", {Role.MEMBER: "any"})
"""Who holds which office where; offices are public, numbers aren't part of them."""

INVITE = Permission("account.invite", {Role.COORDINATOR: "area", Role.OFFICER: "area",
                                       Role.ADMINISTRATOR: "area"})  # fmt: skip
APPOINT = Permission("appointment.make", {Role.OFFICER: "area", Role.ADMINISTRATOR: "area"})
END = Permission("appointment.end", {Role.COORDINATOR: "area", Role.OFFICER: "area",
                                     Role.ADMINISTRATOR: "area"})  # fmt: skip
SEE_INVITATIONS = Permission(
    "invitation.see",
    {Role.MEMBER: "own", Role.COORDINATOR: "area", Role.OFFICER: "area", Role.ADMINISTRATOR: "area"},
)  # fmt: skip
"""That there is an invitation: to which office, where, by whom, until when."""

SEE_INVITED = Permission(
    "invitation.see_name",
    {Role.COORDINATOR: "area", Role.OFFICER: "area", Role.STAFF: "area", Role.ADMINISTRATOR: "own"},
)  # fmt: skip
"""For whom it is. An administrator knows the names they wrote; others only in a staff session."""

RECOVER = Permission("account.recover", {Role.COORDINATOR: "area", Role.OFFICER: "area",
                                         Role.ADMINISTRATOR: "area"})  # fmt: skip
"""Show somebody a one-time key face to face; for officers a second person agrees."""

CHANGE_OWN = Permission("account.change_own", {Role.MEMBER: "own"})
CORRECT = Permission("account.correct", {Role.COORDINATOR: "area", Role.OFFICER: "area",
                                         Role.STAFF: "area"})  # fmt: skip
OPEN_STAFF_SESSION = Permission("staff_session.open", {Role.ADMINISTRATOR: "any"})
SEE_STAFF_SESSIONS = Permission("staff_session.see", {Role.MEMBER: "own", Role.INSPECTOR: "any"})
NAME_BARRED = Permission("bar.name", {Role.CASE_MANAGER: "area", Role.OFFICER: "area"})

SEE_NOTICES = Permission("notice.see", {Role.MEMBER: "own"})
"""What happened to one's own account."""

timeline_of("account", SEE)
# What was said when somebody was invited holds the name.
timeline_of("invitation", SEE_INVITED)

# Somebody who is signing in isn't anybody yet: the accounts with the typed name or number are shown
# to the password check, and to nothing else.
protect(Account, SEE, read_also=f"id = {CANDIDATES}")
protect(Appointment, SEE_OFFICE, read_also=f"account_id = {CANDIDATES}")
protect(Invitation, SEE_INVITATIONS)
protect(Invited, SEE_INVITED)
protect(Notice, SEE_NOTICES)
protect(StaffSession, SEE_STAFF_SESSIONS, read_also=f"account_id = {CANDIDATES}")
# Whoever is barred must not learn it; but the rule itself has to find the row.
protect(Bar, NAME_BARRED, read_also=f"account_id = {MY_ACCOUNT}")

_ALL: tuple[Right, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE")
for _table in ("usersessions_usersession", "mfa_authenticator", "account_emailaddress"):
    protect_table(_table, read=own_rows("user_id"), rights=_ALL)
leave_open("django_session", reason="digests of keys, and signed data", rights=_ALL)
leave_open("account_emailconfirmation", reason="never used: there is no e-mail", rights=("SELECT",))
for _table in ("auth_permission", "auth_group", "auth_group_permissions"):
    leave_open(_table, reason="never used: access is declared in code")

let_ask(
    "accounts_who_signs_in(text, text)",
    answers="ids of the active accounts with exactly this user name or phone number",
)
let_ask(
    "accounts_invitation_by_key(bytea)",
    answers="id of the one invitation whose key was shown",
)
