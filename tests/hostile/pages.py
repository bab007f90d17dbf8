"""Forms as they stand on a page, and how a browser (or somebody without one) sends them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote_from_bytes, urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart


@dataclass
class Field:
    """One field of a form."""

    name: str
    type: str = "text"
    value: str = ""
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """One form of a page."""

    address: str
    method: str
    is_multipart: bool = False
    fields: list[Field] = field(default_factory=list)

    @property
    def named(self) -> list[Field]:
        """Fields that are sent, without the token against forgery (it is right, else nothing begins)."""
        return [one for one in self.fields if one.name and one.name != "csrfmiddlewaretoken"]

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same form on another page: its fields, and the button that is pressed."""
        pressed = {f"{one.name}={one.value}" for one in self.named if one.type == "submit"}
        names = {one.name for one in self.named}
        return (self.address, self.method, *sorted(names | pressed))

    def by_button(self) -> list["Form"]:
        """The form once for each of its named buttons: a browser sends only the one that is pressed."""
        buttons = [one for one in self.fields if one.type == "submit" and one.name]
        rest = [one for one in self.fields if one not in buttons]
        if not buttons:
            return [self]
        forms = [replace(self, fields=[*rest, button]) for button in buttons]
        # A button without a name may stand beside them: it sends none of theirs.
        return (
            [*forms, replace(self, fields=rest)]
            if any(one.type == "submit" for one in rest)
            else forms
        )


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._area: Field | None = None
        self._choice: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(
                urljoin(self.address, told.get("action") or self.address),
                told.get("method", "get").lower(),
                "multipart" in told.get("enctype", ""),
            )
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag in {"input", "button"}:
            kind = told.get("type", "submit" if tag == "button" else "text")
            self._open.fields.append(Field(told.get("name", ""), kind, told.get("value", "")))
        elif tag == "textarea":
            self._area = Field(told.get("name", ""), "textarea")
            self._open.fields.append(self._area)
        elif tag == "select":
            self._choice = Field(told.get("name", ""), "select")
            self._open.fields.append(self._choice)
        elif tag == "option" and self._choice is not None:
            self._choice.options.append(told.get("value", ""))
            if "selected" in told or not self._choice.value:
                self._choice.value = told.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "textarea":
            self._area = None
        elif tag == "select":
            self._choice = None


def forms_of(address: str, text: str) -> list[Form]:
    """All forms of a page, once for each button."""
    reader = _Reader(address)
    reader.feed(text)
    return [variant for form in reader.forms for variant in form.by_button()]


def filled(form: Form, known: Mapping[str, str]) -> list[tuple[str, bytes]]:
    """A form as a careful person fills it: of several boxes to tick or choices, the first.

    ``known`` says by name what has to fit the stage, such as a list of its RW.
    """
    pairs: list[tuple[str, bytes]] = []
    for one in form.named:
        if one.type in {"checkbox", "radio"} and any(name == one.name for name, _ in pairs):
            continue
        pairs.append((one.name, known.get(one.name, plausible(one)).encode()))
    return pairs


def plausible(one: Field) -> str:
    """What a careful person might write."""
    if one.name == "act" or one.type == "hidden":
        return one.value
    if one.options:
        return next((option for option in one.options if option), "")
    by_type = {
        "date": "2027-01-15",
        "number": "1",
        "email": "a@example.org",
        "checkbox": one.value or "on",
        "radio": one.value,
        "textarea": one.value.strip() or "Alasan yang cukup panjang untuk uji coba ini.",
        "password": "rukun agawe santosa",
    }
    by_name = {
        "phone": "0812-0000-7777",
        "value": "0812-0000-7777",
        "name": "Sari Contoh",
        "call_name": "Bu Sari",
        "rw": "001",
        "number": "091",
        "rts": "3",
    }
    if one.type in by_type:
        return by_type[one.type]
    return one.value or by_name.get(one.name, "Contoh yang cukup panjang untuk ini")


def encoded(pairs: Iterable[tuple[str, bytes]]) -> str:
    """Write pairs as a browser does; bytes may be anything."""
    return "&".join(
        f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in pairs
    )


def body_of(form: Form, pairs: Sequence[tuple[str, bytes]]) -> dict[str, Any]:
    """Arguments for the test client's ``generic``."""
    if not form.is_multipart:
        return {
            "data": encoded(pairs),
            "content_type": "application/x-www-form-urlencoded",
        }
    files = {one.name for one in form.fields if one.type == "file"}
    data: dict[str, Any] = {}
    for name, value in pairs:
        sent: Any = (
            SimpleUploadedFile("../../etc/passwd\u202e.csv", value) if name in files else value
        )
        data.setdefault(name, []).append(sent)
    return {"data": encode_multipart(BOUNDARY, data), "content_type": MULTIPART_CONTENT}
