"""Everybody signed in reads the words of the law; officers and administrators keep them."""

from setiakawan.access.permissions import Permission
from setiakawan.access.protection import leave_open
from setiakawan.access.roles import Role
from setiakawan.audit.permissions import timeline_of
from setiakawan.categories.models import VERSIONED

SEE = Permission("category.see", {Role.MEMBER: "any"})
KEEP = Permission("category.keep", {Role.OFFICER: "any", Role.ADMINISTRATOR: "any"})
LOAD = Permission("category.load", {Role.ADMINISTRATOR: "any"})
"""Enter what this version of the system ships and the database doesn't have yet."""

for _model in VERSIONED:
    timeline_of(_model.subject_kind, SEE)
    leave_open(
        _model._meta.db_table,
        reason="words of law and how they are counted, nothing about anybody",
        rights=("SELECT", "INSERT", "UPDATE"),
    )
