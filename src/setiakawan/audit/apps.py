"""Tells Django about the ledger."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The ledger and its sealing."""

    name = "setiakawan.audit"
    label = "audit"

    def ready(self) -> None:
        """Declare how the ledger's tables are protected."""
        from setiakawan.audit import permissions  # noqa: F401
