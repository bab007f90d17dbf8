"""The pages of accounts in the menu."""

from django.utils.translation import gettext_lazy as _

from setiakawan.access.roles import Role
from setiakawan.accounts import permissions
from setiakawan.doors.menu import MenuItem, add_menu_item

add_menu_item(
    MenuItem(_("Jabatan"), "badge-check", "offices", 1, 20, lambda actor: bool(actor.held))
)
add_menu_item(MenuItem(_("Akun"), "users-round", "accounts", 1, 21, permissions.LIST.allows))
add_menu_item(MenuItem(_("Undangan"), "mail", "invitations", 1, 22, permissions.INVITE.allows))
add_menu_item(
    MenuItem(
        _("Menunggu orang kedua"),
        "key-round",
        "recoveries",
        1,
        23,
        lambda actor: actor.holds(Role.OFFICER) or actor.holds(Role.ADMINISTRATOR),
    )
)
add_menu_item(
    MenuItem(
        _("Sesi staf"),
        "shield-alert",
        "staff_session",
        2,
        50,
        permissions.OPEN_STAFF_SESSION.allows,
    )
)
add_menu_item(MenuItem(_("Akun saya"), "user-round", "own_account", 2, 80, lambda actor: True))
