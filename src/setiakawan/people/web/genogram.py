"""Draw a family: relations and household of one person, as a picture and as a sentence.

Men are squares, women circles, of others a diamond; the person double; the dead crossed; who lives in
the same house has a dashed frame. Double green lines mean close, dotted ones seldom in touch, cut ones
broken off. Pure: it draws what the reader sees and asks for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.people.models import Membership, Person, Relation
from setiakawan.people.queries import HouseholdPage, Member, PersonPage

CLOSENESS = {
    Relation.Closeness.CLOSE.value: gettext_lazy("Dekat"),
    Relation.Closeness.DISTANT.value: gettext_lazy("Jarang berhubungan"),
    Relation.Closeness.BROKEN.value: gettext_lazy("Putus hubungan"),
}

Part, Kind = Membership.Part, Relation.Kind
GENERATION = {
    Part.PARENT.value: -1,
    Part.HEAD.value: 0,
    Part.SPOUSE.value: 0,
    Part.CHILD.value: 1,
    Part.IN_LAW.value: 1,
    Part.GRANDCHILD.value: 2,
}
ROW_OF = {
    Kind.GRANDPARENT.value: -2,
    Kind.PARENT.value: -1,
    Kind.SPOUSE.value: 0,
    Kind.SIBLING.value: 0,
    Kind.CHILD.value: 1,
    Kind.GRANDCHILD.value: 2,
}
BESIDE = 9
"""Row of those whose place in the family isn't known: neighbours, carers, in-laws."""

CELL, ROW, HALF, TOP = 148, 132, 20, 52
LETTERS = 17
AT_MOST = 40


@dataclass
class Figure:
    """Somebody in the picture."""

    name: str
    note: str
    sex: str
    is_dead: bool
    lives_here: bool
    kind: str
    """What they are to the person; empty for the person."""
    label: str
    closeness: str = ""
    x: int = 0
    y: int = 0


@dataclass
class Drawing:
    """The picture, and what it says."""

    svg: SafeString
    sentence: str
    figures: list[Figure] = field(default_factory=list)


def draw(
    shown: PersonPage, home: HouseholdPage | None, kin: Mapping[UUID, Person], day: date
) -> Drawing | None:
    """The family of a person; None where nobody else is known."""
    figures = list(_figures(shown, home, kin, day))[:AT_MOST]
    if len(figures) < 2:
        return None
    width, height = _place(figures)
    sentence = _sentence(figures, alone=_is_alone(shown, home))
    svg = format_html(
        '<svg class="genogram" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"'
        ' aria-label="{said}">{lines}{people}</svg>',
        w=width,
        h=height,
        said=sentence,
        lines=_lines(figures),
        people=format_html_join("", "{}", ((_figure(one),) for one in figures)),
    )
    return Drawing(svg, sentence, figures)


# Who


def _figures(
    shown: PersonPage, home: HouseholdPage | None, kin: Mapping[UUID, Person], day: date
) -> Iterable[Figure]:
    here = {one.person.id: one for one in home.members} if home else {}
    yield _of_person(shown.person, "", "", day, lives_here=shown.person.id in here)
    related: set[UUID] = set()
    for one in shown.relations:
        person = kin.get(one.person_id) if one.person_id else None
        if person is None:
            yield Figure(
                name=one.name,
                note=_("meninggal") if one.is_dead else one.kind_label.lower(),
                sex="",
                is_dead=one.is_dead,
                lives_here=False,
                kind=one.kind,
                label=one.kind_label,
                closeness=one.closeness,
            )
            continue
        related.add(person.id)
        yield _of_person(
            person,
            one.kind,
            one.kind_label,
            day,
            lives_here=person.id in here,
            closeness=one.closeness,
        )
    # The dead are drawn with those of the household that they left.
    known = (*home.members, *home.gone) if home else ()
    mine = next((one for one in known if one.person.id == shown.person.id), None)
    for member in here.values():
        if member.person.id == shown.person.id or member.person.id in related:
            continue
        kind = _kind_by_part(mine, member)
        yield _of_person(member.person, kind, member.part_label, day, lives_here=True)


def _is_alone(shown: PersonPage, home: HouseholdPage | None) -> bool:
    return home is not None and [one.person.id for one in home.members] == [shown.person.id]


def _of_person(
    person: Person, kind: str, label: str, day: date, *, lives_here: bool, closeness: str = ""
) -> Figure:
    dead = _("meninggal %(year)s") % {"year": person.life_on.year} if person.life_on else ""
    return Figure(
        name=person.name_on_card or person.name,
        note=(dead or _("meninggal")) if person.is_dead else person.born.age_text(day),
        sex=person.sex,
        is_dead=person.is_dead,
        lives_here=lives_here,
        kind=kind,
        label=label,
        closeness=closeness,
    )


