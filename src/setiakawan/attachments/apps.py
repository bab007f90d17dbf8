"""Tells Django about attachments."""

from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    """Photos and papers."""

    name = "setiakawan.attachments"
    label = "attachments"

    def ready(self) -> None:
        """Declare how the table is protected, and how files get under another key."""
        from setiakawan.attachments import (
            permissions,  # noqa: F401
            vault,
        )
        from setiakawan.foundation.keyring import on_rotation

        on_rotation("Foto dan berkas", vault.reseal, vault.keys_in_use)
