"""What the tests of categories set their stage with: acts of the cast, and what a change says."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from setiakawan.audit.acts import Act
from setiakawan.audit.queries import timeline_of_subject
from setiakawan.audit.readings import reading
from setiakawan.categories import operations
from setiakawan.categories.models import (
    Criterion,
    Crossing,
    Kind,
    ResourceKind,
    SchemeEntry,
    Tag,
    Versioned,
)
from setiakawan.categories.operations import EntryFacts, KindFacts, Origin, ResourceFacts, TagFacts
from setiakawan.demo.cast import actor, bu_sri
from setiakawan.foundation.clock import today

ORIGIN = Origin(
    legal_source="Permensos 99/2026, lampiran",
    read_in="Salinan dari Bagian Hukum",
    confidence="regulation",
)


def in_days(days: int) -> date:
    """A day near today."""
    return today() + timedelta(days=days)


def last[M: Versioned](model: type[M], code: str) -> M:
    """The last version of a code."""
    return model._default_manager.get(code=code, is_latest=True)


def kind_facts(code: str = "08", **more: Any) -> KindFacts:
    """What a kind says now, with something said otherwise."""
    row = last(Kind, code)
    said = {name: getattr(row, name) for name in KindFacts.model_fields}
    return KindFacts(**said | {"sex": row.sex or None} | more)


def tag_facts(code: str = "odgj", **more: Any) -> TagFacts:
    """What a tag says now, with something said otherwise."""
    row = last(Tag, code)
    return TagFacts(**{name: getattr(row, name) for name in TagFacts.model_fields} | more)


def acts_about(row: Versioned) -> list[str]:
    """The acts about something that a volunteer reads in its timeline, the newest first."""
    with reading(actor(bu_sri)):
        return [one.kind for one in timeline_of_subject(row.lasting_id)]


Call = Callable[..., Any]

VERBS: dict[str, tuple[Call, Callable[[], dict[str, Any]], type[Versioned], str]] = {
    # event: (verb, what it is told, table, code of what is made or changed)
    "kind.added": (
        operations.add_kind,
        lambda: {"code": "27", "is_restricted": False, "valid_from": today(),
                 "kind": kind_facts(name="Jenis baru"), "origin": ORIGIN},
        Kind, "27",
    ),
    "kind.corrected": (
        operations.correct_kind,
        lambda: {"code": "08", "version": 1, "valid_from": today(),
                 "kind": kind_facts(min_age=65), "origin": ORIGIN},
        Kind, "08",
    ),
    "kind.ended": (
        operations.end_kind,
        lambda: {"code": "13", "version": 1, "ends_on": today(), "reason": "Dicabut"},
        Kind, "13",
    ),
    "criterion.added": (
        operations.add_criterion,
        lambda: {"kind_code": "24", "letter": "c", "name": "tanpa jaminan kesehatan",
                 "valid_from": today(), "origin": ORIGIN},
        Criterion, "24c",
    ),
    "criterion.corrected": (
        operations.correct_criterion,
        lambda: {"code": "24a", "version": 1, "name": "tidak punya mata pencaharian",
                 "valid_from": today(), "origin": ORIGIN},
        Criterion, "24a",
    ),
    "criterion.ended": (
        operations.end_criterion,
        lambda: {"code": "12b", "version": 1, "ends_on": today(), "reason": "Merendahkan"},
        Criterion, "12b",
    ),
    "tag.added": (
        operations.add_tag,
        lambda: {"valid_from": today(), "origin": ORIGIN,
                 "tag": tag_facts(name="Putus sekolah", under=("02",), basis="inferred")},
        Tag, "putus-sekolah",
    ),
    "tag.corrected": (
        operations.correct_tag,
        lambda: {"code": "pasung", "version": 1, "valid_from": today(),
                 "tag": tag_facts("pasung", under=("09",)), "origin": ORIGIN},
        Tag, "pasung",
    ),
    "tag.ended": (
        operations.end_tag,
        lambda: {"code": "rtlh", "version": 1, "ends_on": today(), "reason": "Sudah jenis sendiri"},
        Tag, "rtlh",
    ),
    "resource_kind.corrected": (
        operations.correct_resource_kind,
        lambda: {"code": "02", "version": 1, "valid_from": today(), "origin": ORIGIN,
                 "resource": ResourceFacts(name="Pekerja Sosial Masyarakat", meaning="Relawan.",
                                           who="person")},
        ResourceKind, "02",
    ),
    "scheme_entry.added": (
        operations.add_entry,
        lambda: {"scheme": "pas12", "number": "13", "valid_from": today(), "origin": ORIGIN,
                 "entry": EntryFacts(name="Kelompok ketiga belas")},
        SchemeEntry, "pas12.13",
    ),
    "scheme_entry.corrected": (
        operations.correct_entry,
        lambda: {"code": "pas12.06", "version": 1, "valid_from": today(), "origin": ORIGIN,
                 "entry": EntryFacts(name="Afirmasi")},
        SchemeEntry, "pas12.06",
    ),
    "scheme_entry.ended": (
        operations.end_entry,
        lambda: {"code": "pas5.04", "version": 1, "ends_on": today(), "reason": "Diganti"},
        SchemeEntry, "pas5.04",
    ),
    "crossing.added": (
        operations.add_crossing,
        lambda: {"kind_code": "24", "entry": "pas12.04", "basis": "inferred",
                 "valid_from": today(), "origin": ORIGIN},
        Crossing, "24>pas12.04",
    ),
    "crossing.corrected": (
        operations.correct_crossing,
        lambda: {"code": "24>pas12.12", "version": 1, "basis": "sourced", "valid_from": today(),
                 "origin": ORIGIN},
        Crossing, "24>pas12.12",
    ),
    "crossing.removed": (
        operations.remove_crossing,
        lambda: {"code": "25>pas12.10", "version": 1, "ends_on": today(), "reason": "Salah"},
        Crossing, "25>pas12.10",
    ),
}  # fmt: skip


def do(event: str, act: Act, **more: Any) -> Any:
    """Do one of the verbs, with something told otherwise."""
    verb, told, _model, _code = VERBS[event]
    return verb(act=act, **told() | more)
