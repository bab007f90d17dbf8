"""Persons, households and the facts about them."""

from typing import ClassVar, cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from setiakawan.access.permissions import AreaLink, Columns, Link, Parent
from setiakawan.audit.ledger import Subject
from setiakawan.foundation.ids import uuid7
from setiakawan.identity import births

CODE = 24
"""Longest area code: ``33.72.04.1009.012.003`` and some room."""

TEAM = Link(table="people_teammember", row="person_id", live="l.left_at IS NULL")
"""Who works on a person's case."""
BARS = Link(table="accounts_bar", row="subject_id", live="l.ended_at IS NULL")
PRESENCE = AreaLink(table="people_presence", row="person_id", live="l.ended_at IS NULL")
"""Where somebody without fixed residence was found: those kelurahan reach them, too."""


def _of_person(link: Link) -> Link:
    """The same tie, for a table that names the person in ``person_id``."""
    return Link(link.table, link.row, link.account, link.live, key="person_id")


FACT = Columns(
    area="area_code",
    parent=Parent("people_person", key="person_id", function="people_sees"),
    restricted="is_protected",
    grants=_of_person(TEAM),
    author="recorded_by",
    bars=_of_person(BARS),
)
"""Facts are seen with their person; ``area`` only lets a set of new ones be written."""


