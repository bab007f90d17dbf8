"""Tells Django about partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Partner organisations."""

    name = "setiakawan.partners"
    label = "partners"

    def ready(self) -> None:
        """Declare how the tables are protected, and what the pages add to the menu."""
        from setiakawan.partners import permissions  # noqa: F401
        from setiakawan.partners.web import menu  # noqa: F401
