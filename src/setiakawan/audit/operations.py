"""Every change is a named operation: one transaction, one entry, its jobs, or nothing at all.

>>> @operation("referral.accepted")
... def accept_referral(*, act: Act, referral_id: UUID) -> Referral: ...

The decorated function is called the same way by a page, a phone, a file and a test:
``accept_referral(act=act, referral_id=…)``. Arguments are read with pydantic from the function's
own annotations, so text from a form and JSON from a phone do as well as Python values.
"""

import functools
import hashlib
import inspect
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, cast, get_type_hints
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.db.models.fetch_modes import FetchMode
from pydantic import BaseModel, ConfigDict, SecretBytes, SecretStr, ValidationError, create_model

from setiakawan.access import context
from setiakawan.access.permissions import RefusedTry
from setiakawan.audit import ledger, waking
from setiakawan.audit.acts import Act
from setiakawan.audit.canonical import canonical_json, sha256
from setiakawan.audit.ledger import Draft, Subject
from setiakawan.audit.readings import note_refusal
from setiakawan.foundation.ids import derived_id
from setiakawan.foundation.problems import BadArguments, IdTaken, Missing, NotAllowed, Problem

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
    secret: str
    drafts: list[Draft] = field(default_factory=list)


_running: ContextVar[_Running | None] = ContextVar("setiakawan_operation", default=None)


class NoLongerKnown(Problem):
    """The act was done, but what it said has been erased; there is nothing to answer from."""

    code = "operation.erased"
    sentence = "Kiriman ini sudah masuk, dan isinya sudah dihapus. Tidak perlu dikirim lagi."
    status = 410


class LedgerRule(RuntimeError):
    """The operation's code broke the rule of one act, one entry; a programming error."""


