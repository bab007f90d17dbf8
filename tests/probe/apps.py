"""Tells Django about the probe."""

from django.apps import AppConfig


class ProbeConfig(AppConfig):
    """Tables that only tests have."""

    name = "tests.probe"
    label = "probe"

    def ready(self) -> None:
        """Declare how the tables are protected."""
        from tests.probe import permissions  # noqa: F401
