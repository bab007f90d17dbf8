"""The parts somebody can have in the work, as appointed; see docs/glossary.md."""

from enum import StrEnum


class Role(StrEnum):
    """What an appointment makes of somebody. Its reach and its period stand beside it."""

    PSM = "psm"
    COORDINATOR = "coordinator"
    KELURAHAN_COORDINATOR = "kelurahan_coordinator"
    """A coordinator of a kelurahan, who works with its residents; a city's or kecamatan's sees work,
    load and counts. Nobody is appointed to this; it follows from the reach."""
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
    Role.KELURAHAN_COORDINATOR: "Koordinator IPSM kelurahan",
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

APPOINTABLE = tuple(
    role for role in Role if role not in {Role.STAFF, Role.MEMBER, Role.KELURAHAN_COORDINATOR}
)
"""Roles an appointment can carry."""

NEEDS_SECOND_FACTOR = frozenset({Role.OFFICER, Role.CASE_MANAGER, Role.ADMINISTRATOR})
"""Whoever decides or configures signs in with two factors; a password alone opens nothing."""
