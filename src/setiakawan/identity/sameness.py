"""Whether two records may be one person: a simple rule with reasons, until a trained model takes over.

Points for what agrees, against for what can't be. It suggests; a person decides, and nothing is joined.

| what | points |
| --- | --- |
| name equal but for its spelling / alike, or all of a shorter one / another | 4 / 2.5 / -4 |
| NIK the same / one slip away / another / another, and both were verified | 10 / 3 / -6 / -10 |
| birth the same / nearly / the same year / within an estimate / another year | 4 / 2.5 / 2 / 1 / -4 |
| mother's name alike / another | 3 / -1.5 |
| home: household / telephone, RT / RW / kelurahan, the best of them only | 3 / 2.5 / 2 / 0.5 |
| kelurahan, where the names are equal and nothing speaks against it | 2 instead of 0.5 |
| another sex | -5 |

Many have one name and no papers: somebody called the same in the same kelurahan is shown, unless a birth,
sex, number or mother is known to be another.

A number that several claim says nothing (CASE-09). Household, telephone and address say one thing, so
they count once. Nearly equal data is normal for twins, and their numbers are one digit apart: with the same
birth date a slip counts -2, and another number is the strong evidence (CASE-06). Equal names of child and
mother in one RW outweigh a year told from memory, so then it counts -2 instead of -4 (CASE-07). What only
one of the two says is neither for nor against (CASE-05).
"""

from dataclasses import dataclass, field
from typing import Literal

from setiakawan.identity.births import UNKNOWN, Agreement, Birth, agree, years_apart
from setiakawan.identity.names import closeness, fold

LIKELY = 6.0
"""From so many points on somebody is shown as likely the same."""

EQUAL_NAME = 0.96
ALIKE = 0.85
OTHER_NAME = 0.6
TOLD_FROM_MEMORY = 5
"""Years by which a year of birth is told wrong more often than a mother gives one name twice."""

RT_PARTS, RW_PARTS, KELURAHAN_PARTS = 6, 5, 4
OF_NEIGHBOURS = 2.0
"""What the kelurahan counts for people of equal name, so that with it they are just likely."""

_BIRTH_POINTS: dict[Agreement, tuple[float, str]] = {
    "same": (4.0, "Tanggal lahir sama"),
    "near": (2.5, "Tanggal lahir hampir sama"),
    "year": (2.0, "Tahun lahir sama"),
    "maybe": (1.0, "Perkiraan umur cocok"),
    "differs": (0.0, "Tahun lahir sama, tanggalnya berbeda"),
    "unknown": (0.0, ""),
}


@dataclass(frozen=True)
class Sketch:
    """What is compared of somebody. Empty means not known."""

    names: tuple[str, ...]
    """As used, on the card, claimed: the pair that fits best counts."""
    sex: str = ""
    birth: Birth = UNKNOWN
    area_code: str = ""
    number_indexes: frozenset[str] = frozenset()
    """Keyed indexes of NIKs claimed."""
    near_indexes: frozenset[str] = frozenset()
    """Of numbers one slip away from those; one of the two sketches is enough."""
    verified_indexes: frozenset[str] = frozenset()
    """Those of ``number_indexes`` that somebody checked."""
    shared_indexes: frozenset[str] = frozenset()
    """Of numbers that several persons claim: they link nobody."""
    mother_name: str = ""
    phone: str = ""
    household_id: str = ""


@dataclass(frozen=True)
class Likeness:
    """How alike two sketches are, and why."""

    points: float
    reasons: tuple[str, ...] = field(default=())

    @property
    def is_likely(self) -> bool:
        """Say whether a person should look."""
        return self.points >= LIKELY


def compare(one: Sketch, two: Sketch) -> Likeness:
    """Compare two; the same both ways. See the table above."""
    name = _closest(one.names, two.names)
    mother = _closest((one.mother_name,), (two.mother_name,))
    births = agree(one.birth, two.birth)
    numbers = _numbers(one, two)
    home, home_reason = _home(one, two)
    has_same_mother = mother is not None and mother >= ALIKE
    maybe_twins = (
        births == "same"
        and numbers in {"slip", "other", "verified"}
        and (has_same_mother or home >= 2)
    )
    found = [
        _of_name(name),
        _of_numbers(numbers, births),
        _of_mother(mother),
        _of_births(one, two, births, is_told_by_mother=has_same_mother and home >= 2),
        (home, home_reason),
    ]
    if one.sex and two.sex and one.sex != two.sex:
        found.append((-5.0, "Jenis kelamin berbeda"))
    speaks_against = births == "differs" or any(points < 0 for points, _ in found)
    if name is not None and name >= EQUAL_NAME and not speaks_against:
        found += _neighbours(one, two, home)
    if maybe_twins:
        found.append((0.0, "Mirip, mungkin kembar"))
    return Likeness(
        sum(points for points, _ in found), tuple(reason for _, reason in found if reason)
    )


