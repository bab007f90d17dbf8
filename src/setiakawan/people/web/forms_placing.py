"""Where somebody is registered: kelurahan by choice, RW and RT by number.

What isn't entered in the register is kept as text and told, never a reason to send somebody away.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setiakawan.access.actors import Actor
from setiakawan.areas.codes import BadAreaCode, pad_rt, pad_rw
from setiakawan.areas.models import Area
from setiakawan.areas.places import Choices, names_of
from setiakawan.doors.forms import LineField, OfficeForm
from setiakawan.foundation.clock import today
from setiakawan.people import permissions
from setiakawan.people.operations.making import city_of

ADDRESS_LENGTH = 160
"""Room is left for an RW and RT that can't be placed."""
NO_NUMBER = frozenset({"", "0", "00", "000", "-", "--", "?"})


@dataclass(frozen=True)
class Place:
    """Where somebody is registered: as deep as the area is entered, and what couldn't be placed."""

    code: str
    text: str = ""
    """RW and RT as typed, where they aren't entered; they go on in the address."""
    told: str = ""
    """What is said about it."""

    def address(self, written: str) -> str:
        """The address with what couldn't be placed before it."""
        return ". ".join(part for part in (self.text, written) if part)


def place_of(kelurahan: str, rw: str, rt: str) -> Place:
    """Find RW and RT in a kelurahan; where they aren't entered, keep them as text and say so."""
    parts = [number for number in (rw and f"RW {rw}", rt and f"RT {rt}") if number]
    if not parts:
        return Place(kelurahan)
    codes = [f"{kelurahan}.{rw}", f"{kelurahan}.{rw}.{rt}"] if rw else []
    rows = Area.objects.valid_on(today()).filter(code__in=codes)
    known = set(rows.values_list("code", flat=True))
    if rw and rt and codes[1] in known:
        return Place(codes[1])
    if rw and codes[0] in known:
        return Place(codes[0]) if not rt else _not_entered(codes[0], parts[-1:])
    return _not_entered(kelurahan, parts)


def _not_entered(code: str, parts: Sequence[str]) -> Place:
    text = " ".join(parts)
    told = _("%(text)s belum tercatat di %(place)s, jadi ditulis di keterangan alamatnya.") % {
        "text": text,
        "place": names_of([code]).get(code, code),
    }
    return Place(code, text, told)


def may_register(actor: Actor) -> bool:
    """Say whether there is a kelurahan in which this actor registers people."""
    return any(
        scope == "area" or any(one.low.count(".") == 1 for one in actor.reach_of(role))
        for role, scopes in permissions.REGISTER.scopes.items()
        if actor.holds(role)
        for scope in scopes
    )


def only_unhoused(actor: Actor, kelurahan: str) -> bool:
    """Say whether somebody registers there only those who live nowhere fixed: a city's coordinator."""
    return not permissions.REGISTER.covers(actor, area=kelurahan)


def kelurahan_choices(actor: Actor) -> Choices:
    """Kelurahan in which this actor registers people, grouped by kecamatan; one alone is chosen."""
    rows = Area.objects.valid_on(today()).filter(level=Area.Level.KELURAHAN).order_by("code")
    found = [
        (one.code, one.name)
        for one in rows.only("code", "name", "level")
        if in_reach(actor, one.code)
    ]
    if len(found) <= 1:
        return list(found)
    return [("", str(_("Pilih kelurahan"))), *_by_kecamatan(found)]


def in_reach(actor: Actor, kelurahan: str) -> bool:
    """Say whether this actor registers people in a kelurahan."""
    covers = permissions.REGISTER.covers
    return covers(actor, area=kelurahan) or covers(actor, area=city_of(kelurahan))


def every_kelurahan() -> Choices:
    """Every kelurahan of the city, for an address on a card."""
    rows = Area.objects.valid_on(today()).filter(level=Area.Level.KELURAHAN).order_by("code")
    known = list(rows.values_list("code", "name"))
    return [("", str(_("Di luar kota, atau belum diketahui"))), *_by_kecamatan(known)]


def _by_kecamatan(found: Sequence[tuple[str, str]]) -> Choices:
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in found:
        groups.setdefault(code.rpartition(".")[0], []).append((code, name))
    called = names_of(groups)
    return [(called.get(code, code), listed) for code, listed in groups.items()]


class PlacedForm(OfficeForm):
    """A form that says where: kelurahan by choice, RW and RT by number."""

    area = forms.ChoiceField(label=gettext_lazy("Kelurahan"))
    rw = LineField(
        label=gettext_lazy("RW"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    rt = LineField(
        label=gettext_lazy("RT"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, asks_place: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        choices = list(kelurahan_choices(actor))
        if asks_place and len(choices) == 1:
            choices.insert(0, ("", _("Pilih kelurahan")))
        field.choices = choices
        self.has_one_kelurahan = len(field.choices) == 1

    def clean_rw(self) -> str:
        """Three digits, or nothing."""
        return _padded(self.cleaned_data["rw"], pad_rw)

    def clean_rt(self) -> str:
        """Three digits, or nothing."""
        return _padded(self.cleaned_data["rt"], pad_rt)

    @property
    def place(self) -> Place:
        """Where it is, of a form that is right so far."""
        found = self.cleaned_data
        return place_of(found["area"], found.get("rw", ""), found.get("rt", ""))


def _padded(text: str, pad: Callable[[str], str]) -> str:
    if text in NO_NUMBER:
        return ""
    try:
        return pad(text)
    except BadAreaCode as bad:
        raise ValidationError(bad.sentence) from bad


class AskToJoinForm(PlacedForm):
    """Where one has met somebody whom others know, and a word to the coordinator."""

    orang = forms.UUIDField(widget=forms.HiddenInput)
    name = LineField(max_length=200, widget=forms.HiddenInput)
    note = LineField(
        label=gettext_lazy("Pesan untuk koordinator kota"),
        help_text=gettext_lazy("Kapan Anda bertemu, dan mengapa mengira orangnya sama."),
        required=False,
        max_length=200,
    )
