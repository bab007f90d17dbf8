"""Forms of registering somebody: quickly, and in full.

Nothing but something to call a person by and a kelurahan is required. What isn't a number is left
out and told (CASE-08); what is odd about one is told before saving, and stops nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import SecretStr

from setiakawan.areas import gazetteer
from setiakawan.areas.codes import AreaCode, BadAreaCode
from setiakawan.doors.forms import LineField, ProseField
from setiakawan.foundation.clock import today
from setiakawan.foundation.texts import tidy_line
from setiakawan.identity import names
from setiakawan.identity import numbers as digits
from setiakawan.people import numbers, permissions, rules
from setiakawan.people.models import Consent, Identifier, Membership, Person
from setiakawan.people.operations.problems import BirthImpossible, DayImpossible, NameNeeded
from setiakawan.people.said import BirthSaid, ConsentSaid, NumberSaid, PersonSaid
from setiakawan.people.web.forms_placing import (
    ADDRESS_LENGTH,
    PlacedForm,
    every_kelurahan,
    only_unhoused,
    place_of,
)
from setiakawan.people.web.forms_rows import DATE_INPUT, typed_of

NUMBERS: Mapping[str, Identifier.Kind] = {
    "nik": Identifier.Kind.NIK,
    "kk": Identifier.Kind.KK,
    "jkn": Identifier.Kind.JKN,
}


@dataclass(frozen=True)
class Note:
    """Something odd that is told before saving, and stops nothing."""

    about: str
    code: str
    sentence: str


def notes_about(said: PersonSaid, day: date) -> Iterator[Note]:
    """What is odd about somebody as said; never a number itself, for it goes into no page twice."""
    if names.looks_invented(said.name):
        yield Note(
            _("Nama"),
            "name.twice",
            _("Nama ditulis dua kali. Nama satu kata memang cukup ditulis sekali."),
        )
    birth = said.birth.as_birth()
    for number, sentence in enumerate(birth.notes(day)):
        yield Note(_("Lahir"), f"birth.{number}", sentence)
    plain = {
        one.kind: numbers.tidy(one.kind, one.number.get_secret_value()) for one in said.numbers
    }
    for kind, written in plain.items():
        label = str(Identifier.Kind(kind).label)
        match kind:
            case Identifier.Kind.NIK:
                found = digits.nik_notes(
                    written,
                    birth=birth,
                    sex=said.sex or "",
                    known_area=is_kecamatan,
                    on=day,
                    kk=plain.get(Identifier.Kind.KK, ""),
                )
            case Identifier.Kind.KK:
                found = digits.kk_notes(
                    written, known_area=is_kecamatan, nik=plain.get(Identifier.Kind.NIK, "")
                )
            case _:
                found = digits.jkn_notes(written)
        for one in found:
            yield Note(label, one.code, one.sentence)


def is_kecamatan(code: str) -> bool:
    """Say whether the national list has this kecamatan."""
    try:
        return gazetteer.find_place(AreaCode(code)) is not None
    except BadAreaCode:
        return False


def number_field(label: Any, help_text: Any = "") -> LineField:
    """A field for a number; what was typed stays in it, and nowhere else."""
    return LineField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


def year_said(year: int, day: date) -> BirthSaid:
    """A year of birth that can be."""
    if not rules.OLDEST_BIRTH.year <= year <= day.year:
        raise ValidationError(BirthImpossible.sentence)
    return BirthSaid(kind=Person.Birth.YEAR, on=date(year, 1, 1))


class LinesField(ProseField):
    """Several short lines, one a row."""

    def __init__(self, *, at_most: int = 10, **kwargs: Any) -> None:
        super().__init__(max_length=at_most * 202, required=False, **kwargs)
        self.at_most = at_most
        self.widget.attrs["rows"] = 3

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines that say something."""
        lines = [tidy_line(line) for line in super().clean(value).split("\n")]
        kept = tuple(line for line in lines if line)
        if len(kept) > self.at_most or any(len(line) > 200 for line in kept):
            raise ValidationError(
                _("Paling banyak %(count)s baris, tiap baris paling panjang 200 huruf.")
                % {"count": self.at_most}
            )
        return kept


_SEX = [*Person.Sex.choices, ("", gettext_lazy("Belum diketahui"))]


