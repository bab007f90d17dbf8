"""Forms: they check the shape and keep what was typed; operations check the rules."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.problems import ChangedMeanwhile, Missing, Problem
from setiakawan.foundation.texts import (
    LINE_LENGTH,
    NOT_TEXT,
    PROSE_LENGTH,
    tidy_line,
    tidy_prose,
    unreadable_part,
)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None where the page is only looked at.

    An empty post is a post: the form says what is missing.
    """
    return request.POST if request.method == "POST" else None


class LineField(forms.CharField):
    """One readable line: a name, a number, a title."""

    def __init__(self, *, max_length: int = LINE_LENGTH, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        """Compose and tidy; refuse what can't be seen."""
        text = tidy_line(super().to_python(value) or "")
        if unreadable_part(text):
            raise ValidationError(_(NOT_TEXT), code="unreadable")
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
            raise ValidationError(_(NOT_TEXT), code="unreadable")
        return text


class OfficeForm(forms.Form):
    """A form of an office page.

    ``act_id`` is the id of the act this form will become; it is made with the page and comes back
    with the form, so pressing twice is one act. ``version`` is what the reader saw of the row.
    """

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.status = 200
        self.is_stale = False
        self.result: Any = None
        try:
            self.act_id = UUID((data or {}).get("act", ""))
        except (ValueError, TypeError, AttributeError):
            self.act_id = uuid7()

    def refuse(self, problem: Problem) -> None:
        """Show an operation's refusal in the form, at its field where it names one.

        What was refused can be sent again after a correction, as a new act.
        """
        # An operation speaks of ``successor_id`` and ``area_code``, a form of successor and area.
        named = problem.field or ""
        near = (named, named.removesuffix("_id"), named.removesuffix("_code"))
        field = next((one for one in near if one in self.fields), None)
        self.add_error(field, ValidationError(problem.text, code=problem.code))
        self.act_id = uuid7()

    def carry_out(self, verb: Callable[[], Any]) -> bool:
        """Call the operation when the form is right, and say whether it was done.

        A refusal is shown in the form. What isn't there goes on to the page for it, and a row that
        somebody else changed meanwhile sets ``is_stale``: the page then shows both versions.
        """
        if not self.is_valid():
            self.status = 422
            return False
        try:
            self.result = verb()
        except Missing:
            raise
        except ChangedMeanwhile as changed:
            self.is_stale, self.status = True, changed.status
            return False
        except Problem as problem:
            self.refuse(problem)
            self.status = problem.status
            return False
        return True

    def rebase(self, version: int) -> None:
        """Keep what was typed, but against the row as it is saved now: somebody else was faster.

        The page shows both; sending the form again is a new act that has seen the other one.
        """
        typed = QueryDict(mutable=True)
        for name in self.data:
            values = (
                self.data.getlist(name) if isinstance(self.data, QueryDict) else [self.data[name]]
            )
            typed.setlist(name, values)
        typed["version"] = str(version)
        self.data = typed
        self.act_id = uuid7()
