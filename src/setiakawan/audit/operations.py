"""Every change is a named operation: one transaction, one entry, its jobs, or nothing at all.

>>> @operation("referral.accepted")
... def accept_referral(*, act: Act, referral_id: UUID) -> Referral: ...

The decorated function is called the same way by a page, a phone, a file and a test:
``accept_referral(act=act, referral_id=…)``. Arguments are read with pydantic from the function's
own annotations, so text from a form and JSON from a phone do as well as Python values.
"""

import functools
import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast, get_type_hints
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from setiakawan.access import context
from setiakawan.audit import ledger, waking
from setiakawan.audit.acts import Act
from setiakawan.audit.canonical import canonical_json
from setiakawan.audit.ledger import Draft, Subject
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import BadArguments, IdTaken

KINDS: dict[str, "OperationInfo"] = {}
"""Every operation by its event name; the phone's registry and the permission matrix read it."""


@dataclass(frozen=True)
class OperationInfo:
    """What is known of an operation without running it."""

    kind: str
    call: Callable[..., Any]
    arguments: type[BaseModel]
    many: bool


@dataclass
class _Running:
    """The operation that runs now."""

    act: Act
    kind: str
    many: bool
    args: Mapping[str, Any]
    drafts: list[Draft] = field(default_factory=list)


_running: ContextVar[_Running | None] = ContextVar("setiakawan_operation", default=None)


class LedgerRule(RuntimeError):
    """The operation's code broke the rule of one act, one entry; a programming error."""


def operation[**P, R](
    kind: str, *, many: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an operation that leaves the event ``kind`` (``noun.past``) in the ledger.

    ``many`` is the set form: it takes lists and leaves one entry per subject.

    A repeat with the same id and arguments is answered from the ledger before the body runs: it
    returns what the first call returned, as it is now. The same id with other arguments raises
    IdTaken.
    """

    def decorate(body: Callable[P, R]) -> Callable[P, R]:
        model = _arguments_model(body)

        @functools.wraps(body)
        def call(*positional: P.args, **given: P.kwargs) -> R:
            if positional:
                raise TypeError(f"{body.__name__} takes keywords only")
            values = dict(given)
            act = cast("Act", values.pop("act"))
            if _running.get() is not None:
                raise LedgerRule(f"{kind} was called inside another operation")
            arguments = _read(model, values)
            args = arguments.model_dump(mode="json")
            with context.acting_as(act.actor, operation_id=act.id):
                repeated, answer = _answer_from_ledger(act, kind, args)
                if repeated:
                    return cast("R", answer)
                running = _Running(act, kind, many, args)
                token = _running.set(running)
                try:
                    result = body(  # type: ignore[call-arg]  # "act" is one of P's keywords
                        act=act,
                        **{name: getattr(arguments, name) for name in model.model_fields},
                    )
                finally:
                    _running.reset(token)
                _append(running, result)
                transaction.on_commit(waking.wake)
            return result

        KINDS[kind] = OperationInfo(kind, call, model, many)
        return call

    return decorate


def record(
    act: Act,
    subject: Model | Subject | Sequence[Subject],
    *,
    outcome: str = "applied",
    settles: UUID | None = None,
    **facts: Any,
) -> None:
    """Leave the operation's entry: whom it was about, and the facts worth remembering.

    A model says its subject with ``as_subject()``. Called once in an operation, and once per
    subject in the set form.
    """
    running = _running.get()
    if running is None or running.act is not act:
        raise LedgerRule("record() belongs inside an @operation, with its own act")
    if running.drafts and not running.many:
        raise LedgerRule(f"{running.kind} recorded twice; one act leaves one entry")
    index = len(running.drafts)
    body: dict[str, Any] = {"facts": facts}
    if index == 0:
        body |= {"args": running.args, "base": act.base}
    running.drafts.append(
        Draft(
            id=derived_id(act.id, index),
            kind=running.kind,
            subjects=_subjects(subject),
            body=body,
            outcome=outcome,
            settles=settles,
        )
    )


def _subjects(subject: Model | Subject | Sequence[Subject]) -> tuple[Subject, ...]:
    if isinstance(subject, Subject):
        return (subject,)
    if isinstance(subject, Model):
        return (subject.as_subject(),)  # type: ignore[attr-defined]  # each recorded model has it
    return tuple(subject)


def _append(running: _Running, result: Any) -> None:
    if not running.drafts:
        raise LedgerRule(f"{running.kind} left no entry; every act is remembered")
    first = running.drafts[0]
    body = {**first.body, "result": _reference(result)}
    drafts = [Draft(first.id, first.kind, first.subjects, body, first.outcome, first.settles)]
    try:
        ledger.append(running.act, drafts + running.drafts[1:])
    except IntegrityError as error:
        if "audit_entry_pkey" in str(error):
            # Not ours to see, else the ledger would have answered: somebody else used this id.
            raise IdTaken from error
        raise


def _reference(result: Any) -> Any:
    """How to find an operation's result again: rows by model and id, plain values as they are."""
    if isinstance(result, Model):
        return {"model": result._meta.label, "id": str(result.pk)}
    if isinstance(result, list | tuple) and all(isinstance(one, Model) for one in result):
        return [{"model": one._meta.label, "id": str(one.pk)} for one in result]
    return result


def _answer_from_ledger(act: Act, kind: str, args: Mapping[str, Any]) -> tuple[bool, Any]:
    """Look whether this act has been done: (True, its result) or (False, None).

    The lock makes the second of two simultaneous calls wait for the first and then find it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_lock_number(act.id)])
        cursor.execute(
            "SELECT e.kind, p.body FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id"
            " WHERE e.id = %s",
            [act.id],
        )
        found = cursor.fetchone()
    if found is None:
        return False, None
    first_kind, text = found
    if first_kind != kind:
        raise IdTaken
    if text is None:  # erased: there is nothing left to compare with or to answer from
        return True, None
    body = json.loads(text)
    if canonical_json(body["args"]) != canonical_json(args):
        raise IdTaken
    return True, _resolve(body["result"])


def _resolve(reference: Any) -> Any:
    if isinstance(reference, dict) and reference.keys() == {"model", "id"}:
        return _row(reference)
    if isinstance(reference, list) and all(
        isinstance(one, dict) and one.keys() == {"model", "id"} for one in reference
    ):
        return [_row(one) for one in reference]
    return reference


def _row(reference: Mapping[str, str]) -> Model | None:
    model = apps.get_model(reference["model"])
    # The caller did this act, so it may see what became of it, also when it has moved away since.
    context.grant([UUID(reference["id"])])
    return model._default_manager.filter(pk=reference["id"]).first()


def _lock_number(act_id: UUID) -> int:
    return int.from_bytes(act_id.bytes[8:], signed=True)


def _arguments_model(body: Callable[..., Any]) -> type[BaseModel]:
    """The pydantic model of an operation's own arguments (all but ``act``)."""
    hints = get_type_hints(body, include_extras=True)
    fields: dict[str, Any] = {}
    for name, parameter in inspect.signature(body).parameters.items():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            raise TypeError(f"{body.__name__}: arguments of an operation are keywords only")
        if name == "act":
            continue
        default = ... if parameter.default is inspect.Parameter.empty else parameter.default
        fields[name] = (hints[name], default)
    return create_model(
        f"{body.__name__}_arguments",
        __config__=ConfigDict(extra="forbid", frozen=True),
        **fields,
    )


def _read(model: type[BaseModel], values: Mapping[str, Any]) -> BaseModel:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "isian"
        raise BadArguments(
            field=str(first["loc"][0]) if first["loc"] else None, what=where
        ) from error
