"""Tells Django about accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, appointments, invitations, staff sessions."""

    name = "setiakawan.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare how the tables are protected."""
        from setiakawan.accounts import permissions  # noqa: F401
