"""Tells Django about the office."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The frame around every page."""

    name = "setiakawan.office"
    label = "office"

    def ready(self) -> None:
        """Declare protection and put the office's own pages into the menu."""
        from django.utils.translation import gettext_lazy as _

        from setiakawan.audit.permissions import AGREE_PAYLOAD, READ_LEDGER
        from setiakawan.doors.menu import MenuItem, add_menu_item
        from setiakawan.office import waiting, work
        from setiakawan.office.permissions import SEE_SETTINGS, SEE_START

        for source in (
            waiting.recoveries,
            waiting.payload_openings,
            waiting.opened_payloads,
            waiting.offices,
            waiting.offices_after_a_split,
            waiting.invitations,
        ):
            work.add_work_source(source)

        for item in (
            MenuItem(_("Beranda"), "house", "home", 0, 0, lambda actor: bool(actor.held)),
            MenuItem(_("Mulai"), "list-checks", "start", 1, 0, SEE_START.allows),
            MenuItem(_("Buku besar"), "book-lock", "ledger", 2, 10, READ_LEDGER.allows),
            MenuItem(
                _("Permintaan pembukaan"),
                "file-key",
                "ledger_openings",
                2,
                11,
                AGREE_PAYLOAD.allows,
                waiting.count_of_openings,
            ),
            MenuItem(_("Pengaturan"), "settings", "settings", 2, 90, SEE_SETTINGS.allows),
            MenuItem(_("Bantuan"), "circle-help", "help", 2, 99, lambda actor: True),
        ):
            add_menu_item(item)
