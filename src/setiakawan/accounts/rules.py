"""What agreement and practice decide about accounts; plain Python."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import timedelta

from setiakawan.access.actors import Actor
from setiakawan.access.roles import APPOINTABLE, NEEDS_SECOND_FACTOR, Role
from setiakawan.areas.codes import Level

INVITATION_LASTS = timedelta(days=14)
"""An invitation card is handed over within days; longer would leave keys lying about."""

RECOVERY_LASTS = timedelta(minutes=15)
"""A recovery key is shown face to face and used on the spot."""

STAFF_SESSION_LASTS = timedelta(minutes=60)
"""An administrator's look at personal data; no regulation names a number, this one is ours."""

INVITATIONS_AT_ONCE = 200
"""More than all PSM of a kecamatan: as many as one still looks over, and prints on 25 sheets."""

NAMES_KEPT_FOR = timedelta(days=90)
"""Whoever didn't come is asked again within weeks or not at all; then their name has no use here."""

FORGOTTEN_AT_ONCE = 500
"""In one act, so that no act gets too big; the rest goes on the next day."""

END_AHEAD_AT_MOST = timedelta(days=366)
"""A leave is known some months before; a year and more is a slip of the year."""

_EVERYTHING = frozenset(APPOINTABLE)

GIVES: Mapping[Role, frozenset[Role]] = {
    # IPSM is a fellowship and not a hierarchy: coordinators bring in volunteers, and don't make
    # one another. Dinas Sosial does, together with IPSM's board.
    Role.COORDINATOR: frozenset({Role.PSM}),
    # Dinas Sosial appoints those who work with it (Permensos 10/2019 for PSM, 28/2018 for TKSK),
    # but neither its own officers nor those who look over its shoulder.
    Role.OFFICER: frozenset(
        {Role.PSM, Role.COORDINATOR, Role.TKSK, Role.KELURAHAN_STAFF, Role.PARTNER_STAFF,
         Role.CASE_MANAGER, Role.LEADER}
    ),
    # Somebody has to make the first officer, the inspector and the next administrator; it opens
    # nobody's data to the one who does.
    Role.ADMINISTRATOR: _EVERYTHING,
    Role.STAFF: _EVERYTHING,
}  # fmt: skip
"""Who may invite, appoint and end whom, each within their own reach."""

_CITY_TO_KELURAHAN = frozenset({Level.CITY, Level.KECAMATAN, Level.KELURAHAN})

LEVELS: Mapping[Role, frozenset[Level]] = {
    Role.PSM: frozenset({Level.KELURAHAN, Level.RW}),  # one in each kelurahan, soon in each RW
    Role.COORDINATOR: _CITY_TO_KELURAHAN,
    Role.TKSK: frozenset({Level.KECAMATAN}),  # Permensos 28/2018: one in each kecamatan
    Role.KELURAHAN_STAFF: frozenset({Level.KELURAHAN}),
    Role.OFFICER: _CITY_TO_KELURAHAN,
    Role.CASE_MANAGER: _CITY_TO_KELURAHAN,
    Role.PARTNER_STAFF: _CITY_TO_KELURAHAN,
    Role.LEADER: _CITY_TO_KELURAHAN,
    Role.INSPECTOR: _CITY_TO_KELURAHAN,
    Role.ADMINISTRATOR: _CITY_TO_KELURAHAN,
}
"""On which levels a role has its reach."""


def gives(actor: Actor, role: Role, area_code: str) -> bool:
    """Say whether this actor may make (and unmake) somebody this, here."""
    if actor.kind == "system":
        return True
    return any(
        role in given and any(one.covers(area_code) for one in actor.reach_of(giver))
        for giver, given in GIVES.items()
    )


def roles_given(actor: Actor) -> tuple[Role, ...]:
    """The roles this actor may give anywhere, in the order of the work; for the choices of a form."""
    return tuple(
        role
        for role in APPOINTABLE
        if any(role in given and actor.reach_of(giver) for giver, given in GIVES.items())
    )


def needs_second_person(actor: Actor, held: Iterable[tuple[Role, str]]) -> bool:
    """Say whether this actor alone may let somebody with these offices back in.

    Whoever decides or configures is let back in by two people. So is anybody whose office the
    actor couldn't have given: nobody opens alone a door they couldn't have opened by inviting.
    The system acts alone: at the command line, on record, for an administrator whom nobody is
    left to help. Whoever holds the machine holds its keys anyway.
    """
    if actor.kind == "system":
        return False
    return any(
        role in NEEDS_SECOND_FACTOR or not gives(actor, role, area_code) for role, area_code in held
    )


def may_be_second(actor: Actor, area_code: str) -> bool:
    """Say whether this actor may agree to a recovery here: officers and administrators do."""
    return actor.kind == "system" or any(
        one.covers(area_code)
        for role in (Role.OFFICER, Role.ADMINISTRATOR)
        for one in actor.reach_of(role)
    )


_PHONE = re.compile(r"^\+?[\d\s().\-]{8,20}$")


def phone_number(typed: str) -> str | None:
    """Write an Indonesian mobile number as E.164, or None when it isn't one.

    >>> phone_number("0812-0000-4121")
    '+6281200004121'
    """
    if not _PHONE.match(typed.strip()):
        return None
    digits = re.sub(r"\D", "", typed)
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif digits.startswith("8"):
        digits = "62" + digits
    if not digits.startswith("62") or not 10 <= len(digits) <= 15:
        return None
    return "+" + digits


def username_stem(name: str, place: str) -> str:
    """The readable part of a user name: ``Bu Sri`` of Sangkrah is ``sri.sangkrah``.

    >>> username_stem("Sri Wahyuni", "Sangkrah")
    'sri.sangkrah'
    """
    first = next((part for part in _plain(name).split() if len(part) > 1), "") or "akun"
    where = _plain(place).replace(" ", "")
    return ".".join(part for part in (first[:20], where[:20]) if part)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", folded).split())