class Person(models.Model):
    """Somebody who lives here, or was found here. Nothing but a name to call them by is needed."""

    class Sex(models.TextChoices):
        """As on the card; empty while nobody knows."""

        FEMALE = "f", "Perempuan"
        MALE = "m", "Laki-laki"

    class Birth(models.TextChoices):
        """How well the birth is known."""

        DATE = "date", "Tanggal lahir"
        YEAR = "year", "Tahun lahir"
        ESTIMATED = "estimated", "Perkiraan umur"
        UNKNOWN = "unknown", "Belum diketahui"

    class Life(models.TextChoices):
        """Whether somebody lives and is here (Regsosek 404 has the same four)."""

        ALIVE = "alive", "Hidup"
        DEAD = "dead", "Meninggal"
        MOVED = "moved", "Pindah"
        NOT_FOUND = "not_found", "Tidak ditemukan"

    id = models.UUIDField(primary_key=True, default=uuid7)
    area_code = models.CharField(max_length=CODE, db_collation="C")
    """Where everybody may know them to live; the city's code for who lives nowhere fixed. Doesn't
    move while the person is protected: a trigger keeps it."""
    is_unhoused = models.BooleanField(default=False)
    """Without fixed residence."""
    is_restricted = models.BooleanField(default=False)
    """Known only through restricted records: to everybody but the team and the author not there."""
    name = models.CharField(max_length=200)
    """As used. One name is a name."""
    name_on_card = models.CharField(max_length=200, blank=True)
    call_name = models.CharField(max_length=100, blank=True)
    claimed_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    sort_name = models.CharField(max_length=200, db_collation="C")
    """Folded name, for the order of lists."""
    search_keys = ArrayField(models.CharField(max_length=60), default=list)
    """Keys under which a search finds the person; a trigger keeps ``people_searchkey`` to them."""
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_kind = models.CharField(max_length=10, choices=Birth.choices, default=Birth.UNKNOWN)
    born_on = models.DateField(null=True)
    """The date; of a year only 1 January of it."""
    estimated_age = models.SmallIntegerField(null=True)
    """Years, on ``estimated_on``."""
    estimated_on = models.DateField(null=True)
    birth_year = models.SmallIntegerField(null=True)
    """The year as well as it is known, for searching."""
    birth_place = models.CharField(max_length=100, blank=True)
    mother_name = models.CharField(max_length=200, blank=True)
    disabilities = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    """Kinds of UU 8/2016: physical, intellectual, mental, sensory; empty where nobody asked."""
    disability_note = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=60, blank=True)
    communication = models.CharField(max_length=300, blank=True)
    """What somebody needs to be understood: sign language, a companion, short sentences."""
    marks = models.CharField(max_length=500, blank=True)
    """Ciri: what somebody without papers is known by."""
    life = models.CharField(max_length=10, choices=Life.choices, default=Life.ALIVE)
    life_on = models.DateField(null=True)
    """Day of death or move, where it is known."""
    life_note = models.CharField(max_length=300, blank=True)
    life_is_confirmed = models.BooleanField(default=False)
    """Told by somebody and confirmed with a proof; a death that isn't confirmed changes nothing."""
    is_mistaken = models.BooleanField(default=False)
    """Registered by mistake, and taken back: in no list, search or hint any more."""
    mistaken_by = models.UUIDField(null=True)
    mistaken_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        also_in=PRESENCE,
        team=TEAM,
        restricted="is_restricted",
        grants=TEAM,
        author="recorded_by",
        bars=BARS,
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["area_code", "sort_name", "id"], name="people_of_an_area_by_name"),
            models.Index(fields=["sort_name", "id"], name="people_by_name"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(birth_kind__in=["date", "year"]) | Q(born_on__isnull=False),
                name="a_known_birth_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(birth_kind="estimated")
                | Q(estimated_age__isnull=False, estimated_on__isnull=False),
                name="an_estimated_age_has_its_day",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_person_is_called_something"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_dead(self) -> bool:
        """Say whether the death is confirmed."""
        return self.life == Person.Life.DEAD and self.life_is_confirmed

    @property
    def born(self) -> births.Birth:
        """The birth as well as it is known."""
        return births.Birth(
            kind=cast("births.Kind", self.birth_kind),
            on=self.born_on,
            age=self.estimated_age,
            asked_on=self.estimated_on,
        )

    @born.setter
    def born(self, birth: births.Birth) -> None:
        self.birth_kind, self.born_on = birth.kind, birth.on
        self.estimated_age, self.estimated_on = birth.age, birth.asked_on
        self.birth_year = birth.about_year

    def as_subject(self) -> Subject:
        """How the ledger names the person."""
        return Subject("person", self.id, area=self.area_code, restricted=self.is_restricted)

    def as_subject_of_fact(self) -> Subject:
        """How the ledger names the person in an act about a fact.

        A trigger restricts the entry where the person is protected, as it protects the fact.
        """
        return Subject(
            "person", self.id, area=self.area_code, restricted=self.is_restricted, role="fact"
        )


class SearchKey(models.Model):
    """One key under which a person is found from one area; kept by a trigger."""

    id = models.BigAutoField(primary_key=True)
    person_id = models.UUIDField()
    key = models.CharField(max_length=60, db_collation="C")
    area_code = models.CharField(max_length=CODE, db_collation="C")
    is_restricted = models.BooleanField(default=False)
    recorded_by = models.UUIDField(null=True)

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        team=_of_person(TEAM),
        restricted="is_restricted",
        grants=_of_person(TEAM),
        author="recorded_by",
        bars=_of_person(BARS),
        key="person_id",
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["key", "area_code", "person_id"], name="people_by_search_key"),
            models.Index(fields=["person_id"], name="search_keys_of_a_person"),
        ]


class Presence(models.Model):
    """A kelurahan in which somebody without fixed residence was found, or whose PSM has joined."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person_id = models.UUIDField()
    area_code = models.CharField(max_length=CODE, db_collation="C")
    is_restricted = models.BooleanField(default=False)
    recorded_by = models.UUIDField(null=True)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        restricted="is_restricted",
        grants=_of_person(TEAM),
        author="recorded_by",
        bars=_of_person(BARS),
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_id", "area_code"], name="where_a_person_was_found"),
            models.Index(fields=["area_code"], name="who_was_found_in_an_area"),
        ]


class TeamMember(models.Model):
    """An account works with a person, until it left. Opens what is restricted or protected."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person_id = models.UUIDField()
    account_id = models.UUIDField()
    added_by = models.UUIDField(null=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    role = models.CharField(max_length=20)
    """The office for which somebody is of the team; the tie ends with it."""

    access_columns: ClassVar[Columns] = Columns(own="account_id")
    """Only one's own: a policy that asked the team would ask itself. ``people_team_of`` tells."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_id", "account_id"], name="who_works_with_a_person"),
            models.Index(fields=["account_id"], name="with_whom_an_account_works"),
        ]


class Protection(models.Model):
    """New facts about a person are for the team, since and until. Only the team knows."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person_id = models.UUIDField()
    reason = models.CharField(max_length=500)
    begun_by = models.UUIDField(null=True)
    begun_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=500, blank=True)

    access_columns: ClassVar[Columns] = Columns(team=_of_person(TEAM), bars=_of_person(BARS))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(ended_at=None),
                name="a_person_is_protected_once_at_a_time",
            )
        ]


