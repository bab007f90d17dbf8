"""Who may see, register, correct and protect people.

A city's or kecamatan's coordinator sees work, load and counts, and of persons those of whose team
they are; a city's also those who live nowhere fixed (its duty). A kelurahan's coordinator works with
its residents. Kelurahan staff, leaders, inspectors and partners see nobody here: what they need
reaches them as a letter, a proposal, a figure, a referral (docs/decisions/0007).
"""

from setiakawan.access.permissions import Columns, Link, Parent, Permission, Scope
from setiakawan.access.protection import Facts, let_ask, mark_restricted, protect
from setiakawan.access.roles import Role
from setiakawan.audit.permissions import timeline_of
from setiakawan.people.models import (
    BARS,
    FACT_MODELS,
    TEAM,
    Correction,
    Household,
    JoinRequest,
    NotTheSame,
    Person,
    Presence,
    Protection,
    SearchKey,
    SharedNumber,
    TeamMember,
)

_WORKERS: dict[Role, Scope | tuple[Scope, ...]] = {
    Role.PSM: ("area", "team"),
    Role.KELURAHAN_COORDINATOR: ("area", "team"),
    Role.COORDINATOR: ("exact", "team"),
    Role.TKSK: "team",
    Role.OFFICER: ("area", "team"),
    Role.CASE_MANAGER: ("area", "team"),
}
"""Those who work with persons, and how far."""

SEE = Permission("person.see", {**_WORKERS, Role.STAFF: "area"})
FIND = Permission("person.find", {**_WORKERS, Role.STAFF: "area"})
"""The keys under which a search finds persons."""

REGISTER = Permission(
    "person.register",
    {
        Role.PSM: "area",
        Role.KELURAHAN_COORDINATOR: "area",
        Role.COORDINATOR: "exact",
        Role.OFFICER: "area",
        Role.CASE_MANAGER: "area",
    },
)
CORRECT = Permission("person.correct", _WORKERS)
"""Correct the person and record facts about them."""

UNDO_REGISTRATION = Permission("person.undo_registration", {Role.OFFICER: ("area", "team")})
"""Take back somebody else's registration, or bring it back; one's own is for whoever wrote it."""

CONFIRM_DEATH = Permission(
    "person.confirm_death",
    {
        Role.KELURAHAN_COORDINATOR: ("area", "team"),
        Role.COORDINATOR: ("exact", "team"),
        Role.OFFICER: ("area", "team"),
        Role.CASE_MANAGER: ("area", "team"),
    },
)
UNDO_DEATH = Permission("person.undo_death", {Role.CASE_MANAGER: ("area", "team")})

SEE_FACTS = Permission("person.see_facts", dict.fromkeys([*_WORKERS, Role.STAFF], "parent"))
SEE_HOUSEHOLD = Permission("household.see", dict.fromkeys([*_WORKERS, Role.STAFF], "parent"))
KEEP_HOUSEHOLD = Permission("household.keep", dict.fromkeys(_WORKERS, "parent"))

VERIFY_NUMBER = Permission(
    "number.verify", {Role.OFFICER: ("area", "team"), Role.CASE_MANAGER: ("area", "team")}
)
SEE_SHARED_NUMBERS = Permission(
    "number.see_shared", {Role.OFFICER: "area", Role.CASE_MANAGER: "area"}
)

ASK_ABOUT_NUMBER = Permission("number.ask_about", {})
"""Only the system: who finds that two share a number has seen both."""

KEEP_TEAMS = Permission("person.keep_teams", {})
"""Only the system: who ends an office sees no team."""

FOLLOW_AREAS = Permission("person.follow_areas", {})
"""Only the system: who divides an area doesn't see everybody who lives there."""

