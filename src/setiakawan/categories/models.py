"""What the law calls things: rows with versions, of which the old ones stay."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self
from uuid import UUID, uuid5

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from setiakawan.audit.ledger import Subject
from setiakawan.categories import rules
from setiakawan.foundation.ids import uuid7

_NAMESPACE = UUID("c47e6021-0000-4000-8000-000000000826")
"""What a code stands for has the same id in every instance, whatever its version."""


class Confidence(models.TextChoices):
    """How well we know that it is so."""

    REGULATION = "regulation", "teks peraturan dibaca"
    SECONDARY = "secondary", "dari sumber kedua"
    APPLICATION = "application", "dari salinan di aplikasi lain"
    MEMORY = "memory", "belum diperiksa"


class Basis(models.TextChoices):
    """Whether a source says that two things belong together, or we concluded it."""

    SOURCED = "sourced", "tersumber"
    INFERRED = "inferred", "kesimpulan kami"


class Level(models.TextChoices):
    """Who can be of a kind."""

    INDIVIDUAL = "individual", "Perorangan"
    FAMILY = "family", "Keluarga"
    GROUP = "group", "Kelompok"
    COMMUNITY = "community", "Komunitas"


class Joined(models.TextChoices):
    """How the text joins the criteria; what holds, a person concludes."""

    AND = "and", "dan"
    OR = "or", "atau"
    AND_OR = "and_or", "dan/atau"


class Sex(models.TextChoices):
    """A bound of sex; the values are those of a person."""

    FEMALE = rules.FEMALE, "Perempuan"
    MALE = rules.MALE, "Laki-laki"


class Scheme(models.TextChoices):
    """Another way of counting."""

    PAS12 = "pas12", "12 PAS"
    PAS5 = "pas5", "5 PAS"
    SPM = "spm", "SPM sosial"
    ATENSI = "atensi", "Klaster ATENSI"


def in_force_on(day: date) -> Q:
    """The versions that hold on a day; periods are half-open."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))


class Versions[M: "Versioned"](models.QuerySet[M]):
    """Questions about versions."""

    def as_of(self, day: date) -> Self:
        """The versions in force on a day."""
        return self.filter(in_force_on(day))


