"""What arrived, and who brought it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from setiakawan.access.permissions import Columns
from setiakawan.foundation.ids import uuid7


class Upload(models.Model):
    """Somebody brought a file, so that an act of theirs can name it. Says nothing of what it is for.

    Of the file that came there is only the type; its name, like its metadata, isn't kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=20)
    size = models.IntegerField()
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    original_type = models.CharField(max_length=20)
    uploaded_by = models.UUIDField(null=True)
    """The account; none where the system brought it (the demo, a load)."""
    uploaded_at = models.DateTimeField()

    access_columns: ClassVar[Columns] = Columns(own="uploaded_by")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="upload_has_a_digest", condition=Q(digest__regex="^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="upload_with_a_size_is_a_picture",
                condition=Q(width=None, height=None, media_type="application/pdf")
                # A comparison with nothing is neither true nor false, and would pass.
                | Q(
                    width__isnull=False,
                    height__isnull=False,
                    width__gt=0,
                    height__gt=0,
                    media_type__startswith="image/",
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["digest", "uploaded_by"], name="uploads_by_digest"),
            models.Index(fields=["uploaded_by"], name="uploads_of_an_account"),
        ]
