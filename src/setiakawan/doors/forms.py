"""Forms: they check the shape and keep what was typed; operations check the rules."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import Problem
from setiakawan.foundation.texts import (
    LINE_LENGTH,
    PROSE_LENGTH,
    tidy_line,
    tidy_prose,
    unreadable_part,
)

NOT_READABLE = _("Ada tanda yang tidak terlihat di dalam tulisan ini. Ketik ulang tanpa menyalin.")


class LineField(forms.CharField):
    """One readable line: a name, a number, a title."""

    def __init__(self, *, max_length: int = LINE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Compose and tidy; refuse what can't be seen."""
        text = tidy_line(super().to_python(value) or "")
        if unreadable_part(text):
            raise ValidationError(NOT_READABLE, code="unreadable")
        return text


class ProseField(forms.CharField):
    """Several readable lines: a reason, a note, a pasted list."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = PROSE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Compose and tidy; refuse what can't be seen."""
        text = tidy_prose(super().to_python(value) or "")
        if unreadable_part(text, lines=True):
            raise ValidationError(NOT_READABLE, code="unreadable")
        return text


class OfficeForm(forms.Form):
    """A form of an office page.

    ``act_id`` is the id of the act this form will become; it is made with the page and comes back
    with the form, so pressing twice is one act. ``version`` is what the reader saw of the row.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        try:
            self.act_id = UUID((data or {}).get("act", ""))
        except (ValueError, TypeError, AttributeError):
            self.act_id = uuid7()

    def refuse(self, problem: Problem) -> None:
        """Show an operation's refusal in the form, at its field where it names one.

        What was refused can be sent again after a correction, as a new act.
        """
        field = problem.field if problem.field in self.fields else None
        self.add_error(field, ValidationError(problem.text, code=problem.code))
        self.act_id = uuid7()
