"""What is remembered of every act, and the seals that keep it honest.

None of these rows but requests to open a payload is written through the ORM: ``ledger.append`` writes an operation's rows in one
statement, ``sealing`` the seals.
"""

from typing import ClassVar

from django.db import models

from setiakawan.access.permissions import Columns
from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7


class Entry(models.Model):
    """One act as it was taken in. Never updated, never deleted; corrections are new entries."""

    class Outcome(models.TextChoices):
        """What became of an act when it was taken in."""

        APPLIED = "applied", "Sudah masuk"
        MERGED = "merged", "Digabung dengan perubahan lain"
        CONFLICT = "conflict", "Perlu dipastikan"
        QUARANTINED = "quarantined", "Ditahan untuk diperiksa"

    id = models.UUIDField(primary_key=True)
    ledger_no = models.BigIntegerField(unique=True)
    """Identity column, with gaps; the receipt's number. Order and proof come from the seal."""
    batch_id = models.UUIDField(db_index=True)
    """The act that carried this entry; differs from ``id`` only in the set form."""
    kind = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=10)
    account_id = models.UUIDField(null=True)
    appointment_id = models.UUIDField(null=True)
    origin = models.CharField(max_length=10)
    device = models.UUIDField(null=True)
    device_seq = models.BigIntegerField(null=True)
    seen = models.BigIntegerField(null=True)
    authored_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    effective_reason = models.CharField(max_length=10)
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    settles = models.UUIDField(null=True)
    """The entry this one settles (a conflict, a quarantine); nothing is updated."""
    subject_count = models.SmallIntegerField()
    payload_digest = models.BinaryField(max_length=32)
    """SHA-256 over the salt and the payload; stays when the payload is erased."""

    access_columns: ClassVar[Columns] = Columns(own="account_id", key="batch_id")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["account_id", "received_at"], name="entry_by_account"),
            models.Index(fields=["kind", "received_at"], name="entry_by_kind"),
            # Not unique: a device that counts wrongly is taken in all the same and looked at later.
            models.Index(
                fields=["device", "device_seq"],
                name="entry_by_device",
                condition=models.Q(device__isnull=False),
            ),
        ]


class Payload(models.Model):
    """What an act said. It can be erased (a person's right); the digest in the entry stays."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.PROTECT, related_name="payload"
    )
    body = models.TextField()
    """Canonical JSON ``{args, facts, base, result}``, byte for byte what the digest covers."""
    salt = models.BinaryField(max_length=16)
    """Random; erased with the body, so that nobody can guess it back from the digest."""


class EntrySubject(models.Model):
    """Whom or what an act was about; timelines, feed and row security read it."""

    pk = models.CompositePrimaryKey("entry_id", "subject_kind", "subject_id")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="subjects")
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    role = models.CharField(max_length=20, default="subject")
    area_code = models.CharField(max_length=24, db_collation="C", blank=True, default="")
    restricted = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "entry"], name="timeline_of_a_subject"),
            models.Index(fields=["area_code"], name="entries_of_an_area"),
        ]


class Unsealed(models.Model):
    """An entry or a reading that has no seal yet; the sealing job takes it away."""

    record_id = models.UUIDField(primary_key=True)
    stream = models.CharField(max_length=8)
    record_no = models.BigIntegerField()
    transaction = models.BigIntegerField()
    """Transaction that wrote it. Never compared across a restore, which sets it to 0."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stream", "record_no"], name="next_to_seal")]


class Stream(models.TextChoices):
    """Two chains under the same sealing."""

    LEDGER = "ledger", "Buku besar"
    READING = "reading", "Catatan pembacaan"


class Seal(models.Model):
    """The place of a record in its chain: a dense number and a hash over all before it."""

    pk = models.CompositePrimaryKey("stream", "seal_no")
    stream = models.CharField(max_length=8, choices=Stream.choices)
    seal_no = models.BigIntegerField()
    record_id = models.UUIDField(unique=True)
    record_digest = models.BinaryField(max_length=32)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["stream", "sealed_at"], name="seals_of_a_day")]


class DayHead(models.Model):
    """The Merkle root over what was sealed on one day (Jakarta), kept apart for publication."""

    pk = models.CompositePrimaryKey("stream", "day")
    stream = models.CharField(max_length=8, choices=Stream.choices)
    day = models.DateField()
    first_seal = models.BigIntegerField()
    last_seal = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    chain_hash = models.BinaryField(max_length=32)


class Reading(models.Model):
    """Somebody opened, exported or tried to open something that is watched."""

    class Kind(models.TextChoices):
        """What was done."""

        OPENED = "opened", "Dibuka"
        EXPORTED = "exported", "Diunduh"
        REFUSED = "refused", "Ditolak"

    id = models.UUIDField(primary_key=True, default=uuid7)
    reading_no = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    account_id = models.UUIDField(null=True)
    appointment_id = models.UUIDField(null=True)
    what = models.CharField(max_length=80)
    """The permission or the report, never a name."""
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    count = models.IntegerField(default=1)
    address = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "at"], name="who_read_a_subject"),
            models.Index(fields=["account_id", "at"], name="what_somebody_read"),
        ]


class PayloadOpening(models.Model):
    """An inspector asks to read one payload; a second person agrees; it is open for one hour."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    entry_id = models.UUIDField()
    entry_kind = models.CharField(max_length=80, default="")
    entry_at = models.DateTimeField(null=True)
    """Kind and time of the entry, for the second person, who sees no more of it."""
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=1000)
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    open_until = models.DateTimeField(null=True)
    area_code = models.CharField(max_length=24, db_collation="C", blank=True, default="")

    access_columns: ClassVar[Columns] = Columns(own="asked_by", area="area_code")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["entry_id", "asked_by"], name="openings_of_entry")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_second_person_agrees_to_open_a_payload",
                condition=models.Q(agreed_by__isnull=True)
                | ~models.Q(agreed_by=models.F("asked_by")),
            )
        ]

    def as_subject(self) -> Subject:
        """How the ledger names this request."""
        return Subject("payload_opening", self.id, area=self.area_code)
