"""Partners are public institutions: everybody may read them, officers keep the list."""

from setiakawan.access.permissions import Permission
from setiakawan.access.protection import leave_open
from setiakawan.access.roles import Role
from setiakawan.audit.permissions import timeline_of

SEE = Permission("partner.see", {Role.MEMBER: "any"})
KEEP = Permission("partner.keep", {Role.OFFICER: "area", Role.ADMINISTRATOR: "area"})

timeline_of("partner", SEE)
leave_open(
    "partners_partner",
    reason="names of public institutions; operations check who may change them",
    rights=("SELECT", "INSERT", "UPDATE"),
)
