"""Who signs in, as what, since when, and how they came."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from setiakawan.access.permissions import Columns, Link
from setiakawan.access.roles import APPOINTABLE, LABELS
from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7
from setiakawan.partners.models import Partner

BARS = Link(table="accounts_bar", row="subject_id", live="l.ended_at IS NULL")
"""Who must never see a row; every model about somebody names it in its columns."""


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by what people type when they sign in."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with this user name."""
        return self.get(username=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in. The number lives here, for the invitation has verified it."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    last_login = (
        None  # the session list says it; a write at each sign-in would be an unnamed change
    )
    username = models.CharField(max_length=60, unique=True)
    """Made by the system (``sri.sangkrah.4821``), so that choosing one can't reveal another."""
    phone = models.CharField(max_length=20, blank=True, db_index=True)
    """E.164. Not unique: a couple may share a phone; the password tells who it is."""
    name = models.CharField(max_length=200)
    call_name = models.CharField(max_length=60, blank=True)
    """As people call them, with the address: Bu Sri, Mas Tono."""
    area_code = models.CharField(max_length=24, db_collation="C")
    """The area this account belongs to, for those who look after accounts there."""
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = AccountManager()

    access_columns: ClassVar[Columns] = Columns(area="area_code", own="id", bars=BARS)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_code", "name"], name="accounts_of_an_area")]

    def __str__(self) -> str:
        return self.call_name or self.name

    def as_subject(self) -> Subject:
        """How the ledger names this account."""
        return Subject("account", self.id, area=self.area_code)


class AppointmentRows(models.QuerySet["Appointment"]):
    """Questions about appointments."""

    def live_on(self, day: date) -> Self:
        """Appointments in force on a day; periods are half-open."""
        return self.not_over_on(day).filter(starts_on__lte=day)

    def not_over_on(self, day: date) -> Self:
        """Appointments in force on a day or to come: what whoever holds the account gets hold of."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Appointment(models.Model):
    """Somebody is something somewhere for some time: a role, a reach, a period."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="appointments")
    holder_name = models.CharField(max_length=200)
    """The name as the office shows it; an office is public, the account isn't."""
    role = models.CharField(
        max_length=20, choices=[(role.value, LABELS[role]) for role in APPOINTABLE]
    )
    area_code = models.CharField(max_length=24, db_collation="C")
    """The reach: this area and all below it."""
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """First day on which it no longer holds."""
    end_reason = models.CharField(max_length=200, blank=True)
    decree_no = models.CharField(max_length=80, blank=True)
    certificate_no = models.CharField(max_length=80, blank=True)
    """Pekerja sosial certificate (UU 14/2019); signing an assessment needs it, whatever the role."""
    certificate_until = models.DateField(null=True)
    supervisor = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="supervises"
    )
    """For a case manager: the officer who oversees restricted work."""
    successor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    """Who took over when it ended; None leaves it in the queue of those who look after the area."""
    version = models.IntegerField(default=1)

    objects = AppointmentRows.as_manager()

    access_columns: ClassVar[Columns] = Columns(
        area="area_code", partner="partner_id", own="account_id"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_code", "role"], name="offices_of_an_area"),
            models.Index(fields=["account", "starts_on"], name="offices_of_an_account"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_appointment_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="partner_staff_work_for_a_partner",
                condition=~Q(role="partner_staff") | Q(partner__isnull=False),
            ),
            models.CheckConstraint(
                name="a_case_manager_has_a_supervisor",
                condition=~Q(role="case_manager") | Q(supervisor__isnull=False),
            ),
        ]

    def as_subject(self) -> Subject:
        """How the ledger names this appointment: by whom it is about."""
        return Subject("account", self.account_id, area=self.area_code, role="holder")

    def is_live_on(self, day: date) -> bool:
        """Say whether the appointment is in force on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


class Invitation(models.Model):
    """A one-time key, shown as QR face to face: to join, or to get back in.

    Only the digest of the key is kept. For somebody with a second factor a recovery needs a second
    person who agrees. For whom it is stands in ``Invited``.
    """

    class Purpose(models.TextChoices):
        """What the key opens."""

        JOIN = "join", "Bergabung"
        RECOVER = "recover", "Masuk kembali"

    id = models.UUIDField(primary_key=True, default=uuid7)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    key_digest = models.BinaryField(max_length=32, null=True)
    """SHA-256 of the key; None until a second person has agreed, where one must."""
    role = models.CharField(max_length=20, blank=True)
    area_code = models.CharField(max_length=24, db_collation="C")
    partner = models.ForeignKey(Partner, null=True, on_delete=models.PROTECT)
    supervisor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="invitations"
    )
    """Who came of it, or whose key is replaced."""
    invited_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    needs_second = models.BooleanField(default=False)
    agreed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    access_columns: ClassVar[Columns] = Columns(area="area_code", own="account_id")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key_digest"], name="invitation_by_key"),
            models.Index(fields=["area_code", "invited_at"], name="invitations_of_an_area"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_second_person_agrees_to_a_recovery",
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("invited_by")),
            )
        ]

    def as_subject(self) -> Subject:
        """How the ledger names this invitation."""
        return Subject("invitation", self.id, area=self.area_code)


class Invited(models.Model):
    """For whom an invitation is. A name becomes public with the office, and not before.

    A table of its own, so that an administrator sees which invitations there are and not for whom;
    and so that a name is forgotten when nobody came, while the invitation stays on record.
    """

    invitation = models.OneToOneField(
        Invitation, primary_key=True, on_delete=models.PROTECT, related_name="invited"
    )
    name = models.CharField(max_length=200)
    call_name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    area_code = models.CharField(max_length=24, db_collation="C")
    """That of the invitation."""
    written_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    """Who invited: what somebody wrote themselves is no secret to them."""

    access_columns: ClassVar[Columns] = Columns(
        area="area_code", own="written_by_id", key="invitation_id"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_code", "name"], name="who_is_invited_to_an_area")
        ]


class StaffSession(models.Model):
    """An administrator looks at personal data, for a reason, for a short time."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="staff_sessions")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    access_columns: ClassVar[Columns] = Columns(own="account_id")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "until"], name="open_staff_sessions")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_staff_session_ends_after_it_opens", condition=Q(until__gt=F("opened_at"))
            )
        ]


class Notice(models.Model):
    """Something that happened to an account without its owner; told at the next sign-in."""

    class Kind(models.TextChoices):
        """What happened, as the owner reads it."""

        RECOVERED = "recovered", "Kata sandi diganti dengan kunci masuk kembali"
        APPOINTED = "appointed", "Anda mendapat jabatan baru"
        ENDED = "ended", "Sebuah jabatan Anda berakhir"

    id = models.UUIDField(primary_key=True, default=uuid7)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    access_columns: ClassVar[Columns] = Columns(own="account_id")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "at"], name="notices_of_an_account")]


class Bar(models.Model):
    """This account must never see that person, case or account: a relative, accused, neighbour."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    area_code = models.CharField(max_length=24, db_collation="C", blank=True)
    named_by = models.UUIDField(null=True)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    access_columns: ClassVar[Columns] = Columns(area="area_code")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_id", "account"], name="who_is_barred_from_a_subject"),
            models.Index(fields=["account"], name="what_an_account_is_barred_from"),
        ]
