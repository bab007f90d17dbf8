"""One place that turns a refusal into a page, a fragment or JSON."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme

from setiakawan.access.permissions import NotForThisRole, RefusedTry
from setiakawan.audit.readings import note_refusal
from setiakawan.doors.requests import OfficeRequest, address_of
from setiakawan.foundation.problems import Missing, Problem


class RefusalMiddleware:
    """Answers Problems. A refused try is put on record first, whether the row exists or not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; refusals come through ``process_exception``."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a Problem into an answer; anything else goes on to Django."""
        if not isinstance(error, Problem):
            return None
        if isinstance(error, RefusedTry | NotForThisRole) and not error.is_on_record:
            note_refusal(
                cast("OfficeRequest", request).actor,
                what=error.permission,
                subject_kind=error.what if isinstance(error, RefusedTry) else "",
                subject_id=error.tried if isinstance(error, RefusedTry) else "",
                address=address_of(request),
            )
        return answer_problem(request, error)


def answer_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The refusal in the form the asker reads."""
    wants = request.headers.get("Accept", "")
    if "application/json" in wants and "text/html" not in wants:
        return JsonResponse(problem.as_json(), status=problem.status)
    if isinstance(problem, Missing):
        template = "404.html"  # the same body as an address that never existed (CASE-20)
    elif request.headers.get("HX-Request") == "true":
        template = "problem.html#fragment"
    else:
        template = "problem.html"
    return render(
        request,
        template,
        {
            "problem": {"code": problem.code, "sentence": problem.text, "status": problem.status},
            "back_url": _came_from(request),
        },
        status=problem.status,
    )


def _came_from(request: HttpRequest) -> str:
    """The page of ours from which somebody came, else the first page."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=False):
        return before
    return "/"


def unreadable_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what can't be read at all: too large, an unknown encoding.

    Django's own answer looks for the form's token in that same body and fails again.
    """
    return HttpResponse(loader.render_to_string("400.html"), status=400)
