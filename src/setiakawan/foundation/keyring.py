"""Keys that lie outside the database: what is sealed with them is unreadable in a stolen dump.

One file holds them all (``keys/identity.json`` of an instance, mode 0600): encryption keys, of which
one is current; index keys, under which the same number has the same index; and the key that names
files. ``setiakawan keys rotate`` replaces them; a key stays in the file while anything needs it.

Take the ring once in an operation (``ring = keyring()``) and do all of it with that one: a rotation
may replace the file at any moment.
"""

import base64
import json
import os
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from setiakawan.foundation.clock import now

FORMAT = 1
"""First byte of what is sealed; another way of sealing gets another number."""

_ID_LENGTH = 4
_NONCE_LENGTH = 12
_TAG_LENGTH = 16
_HEAD_LENGTH = 1 + _ID_LENGTH
_KEY_LENGTH = 32
_INDEX_LENGTH = 16
_PURPOSE_LENGTH = 16  # BLAKE2b's personalisation


class KeyFault(Exception):
    """Something is wrong with the keys, not with what somebody asked for."""


class NoKeyFile(KeyFault):
    """The key file isn't there, or isn't one. It is never made anew by itself."""


class KeyFileExists(KeyFault):
    """There is a key file already; making another one would make the first one's words unreadable."""


class UnknownKey(KeyFault):
    """It was sealed with a key that this key file doesn't hold."""


class Damaged(KeyFault):
    """It was changed since it was sealed, or belongs to another context."""


@dataclass(frozen=True)
class Key:
    """One key with the short id by which what it sealed is recognised."""

    id: str
    secret: bytes
    made_at: datetime

    @classmethod
    def make(cls) -> Self:
        """A new random key."""
        made_at = now().replace(microsecond=0)
        return cls(secrets.token_hex(_ID_LENGTH), secrets.token_bytes(_KEY_LENGTH), made_at)

    def __repr__(self) -> str:
        return f"Key({self.id})"  # the secret must not reach a log


