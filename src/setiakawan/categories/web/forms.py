"""Forms of categories: a change always says from when, by which rule, and where that was read."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from setiakawan.categories import queries, rules
from setiakawan.categories.models import (
    Basis,
    Confidence,
    Joined,
    Level,
    ResourceKind,
    Scheme,
    Sex,
    Versioned,
)
from setiakawan.categories.operations import EntryFacts, KindFacts, Origin, ResourceFacts, TagFacts
from setiakawan.doors.forms import LineField, OfficeForm, ProseField
from setiakawan.foundation.clock import today


def _rows(count: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": count})


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, initial=today, widget=widget, **more)


class VersionForm(OfficeForm):
    """What every version says besides its words."""

    valid_from = _day(
        _("Berlaku mulai"), help_text=_("Versi lama tetap berlaku sebelum tanggal ini.")
    )
    legal_source = LineField(
        label=_("Dasar"), help_text=_("Peraturannya, misalnya Permensos 8/2012, lampiran, jenis 8.")
    )
    read_in = ProseField(
        label=_("Dibaca di"),
        help_text=_("Alamat halaman, nama surat, atau siapa yang menunjukkannya."),
        max_length=500,
        widget=_rows(2),
    )
    confidence = forms.ChoiceField(label=_("Seberapa pasti"), choices=Confidence.choices)
    note = ProseField(label=_("Catatan"), required=False, max_length=500, widget=_rows(2))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    said: ClassVar[Sequence[str]] = ()
    """Fields that say what the row says, in the order of the form."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.order_fields(
            [*self.said, "valid_from", "legal_source", "read_in", "confidence", "note"]
        )

    @property
    def seen(self) -> int:
        """The version that the reader saw."""
        return int(self.cleaned_data["version"] or 0)

    def origin(self) -> Origin:
        """Where the version comes from."""
        told = self.cleaned_data
        return Origin(
            legal_source=told["legal_source"],
            read_in=told["read_in"],
            confidence=told["confidence"],
            note=told["note"],
        )

    @classmethod
    def initial_of(cls, row: Versioned) -> dict[str, Any]:
        """The form filled with a saved version; its day is today, or the day on which that one begins."""
        names = (*cls.said, "legal_source", "read_in", "confidence", "note", "version")
        return {name: getattr(row, name) for name in names} | {
            "valid_from": max(today(), row.valid_from)
        }

    def versions(self, saved: Versioned) -> list[dict[str, str]]:
        """What was typed beside what is saved, field by field."""
        theirs = self.initial_of(saved) | {"valid_from": saved.valid_from}
        return [
            {
                "label": str(field.label),
                "mine": _shown(field, self.cleaned_data.get(name)),
                "saved": _shown(field, theirs.get(name)),
            }
            for name, field in self.fields.items()
            if not field.widget.is_hidden
        ]