class Versioned(models.Model):
    """One version of one row of reference data: what it said, from when, and where that was read.

    A change is a new version; the old one gets its end and stays. A version that was replaced on the
    day it began has an empty period: it was never in force, and is still there to be read.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=60, db_collation="C")
    version = models.IntegerField(default=1)
    is_latest = models.BooleanField(default=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    """First day on which it no longer holds; None while it does."""
    end_reason = models.CharField(max_length=200, blank=True)
    legal_source = models.CharField(max_length=200)
    read_in = models.CharField(max_length=500)
    confidence = models.CharField(max_length=12, choices=Confidence.choices)
    note = models.CharField(max_length=500, blank=True)

    subject_kind: ClassVar[str]

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "version"], name="a_%(class)s_has_each_version_once"
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(is_latest=True),
                name="a_%(class)s_has_one_last_version",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_%(class)s_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(legal_source="") & ~Q(read_in=""),
                name="a_%(class)s_says_where_it_comes_from",
            ),
        ]

    @property
    def lasting_id(self) -> UUID:
        """The id of what the code stands for, the same in each version and each instance."""
        return uuid5(_NAMESPACE, f"{self.subject_kind}/{self.code}")

    def as_subject(self) -> Subject:
        """How the ledger names it: all versions together."""
        return Subject(self.subject_kind, self.lasting_id)

    def is_over_by(self, day: date) -> bool:
        """Say whether its end has come."""
        return self.valid_until is not None and self.valid_until <= day


class Kind(Versioned):
    """One of the 26 kinds of PPKS in one version."""

    abbreviation = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=150)
    english = models.CharField(max_length=150, blank=True)
    meaning = models.CharField(max_length=1000)
    """The gist of the definition, in our own words."""
    levels = ArrayField(models.CharField(max_length=10, choices=Level.choices))
    """Who can be of it, the main one first."""
    min_age = models.SmallIntegerField(null=True)
    max_age = models.SmallIntegerField(null=True)
    min_age_is_open = models.BooleanField(default=False)
    max_age_is_open = models.BooleanField(default=False)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    joined = models.CharField(max_length=6, choices=Joined.choices)
    is_restricted = models.BooleanField(default=False)
    """That somebody is of this kind is itself a secret. No form changes it: rows about people stand
    under it."""

    subject_kind = "kind"
    objects = Versions["Kind"].as_manager()

    class Meta(Versioned.Meta):
        abstract = False
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}$"), name="a_kind_has_two_digits"
            ),
            models.CheckConstraint(
                condition=Q(levels__len__gte=1), name="a_kind_says_who_can_be_of_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def bounds_words(self) -> str:
        """Bounds of age and sex in words; empty where there are none."""
        return rules.bounds_in_words(self)

    @property
    def level_words(self) -> str:
        """Who can be of it, in words."""
        return ", ".join(str(Level(one).label) for one in self.levels)


class Criterion(Versioned):
    """One criterion of a kind: answered yes, no or unknown by a person, later in the story."""

    kind_code = models.CharField(max_length=2, db_collation="C")
    name = models.CharField(max_length=200)
    english = models.CharField(max_length=200, blank=True)

    subject_kind = "criterion"
    objects = Versions["Criterion"].as_manager()

    class Meta(Versioned.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(fields=["kind_code", "code"], name="criteria_of_a_kind"),
        ]
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}[a-z][0-9]?$")
                & Q(code__startswith=F("kind_code")),
                name="a_criterion_has_the_code_of_its_kind",
            ),
            models.CheckConstraint(
                condition=~Q(code__in=sorted(rules.NOT_COLLECTED)),
                name="what_degrades_is_not_collected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Tag(Versioned):
    """What people really report and the kinds don't have: ODGJ, pasung, a house unfit to live in."""

    abbreviation = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=150)
    english = models.CharField(max_length=150, blank=True)
    meaning = models.CharField(max_length=1000)
    under = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    """Codes of the kinds it may fall under; empty where the 26 have none for it."""
    basis = models.CharField(max_length=8, choices=Basis.choices)

    subject_kind = "tag"
    objects = Versions["Tag"].as_manager()

    class Meta(Versioned.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.name


class ResourceKind(Versioned):
    """One of the 12 kinds of PSKS: who can help."""

    class Who(models.TextChoices):
        """What such a resource is."""

        PERSON = "person", "Perorangan"
        FAMILY = "family", "Keluarga"
        ORGANISATION = "organisation", "Lembaga"

    abbreviation = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=150)
    english = models.CharField(max_length=150, blank=True)
    meaning = models.CharField(max_length=1000)
    """Its main criteria."""
    who = models.CharField(max_length=12, choices=Who.choices)

    subject_kind = "resource_kind"
    objects = Versions["ResourceKind"].as_manager()

    class Meta(Versioned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class SchemeEntry(Versioned):
    """One line in another way of counting; its code is ``pas12.01``: scheme and number."""

    scheme = models.CharField(max_length=8, choices=Scheme.choices)
    name = models.CharField(max_length=200)
    english = models.CharField(max_length=200, blank=True)
    meaning = models.CharField(max_length=1000, blank=True)

    subject_kind = "scheme_entry"
    objects = Versions["SchemeEntry"].as_manager()

    class Meta(Versioned.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{Scheme(self.scheme).label} {self.number}: {self.name}"

    @property
    def number(self) -> str:
        """The number within its scheme, without a leading nought."""
        return self.code.rpartition(".")[2].lstrip("0")


class Crossing(Versioned):
    """A kind or a tag counts in an entry of a scheme. Its code is ``05>pas12.01``."""

    kind_code = models.CharField(max_length=2, db_collation="C", blank=True)
    tag_code = models.CharField(max_length=40, db_collation="C", blank=True)
    entry_code = models.CharField(max_length=14, db_collation="C")
    basis = models.CharField(max_length=8, choices=Basis.choices)

    subject_kind = "crossing"
    objects = Versions["Crossing"].as_manager()

    class Meta(Versioned.Meta):
        abstract = False
        constraints: ClassVar = [
            *Versioned.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind_code="") ^ Q(tag_code=""), name="a_crossing_starts_at_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return self.code


def crossing_code(begins_at: str, entry_code: str) -> str:
    """The code of a crossing: what counts, and where."""
    return f"{begins_at}>{entry_code}"


VERSIONED: Sequence[type[Versioned]] = (Kind, Criterion, Tag, ResourceKind, SchemeEntry, Crossing)
