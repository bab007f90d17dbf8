"""One-time keys: made from an invitation's id whenever they are shown, kept only as a digest.

So a card can be printed again while it is open, and a stolen database holds no key. The secret of
the instance lies outside the database; with another secret old keys open nothing (renewing an
invitation makes its digest anew).
"""

import hashlib
import hmac
from base64 import b32encode
from uuid import UUID

from django.conf import settings

from setiakawan.accounts.models import Invitation

_LENGTH = 15  # bytes, 120 bits: 24 letters that somebody can still type
_GROUP = 4
_LOOKALIKES = str.maketrans("018", "OIB")  # these digits aren't in base 32; letters alike are meant


def invitation_key(invitation_id: UUID) -> str:
    """The key of an invitation, grouped for reading: ``ABCD-EFGH-IJKL-MNOP-QRST-UVWX``."""
    secret = hashlib.sha256(b"setiakawan.invitation:" + settings.SECRET_KEY.encode()).digest()
    made = hmac.digest(secret, invitation_id.bytes, "sha256")[:_LENGTH]
    letters = b32encode(made).decode()
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def shown_key(invitation: Invitation) -> str | None:
    """The key as it may be shown now; None where it was used, withdrawn or isn't agreed to yet."""
    if (
        invitation.key_digest is None
        or invitation.used_at is not None
        or invitation.withdrawn_at is not None
    ):
        return None
    return invitation_key(invitation.id)


def key_digest(key: str) -> bytes:
    """What is kept of a key, however it was typed: small letters, blanks, 0 for O."""
    letters = "".join(one for one in key[:200].upper().translate(_LOOKALIKES) if one.isalnum())
    return hashlib.sha256(letters.encode()).digest()
