"""Tells Django about the office."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The frame around every page."""

    name = "setiakawan.office"
    label = "office"
