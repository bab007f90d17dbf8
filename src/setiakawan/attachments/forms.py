"""A field for a photo or a paper.

>>> photo = AttachmentField(label=_("Foto"), kinds=PICTURES)

The view says who sends it: ``sent_by(form, request.actor)``; the cleaned value is a ``Received``.
The form must be made with ``files=request.FILES``. When another field was wrong the page keeps what arrived, and nothing has to be chosen
again.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from setiakawan.access.actors import Actor
from setiakawan.attachments.receiving import Received, receive
from setiakawan.attachments.sniffing import PAPERS, PICTURES
from setiakawan.foundation.problems import Problem

ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
"""What is asked for. An iPhone then sends a JPEG by itself, whatever it keeps."""


@dataclass(frozen=True)
class Sent:
    """What a form brought for the field: a new file, or the receipt of one that came before."""

    file: "UploadedFile[bytes] | None"
    receipt: str


class AttachmentInput(forms.FileInput):
    """A file input that remembers what has already arrived."""

    template_name = "attachments/input.html"
    receipt = ""
    """Set by the field when a file has arrived; the page carries it back."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[bytes]]", name: str
    ) -> Sent | None:
        """A new file counts more than the one that came before."""
        file = files.get(name)
        receipt = data.get(f"{name}-receipt") or ""
        return Sent(file, receipt) if file is not None or receipt else None

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, UploadedFile[bytes]]", name: str
    ) -> bool:
        """Whether the form brought neither a file nor a receipt."""
        return name not in files and f"{name}-receipt" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """With the receipt of what arrived."""
        context: dict[str, Any] = super().get_context(name, None, attrs)
        context["widget"]["receipt"] = self.receipt
        return context

    def use_required_attribute(self, initial: Any) -> bool:
        """Nothing more is required once a file has arrived."""
        return not self.receipt and super().use_required_attribute(initial)


class AttachmentField(forms.FileField):
    """A photo or a PDF; its Problems stand at the field."""

    widget = AttachmentInput

    def __init__(self, *, kinds: Set[str] = PICTURES | PAPERS, **kwargs: Any) -> None:
        self.kinds = kinds
        self.actor: Actor | None = None
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask the browser for what can be read."""
        wanted = [kind for kind in ACCEPT.split(",") if kind in self.kinds]
        return {**super().widget_attrs(widget), "accept": ",".join(wanted)}

    def clean(self, data: Any, initial: Any = None) -> Received | None:
        """Take in the file, or read the receipt of the one that came before."""
        if self.actor is None:
            raise RuntimeError("an AttachmentField must be told who sends it")
        if not isinstance(data, Sent):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            if data.file is not None:
                arrived = receive(data.file, self.actor, kinds=self.kinds)
            else:
                arrived = Received.from_receipt(data.receipt, self.actor, kinds=self.kinds)
        except Problem as problem:
            raise ValidationError(problem.text, code=problem.code) from problem
        self.widget.receipt = arrived.receipt(self.actor)
        return arrived


def sent_by(form: forms.BaseForm, actor: Actor) -> None:
    """Tell the form's attachment fields who sends it."""
    for field in form.fields.values():
        if isinstance(field, AttachmentField):
            field.actor = actor