def operation[**P, R](
    kind: str, *, many: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function an operation that leaves the event ``kind`` (``noun.past``) in the ledger.

    ``many`` is the set form: it takes lists and leaves one entry per subject.

    A repeat with the same id and arguments is answered from the ledger before the body runs: it
    returns what the first call returned, as it is now; of a row that has moved out of the actor's
    sight since, only its id. The same id with other arguments, or of somebody else, raises IdTaken.
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
            secret = _secret_digest(act.id, arguments)
            with _refusals_on_record(act, kind), context.acting_as(act.actor, operation_id=act.id):
                repeated, answer = _answer_from_ledger(act, kind, args, secret)
                if repeated:
                    return cast("R", answer)
                running = _Running(act, kind, many, args, secret)
                token = _running.set(running)
                try:
                    result = cast("Callable[..., R]", body)(
                        act=act,
                        **{name: getattr(arguments, name) for name in model.model_fields},
                    )
                finally:
                    _running.reset(token)
                _append(running, result)
                # The act is done; that nobody could be woken must not make it look undone.
                transaction.on_commit(waking.wake, robust=True)
            return result

        KINDS[kind] = OperationInfo(kind, call, model, many)
        return call

    return decorate


@contextmanager
def _refusals_on_record(act: Act, kind: str) -> Iterator[None]:
    """Put on record that somebody tried what isn't theirs, from whatever door; the act itself is gone."""
    try:
        yield
    except Problem as problem:
        if isinstance(problem, RefusedTry) or problem.status == NotAllowed.status:
            note_refusal(
                act.actor,
                what=getattr(problem, "permission", kind),
                subject_kind=getattr(problem, "what", ""),
                subject_id=getattr(problem, "tried", ""),
                address=act.address,
            )
            problem.is_on_record = True
        raise


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
        if running.secret:
            body["secret"] = running.secret
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
    if len(running.drafts) > 1:
        # Who sees one subject of a set reads its entry, and not what was said of all the others.
        body["args"] = _digest_of(running.args)
    drafts = [Draft(first.id, first.kind, first.subjects, body, first.outcome, first.settles)]
    try:
        ledger.append(running.act, drafts + running.drafts[1:])
    except IntegrityError as error:
        if "audit_entry_pkey" in str(error):
            # A part of this set has an id that somebody used for an act of their own.
            raise IdTaken from error
        raise


def _digest_of(args: Mapping[str, Any]) -> Mapping[str, str]:
    """What tells a repeat of a set from another one, and nothing of what it says."""
    return {"digest": sha256(canonical_json(args).encode()).hex()}


def _reference(result: Any) -> Any:
    """How to find an operation's result again: rows by model and id, plain values as they are."""
    if isinstance(result, Model):
        return {"model": result._meta.label, "id": str(result.pk)}
    if isinstance(result, list | tuple) and all(isinstance(one, Model) for one in result):
        return [{"model": one._meta.label, "id": str(one.pk)} for one in result]
    return result


def _answer_from_ledger(
    act: Act, kind: str, args: Mapping[str, Any], secret: str
) -> tuple[bool, Any]:
    """Look whether this act has been done: (True, its result) or (False, None).

    A lock on the id makes the second of two simultaneous calls wait for the first and then find it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_begins_act(%s)", [act.id])
        if cursor.fetchone()[0]:
            return False, None
        cursor.execute(
            "SELECT e.kind, p.body FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id"
            " WHERE e.id = %s AND e.batch_id = e.id"
            " AND e.actor_kind = %s AND e.account_id IS NOT DISTINCT FROM %s",
            [act.id, act.actor.kind, act.actor.account_id],
        )
        found = cursor.fetchone()
    if found is None:  # somebody else's act, or a part of one
        raise IdTaken
    first_kind, text = found
    if first_kind != kind:
        raise IdTaken
    if text is None:
        raise NoLongerKnown
    body = json.loads(text)
    said = canonical_json(body["args"])
    is_same = said in {canonical_json(args), canonical_json(_digest_of(args))}
    if not is_same or body.get("secret", "") != secret:
        raise IdTaken
    return True, _resolve(act, body["result"])


def _resolve(act: Act, reference: Any) -> Any:
    if isinstance(reference, dict) and reference.keys() == {"model", "id"}:
        return _row(act, reference)
    if (
        isinstance(reference, list)
        and reference
        and all(isinstance(one, dict) and one.keys() == {"model", "id"} for one in reference)
    ):
        return [_row(act, one) for one in reference]
    return reference


def _row(act: Act, reference: Mapping[str, str]) -> Model:
    """The row as it is now; only its id where it has moved out of the actor's sight since.

    Else repeating an old act would show what became of somebody whom the actor may no longer see.
    Who has no account (an invitation, a public form) has nothing else to see a row by, and proves
    with the same arguments and secrets that the act was theirs.
    """
    model: type[Model] = apps.get_model(reference["model"])
    if act.actor.kind in {"public", "link"}:
        context.grant([UUID(reference["id"])])
    row = model._default_manager.filter(pk=reference["id"]).first()
    if row is None:
        key = model._meta.pk
        row = model.from_db(
            connection.alias,
            [key.attname],
            [key.to_python(reference["id"])],
            fetch_mode=OutOfSight(),
        )
    return row


class OutOfSight(FetchMode):
    """A row of which nothing may be known but its id: asking for more is Missing."""

    __slots__ = ()

    def fetch(self, fetcher: Any, instance: Model) -> None:
        """Refuse to load anything."""
        raise Missing


def _secret_digest(act_id: UUID, arguments: BaseModel) -> str:
    """What makes a repeat with another password or key another body, and tells nobody either.

    Keyed with the instance's signing key, which isn't in the database, and over all secrets of the
    act together. Empty when there is none.
    """
    found = list(_secrets(arguments))
    if not found:
        return ""
    key = sha256(b"setiakawan-act-secret", settings.SECRET_KEY.encode())
    text = canonical_json([act_id, *found]).encode()
    return hashlib.blake2b(text, key=key, digest_size=16).hexdigest()


def _secrets(value: Any) -> Iterator[str]:
    match value:
        case SecretStr():
            yield value.get_secret_value()
        case SecretBytes():
            yield value.get_secret_value().hex()
        case BaseModel():
            for name in type(value).model_fields:
                yield from _secrets(getattr(value, name))
        case Mapping():
            for part in value.values():
                yield from _secrets(part)
        case list() | tuple():
            for part in value:
                yield from _secrets(part)


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
