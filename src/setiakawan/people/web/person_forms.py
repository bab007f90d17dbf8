"""Forms about one person. Each becomes one operation; none holds a number that may not be used."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import Actor
from setiakawan.attachments.forms import AttachmentField
from setiakawan.doors.forms import LineField, OfficeForm
from setiakawan.foundation.clock import today
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import Problem
from setiakawan.foundation.texts import NOT_TEXT, unreadable_part
from setiakawan.people import rules
from setiakawan.people.models import (
    Address,
    Consent,
    Contact,
    Document,
    Household,
    Identifier,
    Membership,
    Person,
    Relation,
)
from setiakawan.people.operations.problems import BirthImpossible
from setiakawan.people.queries import PersonRow
from setiakawan.people.web.listed import age_words
from setiakawan.people.web.places import PlaceFields, place_initial

NOTE, SHORT, NAME = 200, 100, 200
CANDIDATES = 8
ONLY_A_NAME = "nama"
"""The answer that none of the registered ones is meant."""


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _choice(label: Any, choices: Iterable[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect, **more)


def _note(label: Any = None, **more: Any) -> LineField:
    return LineField(label=label or _("Keterangan"), required=False, max_length=NOTE, **more)


class PersonForm(OfficeForm):
    """A form that says in plain words what is missing."""

    sometimes_needed: ClassVar[frozenset[str]] = frozenset()
    """Fields that can be needed, by what else was answered: beside them nothing says that they can't."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        usual = str(forms.Field.default_error_messages["required"])
        for field in self.fields.values():
            if field.required and str(field.error_messages["required"]) == usual:
                field.error_messages["required"] = _what_is_missing(field)


def _what_is_missing(field: forms.Field) -> str:
    match field:
        case forms.FileField():
            return str(_("Pilih berkasnya."))
        case forms.ChoiceField():
            return str(_("Pilih salah satu."))
        case forms.DateField():
            return str(_("Tulis tanggalnya."))
        case _:
            label = str(field.label or "")
            words = label[:1].lower() + label[1:] if label[1:2].islower() else label
            return str(_("Tulis %(what)s.")) % {"what": words}


# What stands on the person


class BaseField(forms.CharField):
    """What the author of a correction saw in a field, as JSON; comes back unchanged or is refused."""

    widget = forms.HiddenInput
    default_error_messages: ClassVar = {
        "unreadable": _("Halaman ini tidak utuh. Muat ulang, lalu isi sekali lagi.")
    }

    def __init__(self, field: str) -> None:
        super().__init__(required=False, max_length=8000, strip=False)
        holds: Mapping[str, type] = {"claimed_names": list, "disabilities": list, "birth": dict}
        self.holds = holds.get(field, str)

    def clean(self, value: Any) -> Any:
        """Read it again."""
        try:
            found = json.loads(super().clean(value) or "")
        except ValueError as bad:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from bad
        if not isinstance(found, self.holds) or not _is_plain(found):
            raise ValidationError(self.error_messages["unreadable"], code="unreadable")
        return found


def _is_plain(found: Any) -> bool:
    """Say whether this is the value of a field: a line, lines, or a birth."""
    match found:
        case str():
            return len(found) <= 500 and not unreadable_part(found)
        case list():
            return len(found) <= 10 and all(
                isinstance(one, str) and _is_plain(one) for one in found
            )
        case dict():
            values = list(found.values())
            numbers = [one for one in values if isinstance(one, int)]
            lines = [one for one in values if isinstance(one, str)]
            return (
                set(found) <= {"kind", "on", "age", "asked_on"}
                and len(numbers) + len(lines) + values.count(None) == len(values)
                and all(abs(one) < 1000 for one in numbers)
                and all(_is_plain(one) for one in lines)
            )
        case _:
            return False


