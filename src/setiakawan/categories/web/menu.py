"""The pages of categories in the menu."""

from django.utils.translation import gettext_lazy as _

from setiakawan.doors.menu import MenuItem, add_menu_item

add_menu_item(
    MenuItem(_("Kategori"), "book-open", "categories", 1, 26, lambda actor: bool(actor.held))
)
