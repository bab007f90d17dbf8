"""A dossier that uses every feature of Columns, and facts about a neighbour."""

from typing import ClassVar

from django.db import models

from setiakawan.access.permissions import Columns, Link
from setiakawan.accounts.models import BARS
from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7


class TeamMember(models.Model):
    """Somebody works on a dossier, until they left."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier_id = models.UUIDField()
    account_id = models.UUIDField()
    left_on = models.DateField(null=True)

    access_columns: ClassVar[Columns] = Columns(own="account_id")


class DossierGrant(models.Model):
    """A restricted dossier was opened to somebody."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    dossier_id = models.UUIDField()
    account_id = models.UUIDField()

    access_columns: ClassVar[Columns] = Columns(own="account_id")


TEAM = Link(table="probe_teammember", row="dossier_id", live="l.left_on IS NULL")
GRANTS = Link(table="probe_dossiergrant", row="dossier_id")


class Dossier(models.Model):
    """Belongs to an area, a partner and an account; has a team; can be restricted and barred."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area_code = models.CharField(max_length=24, db_collation="C")
    partner_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True)
    is_restricted = models.BooleanField(default=False)
    title = models.CharField(max_length=200)

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        partner="partner_id",
        own="account_id",
        team=TEAM,
        restricted="is_restricted",
        grants=GRANTS,
        bars=BARS,
    )

    def as_subject(self) -> Subject:
        """How the ledger names it."""
        return Subject("dossier", self.id, area=self.area_code, restricted=self.is_restricted)


class Neighbour(models.Model):
    """Somebody about whom there are facts. The area is the one that everybody may know."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    area_code = models.CharField(max_length=24, db_collation="C")
    name = models.CharField(max_length=200)
    same_as_id = models.UUIDField(null=True)
    """After a merge: the neighbour this one turned out to be. Facts stay where they were recorded."""

    access_columns: ClassVar[Columns] = Columns(area="area_code", bars=BARS)

    def as_subject(self) -> Subject:
        """How the ledger names the neighbour."""
        return Subject("neighbour", self.id, area=self.area_code)


class CaseTeam(models.Model):
    """Who works on a neighbour's case."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    subject_id = models.UUIDField()
    account_id = models.UUIDField()

    access_columns: ClassVar[Columns] = Columns(own="account_id")


CASE_TEAM = Link(table="probe_caseteam", row="subject_id", key="subject_id")


class Shelter(models.Model):
    """A neighbour is protected, since and until. Only the case team knows."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    subject_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)

    access_columns: ClassVar[Columns] = Columns(team=CASE_TEAM)


class Fact(models.Model):
    """An address, a contact or a relation of a neighbour, as somebody recorded it once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    subject_id = models.UUIDField()
    other_id = models.UUIDField(null=True)
    """For a relation: the other one. If either is protected, so is the relation."""
    kind = models.CharField(max_length=10)
    value = models.CharField(max_length=200)
    area_code = models.CharField(max_length=24, db_collation="C")
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    is_protected = models.BooleanField(default=False)

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        team=CASE_TEAM,
        restricted="is_protected",
        grants=CASE_TEAM,
        author="recorded_by",
        bars=Link(
            table="accounts_bar", row="subject_id", live="l.ended_at IS NULL", key="subject_id"
        ),
    )