class QuickForm(PlacedForm):
    """Somebody in a minute: what they are called, where, and what can be seen."""

    name = LineField(
        label=gettext_lazy("Nama, atau sebutannya"),
        help_text=gettext_lazy(
            "Seperti ia biasa dipanggil. Satu kata cukup; bila belum diketahui, tulis sebutan,"
            " misalnya “Bapak di pos ronda”."
        ),
        max_length=200,
        error_messages={"required": NameNeeded.sentence},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"), choices=_SEX, required=False, widget=forms.RadioSelect
    )
    birth = forms.ChoiceField(
        label=gettext_lazy("Lahir atau umur"),
        choices=Person.Birth.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    born_on = forms.DateField(
        label=gettext_lazy("Tanggal lahir"),
        required=False,
        widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d"),
    )
    birth_year = forms.IntegerField(
        label=gettext_lazy("Tahun lahir"), required=False, min_value=0, max_value=9999
    )
    age = forms.IntegerField(
        label=gettext_lazy("Kira-kira berapa tahun"),
        required=False,
        min_value=0,
        max_value=rules.OLDEST_AGE,
    )
    is_unhoused = forms.BooleanField(
        label=gettext_lazy("Tanpa tempat tinggal tetap"),
        help_text=gettext_lazy(
            "Ia lalu menjadi perhatian koordinator kota, dan dapat ditemukan dari tiap kelurahan"
            " tempat ia pernah dijumpai."
        ),
        required=False,
    )
    landmark = LineField(
        label=gettext_lazy("Petunjuk tempat"),
        help_text=gettext_lazy(
            "Bagaimana menemukannya, misalnya “gang sebelah masjid, rumah cat hijau” atau “emper"
            " pasar sisi barat”."
        ),
        required=False,
        max_length=ADDRESS_LENGTH,
    )
    claimed_names = LinesField(
        label=gettext_lazy("Nama lain yang ia sebutkan"),
        help_text=gettext_lazy("Satu nama satu baris."),
    )
    marks = LineField(
        label=gettext_lazy("Ciri"),
        help_text=gettext_lazy("Yang membuatnya dikenali: bekas luka, barang bawaan, logat."),
        required=False,
        max_length=200,
    )
    usual_places = LinesField(
        label=gettext_lazy("Biasanya ada di mana"),
        help_text=gettext_lazy(
            "Satu tempat satu baris. Jangan tulis tempat tidurnya di sini; itu dicatat tersendiri di"
            " halamannya, supaya tidak dilihat sembarang orang."
        ),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Hubungan dengan kepala keluarga"),
        choices=[("", gettext_lazy("Belum dipilih")), *Membership.Part.choices],
        error_messages={"required": gettext_lazy("Pilih hubungannya.")},
    )
    lives_since = forms.DateField(
        label=gettext_lazy("Tinggal di sini sejak"),
        required=False,
        widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, joins: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if joins:
            for name in ("is_unhoused", "claimed_names", "usual_places"):
                del self.fields[name]
        else:
            del self.fields["part"], self.fields["lives_since"]

    def clean(self) -> dict[str, Any]:
        """One birth, read as it was said."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("birth"):
            # What stands in a field that isn't shown for this choice is neither read nor judged.
            for name in set(_BIRTH_FIELDS.values()) - {_BIRTH_FIELDS.get(found["birth"])}:
                self.errors.pop(name, None)
                found[name] = None
        try:
            found["birth_said"] = self._birth(found)
        except ValidationError as bad:
            self.add_error(_BIRTH_FIELDS.get(found.get("birth", ""), "birth"), bad)
        since = found.get("lives_since")
        if since is not None and since > today():
            self.add_error("lives_since", DayImpossible.sentence)
        kelurahan = found.get("area")
        if kelurahan and only_unhoused(self.actor, kelurahan) and not found.get("is_unhoused"):
            self.add_error(
                "is_unhoused" if "is_unhoused" in self.fields else None,
                _(
                    "Sebagai koordinator kota Anda mendaftarkan warga tanpa tempat tinggal tetap."
                    " Warga lain didaftarkan PSM kelurahannya."
                ),
            )
        return found

    def _birth(self, found: Mapping[str, Any]) -> BirthSaid:
        written = {
            Person.Birth.DATE: found.get("born_on"),
            Person.Birth.YEAR: found.get("birth_year"),
            Person.Birth.ESTIMATED: found.get("age"),
        }
        kind = found.get("birth") or next(
            (one for one, value in written.items() if value is not None), Person.Birth.UNKNOWN
        )
        if kind == Person.Birth.UNKNOWN:
            return BirthSaid()
        if written[Person.Birth(kind)] is None:
            if _BIRTH_FIELDS[kind] in self.errors:
                return BirthSaid()  # it says itself what is wrong
            raise ValidationError(_("Isi ini, atau pilih “Belum diketahui”."))
        if kind == Person.Birth.ESTIMATED:
            return BirthSaid(kind=Person.Birth.ESTIMATED, age=found["age"], asked_on=today())
        if kind == Person.Birth.YEAR:
            return year_said(found["birth_year"], today())
        if not rules.OLDEST_BIRTH <= found["born_on"] <= today():
            raise ValidationError(BirthImpossible.sentence)
        return BirthSaid(kind=Person.Birth.DATE, on=found["born_on"])

    def said(self) -> PersonSaid:
        """What was said about somebody, of a form that is right."""
        return PersonSaid(**self._said())

    def _said(self) -> dict[str, Any]:
        found, place = self.cleaned_data, self.place
        is_unhoused = bool(found.get("is_unhoused"))
        said = {
            "name": found["name"],
            "area_code": place.code,
            "sex": found.get("sex") or None,
            "birth": found["birth_said"],
            "marks": found.get("marks", ""),
            "claimed_names": found.get("claimed_names", ()),
            "is_unhoused": is_unhoused,
            "usual_places": found.get("usual_places", ()),
        }
        if is_unhoused:
            # Where somebody was found is one of the places where they are met.
            met = place.address(found.get("landmark", ""))
            said["usual_places"] = tuple(one for one in (met, *said["usual_places"]) if one)[:10]
        else:
            said |= {"address": place.text, "landmark": found.get("landmark", "")}
        if "part" in self.fields:
            said |= {"part": found["part"], "lives_since": found["lives_since"]}
        return said

    @property
    def dropped(self) -> Sequence[str]:
        """Labels of what was no number and is left empty (CASE-08)."""
        return ()

    def likely_said(self) -> PersonSaid | None:
        """What is known so far of somebody whose form isn't finished; None without a name."""
        self.is_valid()
        found = self.cleaned_data
        if not found.get("name"):
            return None
        area = found.get("area", "")
        return PersonSaid(
            name=found["name"],
            area_code=area and place_of(area, found.get("rw", ""), found.get("rt", "")).code,
            sex=found.get("sex") or None,
            birth=found.get("birth_said", BirthSaid()),
            mother_name=found.get("mother_name", ""),
            name_on_card=found.get("name_on_card", ""),
            claimed_names=found.get("claimed_names", ()),
            is_unhoused=bool(found.get("is_unhoused")),
            numbers=tuple(self._numbers()),
        )

    def _numbers(self) -> Iterator[NumberSaid]:
        for name, kind in NUMBERS.items():
            written = self.cleaned_data.get(name, "")
            if written and numbers.is_number(kind, written):
                yield NumberSaid(
                    kind=kind,
                    number=SecretStr(written),
                    is_seen=bool(self.cleaned_data.get(f"{name}_seen")),
                )

    def typed(self) -> dict[str, Any]:
        """Everything as typed, right or wrong, for another form that goes on with it."""
        return typed_of(self)


_BIRTH_FIELDS: Mapping[str, str] = {
    Person.Birth.DATE: "born_on",
    Person.Birth.YEAR: "birth_year",
    Person.Birth.ESTIMATED: "age",
}


class FullForm(QuickForm):
    """Somebody with everything that is known of them."""

    name_on_card = LineField(
        label=gettext_lazy("Nama di KTP"),
        help_text=gettext_lazy("Persis seperti tertulis, bila berbeda."),
        required=False,
        max_length=200,
    )
    call_name = LineField(
        label=gettext_lazy("Nama panggilan"),
        help_text=gettext_lazy("Misalnya Mbah Karso."),
        required=False,
        max_length=100,
    )
    birth_place = LineField(label=gettext_lazy("Tempat lahir"), required=False, max_length=100)
    mother_name = LineField(
        label=gettext_lazy("Nama ibu kandung"),
        help_text=gettext_lazy("Membantu membedakan orang yang namanya sama."),
        required=False,
        max_length=200,
    )
    address = LineField(
        label=gettext_lazy("Alamat tempat tinggal"),
        help_text=gettext_lazy("Jalan, gang, nomor rumah."),
        required=False,
        max_length=ADDRESS_LENGTH,
    )
    card_area = forms.ChoiceField(
        label=gettext_lazy("Kelurahan di KTP"),
        help_text=gettext_lazy(
            "Alamat KTP boleh berbeda dengan tempat tinggal. Bila di luar kota, tulis di bawah."
        ),
        required=False,
    )
    card_address = LineField(label=gettext_lazy("Alamat di KTP"), required=False, max_length=200)
    nik = number_field(
        gettext_lazy("NIK"),
        gettext_lazy("Kosongkan bila tidak ada. Pendampingan tidak menunggu NIK."),
    )
    nik_seen = forms.BooleanField(label=gettext_lazy("NIK dilihat di kartunya"), required=False)
    kk = number_field(gettext_lazy("Nomor KK"))
    kk_seen = forms.BooleanField(label=gettext_lazy("KK dilihat"), required=False)
    jkn = number_field(gettext_lazy("Nomor JKN/KIS"))
    jkn_seen = forms.BooleanField(label=gettext_lazy("Kartu JKN/KIS dilihat"), required=False)
    disabilities = forms.MultipleChoiceField(
        label=gettext_lazy("Ragam disabilitas"),
        choices=list(rules.DISABILITIES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    disability_note = LineField(
        label=gettext_lazy("Keterangan disabilitas"), required=False, max_length=200
    )
    language = LineField(
        label=gettext_lazy("Bahasa sehari-hari"),
        help_text=gettext_lazy("Misalnya Jawa krama, Indonesia, isyarat."),
        required=False,
        max_length=60,
    )
    communication = LineField(
        label=gettext_lazy("Yang diperlukan saat berbicara"),
        help_text=gettext_lazy("Misalnya: kalimat pendek, pendamping, ditulis besar."),
        required=False,
        max_length=200,
    )
    consent_state = forms.ChoiceField(
        label=gettext_lazy("Setuju dicatat dan dikunjungi?"),
        choices=[
            (Consent.State.GIVEN, gettext_lazy("Ya, setuju")),
            (Consent.State.REFUSED, gettext_lazy("Tidak setuju")),
            ("", gettext_lazy("Belum ditanyakan")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    consent_how = forms.ChoiceField(
        label=gettext_lazy("Bagaimana persetujuan diberikan"),
        choices=[("", gettext_lazy("Belum dicatat")), *Consent.How.choices],
        required=False,
    )
    given_by = LineField(
        label=gettext_lazy("Diberikan oleh"),
        help_text=gettext_lazy(
            "Kosongkan bila ia sendiri. Untuk anak, tulis orang tua atau walinya; untuk difabel yang"
            " didampingi, tulis pendampingnya."
        ),
        required=False,
        max_length=200,
    )
    consent_note = LineField(
        label=gettext_lazy("Catatan persetujuan"), required=False, max_length=200
    )
    is_hidden = forms.BooleanField(
        label=gettext_lazy("Daftarkan tersembunyi"),
        help_text=gettext_lazy(
            "Hanya Anda dan tim yang melihatnya; bagi yang lain ia tidak ada. Untuk orang yang"
            " terancam bila keberadaannya diketahui."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["card_area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = every_kelurahan()
        if not permissions.PROTECT.allows(self.actor):
            del self.fields["is_hidden"]

    @property
    def dropped(self) -> Sequence[str]:
        """Labels of what was no number and is left empty (CASE-08)."""
        found = self.cleaned_data
        return [
            str(self.fields[name].label)
            for name, kind in NUMBERS.items()
            if found.get(name) and not numbers.is_number(kind, found[name])
        ]

    def _said(self) -> dict[str, Any]:
        found, said = self.cleaned_data, super()._said()
        if not said["is_unhoused"]:
            said["address"] = self.place.address(found["address"])
        elif found["address"]:
            said["usual_places"] = (*said["usual_places"], found["address"])[:10]
        said |= {
            name: found[name]
            for name in (
                "name_on_card", "call_name", "birth_place", "mother_name", "card_area",
                "card_address", "disability_note", "language", "communication",
            )
        }  # fmt: skip
        said["disabilities"] = tuple(found["disabilities"])
        said["numbers"] = tuple(self._numbers())
        said["is_hidden"] = bool(found.get("is_hidden"))
        if found["consent_state"]:
            said["consents"] = (
                ConsentSaid(
                    state=found["consent_state"],
                    how=found["consent_how"] or None,
                    given_by=found["given_by"],
                    said_on=today(),
                    note=found["consent_note"],
                ),
            )
        return said
