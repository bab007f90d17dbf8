"""Who sees the probe's tables."""

from setiakawan.access.permissions import Permission
from setiakawan.access.protection import Facts, protect
from setiakawan.access.roles import Role
from setiakawan.audit.permissions import timeline_of
from tests.probe.models import CaseTeam, Dossier, DossierGrant, Fact, Neighbour, Shelter, TeamMember

SEE = Permission(
    "probe.see",
    {
        Role.PSM: "area",
        Role.OFFICER: "area",
        Role.PARTNER_STAFF: "partner",
        Role.CASE_MANAGER: "team",
        Role.TKSK: "team",
        Role.MEMBER: "own",
        Role.INSPECTOR: "any",
    },
)
CHANGE = Permission(
    "probe.change", {Role.PSM: "area", Role.OFFICER: "area", Role.CASE_MANAGER: "team"}
)
SEE_TIES = Permission("probe.see_ties", {Role.MEMBER: "own"})
SEE_NEIGHBOUR = Permission(
    "probe.see_neighbour", {Role.PSM: "area", Role.OFFICER: "area", Role.COORDINATOR: "area"}
)
SEE_FACTS = Permission(
    "probe.see_facts",
    {Role.PSM: "area", Role.OFFICER: "area", Role.COORDINATOR: "area", Role.CASE_MANAGER: "team"},
)
SEE_SHELTER = Permission("probe.see_shelter", {Role.CASE_MANAGER: "team", Role.OFFICER: "team"})

protect(Dossier, SEE)
protect(TeamMember, SEE_TIES)
protect(DossierGrant, SEE_TIES)
protect(CaseTeam, SEE_TIES)
protect(Neighbour, SEE_NEIGHBOUR)
protect(Shelter, SEE_SHELTER)
protect(Fact, SEE_FACTS, facts=Facts(subjects=("subject_id", "other_id"), state="probe_shelter"))
timeline_of("dossier", SEE)
timeline_of("neighbour", SEE_NEIGHBOUR)
