"""Addresses. Each package keeps its own; here they get their place."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("setiakawan.office.web.urls")),
    path("", include("setiakawan.areas.web.urls")),
    path("", include("setiakawan.accounts.web.urls")),
    path("", include("setiakawan.partners.web.urls")),
    path("", include("setiakawan.categories.web.urls")),
    path("", include("setiakawan.people.web.urls")),
]

handler400 = "setiakawan.doors.refusals.unreadable_request"

if settings.IS_DEMO:
    urlpatterns += [path("contoh/", include("setiakawan.demo.web.urls"))]
