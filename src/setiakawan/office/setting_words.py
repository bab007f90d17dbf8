"""What can be set, in the words of the screen; what each is and may be stands in ``rules``."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SETTING_WORDS: Mapping[str, tuple[Any, Any]] = {
    "instance_name": (_("Nama di halaman masuk"), _("Misalnya IPSM Kota Surakarta.")),
    "help_phone": (
        _("Telepon piket koordinator"),
        _("Tampil di halaman masuk dan bantuan, bagi yang lupa kata sandi."),
    ),
    "help_place": (
        _("Tempat bertanya langsung"),
        _("Kantor dan jam buka, misalnya Dinas Sosial, Senin sampai Jumat 08.00 sampai 15.00."),
    ),
}
"""Label and hint of each setting."""
