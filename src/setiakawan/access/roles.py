"""The parts somebody can have in the work, as appointed; see docs/glossary.md."""

from enum import StrEnum


class Role(StrEnum):
    """What an appointment makes of somebody. Its reach and its period stand beside it."""

    PSM = "psm"
    COORDINATOR = "coordinator"
    TKSK = "tksk"
    KELURAHAN_STAFF = "kelurahan_staff"
    OFFICER = "officer"
    CASE_MANAGER = "case_manager"
    PARTNER_STAFF = "partner_staff"
    LEADER = "leader"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    STAFF = "staff"
    """An administrator while a staff session is open; nobody is appointed to this."""
    MEMBER = "member"
    """Everybody who is signed in; used for what is one's own and for public offices."""

    @property
    def label(self) -> str:
        """The word on screen."""
        return LABELS[self]


LABELS = {
    Role.PSM: "PSM",
    Role.COORDINATOR: "Koordinator IPSM",
    Role.TKSK: "TKSK",
    Role.KELURAHAN_STAFF: "Petugas kelurahan",
    Role.OFFICER: "Petugas Dinas Sosial",
    Role.CASE_MANAGER: "Manajer kasus",
    Role.PARTNER_STAFF: "Mitra",
    Role.LEADER: "Pimpinan",
    Role.INSPECTOR: "Pemeriksa",
    Role.ADMINISTRATOR: "Administrator",
    Role.STAFF: "Administrator, sesi staf terbuka",
    Role.MEMBER: "Anggota",
}

APPOINTABLE = tuple(role for role in Role if role not in {Role.STAFF, Role.MEMBER})
"""Roles an appointment can carry."""

NEEDS_SECOND_FACTOR = frozenset({Role.OFFICER, Role.CASE_MANAGER, Role.ADMINISTRATOR})
"""Whoever decides or configures signs in with two factors; a password alone opens nothing."""
