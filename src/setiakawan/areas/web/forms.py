"""Forms of areas."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from setiakawan.areas.models import Area
from setiakawan.areas.rules import LONGEST_NAME, MAX_PASTED_BYTES
from setiakawan.doors.forms import LineField, OfficeForm, ProseField
from setiakawan.foundation.clock import today


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def _list(label: Any, *, rows: int, **more: Any) -> ProseField:
    widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
    return ProseField(label=label, max_length=MAX_PASTED_BYTES, widget=widget, **more)


class AreaForm(OfficeForm):
    """A form about one area, in the version that its reader saw."""

    area_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    @classmethod
    def about(cls, area: Area, data: Any = None, **kwargs: Any) -> Any:
        """The form for an area as it is now; what was posted keeps the version it saw."""
        initial = {"area_id": area.id, "version": area.version, **kwargs.pop("initial", {})}
        return cls(data, initial=initial, **kwargs)

    @property
    def seen_id(self) -> UUID:
        """The row that the reader saw: a rename since has put another one in its place."""
        return UUID(str(self.cleaned_data["area_id"]))

    def rebase_on(self, area: Area) -> None:
        """Keep what was typed, against the area as it is saved now."""
        self.rebase(area.version)
        self.data["area_id"] = str(area.id)  # type: ignore[index]  # rebase made it a mutable copy


class RwForm(AreaForm):
    """One RW with its RT."""

    number = LineField(label=_("Nomor RW"), help_text=_("Misalnya 7 atau 007."), max_length=20)
    rts = LineField(
        label=_("RT"),
        help_text=_("Berapa RT-nya, “5 RT”, atau nomornya, “1-5” atau “1, 2, 4”."),
        required=False,
    )
    name = LineField(
        label=_("Nama kampung"),
        help_text=_("Bila RW ini punya nama sendiri."),
        required=False,
        max_length=LONGEST_NAME,
    )
    valid_from = _day(_("Berlaku sejak"), initial=today)


class PasteForm(AreaForm):
    """A list of RW and RT, pasted."""

    text = _list(
        _("Daftar RW dan RT"),
        rows=12,
        help_text=_("Satu RW per baris, misalnya “RW 001: 5 RT” atau “RW 003 RT 001-006”."),
    )
    valid_from = _day(_("Berlaku sejak"), initial=today)


class FileForm(AreaForm):
    """A list of RW and RT from a spreadsheet."""

    file = forms.FileField(
        label=_("Berkas CSV"),
        help_text=_(
            "Baris pertama berisi judul kolom: RW, RT atau Jumlah RT, Nama. Paling besar 200 KB."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    valid_from = _day(_("Berlaku sejak"), initial=today)


class AliasForm(AreaForm):
    """Another name by which people look for an area."""

    name = LineField(
        label=_("Sebutan atau ejaan lain"),
        help_text=_("Nama lama, ejaan lain, atau nama yang dipakai warga."),
        max_length=LONGEST_NAME,
    )


class RenameForm(AreaForm):
    """Another name, and for an RW or RT perhaps another number."""

    name = LineField(label=_("Nama baru"), max_length=LONGEST_NAME)
    number = LineField(
        label=_("Nomor baru"),
        help_text=_("Kosongkan bila nomornya tetap."),
        required=False,
        max_length=20,
    )
    on = _day(_("Berlaku mulai"))
    decree = LineField(
        label=_("Dasar aturan"),
        help_text=_("Nomor perda atau keputusan, bila ada."),
        required=False,
        max_length=LONGEST_NAME,
    )

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if level < Area.Level.RW:
            del self.fields["number"]
        else:
            self.fields["decree"].widget = forms.HiddenInput()


class EndForm(AreaForm):
    """From which day an RW or RT is no more, and why."""

    on = _day(_("Tidak ada lagi mulai"))
    reason = LineField(label=_("Alasan"), help_text=_("Misalnya: lahannya menjadi jalan tol."))


class SplitForm(AreaForm):
    """New areas, and which RW and RT go where."""

    on = _day(_("Berlaku mulai"))
    new_areas = _list(
        _("Wilayah baru"),
        rows=4,
        help_text=_(
            "Satu per baris: kode baru lalu nama. Kode lama tidak dipakai lagi, walaupun namanya tetap."
        ),
    )
    rw_map = _list(
        _("Pembagian RW"),
        rows=8,
        required=False,
        help_text=_(
            "Satu per baris, misalnya “RW 001-010 ke Joglo”. "
            "RW yang terbelah ditulis per RT: “RW 015 RT 001-003 ke Joglo”."
        ),
    )
    decree = LineField(
        label=_("Dasar aturan"),
        help_text=_("Nomor perda atau keputusan wali kota."),
        required=False,
        max_length=LONGEST_NAME,
    )


class MergeForm(AreaForm):
    """With which areas, and what they are called together."""

    others = forms.MultipleChoiceField(
        label=_("Digabung dengan"), widget=forms.CheckboxSelectMultiple
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)
    """Which versions of the areas to choose from the reader saw: ``id=version`` for each."""
    new_code = LineField(label=_("Kode wilayah baru"), max_length=24)
    new_name = LineField(label=_("Nama wilayah baru"), max_length=LONGEST_NAME)
    on = _day(_("Berlaku mulai"))
    renumbered = _list(
        _("Nomor baru untuk RW atau RT yang sama nomornya"),
        rows=4,
        required=False,
        help_text=_(
            "Satu per baris: kode lama, tanda sama dengan, nomor baru. Kosongkan dulu; bila ada yang sama, kami usulkan."
        ),
    )
    decree = LineField(
        label=_("Dasar aturan"),
        help_text=_("Nomor perda atau keputusan wali kota."),
        required=False,
        max_length=LONGEST_NAME,
    )

    def __init__(self, *args: Any, siblings: Sequence[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["others"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(one.id), one.full_name) for one in siblings]

    def versions(self) -> dict[str, int]:
        """The versions that the reader saw, by id."""
        found: dict[str, int] = {}
        for pair in self.cleaned_data["seen"].split():
            area_id, _sign, version = pair.partition("=")
            if version.isdecimal() and len(version) < 9:
                found[area_id] = int(version)
        return found


class PointForm(forms.Form):
    """A point on the map."""

    lat = forms.FloatField(label=_("Lintang"), help_text="-7.5695", min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Bujur"), help_text="110.8283", min_value=-180, max_value=180)
