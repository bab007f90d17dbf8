"""What an instance can be told about itself."""

from typing import ClassVar

from django.db import models

from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7


class Setting(models.Model):
    """One thing the office decides for its instance; what isn't decided has the default."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    name = models.CharField(max_length=40, unique=True)
    value = models.CharField(max_length=200, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def as_subject(self) -> Subject:
        """How the ledger names this setting."""
        return Subject("setting", self.id)