SEE_TIES = Permission("person.see_ties", {Role.MEMBER: "own"})
"""One's own teams."""
SEE_PRESENCE = Permission(
    "person.see_presence",
    {
        Role.PSM: "area",
        Role.KELURAHAN_COORDINATOR: "area",
        Role.COORDINATOR: "area",
        Role.OFFICER: "area",
        Role.CASE_MANAGER: "area",
        Role.STAFF: "area",
    },
)
PROTECT = Permission("person.protect", {Role.CASE_MANAGER: ("area", "team")})
"""Begin to protect somebody, or register somebody hidden."""
SEE_PROTECTION = Permission("person.see_protection", dict.fromkeys(_WORKERS, "team"))
KEEP_TEAM = Permission("person.keep_team", {Role.CASE_MANAGER: "team"})
ASK_TO_JOIN = Permission(
    "person.ask_to_join",
    {Role.PSM: "area", Role.KELURAHAN_COORDINATOR: "area", Role.OFFICER: "area"},
)
SEE_JOIN_REQUESTS = Permission(
    "person.see_join_requests",
    {Role.MEMBER: "own", Role.COORDINATOR: "exact", Role.OFFICER: "area"},
)
DECIDE_JOIN = Permission("person.decide_join", {Role.COORDINATOR: "exact", Role.OFFICER: "area"})
SEE_READINGS = Permission(
    "person.see_readings", {Role.OFFICER: ("area", "team"), Role.CASE_MANAGER: ("area", "team")}
)
"""Who has looked at somebody's page: told to the person by an officer. A PSM who saw that a case
manager looks often would learn that there is a case."""

protect(Person, SEE)
protect(SearchKey, FIND, rights=("SELECT",))
protect(Presence, SEE_PRESENCE)
protect(TeamMember, SEE_TIES)
protect(Protection, SEE_PROTECTION)
protect(Household, SEE_HOUSEHOLD)
for _model in FACT_MODELS:
    _subjects = ("person_id", "other_id") if _model.__name__ == "Relation" else ("person_id",)
    protect(
        _model,
        SEE_FACTS,
        facts=Facts(subjects=_subjects, state="people_protection", row="person_id"),
    )
protect(Correction, SEE_FACTS, rights=("SELECT", "INSERT"))
protect(NotTheSame, SEE_FACTS, rights=("SELECT", "INSERT"))
protect(JoinRequest, SEE_JOIN_REQUESTS)
protect(SharedNumber, SEE_SHARED_NUMBERS)

_HISTORY = Columns(
    parent=Parent("people_person", key="subject_id", function="people_sees"),
    restricted="restricted",
    grants=Link(TEAM.table, TEAM.row, TEAM.account, TEAM.live, key="subject_id"),
    bars=Link(BARS.table, BARS.row, BARS.account, BARS.live, key="subject_id"),
    key="subject_id",
)
"""A timeline follows the person: who sees the person now sees what happened before."""
timeline_of("person", SEE_FACTS, _HISTORY)
timeline_of(
    "household",
    SEE_HOUSEHOLD,
    Columns(
        parent=Parent("people_membership", key="subject_id", column="household_id"),
        restricted="restricted",
        key="subject_id",
    ),
)
timeline_of("shared_number", SEE_SHARED_NUMBERS)
timeline_of("join_request", SEE_JOIN_REQUESTS, Columns(area="area_code", key="subject_id"))
mark_restricted(
    "audit_entrysubject",
    "restricted",
    # An act about a fact of somebody protected is as hidden as the fact.
    "NEW.subject_kind = 'person' AND NEW.role = 'fact' AND EXISTS (SELECT 1 FROM people_protection s"
    " WHERE s.person_id = NEW.subject_id AND s.ended_at IS NULL)",
)

mark_restricted(
    "audit_entrysubject",
    "restricted",
    # A household in which somebody protected or hidden lives is as secret as where they live.
    "NEW.subject_kind = 'household' AND EXISTS (SELECT 1 FROM people_membership m"
    " JOIN people_protection s ON s.person_id = m.person_id AND s.ended_at IS NULL"
    " WHERE m.household_id = NEW.subject_id)",
)

let_ask(
    "people_team_of(uuid)",
    answers="to one of a person's team: the accounts of that team, and since when",
)
let_ask(
    "people_team_row(uuid, uuid)",
    answers="to one of a person's team: the id of the row that ties an account to it",
)
let_ask(
    "people_unhoused_alike(text[], text, integer)",
    answers="to who may register: up to five persons without fixed residence, none of them hidden,"
    " who share a name's key: id, name, sex, year of birth, marks",
)
let_ask(
    "people_closed_to_me(uuid[])",
    answers="to an account: which of these persons it must never see; pages leave their names out",
)
let_ask(
    "people_readings_of(uuid)",
    answers="to an officer or case manager who sees the person: which account opened the page, when",
)
let_ask(
    "people_shares_number(uuid)",
    answers="to the worker: whether several persons claim a number, and whether one is hidden",
    only_worker=True,
)
