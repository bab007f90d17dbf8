"""What somebody looks for, and the answers to what waits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import Actor
from setiakawan.areas.codes import BadAreaCode, pad_rw
from setiakawan.areas.places import Choices, place_choices
from setiakawan.doors.forms import LineField, OfficeForm
from setiakawan.foundation.clock import today
from setiakawan.people import permissions
from setiakawan.people.queries import SEARCH_LENGTH, Filters
from setiakawan.people.rules import OLDEST_BIRTH

KELURAHAN_DOTS = 3


class AreaFilter(forms.Form):
    """A kelurahan in reach and, inside it, an RW by its number. Lives in the address."""

    is_filter = True  # an empty field is no filter; the labels needn't say so
    wilayah = forms.ChoiceField(label=_("Wilayah"), required=False)
    rw = LineField(
        label=_("RW"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 4}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = place_choices(actor, permissions.SEE)
        self._only = _only_place(choices)
        if self._only or len(choices) < 2:
            del self.fields["wilayah"]  # nothing to choose
        else:
            field = self.fields["wilayah"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Semua wilayah Anda")), *choices[1:]]

    def clean(self) -> dict[str, Any]:
        """An RW is one of a kelurahan."""
        found: dict[str, Any] = super().clean() or {}
        code = found.get("wilayah") or self._only
        rw = found.get("rw", "")
        number = self._number_of(code, rw) if rw else ""
        if number:
            code = f"{code}.{number}"
        found["area"] = code if number or found.get("wilayah") else ""
        return found

    def _number_of(self, code: str, rw: str) -> str:
        """The number of an RW; empty, with a sentence, where it is none or nobody knows of which."""
        try:
            number = pad_rw(rw)
        except BadAreaCode as bad:
            self.add_error("rw", bad.sentence)
            return ""
        if code.count(".") < KELURAHAN_DOTS:
            self.add_error("rw", _("Pilih kelurahannya dulu, baru RW-nya."))
            return ""
        return number

    @property
    def wrong(self) -> list[str]:
        """What can't be narrowed to, in sentences."""
        return [
            f"{self.fields[name].label}: {sentence}"
            for name, found in self.errors.items()
            if name in self.fields
            for sentence in found
        ]

    @property
    def area(self) -> str:
        """The code that a list is narrowed to; empty where nothing was asked or it can't be read."""
        return str(getattr(self, "cleaned_data", {}).get("area", "")) if self.is_bound else ""


def _only_place(choices: Choices) -> str:
    """The one place in reach, where there is but one."""
    return str(choices[0][0]) if len(choices) == 1 else ""


class FindForm(AreaFilter):
    """A name in any spelling, a number, and what the list is narrowed to."""

    q = LineField(
        label=_("Nama, NIK, KK, atau JKN"),
        help_text=_("Nama satu kata, ejaan mirip, dan nomor yang salah satu angka ikut dicari."),
        required=False,
        max_length=SEARCH_LENGTH,
        widget=forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    lahir_dari = forms.IntegerField(
        label=_("Lahir dari tahun"), required=False, min_value=OLDEST_BIRTH.year
    )
    lahir_sampai = forms.IntegerField(
        label=_("sampai tahun"), required=False, min_value=OLDEST_BIRTH.year
    )
    perlu_dokumen = forms.BooleanField(label=_("Perlu dokumen"), required=False)
    tanpa_rumah = forms.BooleanField(label=_("Tanpa tempat tinggal tetap"), required=False)

    field_order = ("q", "wilayah", "rw")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lahir_dari", "lahir_sampai"):
            self.fields[name].widget.attrs |= {"max": today().year, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        """Years go forward."""
        found = super().clean()
        begins, ends = found.get("lahir_dari"), found.get("lahir_sampai")
        if begins is not None and ends is not None and begins > ends:
            self.add_error(
                "lahir_sampai", _("Tahun ini sebelum tahun pertama. Tukar kedua tahunnya.")
            )
        return found

    @property
    def words(self) -> str:
        """What is looked for."""
        self.is_valid()
        return str(self.cleaned_data.get("q", "")) if self.is_bound else ""

    @property
    def filters(self) -> Filters:
        """What the list is narrowed to, as far as it can be read."""
        if not self.is_bound:
            return Filters()
        self.is_valid()
        found = self.cleaned_data
        return Filters(
            area=self.area,
            born_from=found.get("lahir_dari"),
            born_to=found.get("lahir_sampai"),
            needs_documents=bool(found.get("perlu_dokumen")),
            unhoused=bool(found.get("tanpa_rumah")),
        )

    @property
    def asked(self) -> dict[str, str]:
        """Everything that was asked, as it stands in an address."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        names = [name for name in self.fields if found.get(name)]
        return {name: "1" if found[name] is True else str(found[name]) for name in names}

    @property
    def is_narrowed(self) -> bool:
        """Say whether a filter is set beside the words."""
        return bool(self.asked.keys() - {"q"})


class JoinAnswerForm(OfficeForm):
    """Whether somebody may join, and a word about it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = LineField(label=_("Pesan untuk catatan"), required=False, max_length=200)


class OutcomeForm(OfficeForm):
    """What was found out about a number that several persons claim."""

    outcome = LineField(
        label=_("Jawaban Dukcapil"),
        help_text=_("Misalnya: nomor ini milik yang perempuan; yang laki-laki salah salin."),
        max_length=200,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
