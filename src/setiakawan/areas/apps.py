"""Tells Django about areas."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Areas and their history."""

    name = "setiakawan.areas"
    label = "areas"

    def ready(self) -> None:
        """Declare how the tables are protected."""
        from setiakawan.areas import permissions  # noqa: F401
