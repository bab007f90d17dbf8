"""A stage for templates: no manifest of static files, a request, and a filled frame."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django.fixtures import Settings

type Render = Callable[..., str]


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Name static files as they lie in the tree; the manifest exists only where pages are served."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def request_of_somebody(rf: RequestFactory) -> HttpRequest:
    """A request without a session: what the frame shows comes from its context alone."""
    request = rf.get("/")
    request._messages = []  # type: ignore[attr-defined]
    return request


@pytest.fixture
def render(request_of_somebody: HttpRequest) -> Render:
    """Render a template as a page would."""

    def rendered(template: str, **context: Any) -> str:
        return render_to_string(template, context, request=request_of_somebody)

    return rendered


@pytest.fixture
def shell() -> SimpleNamespace:
    """The frame of Bu Ratna at Dinas Sosial, with a staff session open until 09.42."""
    return SimpleNamespace(
        menu=[
            [
                {"label": "Beranda", "url": "/", "icon": "house", "count": None, "current": True},
                {"label": "Undangan", "url": "/undangan/", "icon": "qr-code", "count": 1250},
                {
                    "label": "Akun",
                    "url": "/akun/",
                    "icon": "users-round",
                    "count": 2,
                    "alert": True,
                },
            ],
            [{"label": "Wilayah", "url": "/wilayah/", "icon": "map", "count": 0}],
        ],
        person=SimpleNamespace(name="Bu Ratna", initials="RT", role_label="Dinas Sosial"),
        place=SimpleNamespace(level="Kota", name="Surakarta", url="/wilayah/33.72/"),
        is_demo=True,
        staff_session=SimpleNamespace(
            until=datetime(2026, 11, 25, 2, 42, tzinfo=UTC), url_end="/sesi/akhiri/"
        ),
        instance_name="Kota Surakarta",
        help_url="/bantuan/",
    )
