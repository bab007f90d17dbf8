"""Ids that their maker gives, in the order of time (UUID version 7, RFC 9562 section 5.7)."""

import os
import threading
import time
from hashlib import blake2b
from uuid import UUID

_lock = threading.Lock()
_last_ms = 0
_counter = 0


def uuid7() -> UUID:
    """Make an id that sorts after every id this process made before.

    The first 48 bits are milliseconds since 1970; the 12 bits after the version count inside one
    millisecond (RFC 9562 section 6.2, method 1), so ids made in a burst keep their order.
    """
    global _last_ms, _counter
    with _lock:
        now_ms = time.time_ns() // 1_000_000
        if now_ms > _last_ms:
            _last_ms, _counter = now_ms, int.from_bytes(os.urandom(1))
        else:
            _counter += 1
            if _counter > 0xFFF:  # more than 4,095 in one millisecond: borrow the next one
                _last_ms, _counter = _last_ms + 1, 0
        value = (_last_ms & (2**48 - 1)) << 80 | 0x7 << 76 | _counter << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=value)


def derived_id(base: UUID, index: int) -> UUID:
    """Make the id of the ``index``-th part of something; the same base and index give the same id.

    A set of acts arrives under one id. Its parts need ids of their own that a repeat makes again.
    The time of ``base`` is kept in front, the rest is a digest (RFC 9562 section 5.8, version 8).
    """
    if index == 0:
        return base
    digest = blake2b(
        base.bytes + index.to_bytes(8), digest_size=10, person=b"setiakawan-part"
    ).digest()
    value = int.from_bytes(base.bytes[:6] + digest)
    value = value & ~(0xF << 76) | 0x8 << 76
    value = value & ~(0b11 << 62) | 0b10 << 62
    return UUID(int=value)