def _shown(field: forms.Field, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return _now("ya") if value else _now("tidak")
    if isinstance(value, date):
        return rules.written_day(value)
    if isinstance(field, forms.ChoiceField):
        names = {str(code): str(label) for code, label in _flat(field.choices)}
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(names.get(str(one), str(one)) for one in values if one not in (None, ""))
    return "" if value is None else str(value)


def _flat(choices: Any) -> Sequence[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        found += label if isinstance(label, list | tuple) else [(code, label)]
    return found


class KindForm(VersionForm):
    """The words and bounds of a kind."""

    name = LineField(label=_("Nama resmi"), max_length=150)
    abbreviation = LineField(
        label=_("Singkatan"),
        required=False,
        max_length=60,
        help_text=_("Bila lebih dari satu, beri koma."),
    )
    english = LineField(label=_("Nama dalam bahasa Inggris"), required=False, max_length=150)
    meaning = ProseField(
        label=_("Artinya"), max_length=1000, widget=_rows(4),
        help_text=_("Satu atau dua kalimat dengan kata sendiri."),
    )  # fmt: skip
    levels = forms.MultipleChoiceField(
        label=_("Untuk siapa"), choices=Level.choices, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    min_age = forms.IntegerField(
        label=_("Usia termuda"), required=False, min_value=0, max_value=rules.OLDEST_AGE,
        help_text=_("Tahun. Kosong bila peraturan tidak menyebutnya."),
    )  # fmt: skip
    min_age_is_open = forms.BooleanField(
        label=_("Di atas usia itu (usia itu sendiri belum termasuk)"), required=False
    )
    max_age = forms.IntegerField(
        label=_("Usia tertua"), required=False, min_value=0, max_value=rules.OLDEST_AGE,
        help_text=_("Tahun. Kosong bila peraturan tidak menyebutnya."),
    )  # fmt: skip
    max_age_is_open = forms.BooleanField(
        label=_("Di bawah usia itu (usia itu sendiri tidak termasuk)"), required=False
    )
    sex = forms.ChoiceField(
        label=_("Jenis kelamin"), required=False, choices=[("", _("Semua")), *Sex.choices]
    )
    joined = forms.ChoiceField(
        label=_("Kata penghubung kriteria"), choices=Joined.choices,
        help_text=_("Seperti di peraturan. Kesimpulannya tetap dibuat petugas."),
    )  # fmt: skip

    said: ClassVar[Sequence[str]] = (
        "name", "abbreviation", "english", "meaning", "levels", "min_age", "min_age_is_open",
        "max_age", "max_age_is_open", "sex", "joined",
    )  # fmt: skip

    def facts(self) -> KindFacts:
        """What the kind says."""
        told = {name: self.cleaned_data[name] for name in self.said}
        return KindFacts(**told | {"levels": tuple(told["levels"]), "sex": told["sex"] or None})


class NewKindForm(KindForm):
    """A kind that a new regulation brings."""

    code = forms.RegexField(
        r"^[0-9]{2}\Z", label=_("Nomor"), help_text=_("Dua angka, misalnya 27."), max_length=2
    )
    is_restricted = forms.BooleanField(
        label=_("Terbatas: bahwa seseorang termasuk jenis ini adalah rahasia"),
        required=False,
        help_text=_("Diputuskan sekali, saat dicatat."),
    )
    said: ClassVar[Sequence[str]] = ("code", *KindForm.said, "is_restricted")

    def facts(self) -> KindFacts:
        """What the kind says, without its number."""
        told = {name: self.cleaned_data[name] for name in KindForm.said}
        return KindFacts(**told | {"levels": tuple(told["levels"]), "sex": told["sex"] or None})


class CriterionForm(VersionForm):
    """The words of a criterion."""

    name = LineField(
        label=_("Kriteria"),
        help_text=_("Frasa pendek yang dapat dijawab ya, tidak, atau belum tahu."),
    )
    english = LineField(label=_("Dalam bahasa Inggris"), required=False)
    said: ClassVar[Sequence[str]] = ("name", "english")


class NewCriterionForm(CriterionForm):
    """A criterion that isn't there yet."""

    letter = forms.RegexField(
        r"^[a-z][0-9]?\Z", label=_("Huruf"), max_length=2, strip=True,
        help_text=_("Seperti di peraturan, misalnya c atau g1."),
    )  # fmt: skip
    said: ClassVar[Sequence[str]] = ("letter", *CriterionForm.said)


class TagForm(VersionForm):
    """A tag, and the kinds it may fall under."""

    name = LineField(label=_("Nama tanda"), max_length=150)
    abbreviation = LineField(label=_("Singkatan"), required=False, max_length=60)
    english = LineField(label=_("Nama dalam bahasa Inggris"), required=False, max_length=150)
    meaning = ProseField(label=_("Artinya"), max_length=1000, widget=_rows(3))
    under = forms.MultipleChoiceField(
        label=_("Dapat masuk jenis"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosong bila tidak ada jenis untuknya."),
    )  # fmt: skip
    basis = forms.ChoiceField(label=_("Jenisnya dari mana"), choices=Basis.choices)
    said: ClassVar[Sequence[str]] = ("name", "abbreviation", "english", "meaning", "under", "basis")

    def __init__(self, data: Any = None, *, known: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(one.code, str(one)) for one in queries.kinds_on()]
        there = {code for code, _name in choices}
        field = self.fields["under"]
        assert isinstance(field, forms.MultipleChoiceField)
        # A kind that has ended meanwhile stays where the tag names it, until somebody takes it out.
        field.choices = [*choices, *((code, code) for code in known if code not in there)]

    def facts(self) -> TagFacts:
        """What the tag says."""
        told = {name: self.cleaned_data[name] for name in self.said}
        return TagFacts(**told | {"under": tuple(told["under"])})


class ResourceForm(VersionForm):
    """A kind of PSKS."""

    name = LineField(label=_("Nama resmi"), max_length=150)
    abbreviation = LineField(label=_("Singkatan"), required=False, max_length=60)
    english = LineField(label=_("Nama dalam bahasa Inggris"), required=False, max_length=150)
    meaning = ProseField(label=_("Kriteria utama"), max_length=1000, widget=_rows(3))
    who = forms.ChoiceField(label=_("Bentuknya"), choices=ResourceKind.Who.choices)
    said: ClassVar[Sequence[str]] = ("name", "abbreviation", "english", "meaning", "who")

    def facts(self) -> ResourceFacts:
        """What the kind of PSKS says."""
        return ResourceFacts(**{name: self.cleaned_data[name] for name in self.said})


class EntryForm(VersionForm):
    """An entry of a scheme."""

    name = LineField(label=_("Nama kelompok"))
    english = LineField(label=_("Nama dalam bahasa Inggris"), required=False)
    meaning = ProseField(label=_("Artinya"), required=False, max_length=1000, widget=_rows(3))
    said: ClassVar[Sequence[str]] = ("name", "english", "meaning")

    def facts(self) -> EntryFacts:
        """What the entry says."""
        return EntryFacts(**{name: self.cleaned_data[name] for name in EntryForm.said})


class NewEntryForm(EntryForm):
    """An entry that a scheme doesn't have yet."""

    scheme = forms.ChoiceField(label=_("Skema"), choices=Scheme.choices)
    number = forms.RegexField(
        r"^[0-9]{1,2}\Z",
        label=_("Nomor"),
        max_length=2,
        help_text=_("Nomor di daftar itu, misalnya 13."),
    )
    said: ClassVar[Sequence[str]] = ("scheme", "number", *EntryForm.said)


class CrossingForm(VersionForm):
    """How well it is known that a kind counts in an entry."""

    basis = forms.ChoiceField(
        label=_("Dari mana"), choices=Basis.choices,
        help_text=_("Tersumber bila sebuah sumber menyebut jenisnya; kalau tidak, kesimpulan kami."),
    )  # fmt: skip
    said: ClassVar[Sequence[str]] = ("basis",)


class NewCrossingForm(CrossingForm):
    """Let a kind or a tag count in an entry."""

    begins_at = forms.ChoiceField(label=_("Jenis atau tanda"))
    entry = forms.ChoiceField(label=_("Dihitung di"))
    said: ClassVar[Sequence[str]] = ("begins_at", "entry", "basis")

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        begins, entry = self.fields["begins_at"], self.fields["entry"]
        assert isinstance(begins, forms.ChoiceField) and isinstance(entry, forms.ChoiceField)
        begins.choices = [
            ("", _("Pilih jenis atau tanda")),
            (_("Jenis PPKS"), [(one.code, str(one)) for one in queries.kinds_on()]),
            (_("Tanda"), [(one.code, one.name) for one in queries.tags_on()]),
        ]
        entries = queries.entries_on()
        entry.choices = [
            ("", _("Pilih kelompok")),
            *(
                (label, [(one.code, str(one)) for one in entries if one.scheme == scheme])
                for scheme, label in Scheme.choices
            ),
        ]

    @property
    def kind_code(self) -> str:
        """The kind, empty where a tag was chosen."""
        chosen = str(self.cleaned_data["begins_at"])
        return chosen if chosen.isdigit() else ""

    @property
    def tag_code(self) -> str:
        """The tag, empty where a kind was chosen."""
        return "" if self.kind_code else str(self.cleaned_data["begins_at"])


class EndForm(OfficeForm):
    """From which day something is used no more, and why."""

    ends_on = _day(_("Tidak dipakai lagi mulai"))
    reason = ProseField(
        label=_("Alasan"), max_length=200, widget=_rows(2),
        help_text=_("Misalnya peraturan yang mencabutnya."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def versions(self, saved: Versioned) -> list[dict[str, str]]:
        """What was seen and what is saved meanwhile."""
        return [
            {"label": _now("Namanya"), "mine": "", "saved": str(saved)},
            {
                "label": _now("Versi yang dilihat"),
                "mine": str(self.cleaned_data["version"]),
                "saved": str(saved.version),
            },
        ]
