"""What every office page begins with: somebody is signed in, and reads as themselves."""

import functools
from collections.abc import Callable, Mapping
from typing import Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse

from setiakawan.access.permissions import Permission, RefusedTry
from setiakawan.access.roles import NEEDS_SECOND_FACTOR
from setiakawan.audit.readings import note_reading, reading
from setiakawan.doors.requests import OfficeRequest, address_of

PAGES: dict[str, Callable[..., HttpResponse]] = {}
"""Every office view, for the test that asks whether a URL goes through this door."""


def page[**P](
    needs: Permission | None = None,
) -> Callable[[Callable[Concatenate[OfficeRequest, P], HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view an office page: for people who are signed in (and hold ``needs`` anywhere).

    A GET runs in a reading as the actor, rendering included, so render before returning. A POST
    opens nothing: it calls one operation, which opens its own transaction; what it shows afterwards
    it reads in ``reading(request.actor)``.
    """

    def decorate(
        view: Callable[Concatenate[OfficeRequest, P], HttpResponse],
    ) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            office = cast("OfficeRequest", request)
            if office.actor.kind != "person":
                return redirect_to_login(request.get_full_path())
            if lacks_second_factor(office):
                return redirect("second_factor_needed")
            if needs is not None and not needs.allows(office.actor):
                raise RefusedTry(needs.name, "page", view.__name__)
            if request.method in {"GET", "HEAD"}:
                with reading(office.actor):
                    response = view(office, *args, **kwargs)
                    if isinstance(response, SimpleTemplateResponse):
                        response.render()
                    if office.actor.staff_until is not None:
                        _note_staff_reading(office, view.__name__, kwargs)
            else:
                response = view(office, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store, private")
            return response

        PAGES[f"{view.__module__}.{view.__name__}"] = opened
        return opened

    return decorate


def _note_staff_reading(request: OfficeRequest, view: str, named: Mapping[str, object]) -> None:
    """An administrator's staff session is a look at personal data: each page of it is on record."""
    note_reading(
        request.actor,
        kind="opened",
        what=f"staff_session.{view}",
        subject_id=str(next(iter(named.values()), "")),
        address=address_of(request),
    )


def lacks_second_factor(request: OfficeRequest) -> bool:
    """Say whether somebody who decides or configures has only a password."""
    return any(request.actor.holds(role) for role in NEEDS_SECOND_FACTOR) and not getattr(
        request, "has_second_factor", False
    )
