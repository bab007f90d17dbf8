"""Forms of the office's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from setiakawan.audit.operations import KINDS
from setiakawan.doors.forms import LineField, OfficeForm, ProseField
from setiakawan.foundation.texts import REASON_AT_LEAST
from setiakawan.office.events import event_label
from setiakawan.office.rules import Choice
from setiakawan.office.setting_words import SETTING_WORDS


class LedgerFilter(forms.Form):
    """What an inspector looks for; lives in the address."""

    is_filter = True  # an empty field is no filter; the labels needn't say so
    jenis = forms.ChoiceField(label=_("Tindakan"), required=False)
    wilayah = LineField(label=_("Kode wilayah"), required=False, max_length=24)
    dari = forms.DateField(
        label=_("Dari tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    sampai = forms.DateField(
        label=_("Sampai tanggal"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(((event_label(kind), kind) for kind in KINDS), key=lambda one: one[0])
        self.fields["jenis"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("Semua tindakan")),
            *((kind, label) for label, kind in named),
        ]


class OpeningForm(OfficeForm):
    """Ask to read one payload."""

    reason = ProseField(
        label=_("Alasan tertulis"),
        help_text=_("Paling sedikit 20 huruf. Orang kedua membacanya sebelum menyetujui."),
        min_length=REASON_AT_LEAST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettingForm(OfficeForm):
    """Change one setting."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, choice: Choice, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint = SETTING_WORDS[choice.name]
        self.fields["value"] = LineField(
            label=label, help_text=hint, required=False, max_length=200
        )
