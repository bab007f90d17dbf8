"""Headers of every answer: kept by nobody, found by no search engine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PrivateAnswerMiddleware:
    """Says of each answer that it isn't to be kept or indexed, whatever page or refusal it is.

    A page that may be kept (a public one) says so itself. Files of the style sheet are answered
    before this.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say how the answer is to be treated."""
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response
