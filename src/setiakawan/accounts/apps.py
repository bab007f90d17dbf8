"""Tells Django about accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, appointments, invitations, staff sessions."""

    name = "setiakawan.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Declare how the tables are protected, and look after offices when areas change."""
        from setiakawan.accounts import permissions  # noqa: F401
        from setiakawan.accounts.area_people import offices_around
        from setiakawan.accounts.succession import keep_charge
        from setiakawan.accounts.web import menu, signals  # noqa: F401
        from setiakawan.areas.people import provide
        from setiakawan.areas.succession import on_areas_succeeded

        provide(offices_around)
        on_areas_succeeded(keep_charge)
