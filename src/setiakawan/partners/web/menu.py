"""The pages of partners in the menu."""

from django.utils.translation import gettext_lazy as _

from setiakawan.doors.menu import MenuItem, add_menu_item

add_menu_item(MenuItem(_("Mitra"), "handshake", "partners", 1, 24, lambda actor: bool(actor.held)))
