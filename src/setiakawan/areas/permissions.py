"""Who may change areas. Reading them needs nothing: they are public facts."""

from setiakawan.access.permissions import Permission
from setiakawan.access.protection import leave_open
from setiakawan.access.roles import Role
from setiakawan.audit.permissions import timeline_of

SEE_HISTORY = Permission("area.see_history", {Role.MEMBER: "any"})

KEEP_RW = Permission(
    "area.keep_rw",
    {Role.KELURAHAN_STAFF: "area", Role.COORDINATOR: "area", Role.OFFICER: "area",
     Role.ADMINISTRATOR: "area"},
)  # fmt: skip
"""Enter, rename and end RW and RT of a kelurahan."""

RESHAPE = Permission("area.reshape", {Role.OFFICER: "area", Role.ADMINISTRATOR: "area"})
"""Split and merge areas, and rename kelurahan; needs a regulation behind it."""

LOAD = Permission("area.load", {Role.ADMINISTRATOR: "area"})
"""Enter areas from an official list."""

timeline_of("area", SEE_HISTORY)

_PUBLIC = "areas are public facts; operations check who may change them"
leave_open("areas_area", reason=_PUBLIC, rights=("SELECT", "INSERT", "UPDATE"))
leave_open("areas_areaalias", reason=_PUBLIC, rights=("SELECT", "INSERT"))
leave_open("areas_succession", reason=_PUBLIC, rights=("SELECT", "INSERT"))