def _kind_by_part(mine: Member | None, other: Member) -> str:
    """What a member of the household is to the person, where the two parts tell it for certain."""
    if mine is None or mine.part not in GENERATION or other.part not in GENERATION:
        return ""
    pair = (mine.part, other.part)
    couple = {Part.HEAD.value, Part.SPOUSE.value}
    if set(pair) == couple:
        return Kind.SPOUSE.value
    if pair == (Part.CHILD.value, Part.CHILD.value):
        return Kind.SIBLING.value
    if mine.part in couple and other.part == Part.CHILD:
        return Kind.CHILD.value
    if mine.part == Part.CHILD and other.part in couple:
        return Kind.PARENT.value
    if mine.part in couple and other.part == Part.GRANDCHILD:
        return Kind.GRANDCHILD.value
    if mine.part == Part.GRANDCHILD and other.part in couple:
        return Kind.GRANDPARENT.value
    return ""


# Where


def _place(figures: list[Figure]) -> tuple[int, int]:
    """Give each a place: generations as rows, spouses to the right, siblings to the left."""
    rows: dict[int, list[Figure]] = {}
    for one in figures[1:]:
        rows.setdefault(ROW_OF.get(one.kind, BESIDE), []).append(one)
    own = rows.pop(0, [])
    siblings = [one for one in own if one.kind == Kind.SIBLING]
    spouses = [one for one in own if one.kind == Kind.SPOUSE]
    rows[0] = [*siblings, figures[0], *spouses]
    widest = max(len(row) for row in rows.values())
    width = widest * CELL
    for level, row in enumerate(sorted(rows)):
        listed = rows[row]
        begin = (width - len(listed) * CELL) // 2 + CELL // 2
        for at, one in enumerate(listed):
            one.x, one.y = begin + at * CELL, TOP + level * ROW
    return width, TOP + len(rows) * ROW - 20


# What is drawn


def _lines(figures: list[Figure]) -> SafeString:
    return format_html_join("", "{}", ((line,) for line in [*_kin(figures), *_closeness(figures)]))


def _kin(figures: list[Figure]) -> Iterable[SafeString]:
    me = figures[0]
    of = {kind: [one for one in figures[1:] if one.kind == kind] for kind in ROW_OF}
    for one in of[Kind.SPOUSE]:
        yield _path("kin", f"M{me.x + HALF} {me.y}H{one.x - HALF}")
    children, parents = of[Kind.CHILD], of[Kind.PARENT]
    if children:
        # Where there is one spouse, the children come from the line between the two.
        from_x = me.x + CELL // 2 if len(of[Kind.SPOUSE]) == 1 else me.x
        start = me.y if len(of[Kind.SPOUSE]) == 1 else me.y + HALF
        yield from _comb(from_x, start, children, children[0].y - HALF - 14)
    if parents:
        top = parents[0].y
        if len(parents) == 2:
            yield _path("kin", f"M{parents[0].x + HALF} {top}H{parents[1].x - HALF}")
        from_x = sum(one.x for one in parents) // len(parents)
        start = top if len(parents) == 2 else top + HALF
        yield from _comb(from_x, start, [*of[Kind.SIBLING], me], me.y - HALF - 14)
    elif of[Kind.SIBLING]:
        yield from _comb(me.x, me.y - HALF - 14, [*of[Kind.SIBLING], me], me.y - HALF - 14)


def _comb(from_x: int, start: int, below: list[Figure], bar: int) -> Iterable[SafeString]:
    xs = [from_x, *(one.x for one in below)]
    yield _path("kin", f"M{from_x} {start}V{bar}M{min(xs)} {bar}H{max(xs)}")
    for one in below:
        yield _path("kin", f"M{one.x} {bar}V{one.y - HALF}")


def _closeness(figures: list[Figure]) -> Iterable[SafeString]:
    me = figures[0]
    for one in figures[1:]:
        if one.closeness == Relation.Closeness.CLOSE:
            yield _bow("close", me, one, -3)
            yield _bow("close", me, one, 3)
        elif one.closeness == Relation.Closeness.DISTANT:
            yield _bow("distant", me, one)
        elif one.closeness == Relation.Closeness.BROKEN:
            yield _bow("broken", me, one)
            x, y = _middle(me, one)
            yield _path("broken-cut", f"M{x - 9} {y - 7}l10 14M{x - 1} {y - 7}l10 14")


