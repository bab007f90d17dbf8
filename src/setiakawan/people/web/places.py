"""Places in forms and on pages about people: kelurahan to choose from, RW and RT as numbers, words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setiakawan.areas import gazetteer
from setiakawan.areas.codes import AreaCode, BadAreaCode, pad_rt, pad_rw
from setiakawan.areas.models import Area
from setiakawan.areas.places import Choices, names_of
from setiakawan.doors.forms import LineField
from setiakawan.foundation.clock import today

KELURAHAN_PARTS = 4


def kelurahan_choices(empty: Any) -> Choices:
    """Every kelurahan of today, grouped by kecamatan: somebody may move beyond one's own reach."""
    rows = Area.objects.valid_on(today()).filter(level=Area.Level.KELURAHAN)
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in rows.order_by("code").values_list("code", "name"):
        groups.setdefault(code.rpartition(".")[0], []).append((code, name))
    above = names_of(groups)
    listed: Choices = [("", str(empty))]
    return listed + [(above.get(code, code), found) for code, found in groups.items()]


def place_words(code: str, known: Mapping[str, str]) -> str:
    """How a place is called; of another city as the national list calls it."""
    if not code or code in known:
        return known.get(code, "")
    try:
        found = gazetteer.find_place(AreaCode(code))
    except BadAreaCode:
        return ""
    return found.name if found else ""


class PlaceFields(forms.Form):
    """A kelurahan, and inside it RW and RT by their numbers; ``place_code`` is what they make."""

    place = forms.ChoiceField(label=_("Kelurahan"), required=False)
    rw = LineField(
        label=_("RW"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    rt = LineField(
        label=_("RT"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    elsewhere = _("Di luar kota ini, atau belum diketahui")

    def offer_places(self, now: str = "", known: Mapping[str, str] | None = None) -> None:
        """Fill the list, with the place that stands there now where the list doesn't have it."""
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        choices = kelurahan_choices(self.elsewhere)
        listed = {
            code for _label, found in choices if isinstance(found, list) for code, _n in found
        }
        # A refused form comes back with what was chosen, though nobody says now what stood there.
        now = now or str(self.data.get("place", ""))
        if now and now not in listed and place_words(now, known or {}):
            choices.append((now, place_words(now, known or {})))
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Put the three together."""
        found: dict[str, Any] = super().clean() or {}
        code = found.get("place") or ""
        for name, pad in (("rw", pad_rw), ("rt", pad_rt)):
            number = found.get(name, "")
            if not number:
                continue
            try:
                padded = pad(number)
            except BadAreaCode as bad:
                raise ValidationError({name: bad.sentence}) from bad
            if not code or code.count(".") != (3 if name == "rw" else 4):
                raise ValidationError(
                    {name: _("Pilih kelurahannya dulu.") if name == "rw" else _("Isi RW-nya dulu.")}
                )
            code = f"{code}.{padded}"
        found["place_code"] = code
        return found


def place_initial(code: str) -> dict[str, str]:
    """What the three fields hold for a code."""
    parts = code.split(".")
    if len(parts) <= KELURAHAN_PARTS:
        return {"place": code}
    return {
        "place": ".".join(parts[:KELURAHAN_PARTS]),
        "rw": parts[4],
        "rt": parts[5] if len(parts) > 5 else "",
    }