class LinesField(forms.CharField):
    """Several short lines: names, one a line."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, **kwargs: Any) -> None:
        super().__init__(
            max_length=most * (longest + 2),
            widget=forms.Textarea(attrs={"rows": 3}),
            **kwargs,
        )
        self.most, self.longest = most, longest

    def to_python(self, value: Any) -> Any:
        """The lines, tidied."""
        text = str(super().to_python(value) or "")
        lines = [" ".join(line.split()) for line in text.splitlines()]
        found = [line for line in lines if line]
        if any(unreadable_part(line) for line in found):
            raise ValidationError(NOT_TEXT, code="unreadable")
        if len(found) > self.most or any(len(line) > self.longest for line in found):
            raise ValidationError(
                _("Paling banyak %(most)s baris, masing-masing %(longest)s huruf.")
                % {"most": self.most, "longest": self.longest}
            )
        return found

    def validate(self, value: Any) -> None:
        """Nothing is required."""

    def run_validators(self, value: Any) -> None:
        """The lines were looked at one by one."""


class CorrectForm(PersonForm):
    """Everything that is corrected on a person, each with what its author saw."""

    name = LineField(
        label=_("Nama seperti dipakai"),
        help_text=_("Satu nama sudah cukup. Tidak perlu diulang atau ditambah tanda."),
        max_length=NAME,
    )
    name_on_card = LineField(label=_("Nama di KTP"), required=False, max_length=NAME)
    call_name = LineField(
        label=_("Nama panggilan"),
        help_text=_("Misalnya Mbah Karso."),
        required=False,
        max_length=SHORT,
    )
    claimed_names = LinesField(
        label=_("Nama lain yang pernah disebut"),
        help_text=_("Satu nama per baris."),
        most=10,
        longest=NAME,
        required=False,
    )
    sex = _choice(
        _("Jenis kelamin"), [*Person.Sex.choices, ("", _("Belum diketahui"))], required=False
    )
    born_on = _day(
        _("Tanggal lahir"),
        help_text=_("Isi salah satu: tanggal, tahun, atau perkiraan umur."),
        required=False,
    )
    born_year = forms.IntegerField(
        label=_("Tahun lahir"),
        help_text=_("Bila hanya tahunnya yang diketahui."),
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    age = forms.IntegerField(
        label=_("Perkiraan umur"),
        help_text=_("Bila tidak tahu tahunnya. Umur pada hari ini."),
        required=False,
        min_value=0,
        max_value=rules.OLDEST_AGE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    birth_place = LineField(label=_("Tempat lahir"), required=False, max_length=SHORT)
    mother_name = LineField(label=_("Nama ibu kandung"), required=False, max_length=NAME)
    disabilities = forms.MultipleChoiceField(
        label=_("Ragam disabilitas"),
        choices=list(rules.DISABILITIES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    disability_note = _note(_("Keterangan disabilitas"))
    language = LineField(label=_("Bahasa"), required=False, max_length=60)
    communication = _note(
        _("Cara berkomunikasi"),
        help_text=_("Misalnya bahasa isyarat, perlu pendamping, kalimat pendek."),
    )
    marks = LineField(label=_("Ciri"), required=False, max_length=500)
    reason = _note(_("Alasan atau sumber perbaikan"), help_text=_("Misalnya: dilihat di KTP."))

    # The birth is one thing on the person and three fields here.
    of_birth = ("born_on", "born_year", "age")
    impossible = _(
        "Kelahiran ini tidak mungkin. Periksa tahunnya; bila tidak tahu tanggalnya, isi tahun lahir"
        " saja atau perkiraan umur. Ketiganya boleh kosong."
    )

    def __init__(
        self, data: Any = None, *, values: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        initial = filled_from(values) if values is not None else {}
        super().__init__(data, initial=initial, **kwargs)
        for field in rules.CORRECTABLE:
            base = BaseField(field)
            base.initial = json.dumps(values[field]) if values is not None else ""
            self.fields[f"base_{field}"] = base

    def clean(self) -> dict[str, Any]:
        """One way of saying the birth."""
        found: dict[str, Any] = super().clean() or {}
        told = [name for name in self.of_birth if found.get(name) is not None]
        if len(told) > 1:
            raise ValidationError(
                {told[1]: _("Isi salah satu saja: tanggal, tahun, atau perkiraan umur.")}
            )
        year, day = found.get("born_year"), found.get("born_on")
        if year is not None and not rules.OLDEST_BIRTH.year <= year <= today().year:
            raise ValidationError({"born_year": self.impossible})
        if day is not None and not rules.OLDEST_BIRTH <= day <= today():
            raise ValidationError({"born_on": self.impossible})
        return found

    def refuse(self, problem: Problem) -> None:
        """Say of a birth that can't be what else this form lets one write."""
        if problem.code != BirthImpossible.code:
            super().refuse(problem)
            return
        typed = (name for name in self.of_birth if self.cleaned_data.get(name) is not None)
        self.add_error(next(typed, "born_on"), ValidationError(self.impossible, code=problem.code))
        self.act_id = uuid7()

    @property
    def base(self) -> dict[str, Any]:
        """What the author saw, field by field."""
        return {field: self.cleaned_data[f"base_{field}"] for field in rules.CORRECTABLE}

    @property
    def changes(self) -> Any:
        """What the author has changed; everything else stays as it is, whatever it is by now.

        In the shape of ``Changes``; the operation reads it.
        """
        base, typed = self.base, self.typed
        return {field: value for field, value in typed.items() if value != base[field]}

    @property
    def typed(self) -> dict[str, Any]:
        """Every field as it was typed, in the shape of ``values_of``."""
        found = self.cleaned_data
        plain = {field: found[field] for field in rules.CORRECTABLE if field != "birth"}
        plain["disabilities"] = [one for one in rules.DISABILITIES if one in plain["disabilities"]]
        return {**plain, "birth": self._birth()}

    def _birth(self) -> dict[str, Any]:
        found, base = self.cleaned_data, self.cleaned_data["base_birth"]
        if found["born_on"]:
            return {"kind": "date", "on": found["born_on"].isoformat()}
        if found["born_year"]:
            return {"kind": "year", "on": date(found["born_year"], 1, 1).isoformat()}
        if found["age"] is not None:
            if isinstance(base, dict) and base.get("age") == found["age"]:
                return base  # asked then, not today
            return {"kind": "estimated", "age": found["age"], "asked_on": today().isoformat()}
        return {"kind": "unknown"}

    def go_on_from(self, values: Mapping[str, Any]) -> list[str]:
        """Keep what was typed against what is saved now; answers the fields that both changed.

        What only the other one changed is taken over, so that saving again takes nothing back.
        """
        base, typed = self.base, self.typed
        both: list[str] = []
        self.rebase(0)
        data: Any = self.data
        for field in rules.CORRECTABLE:
            if values[field] == base[field]:
                continue
            data[f"base_{field}"] = json.dumps(values[field])
            if typed[field] != base[field]:
                both.append(field)
                continue
            for name, value in filled_from({field: values[field]}).items():
                data.setlist(name, value if isinstance(value, list) else [_as_text(value)])
        return both