@dataclass(frozen=True)
class Keyring:
    """The keys of one instance. Holds no state of its own, so threads and forks may share it."""

    id: UUID
    """Of the key file; tells the file of this instance from that of another."""
    encryption: tuple[Key, ...]
    """The current one first."""
    indexing: tuple[Key, ...]
    """The current one first."""
    naming: Key
    """Names files by what is in them. Never replaced: names stand in facts and in the ledger."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a key file."""
        try:
            found = json.loads(path.read_text())
            return cls(
                id=UUID(found["id"]),
                encryption=tuple(map(_read_key, found["encryption"])),
                indexing=tuple(map(_read_key, found["index"])),
                naming=_read_key(found["naming"]),
            )._checked()
        except FileNotFoundError as reason:
            raise NoKeyFile(f"{path} tidak ada") from reason
        except (ValueError, KeyError, TypeError, AttributeError):
            # Without the reason: its text may hold a part of the file.
            raise NoKeyFile(f"{path} bukan berkas kunci yang utuh") from None

    @classmethod
    def make(cls, path: Path) -> Self:
        """Make a key file with new keys; refuses where there is one."""
        ring = cls(UUID(bytes=secrets.token_bytes(16)), (Key.make(),), (Key.make(),), Key.make())
        unfinished = ring._write_beside(path)
        try:
            os.link(unfinished, path)
        except FileExistsError as reason:
            raise KeyFileExists(f"{path} sudah ada") from reason
        finally:
            unfinished.unlink()
        _keep_folder(path.parent)
        return ring

    def save(self, path: Path) -> None:
        """Replace the key file at once, so that nobody ever reads half of it."""
        self._write_beside(path).replace(path)
        _keep_folder(path.parent)

    def _write_beside(self, path: Path) -> Path:
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            json.dump(self._as_json(), file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        return unfinished

    def _as_json(self) -> Mapping[str, Any]:
        return {
            "id": str(self.id),
            "encryption": [_write_key(key) for key in self.encryption],
            "index": [_write_key(key) for key in self.indexing],
            "naming": _write_key(self.naming),
        }

    def _checked(self) -> Self:
        keys = [*self.encryption, *self.indexing, self.naming]
        ids = [key.id for key in self.encryption]
        if not self.encryption or not self.indexing or len(ids) != len(set(ids)):
            raise ValueError("keys are missing or stand twice")
        if any(len(key.secret) != _KEY_LENGTH for key in keys):
            raise ValueError("a key has the wrong length")
        return self

    # What it seals

    @property
    def current_key_id(self) -> str:
        """The key that seals from now on."""
        return self.encryption[0].id

    @property
    def current_head(self) -> bytes:
        """With these bytes begins all that is sealed with the current key; for a query over rows."""
        return self.head_of(self.current_key_id)

    @staticmethod
    def head_of(key_id: str) -> bytes:
        """With these bytes begins all that is sealed with a key."""
        return bytes([FORMAT]) + bytes.fromhex(key_id)

    @property
    def is_rotating(self) -> bool:
        """Whether earlier keys are still kept: something may stand under them."""
        return len(self.encryption) > 1 or len(self.indexing) > 1

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Encrypt. Only who names the same ``context`` (whose it is, what it is) can unseal it."""
        head = self.current_head
        nonce = os.urandom(_NONCE_LENGTH)
        cipher = self._ciphers[self.current_key_id]
        return head + nonce + cipher.encrypt(nonce, plain, head + context)

    def unseal(self, sealed: bytes, context: bytes) -> bytes:
        """Decrypt. Raises UnknownKey, or Damaged where a bit or the context is another."""
        sealed = bytes(sealed)
        cipher = self._ciphers.get(key_id_of(sealed))
        if cipher is None:
            raise UnknownKey(f"tidak ada kunci {key_id_of(sealed)} dalam berkas kunci")
        head, rest = sealed[:_HEAD_LENGTH], sealed[_HEAD_LENGTH:]
        try:
            return cipher.decrypt(rest[:_NONCE_LENGTH], rest[_NONCE_LENGTH:], head + context)
        except InvalidTag as reason:
            raise Damaged("isi berubah sejak disimpan, atau bukan milik konteks ini") from reason

    # How it is found

    def index(self, purpose: str, text: str) -> UUID:
        """The number under which a text is found again; the same text has the same one.

        Another ``purpose`` (at most 16 bytes) gives another number, so that a NIK and a KK with the
        same digits don't meet.
        """
        begun = self._begun(self.indexing[0], purpose)
        begun.update(text.encode())
        return UUID(bytes=begun.digest())

    def indexes(self, purpose: str, texts: Iterable[str]) -> dict[UUID, str]:
        """Each index under which one of the texts may stand, with its text; for looking up.

        While index keys are being replaced a text may stand under the new one or the old one.
        """
        texts = list(texts)
        found = {}
        for key in self.indexing:
            begun = self._begun(key, purpose)
            for text in texts:
                one = begun.copy()
                one.update(text.encode())
                found[UUID(bytes=one.digest())] = text
        return found

    def name_of(self, content: bytes) -> str:
        """A name (64 hexadecimal digits) by what is in a file; says nothing to who lacks the key."""
        return blake2b(
            content, key=self.naming.secret, digest_size=32, person=b"setiakawan-file"
        ).hexdigest()

    @staticmethod
    def _begun(key: Key, purpose: str) -> blake2b:
        person = purpose.encode()
        if not 0 < len(person) <= _PURPOSE_LENGTH:
            raise ValueError(f"a purpose has 1 to {_PURPOSE_LENGTH} bytes: {purpose!r}")
        return blake2b(key=key.secret, digest_size=_INDEX_LENGTH, person=person)

    @cached_property
    def _ciphers(self) -> Mapping[str, AESGCM]:
        return {key.id: AESGCM(key.secret) for key in self.encryption}

    # How keys are replaced

    def with_new_key(self, *, index: bool = False) -> Self:
        """The ring with a new current key; the earlier ones still read.

        ``index`` replaces the index key with it. Both change together, so a row sealed with an
        earlier key is one whose index is to be made anew.
        """
        fresh = Key.make()
        while fresh.id in self._ciphers:
            fresh = Key.make()
        return replace(
            self,
            encryption=(fresh, *self.encryption),
            indexing=(Key.make(), *self.indexing) if index else self.indexing,
        )

    def without_old_keys(self) -> Self:
        """The ring with the current keys alone; what stands under others becomes unreadable."""
        return replace(self, encryption=self.encryption[:1], indexing=self.indexing[:1])


def key_id_of(sealed: bytes) -> str:
    """Which key sealed this; Damaged where nothing of ours begins so."""
    if len(sealed) < _HEAD_LENGTH + _NONCE_LENGTH + _TAG_LENGTH or sealed[0] != FORMAT:
        raise Damaged("ini bukan isi yang disegel sistem ini")
    return bytes(sealed[1:_HEAD_LENGTH]).hex()


def _read_key(found: Mapping[str, str]) -> Key:
    identity = bytes.fromhex(found["id"])
    if len(identity) != _ID_LENGTH:
        raise ValueError("the id of a key has the wrong length")
    return Key(
        identity.hex(),
        base64.b64decode(found["key"], validate=True),
        datetime.fromisoformat(found["made_at"]),
    )


def _write_key(key: Key) -> Mapping[str, str]:
    return {
        "id": key.id,
        "key": base64.b64encode(key.secret).decode(),
        "made_at": key.made_at.isoformat(),
    }


def _keep_folder(folder: Path) -> None:
    """See that a new name in a folder outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# The ring of this process

_lock = threading.Lock()
_loaded: tuple[Path, tuple[int, ...], Keyring] | None = None


def keyring() -> Keyring:
    """The keys of this instance (setting ``KEY_FILE``), read again only when the file has changed."""
    from django.conf import settings

    global _loaded
    path = Path(settings.KEY_FILE)
    try:
        seen = path.stat()
    except FileNotFoundError as reason:
        raise NoKeyFile(f"{path} tidak ada") from reason
    state = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
    loaded = _loaded
    if loaded is None or loaded[:2] != (path, state):
        with _lock:
            loaded = _loaded = (path, state, Keyring.load(path))
    return loaded[2]


# Who has something under the keys


@dataclass(frozen=True)
class Holder:
    """A package that keeps sealed things, and how they get under another key."""

    name: str
    """As shown while keys are replaced."""
    reseal: Callable[[Keyring], Iterator[int]]
    """Seal all that isn't under the current key, in batches that commit themselves; say after each
    how many. Indexes are made anew with it. Can be stopped at any moment and run again. What can't
    be opened is told at the end by a KeyFault; the earlier keys are kept then."""
    keys_in_use: Callable[[], Mapping[str, int]]
    """How many sealed things stand under which key, counted anew."""


_holders: dict[str, Holder] = {}


def on_rotation(
    name: str,
    reseal: Callable[[Keyring], Iterator[int]],
    keys_in_use: Callable[[], Mapping[str, int]],
) -> None:
    """Say that a package keeps sealed things; called when it starts (``AppConfig.ready``).

    Both functions run under the owner's login. What a table holds and nobody has declared keeps the
    earlier key in the file; what lies elsewhere undeclared is lost when that is dropped.
    """
    _holders[name] = Holder(name, reseal, keys_in_use)


def holders() -> tuple[Holder, ...]:
    """Everybody who keeps sealed things."""
    return tuple(_holders.values())
