"""A household at once: its place, and a line for each who lives there."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import SecretStr

from setiakawan.doors.forms import LineField
from setiakawan.foundation.clock import today
from setiakawan.identity.births import MONTHS
from setiakawan.people import numbers, rules
from setiakawan.people.models import Household, Identifier, Membership, Person
from setiakawan.people.operations.problems import BirthImpossible, NameNeeded
from setiakawan.people.said import BirthSaid, HouseholdSaid, NumberSaid, PersonSaid
from setiakawan.people.web.forms_person import number_field, year_said
from setiakawan.people.web.forms_placing import ADDRESS_LENGTH, Place, PlacedForm, only_unhoused
from setiakawan.people.web.forms_rows import Rows, typed_of

MEMBERS_AT_FIRST, MEMBERS_AT_MOST = 4, 20

_AGE = re.compile(
    r"(?:±|\+-|kira-kira|sekitar|kurang lebih)?\s*(\d{1,3})\s*(?:th|thn|tahun)?\.?", re.I
)
_DAY = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2}|[a-z]+)[-/. ]+(\d{4})", re.I)


def read_birth(text: str, day: date) -> BirthSaid:
    """Read a birth as people write it: ``17-08-1951``, ``17 Agustus 1951``, ``1951``, ``70 th``."""
    plain = text.strip()
    if plain in {"", "-", "?"}:
        return BirthSaid()
    try:
        return BirthSaid(kind=Person.Birth.DATE, on=date.fromisoformat(plain))
    except ValueError:
        pass
    if found := _DAY.fullmatch(plain):
        return BirthSaid(kind=Person.Birth.DATE, on=_date(*found.groups()))
    if re.fullmatch(r"\d{4}", plain):
        return year_said(int(plain), day)
    if (found := _AGE.fullmatch(plain)) and int(found[1]) <= rules.OLDEST_AGE:
        return BirthSaid(kind=Person.Birth.ESTIMATED, age=int(found[1]), asked_on=day)
    raise ValidationError(
        _("Tulis tanggal (17-08-1951), tahun (1951), atau umur (70). Boleh kosong.")
    )


def _date(of_month: str, month: str, year: str) -> date:
    named = [one for one in range(12) if MONTHS[one].casefold().startswith(month.casefold()[:3])]
    number = int(month) if month.isdecimal() else (named[0] + 1 if len(month) >= 3 and named else 0)
    try:
        return date(int(year), number, int(of_month))
    except ValueError:
        raise ValidationError(BirthImpossible.sentence) from None


class MemberForm(forms.Form):
    """One line of a household."""

    name = LineField(
        label=gettext_lazy("Nama"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Hubungan"),
        choices=[("", gettext_lazy("Belum dipilih")), *Membership.Part.choices],
        required=False,
    )
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"),
        choices=[("", gettext_lazy("Belum diketahui")), *Person.Sex.choices],
        required=False,
    )
    birth = LineField(
        label=gettext_lazy("Lahir atau umur"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    nik = number_field(gettext_lazy("NIK"))

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was written in the line."""
        return not any(self.cleaned_data.get(one) for one in ("name", "sex", "birth", "nik"))

    def clean_birth(self) -> str:
        """Keep what was typed; how it is read is kept beside it."""
        self.birth_said = read_birth(self.cleaned_data["birth"], today())
        if self.birth_said.on is not None and not (
            rules.OLDEST_BIRTH <= self.birth_said.on <= today()
        ):
            raise ValidationError(BirthImpossible.sentence)
        return str(self.cleaned_data["birth"])

    def clean(self) -> dict[str, Any]:
        """Somebody has a name."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("name") and not self.is_blank and "name" not in self.errors:
            self.add_error("name", NameNeeded.sentence)
        if not self.is_blank and not found.get("part") and "part" not in self.errors:
            self.add_error("part", _("Pilih hubungannya."))
        return found

    @property
    def is_dropped(self) -> bool:
        """Say whether what stands for a NIK is none."""
        written = self.cleaned_data["nik"]
        return bool(written) and not numbers.is_number(Identifier.Kind.NIK, written)

    def said(self, place: Place, address: str, landmark: str) -> PersonSaid:
        """Somebody who lives in this household."""
        found = self.cleaned_data
        has_nik = found["nik"] and not self.is_dropped
        number = NumberSaid(kind=Identifier.Kind.NIK, number=SecretStr(found["nik"]))
        return PersonSaid(
            name=found["name"],
            area_code=place.code,
            sex=found["sex"] or None,
            birth=self.birth_said,
            address=place.address(address),
            landmark=landmark,
            numbers=(number,) if has_nik else (),
            part=Membership.Part(found["part"]),
        )


class HouseholdForm(PlacedForm):
    """Where people live together, and what is known of their card."""

    address = LineField(
        label=gettext_lazy("Alamat"),
        help_text=gettext_lazy("Jalan, gang, nomor rumah."),
        required=False,
        max_length=ADDRESS_LENGTH,
    )
    landmark = LineField(
        label=gettext_lazy("Petunjuk tempat"), required=False, max_length=ADDRESS_LENGTH
    )
    card = forms.ChoiceField(
        label=gettext_lazy("Kartu keluarga"),
        help_text=gettext_lazy("Yang tinggal serumah tidak harus sama dengan yang tertulis di KK."),
        choices=Household.Card.choices,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = Rows(
            MemberForm,
            "anggota",
            self.data if self.is_bound else None,
            at_first=MEMBERS_AT_FIRST,
            at_most=MEMBERS_AT_MOST,
        )

    def clean(self) -> dict[str, Any]:
        """The place and each line; at least one of them is somebody."""
        found: dict[str, Any] = super().clean() or {}
        if not self.members.is_valid():
            for sentence in self._wrong_rows():
                self.add_error(None, sentence)
        elif not self.people:
            self.add_error(None, _("Tulis paling sedikit satu orang yang tinggal di rumah ini."))
        kelurahan = found.get("area")
        if kelurahan and only_unhoused(self.actor, kelurahan):
            self.add_error(None, _("Rumah tangga didaftarkan PSM kelurahannya."))
        return found

    def _wrong_rows(self) -> Iterator[str]:
        """What is wrong in which row, each with a link to its field."""
        for number, one in enumerate(self.members.forms, 1):
            for name, found in one.errors.items():
                field = one[name] if name in one.fields else None
                words = _("Orang ke-%(number)s, %(label)s: %(sentence)s") % {
                    "number": number,
                    "label": field.label if field else "",
                    "sentence": " ".join(map(str, found)),
                }
                yield format_html('<a href="#{}">{}</a>', field.auto_id, words) if field else words

    def typed(self) -> dict[str, Any]:
        """Everything of the place as typed, right or wrong."""
        return typed_of(self)

    @property
    def people(self) -> list[MemberForm]:
        """The lines in which somebody stands."""
        return [one for one in self.members.forms if not one.is_blank]

    def said(self) -> HouseholdSaid:
        """What was said, of a form that is right."""
        found, place = self.cleaned_data, self.place
        return HouseholdSaid(
            area_code=place.code,
            address=place.address(found["address"]),
            card=found["card"],
            members=tuple(
                one.said(place, found["address"], found["landmark"]) for one in self.people
            ),
        )
