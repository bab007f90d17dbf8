"""Forms of partners."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from setiakawan.access.actors import Actor
from setiakawan.areas.places import place_choices
from setiakawan.doors.forms import LineField, OfficeForm, ProseField
from setiakawan.foundation.clock import today
from setiakawan.foundation.problems import Problem
from setiakawan.partners import permissions
from setiakawan.partners.models import Partner
from setiakawan.partners.operations import NameTaken


class PartnerForm(OfficeForm):
    """Name, kind and area of a partner."""

    name = LineField(
        label=_("Nama lembaga"),
        help_text=_("Seperti di papan namanya, misalnya LK3 Kota Surakarta."),
        max_length=150,
    )
    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[("", _("Pilih jenis")), *Partner.Kind.choices]
    )
    area = forms.ChoiceField(
        label=_("Wilayah kerja"), help_text=_("Pilih kota bila melayani seluruh kota.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    is_another = forms.BooleanField(
        label=_("Ini lembaga lain yang kebetulan bernama sama"),
        help_text=_("Centang, lalu simpan lagi, hanya bila Anda yakin."),
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = place_choices(actor, permissions.KEEP)
        if not self.data.get("is_another"):
            self._without_warning()

    def _without_warning(self) -> None:
        """Until somebody is warned there is nothing to say about another one of the name."""
        self._is_another = self.fields.pop("is_another")

    def refuse(self, problem: Problem) -> None:
        """Warn of a name that is there already, and let whoever knows better go on."""
        if isinstance(problem, NameTaken) and "is_another" not in self.fields:
            self.fields["is_another"] = self._is_another
        super().refuse(problem)


class EndPartnerForm(OfficeForm):
    """From which day the partner no longer takes part, and why."""

    ends_on = forms.DateField(
        label=_("Tidak lagi bekerja sama mulai"),
        initial=today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = ProseField(label=_("Alasan"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
