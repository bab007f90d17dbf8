"""Verbs to try the core with."""

from datetime import date
from typing import Annotated
from uuid import UUID

from procrastinate.contrib.django import app as jobs
from pydantic import BaseModel, SecretStr, StringConstraints

from setiakawan.access import context
from setiakawan.audit.acts import Act
from setiakawan.audit.ledger import Subject
from setiakawan.audit.operations import operation, record
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import Problem
from setiakawan.foundation.texts import Line
from tests.probe import permissions
from tests.probe.models import Dossier, Fact, Neighbour


class TooLate(Problem):
    """Raised after everything was written, so that a test can see it all vanish."""

    code = "probe.too_late"
    sentence = "Terlambat."


@operation("dossier.opened")
def open_dossier(
    *, act: Act, area: str, title: Line, restricted: bool = False, fails: bool = False
) -> Dossier:
    """Open a dossier, leave a job, and fail at the end if asked to."""
    permissions.CHANGE.check(act, areas=[area])
    dossier = Dossier(
        id=derived_id(act.id, 1),
        area_code=area,
        title=title,
        is_restricted=restricted,
        account_id=act.actor.account_id,
    )
    context.grant([dossier.id])
    dossier.save(force_insert=True)
    jobs.configure_task("probe.look", queue="probe", allow_unknown=True).defer(
        dossier_id=str(dossier.id)
    )
    record(act, dossier, title=title, opened_on=date(2026, 11, 25))
    if fails:
        raise TooLate
    return dossier


@operation("dossier.retitled")
def retitle_dossier(*, act: Act, dossier_id: UUID, title: Line) -> Dossier:
    """Give a dossier another title."""
    dossier = permissions.CHANGE.get(act, Dossier.objects.select_for_update(), dossier_id)
    before, dossier.title = dossier.title, title
    dossier.save(update_fields=["title"])
    record(act, dossier, before=before, after=title)
    return dossier


@operation("dossier.transferred")
def transfer_dossier(*, act: Act, dossier_id: UUID, area: str, restrict: bool = False) -> Dossier:
    """Move a dossier to another area, out of the writer's own sight, perhaps."""
    dossier = permissions.CHANGE.get(act, Dossier.objects.select_for_update(), dossier_id)
    dossier.area_code, dossier.is_restricted = area, restrict
    dossier.account_id = None
    dossier.save(update_fields=["area_code", "is_restricted", "account_id"])
    record(act, dossier, area=area)
    return dossier


@operation("dossier.opened_many", many=True)
def open_dossiers(*, act: Act, area: str, titles: list[Line]) -> list[Dossier]:
    """Open many dossiers of one area at once, in few statements."""
    permissions.CHANGE.check(act, areas=[area])
    context.grant_reach([area])
    dossiers = [
        Dossier(id=derived_id(act.id, index + 1), area_code=area, title=title)
        for index, title in enumerate(titles)
    ]
    Dossier.objects.bulk_create(dossiers)
    for dossier in dossiers:
        record(act, dossier, title=dossier.title)
    return dossiers


class Secretive(BaseModel):
    """An argument with a secret inside."""

    hint: str
    word: SecretStr


@operation("secret.told")
def tell_secret(*, act: Act, password: SecretStr, inside: list[Secretive]) -> str:
    """Take secrets and remember none."""
    record(act, Subject("setting", act.id))
    return "ok"


@operation("rule.broken")
def break_rule(*, act: Act, how: Annotated[str, StringConstraints(max_length=20)]) -> None:
    """Break the rule of one act, one entry, in the way that is named."""
    subject = Subject("setting", act.id)
    match how:
        case "none":
            return
        case "twice":
            record(act, subject)
            record(act, subject)
        case "other act":
            record(Act(id=derived_id(act.id, 9), actor=act.actor), subject)
        case "inside":
            record(act, subject)
            tell_secret(act=act, password=SecretStr("x"), inside=[])
        case "float":
            record(act, subject, weight=1.5)


@operation("fact.recorded")
def record_fact(
    *, act: Act, subject_id: UUID, kind: str, value: Line, other_id: UUID | None = None
) -> None:
    """Record what somebody learned about a neighbour; a correction is a new fact."""
    neighbour = permissions.SEE_NEIGHBOUR.get(act, Neighbour.objects.all(), subject_id)
    fact = Fact(
        id=derived_id(act.id, 1),
        subject_id=subject_id,
        other_id=other_id,
        kind=kind,
        value=value,
        area_code=neighbour.area_code,
        recorded_by=act.actor.account_id,
        recorded_at=act.effective_at,
    )
    context.grant([fact.id])
    fact.save(force_insert=True)
    record(act, neighbour, kind=kind)
