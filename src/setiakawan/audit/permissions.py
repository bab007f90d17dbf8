"""Who sees what of the ledger.

A timeline shows an entry to whoever may see *every* subject of it: an entry that also concerns
somebody hidden isn't there. Each package says with ``timeline_of`` which permission opens the
entries about its kind of subject.
"""

from dataclasses import replace

from setiakawan.access.permissions import MY_ACCOUNT, Columns, Link, Permission
from setiakawan.access.protection import (
    ACT,
    Protection,
    Right,
    columns_read_by,
    declare,
    leave_open,
    let_ask,
    protect,
    protect_table,
)
from setiakawan.access.roles import Role
from setiakawan.audit.models import PayloadOpening

READ_LEDGER = Permission("ledger.read", {Role.INSPECTOR: "any", Role.STAFF: "any"})
"""Acts without payload, name or subject; through a function of the database that leaves them out."""

OPEN_PAYLOAD = Permission("ledger.open_payload", {Role.INSPECTOR: "own"})
"""Ask to read one payload, with a written reason."""

AGREE_PAYLOAD = Permission("ledger.agree_payload", {Role.INSPECTOR: "any", Role.OFFICER: "any"})
"""Be the second person."""

SEE_OPENINGS = Permission(
    "ledger.see_openings", {Role.MEMBER: "own", Role.INSPECTOR: "any", Role.OFFICER: "any"}
)

SUBJECT_COLUMNS = Columns(
    area="area_code", own="subject_id", restricted="restricted", key="subject_id"
)

_timelines: dict[str, tuple[Permission, Columns | None]] = {}


def timeline_of(subject_kind: str, see: Permission, columns: Columns | None = None) -> None:
    """Say who sees the entries about one kind of subject.

    ``columns`` are those of ``audit_entrysubject``: the area and the restriction at the time of the
    act, with the teams, grants and bars of the subject itself. Where none are given they are taken
    from the model that ``see`` protects, so that a timeline is never more open than its subject.
    """
    _timelines[subject_kind] = (see, columns)


def _columns_of_subject(see: Permission) -> Columns:
    """The columns of the model that ``see`` reads, as ``audit_entrysubject`` has them."""
    model = columns_read_by(see)
    if model is None:
        return SUBJECT_COLUMNS
    return replace(
        SUBJECT_COLUMNS,
        area="area_code" if model.area else "",
        # The subject's id is known here, its other columns aren't.
        own="subject_id" if model.own and model.own == model.key else "",
        team=_of_subject(model.team, model),
        grants=_of_subject(model.grants, model),
        bars=_of_subject(model.bars, model),
    )


def _of_subject(link: Link | None, model: Columns) -> Link | None:
    return replace(link, key="subject_id") if link and link.key == model.key else None


def _subject_rule() -> str:
    rules = [
        f"(subject_kind = '{kind}' AND"
        f" {see.sql('audit_entrysubject', columns or _columns_of_subject(see))})"
        for kind, (see, columns) in sorted(_timelines.items())
    ]
    return " OR ".join(rules) or "FALSE"


_EVERY_SUBJECT_SEEN = (
    "({entry}.subject_count > 0 AND {entry}.subject_count ="
    " (SELECT count(*) FROM audit_entrysubject s WHERE s.entry_id = {entry}.id))"
)
# The act that runs now may look whether it has been done; an id alone opens nobody else's entry.
_THIS_ACT = f"(batch_id = {ACT} AND account_id IS NOT DISTINCT FROM {MY_ACCOUNT})"

protect_table(
    "audit_entry",
    read=f"account_id = {MY_ACCOUNT} OR {_THIS_ACT} OR {_EVERY_SUBJECT_SEEN.format(entry='audit_entry')}",
    write=_THIS_ACT,
    rights=("SELECT", "INSERT"),
)
protect_table(
    "audit_entrysubject",
    read=_subject_rule,
    write=f"{ACT} IS NOT NULL",
    rights=("SELECT", "INSERT"),
)
protect_table(
    "audit_payload",
    # What somebody wrote about a subject that has moved out of sight since is not theirs to read.
    read=(
        "EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = audit_payload.entry_id AND"
        f" ((e.batch_id = {ACT} AND e.account_id IS NOT DISTINCT FROM {MY_ACCOUNT})"
        f" OR {_EVERY_SUBJECT_SEEN.format(entry='e')}))"
        " OR EXISTS (SELECT 1 FROM audit_payloadopening o WHERE o.entry_id = audit_payload.entry_id"
        f" AND o.asked_by = {MY_ACCOUNT} AND o.agreed_at IS NOT NULL AND o.open_until > now())"
    ),
    write=f"{ACT} IS NOT NULL",
    rights=("SELECT", "INSERT"),
)
# What somebody reads is on record for others, so they can't read their trail to see what is watched
# beyond what they did themselves.
protect_table(
    "audit_reading",
    read=f"account_id = {MY_ACCOUNT}",
    write=f"account_id IS NOT DISTINCT FROM {MY_ACCOUNT}",
    rights=("SELECT", "INSERT"),
)
protect(PayloadOpening, SEE_OPENINGS)

_PROOF = "digests and numbers of the chain, nothing of what was done"
declare(Protection("audit_seal", ("SELECT",), reason=_PROOF, worker=("SELECT", "INSERT")))
leave_open("audit_dayhead", reason=_PROOF, worker=("SELECT", "INSERT"))
declare(
    Protection(
        "audit_unsealed", (), reason="ids that wait for their seal", worker=("SELECT", "DELETE")
    )
)

# Tables of Django and of the jobs that belong to no part of the story.
_ALL: tuple[Right, ...] = ("SELECT", "INSERT", "UPDATE", "DELETE")
leave_open("django_content_type", reason="names of models")
leave_open("django_migrations", reason="names of migrations")
leave_open("setiakawan_cache", reason="counters of tries, by digest", rights=_ALL)
_JOBS = "ids of what is to be done, never what it says"
leave_open("procrastinate_jobs", reason=_JOBS, rights=("SELECT", "INSERT"), worker=_ALL)
leave_open("procrastinate_events", reason=_JOBS, rights=("SELECT", "INSERT"), worker=_ALL)
leave_open("procrastinate_periodic_defers", reason=_JOBS, rights=(), worker=_ALL)
leave_open("procrastinate_workers", reason=_JOBS, rights=(), worker=_ALL)

timeline_of("payload_opening", SEE_OPENINGS, Columns(area="area_code", key="subject_id"))
let_ask(
    "audit_ledger_page(uuid, integer, text, timestamptz, timestamptz, text, uuid)",
    answers="to an inspector or an open staff session: sealed acts in reach without payload, name or subject, none restricted",
)
let_ask(
    "audit_begins_act(uuid)",
    answers="whether an act of this id has been done, by whomever; nothing about it",
)
let_ask(
    "audit_own_acts_about(uuid)",
    answers="to an account: ids of its own acts about a subject",
)
let_ask(
    "audit_erase_payload(uuid)",
    answers="nothing; the worker erases one payload as the system, with an act of its own",
    only_worker=True,
)
let_ask(
    "audit_restricted_acts()",
    answers="to an inspector or an open staff session: how many acts on restricted matters there were, per closed quarter; none of 1 to 4",
)
