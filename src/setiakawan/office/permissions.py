"""Who sees and changes the settings of an instance."""

from setiakawan.access.permissions import Permission
from setiakawan.access.protection import leave_open
from setiakawan.access.roles import Role
from setiakawan.audit.permissions import timeline_of

SEE_SETTINGS = Permission(
    "setting.see", {Role.ADMINISTRATOR: "any", Role.OFFICER: "any", Role.INSPECTOR: "any"}
)
CHANGE_SETTINGS = Permission("setting.change", {Role.ADMINISTRATOR: "any"})
SEE_START = Permission(
    "start.see", {Role.ADMINISTRATOR: "any", Role.OFFICER: "any", Role.COORDINATOR: "any"}
)

timeline_of("setting", SEE_SETTINGS)
leave_open(
    "office_setting",
    reason="what the office says of itself in public; an operation checks who may change it",
    rights=("SELECT", "INSERT", "UPDATE"),
)