def _as_text(value: Any) -> str:
    return "" if value is None else str(value)


def filled_from(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of the form hold for values of a person."""
    found: dict[str, Any] = {key: value for key, value in values.items() if key != "birth"}
    if "claimed_names" in found:
        found["claimed_names"] = "\n".join(found["claimed_names"])
    if "birth" in values:
        birth = values["birth"]
        on = date.fromisoformat(birth["on"]) if birth.get("on") else None
        found["born_on"] = on if birth["kind"] == "date" else None
        found["born_year"] = on.year if on and birth["kind"] == "year" else None
        found["age"] = birth.get("age") if birth["kind"] == "estimated" else None
    return found


# Facts


class FactForm(PersonForm):
    """A new fact, or the next row of a slot: then ``seen`` is the row that the author saw."""

    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)

    @property
    def seen_id(self) -> UUID:
        """The row that the author saw, where there must be one; a form without it isn't ours."""
        found = self.cleaned_data["seen"]
        return found if isinstance(found, UUID) else uuid7()

    def rebase_on(self, row_id: UUID) -> None:
        """Keep what was typed, against the row that is the newest now."""
        self.rebase(0)
        self.data["seen"] = str(row_id)  # type: ignore[index]  # rebase made it a mutable copy


class AddressForm(PlaceFields, FactForm):
    """Where somebody lives, is registered, is met or sleeps."""

    kind = _choice(_("Alamat apa"), Address.Kind.choices)
    text = LineField(
        label=_("Jalan, gang, nomor"),
        help_text=_("Seperti yang diucapkan orang."),
        required=False,
        max_length=NOTE,
    )
    landmark = LineField(
        label=_("Patokan"),
        help_text=_("Dekat apa, di samping apa."),
        required=False,
        max_length=NAME,
    )
    note = _note()

    field_order = ("kind", "place", "rw", "rt", "text", "landmark", "note")
    sometimes_needed = frozenset({"place", "text"})

    def __init__(
        self,
        data: Any = None,
        *,
        now: Address | None = None,
        known: Mapping[str, str] | None = None,
        is_correction: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.offer_places(now.place_code if now else "", known)
        if is_correction:
            self.fields["kind"].widget = forms.HiddenInput()

    @classmethod
    def initial_of(cls, one: Address) -> dict[str, Any]:
        """What the fields hold for an address."""
        return {
            "seen": one.id,
            "kind": one.kind,
            "text": one.text,
            "landmark": one.landmark,
            **place_initial(one.place_code),
        }


class ContactForm(FactForm):
    """A way to reach somebody, and whether they have called it safe."""

    kind = _choice(_("Lewat apa"), Contact.Kind.choices, initial=Contact.Kind.PHONE)
    value = LineField(
        label=_("Nomor, atau nama yang dapat dihubungi"),
        help_text=_("Tidak perlu bila ia didatangi ke rumah."),
        required=False,
        max_length=SHORT,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    whose = LineField(
        label=_("Milik siapa"),
        help_text=_("Bila bukan milik orangnya sendiri, misalnya HP anak."),
        required=False,
        max_length=SHORT,
    )
    safety = _choice(_("Aman dipakai?"), Contact.Safety.choices, initial=Contact.Safety.UNKNOWN)
    how = LineField(
        label=_("Bagaimana dan kapan yang aman"),
        help_text=_("Misalnya: lewat bidan, Selasa 09.00–11.00."),
        required=False,
        max_length=NAME,
    )
    asked_on = _day(
        _("Kapan ditanyakan"),
        help_text=_(
            "Hari saat orangnya sendiri menjawab. Aman hari itu belum tentu aman nanti. Pada “Tidak"
            " aman” yang kosong dicatat sebagai hari ini."
        ),
        required=False,
    )
    note = _note()

    sometimes_needed = frozenset({"value", "asked_on"})

    def __init__(self, data: Any = None, *, keeps_value: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if keeps_value:
            self.fields["value"].help_text = _(
                "Yang sudah tercatat tidak diperlihatkan. Kosongkan bila tidak berubah."
            )

    def clean(self) -> dict[str, Any]:
        """A warning counts at once, also where nobody remembers the day."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("safety") == Contact.Safety.UNSAFE and "asked_on" not in self.errors:
            found["asked_on"] = found.get("asked_on") or today()
        return found

    @classmethod
    def initial_of(cls, one: Contact) -> dict[str, Any]:
        """What the fields hold; a number only where it may be used."""
        return {
            "seen": one.id,
            "kind": one.kind,
            "value": one.value if one.may_be_used else "",
            "whose": one.whose,
            "safety": one.safety,
            "how": one.how,
            "asked_on": one.asked_on,
        }


class NumberForm(FactForm):
    """A number that somebody claims; never shown back from what is kept."""

    kind = _choice(_("Nomor apa"), Identifier.Kind.choices, initial=Identifier.Kind.NIK)
    number = LineField(
        label=_("Nomor"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    is_seen = forms.BooleanField(label=_("Kartunya dilihat sendiri"), required=False)
    note = _note()

    def __init__(self, data: Any = None, *, is_correction: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if is_correction:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["number"].help_text = _("Ketik seluruh nomor yang benar.")
        else:
            self.fields["number"].help_text = _("Ketik seperti di kartu.")


class JudgeForm(FactForm):
    """What was found out about a claimed number."""

    outcome = _choice(
        _("Hasilnya"),
        [
            (one.value, one.label)
            for one in (
                Identifier.Status.VERIFIED,
                Identifier.Status.DISPUTED,
                Identifier.Status.SEEN,
                Identifier.Status.CLAIMED,
            )
        ],
    )
    reason = LineField(
        label=_("Dari mana diketahui"),
        help_text=_("Misalnya: jawaban Dukcapil 24 November."),
        max_length=NOTE,
    )


class AskedOtherForm(FactForm):
    """A form that names somebody, who may be registered: those of the name are offered first."""

    other = forms.ChoiceField(
        label=_("Apakah salah satu dari mereka?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Ada warga terdaftar dengan nama mirip. Pilih dulu salah satu jawaban.")
        },
    )
    none_of_them: Any = _("Bukan mereka, tulis namanya saja")

    def offer(self, found: Iterable[PersonRow], *, also: tuple[str, str] | None = None) -> None:
        """Offer registered persons; without any there is nothing to ask."""
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        day = today()
        choices = [
            (
                str(one.id),
                ", ".join(
                    part for part in (one.name, age_words(one.birth, day), one.area_name) if part
                ),
            )
            for one in found
        ]
        if also is not None and also[0] not in {value for value, _label in choices}:
            choices.insert(0, also)
        if not choices:
            del self.fields["other"]
            return
        if self.none_of_them:
            choices.append((ONLY_A_NAME, str(self.none_of_them)))
        field.choices = choices

    @property
    def other_id(self) -> UUID | None:
        """The registered one who was chosen."""
        chosen = self.cleaned_data.get("other") or ONLY_A_NAME
        return None if chosen == ONLY_A_NAME else UUID(chosen)


class RelationForm(AskedOtherForm):
    """Who somebody is to a person."""

    kind = forms.ChoiceField(
        label=_("Hubungannya dengan warga ini"),
        choices=[("", _("Pilih hubungan")), *Relation.Kind.choices],
    )
    other_name = LineField(
        label=_("Namanya"),
        help_text=_("Yang terdaftar di wilayah Anda dicari dulu; yang belum, cukup namanya."),
        max_length=NAME,
    )
    closeness = _choice(
        _("Seberapa dekat"),
        [*[one for one in Relation.Closeness.choices if one[0]], ("", _("Belum ditanyakan"))],
        required=False,
    )
    is_for_emergency = forms.BooleanField(
        label=_("Orang yang dihubungi bila darurat"), required=False
    )
    other_is_dead = forms.BooleanField(label=_("Sudah meninggal"), required=False)
    note = _note()

    field_order = ("kind", "other_name", "other", "closeness")


class ConsentForm(PersonForm):
    """What somebody agreed to or refused, for one purpose."""

    purpose = _choice(_("Untuk apa"), Consent.Purpose.choices, initial=Consent.Purpose.REGISTER)
    partner = forms.ChoiceField(
        label=_("Mitra yang dimaksud"),
        help_text=_("Bila untuk satu mitra saja."),
        required=False,
    )
    state = _choice(
        _("Jawabannya"),
        [(one.value, one.label) for one in (Consent.State.GIVEN, Consent.State.REFUSED)],
    )
    basis = _choice(
        _("Dasarnya"),
        Consent.Basis.choices,
        initial=Consent.Basis.CONSENT,
        help_text=_("Selain persetujuan, UU 27/2022 Pasal 20 mengenal dasar lain."),
    )
    how = _choice(
        _("Bagaimana disampaikan"),
        [*Consent.How.choices, ("", _("Tidak ditanyakan"))],
        required=False,
    )
    given_by = LineField(
        label=_("Disampaikan oleh"),
        help_text=_("Bila bukan orangnya sendiri. Untuk anak: orang tua atau wali."),
        required=False,
        max_length=NAME,
    )
    said_on = _day(_("Tanggal"), initial=today)
    note = _note()

    sometimes_needed = frozenset({"given_by"})

    def __init__(
        self, data: Any = None, *, partners: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Tidak untuk satu mitra tertentu"))), *partners]


class WithdrawForm(FactForm):
    """A consent is taken back."""

    said_on = _day(_("Ditarik pada"), initial=today)
    given_by = LineField(
        label=_("Disampaikan oleh"),
        help_text=_("Bila bukan orangnya sendiri."),
        required=False,
        max_length=NAME,
    )
    reason = _note(_("Alasan"), help_text=_("Tidak wajib: persetujuan boleh ditarik tanpa alasan."))


class DocumentForm(PersonForm):
    """A photo or a paper."""

    kind = _choice(_("Isinya"), Document.Kind.choices)
    file = AttachmentField(
        label=_("Berkas"),
        help_text=_("Foto (JPEG, PNG, WebP) atau PDF, paling besar 10 MB."),
    )
    title = LineField(
        label=_("Judul"),
        help_text=_("Misalnya: surat keterangan rawat."),
        required=False,
        max_length=SHORT,
    )

    def __init__(self, data: Any = None, files: Any = None, *, actor: Actor, **kwargs: Any) -> None:
        super().__init__(data, files=files, **kwargs)
        field = self.fields["file"]
        assert isinstance(field, AttachmentField)
        field.actor = actor


class EndFactForm(FactForm):
    """Why a fact doesn't hold any more."""

    reason = LineField(
        label=_("Mengapa tidak berlaku lagi"),
        help_text=_("Misalnya: nomor orang lain; sudah pindah dari sini."),
        max_length=NOTE,
    )


# Alive, dead, here, elsewhere


class LifeForm(PersonForm):
    """What was told of somebody."""

    life = _choice(
        _("Kabarnya"),
        [
            (Person.Life.MOVED.value, _("Pindah dari wilayah ini")),
            (Person.Life.NOT_FOUND.value, _("Dicari, tidak ditemukan")),
            (Person.Life.DEAD.value, _("Ada kabar meninggal")),
            (Person.Life.ALIVE.value, _("Hidup dan ada di sini")),
        ],
    )
    on = _day(_("Sejak kapan"), help_text=_("Bila diketahui."), required=False)
    note = _note(_("Dari siapa kabarnya"))


class DeathForm(PersonForm):
    """A death is confirmed."""

    on = _day(_("Meninggal pada"))
    proof = LineField(
        label=_("Buktinya"),
        help_text=_("Misalnya: surat kematian kelurahan 474.3/12, dilihat sendiri."),
        max_length=NOTE,
    )


class ReasonForm(PersonForm):
    """Why something is taken back or begun."""

    reason = LineField(label=_("Alasan"), max_length=NOTE)


class FoundForm(PersonForm):
    """In which kelurahan somebody without fixed residence was found."""

    place = forms.ChoiceField(label=_("Ditemukan di kelurahan"))
    note = _note()


# Households


class FoundHouseholdForm(PersonForm):
    """A household begins with somebody who is registered."""

    part = forms.ChoiceField(
        label=_("Ia di rumah tangga ini"),
        choices=Membership.Part.choices,
        initial=Membership.Part.HEAD,
    )
    address = LineField(label=_("Alamat rumah"), required=False, max_length=NOTE)
    since = _day(_("Tinggal di sana sejak"), required=False)


class HouseholdForm(PlaceFields, PersonForm):
    """Where a household lives and what is known of its card."""

    elsewhere = _("Pilih kelurahan")

    address = LineField(label=_("Alamat rumah"), required=False, max_length=NOTE)
    card = _choice(
        _("Kartu keluarga"),
        [*[one for one in Household.Card.choices if one[0]], ("", _("Belum ditanyakan"))],
        required=False,
        help_text=_("“Menunggu Dukcapil” selama KK baru diurus. Nomor yang lama tetap di riwayat."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    field_order = ("place", "rw", "rt", "address", "card")

    def __init__(self, data: Any = None, *, now: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer_places(now)
        self.fields["place"].required = True


class JoinForm(AskedOtherForm):
    """Somebody who is registered lives in a household."""

    name = LineField(
        label=_("Nama warga yang sudah terdaftar"),
        help_text=_("Ketik namanya; yang cocok ditampilkan untuk dipilih."),
        max_length=SHORT,
    )
    part = forms.ChoiceField(
        label=_("Hubungan dengan kepala keluarga"),
        choices=[("", _("Pilih hubungan")), *Membership.Part.choices],
    )
    since = _day(_("Tinggal di sini sejak"), required=False)
    moves = forms.BooleanField(label=_("Pindah: akhiri di rumah tangga yang lama"), required=False)

    field_order = ("name", "other", "part", "since", "moves")
    none_of_them = ""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._moves = self.fields["moves"]
        if not (data and data.get("moves")):
            del self.fields["moves"]  # asked only once it is known that they live elsewhere

    def clean(self) -> dict[str, Any]:
        """There must be somebody of the name."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("name") and "other" not in self.fields:
            raise ValidationError(
                {"name": _("Tidak ada warga terdaftar dengan nama ini di daftar Anda.")}
            )
        return found

    def refuse(self, problem: Problem) -> None:
        """Somebody who lives elsewhere may move."""
        if problem.code == "household.already_member":
            self.fields["moves"] = self._moves
        super().refuse(problem)


class LeaveForm(FactForm):
    """Somebody doesn't live there any more."""

    slot = forms.UUIDField(widget=forms.HiddenInput)
    on = _day(_("Sejak tanggal"), initial=today)
    note = _note()


class PartForm(FactForm):
    """What somebody is in the household."""

    slot = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.ChoiceField(
        label=_("Hubungan dengan kepala keluarga"), choices=Membership.Part.choices
    )


class ReceiverForm(PersonForm):
    """Who receives for the household from now on."""

    receiver = _choice(_("Yang menerima sekarang"), [])
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, data: Any = None, *, members: Iterable[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["receiver"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(members)


# Protection


class AccountForm(PersonForm):
    """One of those in office."""

    account = forms.ChoiceField(label=_("Siapa"))

    def __init__(
        self,
        data: Any = None,
        *,
        people: Iterable[tuple[str, str | list[tuple[str, str]]]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", str(_("Pilih orangnya"))), *people]


class BeginForm(AccountForm):
    """Somebody is protected from now on."""

    reason = LineField(
        label=_("Mengapa"),
        help_text=_("Hanya dibaca tim."),
        max_length=NOTE,
    )

    field_order = ("reason", "account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        field.label = _("Teman satu tim")
        field.help_text = _("Anda sendiri masuk tim. Yang lain dapat ditambahkan kemudian.")
        field.required = False


class BarForm(AccountForm):
    """Somebody must never see the person."""

    reason = LineField(
        label=_("Mengapa"),
        help_text=_("Misalnya: kerabat, tetangga, atau yang dilaporkan. Ia tidak diberi tahu."),
        required=False,
        max_length=NOTE,
    )
