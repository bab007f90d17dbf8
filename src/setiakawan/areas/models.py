"""Areas as they were and are."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from setiakawan.access.permissions import Columns
from setiakawan.areas.codes import CODE_PATTERN, AreaCode
from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7


class AreaRows(models.QuerySet["Area"]):
    """Questions about areas."""

    def valid_on(self, day: date) -> Self:
        """Areas that exist on a day; periods are half-open."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)

    def not_over_by(self, day: date) -> Self:
        """Areas that exist on a day or will begin after it: whose codes can't be given then."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day))

    def modelled_on(self, day: date) -> Self:
        """Areas whose number was only modelled on a day; see ``Area.was_modelled_on``."""
        return self.filter(Q(is_modelled=True) | Q(confirmed_on__gt=day))

    def below(self, code: str) -> Self:
        """Areas inside another one, without itself."""
        return self.filter(code__gt=code, code__lt=code + "/")

    def within(self, code: str) -> Self:
        """An area and those inside it."""
        return self.filter(code__gte=code, code__lt=code + "/")


class Area(models.Model):
    """One area during one period. A rename, split or merge ends it and begins its successors."""

    class Level(models.IntegerChoices):
        """How deep in the tree; the same numbers as Kemendagri's levels, extended."""

        PROVINCE = 1, "Provinsi"
        CITY = 2, "Kota/Kabupaten"
        KECAMATAN = 3, "Kecamatan"
        KELURAHAN = 4, "Kelurahan"
        RW = 5, "RW"
        RT = 6, "RT"

    id = models.UUIDField(primary_key=True, default=uuid7)
    code = models.CharField(max_length=24, db_collation="C")
    """Kemendagri code, extended for RW and RT: ``33.72.04.1009.012.003``."""
    name = models.CharField(max_length=100)
    level = models.SmallIntegerField(choices=Level.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    """First day on which it no longer exists; None while it does."""
    bps_code = models.CharField(max_length=10, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    is_modelled = models.BooleanField(default=False)
    """Made from modelled numbers (demo), not told by the kelurahan."""
    confirmed_on = models.DateField(null=True)
    """The day on which the kelurahan said that a modelled one is so; before it, it was modelled."""
    version = models.IntegerField(default=1)
    """Counts the changes of this row; a form sends the one that its reader saw."""

    access_columns: ClassVar[Columns] = Columns(area="code")
    """For the verbs: reading areas is open to all."""

    objects = AreaRows.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["parent", "code"], name="areas_of_a_parent"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="an_area_code_begins_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_until=None), name="one_area_holds_a_code_now"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="an_area_ends_after_it_begins",
            ),
            # The code is the place in the tree and the reach of every office: a wrong one lets
            # somebody see too much or too little, whoever wrote it.
            models.CheckConstraint(
                condition=Q(code__regex=f"^(?:{CODE_PATTERN})$"), name="an_area_has_a_code"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def number(self) -> str:
        """The last part of the code: ``012`` for an RW."""
        return self.code.rpartition(".")[2]

    @property
    def full_name(self) -> str:
        """As one says it: ``Kelurahan Sangkrah``, ``RW 012``, ``Kota Surakarta``."""
        if self.level == Area.Level.CITY:
            return self.name  # the national list has Kota and Kabupaten in the name
        kind = AreaCode(self.code).kind
        if self.level < Area.Level.RW:
            return f"{kind} {self.name}"
        return f"{kind} {self.number}" + (f" ({self.name})" if self.has_own_name else "")

    @property
    def has_own_name(self) -> bool:
        """Say whether an RW or RT is called by more than its number."""
        return self.level < Area.Level.RW or self.name not in {
            self.number,
            f"RW {self.number}",
            f"RT {self.number}",
        }

    def was_modelled_on(self, day: date) -> bool:
        """Say whether its number was only modelled on a day: a later confirmation isn't older."""
        return self.is_modelled or (self.confirmed_on is not None and day < self.confirmed_on)

    def as_subject(self) -> Subject:
        """How the ledger names this area."""
        return Subject("area", self.id, area=self.code)

    def is_valid_on(self, day: date) -> bool:
        """Say whether the area exists on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


class AreaAlias(models.Model):
    """Another spelling or an old name by which people look for an area."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="aliases")
    name = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "name"], name="an_area_has_an_alias_once")
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One area became (part of) another on a day."""

    class Kind(models.TextChoices):
        """How it came about."""

        RENAME = "rename", "Ganti nama"
        SPLIT = "split", "Pemekaran"
        MERGE = "merge", "Penggabungan"

    id = models.UUIDField(primary_key=True, default=uuid7)
    predecessor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="became")
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="came_from")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="an_area_succeeds_another_once"
            )
        ]