class Household(models.Model):
    """Those who live together. Not the card: that is a number each of them claims (CASE-11).

    Seen by who sees that somebody belongs to it; so a household of hidden members isn't there.
    """

    class Card(models.TextChoices):
        """What is known of a family card of these people."""

        UNKNOWN = "", "Belum ditanyakan"
        HELD = "held", "Ada"
        WAITING = "waiting", "Menunggu Dukcapil"
        NONE = "none", "Tidak punya"

    id = models.UUIDField(primary_key=True, default=uuid7)
    area_code = models.CharField(max_length=CODE, db_collation="C")
    address = models.CharField(max_length=300, blank=True)
    card = models.CharField(max_length=10, choices=Card.choices, blank=True)
    receiver_id = models.UUIDField(null=True)
    """Who receives for all, where that has been asked; a head's death asks again."""
    asks_receiver = models.BooleanField(default=False)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    access_columns: ClassVar[Columns] = Columns(
        parent=Parent("people_membership", key="id", column="household_id")
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["area_code"], name="households_of_an_area")]

    def as_subject(self) -> Subject:
        """How the ledger names the household."""
        return Subject("household", self.id, area=self.area_code)


class Fact(models.Model):
    """Something learned about a person. Added, never changed; a correction is the slot's next row."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    slot_id = models.UUIDField()
    """The thing itself over all its corrections: this address, that telephone."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=CODE, db_collation="C")
    """Of the person when it was recorded."""
    is_over = models.BooleanField(default=False)
    """It doesn't hold any more: a wrong number, a place left, a membership ended."""
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    is_protected = models.BooleanField(default=False)

    access_columns: ClassVar[Columns] = FACT

    class Meta:
        abstract = True
        indexes: ClassVar = [
            models.Index(
                fields=["person", "slot_id", "-recorded_at"], name="%(class)s_facts_of_a_person"
            )
        ]


class Address(Fact):
    """Where somebody is registered, lives, is usually met, or sleeps."""

    class Kind(models.TextChoices):
        """Which address."""

        LIVED = "lived", "Tempat tinggal"
        CARD = "card", "Alamat KTP"
        USUAL = "usual", "Biasa ditemui di"
        SLEEPING = "sleeping", "Tempat tidur"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    place_code = models.CharField(max_length=CODE, db_collation="C", blank=True)
    """Any area of Indonesia: RT, RW, kelurahan, or as much as is known."""
    text = models.CharField(max_length=300, blank=True)
    landmark = models.CharField(max_length=200, blank=True)
    """How one finds it: place on the street, beside what."""

    ALWAYS_PROTECTED: ClassVar = frozenset({Kind.SLEEPING})
    """Where somebody sleeps in the open is in no map, list or export."""


class Contact(Fact):
    """A way to reach somebody, and whether it is safe. Unsafe until somebody has asked (CASE-22)."""

    class Kind(models.TextChoices):
        """By what."""

        PHONE = "phone", "Telepon"
        WHATSAPP = "whatsapp", "WhatsApp"
        VISIT = "visit", "Datang ke rumah"
        THROUGH = "through", "Lewat orang lain"

    class Safety(models.TextChoices):
        """As the person said when asked."""

        UNKNOWN = "unknown", "Belum ditanyakan"
        SAFE = "safe", "Aman"
        UNSAFE = "unsafe", "Tidak aman"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.CharField(max_length=100, blank=True)
    whose = models.CharField(max_length=100, blank=True)
    """Whose telephone it is, where not their own."""
    safety = models.CharField(max_length=10, choices=Safety.choices, default=Safety.UNKNOWN)
    how = models.CharField(max_length=200, blank=True)
    """How and when it is safe: "lewat bidan, Selasa 09.00-11.00"."""
    asked_on = models.DateField(null=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(safety="unknown") | Q(asked_on__isnull=False),
                name="a_safe_contact_says_when_it_was_asked",
            )
        ]

    @property
    def may_be_used(self) -> bool:
        """Say whether a number may be shown, called or written to."""
        return self.safety == Contact.Safety.SAFE and not self.is_over


