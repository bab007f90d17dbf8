"""What the frame around every page needs."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of ``office/base.html``."""
    return {}