def _closest(one: tuple[str, ...], two: tuple[str, ...]) -> float | None:
    found = [closeness(a, b) for a in one if a.strip() for b in two if b.strip()]
    return max(found) if found else None


def _of_name(name: float | None) -> tuple[float, str]:
    if name is None:
        return 0.0, ""
    if name == 1.0:
        return 4.0, "Nama sama"
    if name >= EQUAL_NAME:
        return 4.0, "Nama sama, beda ejaan"
    if name >= ALIKE:
        return 2.5, "Nama sangat mirip"
    return (-4.0, "Nama berbeda") if name < OTHER_NAME else (0.0, "")


def _of_numbers(numbers: str, births: Agreement) -> tuple[float, str]:
    match numbers:
        case "same":
            return 10.0, "NIK sama"
        case "slip":
            # With one birth date only the area or the serial can differ: two people, rather.
            return (-2.0 if births == "same" else 3.0), "NIK beda satu angka"
        case "other":
            return -6.0, "NIK berbeda"
        case "verified":
            return -10.0, "NIK berbeda, keduanya sudah diperiksa"
        case _:
            return 0.0, ""


def _of_mother(mother: float | None) -> tuple[float, str]:
    if mother is None:
        return 0.0, ""
    if mother >= ALIKE:
        return 3.0, "Nama ibu sama" if mother >= EQUAL_NAME else "Nama ibu mirip"
    return (-1.5, "Nama ibu berbeda") if mother < OTHER_NAME else (0.0, "")


def _of_births(
    one: Sketch, two: Sketch, births: Agreement, *, is_told_by_mother: bool
) -> tuple[float, str]:
    if births != "apart":
        return _BIRTH_POINTS[births]
    if "estimated" in {one.birth.kind, two.birth.kind}:
        return -2.0, "Umur berbeda"
    years = years_apart(one.birth, two.birth)
    is_forgiven = is_told_by_mother and years <= TOLD_FROM_MEMORY
    return (-2.0 if is_forgiven else -4.0), f"Tahun lahir berbeda {years} tahun"


def _numbers(one: Sketch, two: Sketch) -> Literal["same", "slip", "other", "verified", ""]:
    shared = one.shared_indexes | two.shared_indexes
    mine, theirs = one.number_indexes - shared, two.number_indexes - shared
    if mine & theirs:
        return "same"
    if not mine or not theirs:
        return ""
    if mine & one.verified_indexes and theirs & two.verified_indexes:
        return "verified"
    return "slip" if one.near_indexes & theirs or two.near_indexes & mine else "other"


def _home(one: Sketch, two: Sketch) -> tuple[float, str]:
    if one.household_id and one.household_id == two.household_id:
        return 3.0, "Serumah"
    phone_one, phone_two = _phone(one.phone), _phone(two.phone)
    if phone_one and phone_one == phone_two:
        return 2.5, "Nomor telepon sama"
    for parts, points, reason in (
        (RT_PARTS, 2.5, "RT sama"),
        (RW_PARTS, 2.0, "RW sama"),
        (KELURAHAN_PARTS, 0.5, ""),
    ):
        left, right = one.area_code.split(".")[:parts], two.area_code.split(".")[:parts]
        if len(left) == parts and left == right:
            return points, reason
    return 0.0, ""


def _neighbours(one: Sketch, two: Sketch, home: float) -> list[tuple[float, str]]:
    """What a shared kelurahan adds for people who are called the same."""
    if home >= OF_NEIGHBOURS or shared_parts(one.area_code, two.area_code) < KELURAHAN_PARTS:
        return []
    return [(OF_NEIGHBOURS - home, "Kelurahan sama")]


def shared_parts(one: str, two: str) -> int:
    """How deep two areas are the same: four parts are a kelurahan, five an RW."""
    count = 0
    for left, right in zip(one.split("."), two.split("."), strict=False):
        if left != right or not left:
            break
        count += 1
    return count


def _phone(text: str) -> str:
    """The last nine digits: 0812… and +62812… are one telephone."""
    return "".join(one for one in fold(text) if one.isdecimal())[-9:]
