"""What can be set, and what a value may look like."""

from dataclasses import dataclass

from setiakawan.accounts.rules import phone_number


@dataclass(frozen=True)
class Choice:
    """One thing that can be set: its words on screen and its default."""

    name: str
    label: str
    hint: str
    default: str = ""
    is_phone: bool = False

    def reads(self, value: str) -> bool:
        """Say whether a value can be taken as it is."""
        return not (self.is_phone and value) or phone_number(value) is not None


CHOICES = (
    Choice("instance_name", "Nama di halaman masuk", "Misalnya IPSM Kota Surakarta.", "Setiakawan"),
    Choice(
        "help_phone",
        "Telepon piket koordinator",
        "Tampil di halaman masuk dan bantuan, bagi yang lupa kata sandi.",
        is_phone=True,
    ),
    Choice(
        "help_place",
        "Tempat bertanya langsung",
        "Kantor dan jam buka, misalnya Dinas Sosial, Senin sampai Jumat 08.00 sampai 15.00.",
    ),
)
"""Everything an instance can be told; domain limits become reference data in later packages."""

BY_NAME = {choice.name: choice for choice in CHOICES}
