"""The pages of people in the menu, and the search box above every page."""

from django.utils.translation import gettext_lazy as _

from setiakawan.doors.menu import MenuItem, add_menu_item
from setiakawan.doors.search_box import SearchBox, offer_search
from setiakawan.people import permissions

add_menu_item(MenuItem(_("Warga"), "users-round", "people", 0, 10, permissions.SEE.allows))
offer_search(
    SearchBox(
        label=_("Cari warga"),
        placeholder=_("Cari nama warga, NIK, atau KK"),
        url_name="people",
        suggest_url_name="people_suggest",
        shows=permissions.SEE.allows,
    )
)
