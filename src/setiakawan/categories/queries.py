"""Questions about categories, each as of a day. Words of law are for everybody who is signed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from setiakawan.categories.models import (
    Criterion,
    Crossing,
    Kind,
    ResourceKind,
    Scheme,
    SchemeEntry,
    Tag,
    Versioned,
)
from setiakawan.foundation.clock import today

LONGEST_SEARCH = 100


def kinds_on(
    day: date | None = None,
    *,
    level: str = "",
    is_restricted: bool | None = None,
    words: str = "",
) -> Sequence[Kind]:
    """Kinds in force on a day, in the order of the regulation; those that fit all that was asked.

    ``words`` are looked for in code, name, abbreviation, meaning and criteria, every word somewhere.
    """
    on = day or today()
    rows = Kind.objects.as_of(on).order_by("code")
    if level:
        rows = rows.filter(levels__contains=[level])
    if is_restricted is not None:
        rows = rows.filter(is_restricted=is_restricted)
    wanted = words[:LONGEST_SEARCH].casefold().split()
    if not wanted:
        return list(rows)
    asked: dict[str, list[str]] = {}
    for one in criteria_on(on):
        asked.setdefault(one.kind_code, []).append(one.name)
    return [row for row in rows if _has_all(wanted, row, asked.get(row.code, ()))]


def _has_all(wanted: Iterable[str], kind: Kind, criteria: Iterable[str]) -> bool:
    said = (kind.code, kind.name, kind.abbreviation, kind.english, kind.meaning, *criteria)
    text = " ".join(said).casefold()
    return all(word in text for word in wanted)


def kind_on(code: str, day: date | None = None) -> Kind | None:
    """A kind as it is worded on a day; None where it isn't in force then."""
    return Kind.objects.as_of(day or today()).filter(code=code).first()


def criteria_on(day: date | None = None) -> Sequence[Criterion]:
    """All criteria in force on a day, of kinds that are."""
    on = day or today()
    kinds = Kind.objects.as_of(on).values("code")
    return list(Criterion.objects.as_of(on).filter(kind_code__in=kinds).order_by("code"))


def criteria_of(kind_code: str, day: date | None = None) -> Sequence[Criterion]:
    """The criteria of a kind in force on a day."""
    rows = Criterion.objects.as_of(day or today()).filter(kind_code=kind_code)
    return list(rows.order_by("code"))


def tags_on(day: date | None = None) -> Sequence[Tag]:
    """Tags in force on a day, by name."""
    return list(Tag.objects.as_of(day or today()).order_by("name", "code"))


def resources_on(day: date | None = None) -> Sequence[ResourceKind]:
    """Kinds of PSKS in force on a day."""
    return list(ResourceKind.objects.as_of(day or today()).order_by("code"))


def entries_on(day: date | None = None, scheme: str = "") -> Sequence[SchemeEntry]:
    """Entries of a scheme (or of all) in force on a day."""
    rows = SchemeEntry.objects.as_of(day or today())
    found = rows.filter(scheme=scheme) if scheme else rows
    return sorted(found, key=_by_scheme)


def _by_scheme(entry: SchemeEntry) -> tuple[int, str]:
    """The order in which schemes are named, then that of their own list."""
    return Scheme.values.index(entry.scheme), entry.code


@dataclass(frozen=True)
class CrossingRow:
    """What counts where: a kind or a tag, and the entry."""

    crossing: Crossing
    kind: Kind | None
    tag: Tag | None
    entry: SchemeEntry

    @property
    def begins_at(self) -> str:
        """Code of the kind or tag."""
        return self.crossing.kind_code or self.crossing.tag_code

    @property
    def name(self) -> str:
        """The kind or tag in words."""
        return str(self.kind or self.tag)


def crossings_on(
    day: date | None = None, *, kind_code: str = "", scheme: str = ""
) -> Sequence[CrossingRow]:
    """Crossings on a day whose both ends are in force then, by scheme, entry and kind."""
    on = day or today()
    rows = Crossing.objects.as_of(on).order_by("kind_code", "tag_code")
    if kind_code:
        rows = rows.filter(kind_code=kind_code)
    kinds = _by_code(Kind.objects.as_of(on))
    tags = _by_code(Tag.objects.as_of(on))
    entries = _by_code(SchemeEntry.objects.as_of(on))
    found = [
        CrossingRow(row, kinds.get(row.kind_code), tags.get(row.tag_code), entries[row.entry_code])
        for row in rows
        if row.entry_code in entries and (row.kind_code in kinds or row.tag_code in tags)
    ]
    wanted = (row for row in found if not scheme or row.entry.scheme == scheme)
    return sorted(wanted, key=lambda row: _by_scheme(row.entry))


def _by_code[M: Versioned](rows: Iterable[M]) -> Mapping[str, M]:
    return {row.code: row for row in rows}


def versions_of[M: Versioned](model: type[M], code: str) -> Sequence[M]:
    """Every version of a code, the newest first."""
    return list(model._default_manager.filter(code=code).order_by("-version"))


def latest_of[M: Versioned](model: type[M], code: str) -> M | None:
    """The last version of a code, in force or not."""
    return model._default_manager.filter(code=code, is_latest=True).first()
