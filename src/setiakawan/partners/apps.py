"""Tells Django about partners."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Partner organisations."""

    name = "setiakawan.partners"
    label = "partners"

    def ready(self) -> None:
        """Declare how the tables are protected."""
        from setiakawan.partners import permissions  # noqa: F401
