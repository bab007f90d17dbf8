"""Partner organisations."""

from typing import ClassVar

from django.db import models

from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7


class Partner(models.Model):
    """An organisation that takes part in helping; its people sign in for it."""

    class Kind(models.TextChoices):
        """What kind of organisation (domain: who refers to whom)."""

        DINSOS = "dinsos", "Dinas Sosial"
        LK3 = "lk3", "LK3"
        LKS = "lks", "LKS"
        TAGANA = "tagana", "Tagana"
        PUSKESMAS = "puskesmas", "Puskesmas"
        HOSPITAL = "hospital", "Rumah sakit"
        SHELTER = "shelter", "Rumah singgah"
        CENTRE = "centre", "Sentra Kemensos"
        OFFICE = "office", "Kantor lain"

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    area_code = models.CharField(max_length=24, db_collation="C")
    """The area it works for; a city's code for the whole city."""
    ended_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_code"], name="partners_of_an_area")]

    def __str__(self) -> str:
        return self.name

    def as_subject(self) -> Subject:
        """How the ledger names this partner."""
        return Subject("partner", self.id, area=self.area_code)