def _bow(kind: str, one: Figure, two: Figure, aside: int = 0) -> SafeString:
    """A line from one to the other that goes around those who stand between."""
    cx, cy = _bend(one, two)
    x1, y1 = _edge(one, cx, cy)
    x2, y2 = _edge(two, cx, cy)
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1)
    ox, oy = round(-(y2 - y1) / length * aside), round((x2 - x1) / length * aside)
    return _path(kind, f"M{x1 + ox} {y1 + oy}Q{cx + ox} {cy + oy} {x2 + ox} {y2 + oy}")


def _bend(one: Figure, two: Figure) -> tuple[int, int]:
    """Where the line bends: over a row, or to the side of what stands below."""
    dx, dy = two.x - one.x, two.y - one.y
    if dy == 0:
        return one.x + dx // 2, one.y - 14 - abs(dx) // 5
    if abs(dx) < CELL // 2 or abs(dy) > ROW:
        aside = CELL // 2 if dx >= 0 else -CELL // 2
        return one.x + dx // 2 + aside, one.y + dy // 2
    return one.x + dx // 2, one.y + dy // 2


def _edge(one: Figure, x: int, y: int) -> tuple[int, int]:
    """Where a line towards a point leaves the figure."""
    dx, dy = x - one.x, y - one.y
    length = max((dx * dx + dy * dy) ** 0.5, 1)
    return round(one.x + dx / length * (HALF + 8)), round(one.y + dy / length * (HALF + 8))


def _middle(one: Figure, two: Figure) -> tuple[int, int]:
    """A point of such a line about its middle, away from the words below the upper one."""
    cx, cy = _bend(one, two)
    t = 0.64 if two.y > one.y else 0.36 if two.y < one.y else 0.5
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return round(a * one.x + b * cx + c * two.x), round(a * one.y + b * cy + c * two.y)


def _path(kind: str, d: str) -> SafeString:
    return format_html('<path class="{}" d="{}"/>', kind, d)


def _figure(one: Figure) -> SafeString:
    parts = []
    if one.lives_here:
        parts.append(
            format_html(
                '<rect class="here" x="{}" y="{}" width="{}" height="{}" rx="14"/>',
                one.x - HALF - 12, one.y - HALF - 12, 2 * HALF + 24, 2 * HALF + 24,
            )
        )  # fmt: skip
    css = "me" if not one.kind and not one.label else "dead" if one.is_dead else "kin-of"
    parts.append(_shape(one, css, HALF))
    if css == "me":
        parts.append(_shape(one, "me", HALF - 5))
    if one.is_dead:
        r = HALF if one.sex == "m" else 14
        parts.append(
            _path(
                "cross",
                f"M{one.x - r} {one.y - r}L{one.x + r} {one.y + r}"
                f"M{one.x + r} {one.y - r}L{one.x - r} {one.y + r}",
            )
        )
    half = min(max(len(one.name), len(one.note)), LETTERS) * 4 + 2
    parts.append(
        format_html(
            '<rect class="behind" x="{}" y="{}" width="{}" height="38"/>',
            one.x - half, one.y + HALF + 14, 2 * half,
        )
    )  # fmt: skip
    parts.append(_text(one.x, one.y + HALF + 28, one.name, "name"))
    parts.append(_text(one.x, one.y + HALF + 46, one.note, "note"))
    return format_html_join("", "{}", ((part,) for part in parts))


def _shape(one: Figure, css: str, half: int) -> SafeString:
    if one.sex == "m":
        return format_html(
            '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
            css, one.x - half, one.y - half, 2 * half, 2 * half,
        )  # fmt: skip
    if one.sex == "f":
        return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', css, one.x, one.y, half)
    return format_html(
        '<path class="{}" d="M{} {}l{} {} {} {} {} {}z"/>',
        css, one.x, one.y - half, half, half, -half, half, -half, -half,
    )  # fmt: skip


def _text(x: int, y: int, words: str, css: str) -> SafeString:
    short = words if len(words) <= LETTERS else words[: LETTERS - 1].rstrip() + "…"
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', css, x, y, short)


# What it says


def _sentence(figures: list[Figure], *, alone: bool) -> str:
    me = figures[0]
    said = [", ".join([me.name, me.note, *([_("tinggal sendiri")] if alone else [])])]
    for one in figures[1:]:
        parts = [f"{one.label} {one.name}".strip()]
        if one.note and one.note != one.label.lower():
            parts.append(one.note)
        if one.lives_here:
            parts.append(_("serumah"))
        if one.closeness in CLOSENESS:
            parts.append(str(CLOSENESS[one.closeness]).lower())
        said.append(", ".join(parts))
    return _("Genogram: %(family)s.") % {"family": ". ".join(said)}
