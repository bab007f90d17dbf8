"""A warning on a form: it is read once, and sending the form again goes on.

What was read comes back with the form as a mark, so that a warning that is new (somebody was invited
meanwhile, or another number was typed) is read too.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest


def has_read(request: HttpRequest, warnings: Sequence[str]) -> bool:
    """Say whether exactly these warnings stood on the form that was sent; none need no reading."""
    return not warnings or request.POST.get("warned") == mark_of(warnings)


def mark_of(warnings: Sequence[str]) -> str:
    """What a form carries of the warnings that stand on it."""
    return hashlib.sha256("\n".join(warnings).encode()).hexdigest()[:16]


def shown_with(warnings: Sequence[str], submit: str, anyway: str) -> dict[str, Any]:
    """What a page with a form shows of its warnings: the button then says that one goes on anyway."""
    if not warnings:
        return {"submit": submit}
    return {"warnings": warnings, "carried": {"warned": mark_of(warnings)}, "submit": anyway}
