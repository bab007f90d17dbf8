"""What can be set, and what a value may look like."""

from dataclasses import dataclass

from setiakawan.accounts.rules import phone_number


@dataclass(frozen=True)
class Choice:
    """One thing that can be set, and its default; its words are those of ``setting_words``."""

    name: str
    default: str = ""
    is_phone: bool = False

    def reads(self, value: str) -> bool:
        """Say whether a value can be taken as it is."""
        return not (self.is_phone and value) or phone_number(value) is not None


CHOICES = (
    Choice("instance_name", "Setiakawan"),
    Choice("help_phone", is_phone=True),
    Choice("help_place"),
)
"""Everything an instance can be told; domain limits become reference data in later packages."""

BY_NAME = {choice.name: choice for choice in CHOICES}
