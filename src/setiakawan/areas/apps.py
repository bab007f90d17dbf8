"""Tells Django about areas."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Areas and their history."""

    name = "setiakawan.areas"
    label = "areas"

    def ready(self) -> None:
        """Declare how the tables are protected, and put the pages into the menu."""
        from django.utils.translation import gettext_lazy as _

        from setiakawan.areas import permissions
        from setiakawan.doors.menu import MenuItem, add_menu_item

        add_menu_item(
            MenuItem(
                label=_("Wilayah"),
                icon="map",
                url_name="areas_index",
                group=0,
                order=30,
                shows=permissions.SEE_HISTORY.allows,
            )
        )