class Identifier(Fact):
    """A number that somebody claims; the number itself only as ciphertext and keyed index."""

    class Kind(models.TextChoices):
        """Which register it belongs to."""

        NIK = "nik", "NIK"
        KK = "kk", "Nomor KK"
        JKN = "jkn", "Nomor JKN/KIS"
        PASSPORT = "passport", "Paspor"
        OTHER = "other", "Nomor lain"

    class Status(models.TextChoices):
        """How far the claim has been looked into."""

        CLAIMED = "claimed", "Kata warga"
        SEEN = "seen", "Dilihat di kartu"
        VERIFIED = "verified", "Dipastikan Dukcapil"
        DISPUTED = "disputed", "Dipersoalkan"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    sealed = models.BinaryField()
    index = models.UUIDField()
    """Keyed index of the digits; the same number has the same one, whoever claims it."""
    tail = models.CharField(max_length=4)
    """Last digits, for recognising it on screen."""
    length = models.SmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CLAIMED)

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["index", "person"], name="people_by_number"),
        ]


class Membership(Fact):
    """Somebody lives in a household, in a part, since and until."""

    class Part(models.TextChoices):
        """Relation to the head (Regsosek 409)."""

        HEAD = "head", "Kepala keluarga"
        SPOUSE = "spouse", "Istri/suami"
        CHILD = "child", "Anak"
        IN_LAW = "in_law", "Menantu"
        GRANDCHILD = "grandchild", "Cucu"
        PARENT = "parent", "Orang tua/mertua"
        HELPER = "helper", "Pembantu"
        OTHER = "other", "Lainnya"

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    ended_by_death = models.BooleanField(default=False)

    class Meta(Fact.Meta):
        indexes: ClassVar = [
            *Fact.Meta.indexes,
            models.Index(fields=["household", "slot_id"], name="members_of_a_household"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_membership_ends_after_it_begins",
            )
        ]


class Relation(Fact):
    """What another one is to a person. The other need not be registered."""

    class Kind(models.TextChoices):
        """What the other one is."""

        SPOUSE = "spouse", "Suami/istri"
        CHILD = "child", "Anak"
        PARENT = "parent", "Orang tua"
        SIBLING = "sibling", "Saudara kandung"
        GRANDCHILD = "grandchild", "Cucu"
        GRANDPARENT = "grandparent", "Kakek/nenek"
        IN_LAW = "in_law", "Mertua/menantu/ipar"
        GUARDIAN = "guardian", "Wali"
        CARER = "carer", "Perawat/pengasuh"
        NEIGHBOUR = "neighbour", "Tetangga"
        OTHER = "other", "Lainnya"

    class Closeness(models.TextChoices):
        """How they stand to each other; for the genogram."""

        UNKNOWN = "", "Belum ditanyakan"
        CLOSE = "close", "Dekat"
        DISTANT = "distant", "Jarang berhubungan"
        BROKEN = "broken", "Putus hubungan"

    other_id = models.UUIDField(null=True)
    """The other one's registration, where there is one; who can't see it has only the name."""
    other_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    closeness = models.CharField(max_length=10, choices=Closeness.choices, blank=True)
    is_for_emergency = models.BooleanField(default=False)
    other_is_dead = models.BooleanField(default=False)


