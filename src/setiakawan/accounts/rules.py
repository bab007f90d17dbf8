"""What agreement and practice decide about accounts; plain Python."""

import re
import unicodedata
from datetime import timedelta

INVITATION_LASTS = timedelta(days=14)
"""An invitation card is handed over within days; longer would leave keys lying about."""

RECOVERY_LASTS = timedelta(minutes=15)
"""A recovery key is shown face to face and used on the spot."""

STAFF_SESSION_LASTS = timedelta(minutes=60)
"""An administrator's look at personal data; design.md names no number, this one is ours."""

_PHONE = re.compile(r"^\+?[\d\s().\-]{8,20}$")


def phone_number(typed: str) -> str | None:
    """Write an Indonesian mobile number as E.164, or None when it isn't one.

    >>> phone_number("0812-0000-4121")
    '+6281200004121'
    """
    if not _PHONE.match(typed.strip()):
        return None
    digits = re.sub(r"\D", "", typed)
    if digits.startswith("0"):
        digits = "62" + digits[1:]
    elif digits.startswith("8"):
        digits = "62" + digits
    if not digits.startswith("62") or not 10 <= len(digits) <= 15:
        return None
    return "+" + digits


def username_stem(name: str, place: str) -> str:
    """The readable part of a user name: ``Bu Sri`` of Sangkrah is ``sri.sangkrah``.

    >>> username_stem("Sri Wahyuni", "Sangkrah")
    'sri.sangkrah'
    """
    first = next((part for part in _plain(name).split() if len(part) > 1), "") or "akun"
    where = _plain(place).replace(" ", "")
    return ".".join(part for part in (first[:20], where[:20]) if part)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", folded).split())
