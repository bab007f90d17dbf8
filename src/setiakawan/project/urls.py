"""Addresses. Each package keeps its own; here they get their place."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