class Consent(Fact):
    """What somebody agreed to, or another lawful ground (UU 27/2022 Pasal 20), for one purpose."""

    class Purpose(models.TextChoices):
        """For what."""

        REGISTER = "register", "Dicatat dan dikunjungi"
        SHARE = "share", "Datanya dilihat mitra"
        PROPOSE = "propose", "Diusulkan untuk bantuan"
        PHOTO = "photo", "Difoto"

    class Basis(models.TextChoices):
        """On what ground."""

        CONSENT = "consent", "Persetujuan"
        PUBLIC_TASK = "public_task", "Tugas layanan publik"
        LEGAL_DUTY = "legal_duty", "Kewajiban hukum"
        VITAL = "vital", "Bahaya bagi nyawa"

    class How(models.TextChoices):
        """How it was given."""

        SPOKEN = "spoken", "Lisan"
        RECORDED = "recorded", "Direkam"
        SIGNED = "signed", "Ditandatangani"
        THUMB = "thumb", "Cap jempol"

    class State(models.TextChoices):
        """What was said."""

        GIVEN = "given", "Diberikan"
        REFUSED = "refused", "Ditolak"
        WITHDRAWN = "withdrawn", "Ditarik"

    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    basis = models.CharField(max_length=12, choices=Basis.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    given_by = models.CharField(max_length=200, blank=True)
    """Who spoke, where not the person: guardian of a child, companion (UU 27/2022 Pasal 25, 26)."""
    partner_id = models.UUIDField(null=True)
    """To whom it may be shown, where that was said."""
    said_on = models.DateField()


class Document(Fact):
    """A photo or paper of a person; the file lies encrypted under its digest.

    Where a photo was taken isn't kept: an address says where somebody lives, and a photo that knows
    the house tells too much (CASE-24).
    """

    class Kind(models.TextChoices):
        """What is on it."""

        FACE = "face", "Foto orang"
        HOUSE = "house", "Foto rumah"
        CARD = "card", "KTP"
        FAMILY_CARD = "family_card", "KK"
        LETTER = "letter", "Surat"
        OTHER = "other", "Lainnya"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size = models.IntegerField()


FACT_MODELS: tuple[type[Fact], ...] = (
    Address, Contact, Identifier, Membership, Relation, Consent, Document,
)  # fmt: skip


class Correction(models.Model):
    """A field of a person was changed: what stood there before, what stands there now."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=CODE, db_collation="C")
    act_id = models.UUIDField()
    field = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        parent=Parent("people_person", key="person_id", function="people_sees"),
        bars=_of_person(BARS),
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "-recorded_at"], name="corrections_of_a_person")
        ]


class JoinRequest(models.Model):
    """A PSM has met somebody without fixed residence whom others know, and asks to join."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person_id = models.UUIDField()
    account_id = models.UUIDField()
    area_code = models.CharField(max_length=CODE, db_collation="C")
    """The city, whose coordinator decides."""
    found_in = models.CharField(max_length=CODE, db_collation="C")
    note = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    is_agreed = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    access_columns: ClassVar[Columns] = Columns(
        area="area_code", own="account_id", bars=_of_person(BARS)
    )


class NotTheSame(models.Model):
    """Somebody looked at two persons and said that they are two."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other_id = models.UUIDField()
    area_code = models.CharField(max_length=CODE, db_collation="C")
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField()

    access_columns: ClassVar[Columns] = Columns(
        area="area_code",
        parent=Parent("people_person", key="person_id", function="people_sees"),
        bars=_of_person(BARS),
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "other_id"], name="said_to_be_two")]


class SharedNumber(models.Model):
    """Several persons claim one number: the officer asks Dukcapil whose it is (CASE-09)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    kind = models.CharField(max_length=10)
    index = models.UUIDField()
    area_code = models.CharField(max_length=CODE, db_collation="C")
    is_restricted = models.BooleanField(default=False)
    """One of them is hidden or protected; then nobody is asked by this way."""
    found_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    access_columns: ClassVar[Columns] = Columns(area="area_code", restricted="is_restricted")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["index"],
                condition=Q(settled_at=None),
                name="a_shared_number_is_asked_about_once",
            )
        ]

    def as_subject(self) -> Subject:
        """How the ledger names the question."""
        return Subject("shared_number", self.id, area=self.area_code, restricted=self.is_restricted)
