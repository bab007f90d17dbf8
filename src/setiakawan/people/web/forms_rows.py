"""Several small forms of one kind on a page, without a script: contacts, and what was typed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from setiakawan.doors.forms import LineField
from setiakawan.foundation.clock import today
from setiakawan.people.models import Contact
from setiakawan.people.operations.problems import ContactNeedsValue, DayImpossible
from setiakawan.people.said import ContactSaid

CONTACTS_AT_FIRST, CONTACTS_AT_MOST = 1, 10
DATE_INPUT = {"type": "date", "max": "9999-12-31"}


def typed_of(form: forms.Form) -> dict[str, Any]:
    """What stands in the fields of a form that was sent, without reading it."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


class Rows[F: forms.Form]:
    """Several small forms of one kind, as many as the page carries; one more when asked."""

    def __init__(
        self,
        kind: type[F],
        prefix: str,
        data: Mapping[str, Any] | None,
        *,
        at_first: int,
        at_most: int,
    ) -> None:
        self.count_name = f"{prefix}-count"
        self.at_most = at_most
        try:
            count = int((data or {}).get(self.count_name, at_first))
        except (TypeError, ValueError):
            count = at_first
        self._kind, self._prefix = kind, prefix
        self.forms = [
            kind(data, prefix=f"{prefix}-{number}") for number in range(min(max(count, 1), at_most))
        ]

    def one_more(self) -> None:
        """Show an empty row more; what was typed stays, and isn't judged yet."""
        typed = [typed_of(one) for one in self.forms]
        if len(typed) < self.at_most:
            typed.append({})
        self.forms = [
            self._kind(prefix=f"{self._prefix}-{number}", initial=one)
            for number, one in enumerate(typed)
        ]

    def is_valid(self) -> bool:
        """Say whether each row can be read; all are looked at."""
        wrong = [one for one in self.forms if not one.is_valid()]
        return not wrong

    @property
    def count(self) -> int:
        """How many rows the page carries."""
        return len(self.forms)

    @property
    def may_grow(self) -> bool:
        """Say whether there is room for one more."""
        return self.count < self.at_most


class ContactForm(forms.Form):
    """A way to reach somebody, and whether it is safe: unknown unless it was asked (CASE-22)."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Cara"), choices=Contact.Kind.choices, required=False
    )
    value = LineField(
        label=gettext_lazy("Nomor, atau lewat siapa"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    whose = LineField(
        label=gettext_lazy("Milik siapa"),
        help_text=gettext_lazy("Bila bukan miliknya sendiri."),
        required=False,
        max_length=100,
    )
    safety = forms.ChoiceField(
        label=gettext_lazy("Aman dihubungi?"),
        help_text=gettext_lazy(
            "Menurut warganya sendiri. Selama belum ditanyakan dianggap tidak aman."
        ),
        choices=Contact.Safety.choices,
        required=False,
    )
    how = LineField(
        label=gettext_lazy("Bagaimana dan kapan"),
        help_text=gettext_lazy("Misalnya: lewat bidan, Selasa 09.00–11.00."),
        required=False,
        max_length=200,
    )
    asked_on = forms.DateField(
        label=gettext_lazy("Ditanyakan tanggal"),
        help_text=gettext_lazy("Kosong berarti hari ini."),
        required=False,
        widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d"),
    )

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was said."""
        found = self.cleaned_data
        return not any(found.get(name) for name in ("value", "whose", "how")) and (
            found.get("safety") in {"", Contact.Safety.UNKNOWN, None}
        )

    def clean(self) -> dict[str, Any]:
        """A telephone has a number."""
        found: dict[str, Any] = super().clean() or {}
        needs = found.get("kind") != Contact.Kind.VISIT and not self.is_blank
        if needs and not (found.get("value") or found.get("whose")):
            self.add_error("value", ContactNeedsValue.sentence)
        asked = found.get("asked_on")
        if asked is not None and asked > today():
            self.add_error("asked_on", DayImpossible.sentence)
        return found

    def said(self) -> ContactSaid:
        """What was said."""
        found = self.cleaned_data
        safety = Contact.Safety(found["safety"] or Contact.Safety.UNKNOWN)
        is_asked = safety != Contact.Safety.UNKNOWN
        return ContactSaid(
            kind=Contact.Kind(found["kind"] or Contact.Kind.PHONE),
            value=found["value"],
            whose=found["whose"],
            safety=safety,
            how=found["how"],
            asked_on=(found["asked_on"] or today()) if is_asked else None,
        )


def contact_rows(data: Mapping[str, Any] | None) -> Rows[ContactForm]:
    """The contacts of the full form."""
    return Rows(ContactForm, "kontak", data, at_first=CONTACTS_AT_FIRST, at_most=CONTACTS_AT_MOST)
