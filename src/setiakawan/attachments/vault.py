"""The encrypted files, each under a name made from its content (its *digest*).

The same photo sent twice is one file. The name is keyed: who has the folder and the database, but not
the key file, can't tell whether a photo they know is among them.

A file is written before the row that names it is committed, and may be left behind when that fails;
``sweep`` takes away what nobody names.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from setiakawan.attachments.storage import UNFINISHED
from setiakawan.foundation.clock import now
from setiakawan.foundation.keyring import Damaged, KeyFault, Keyring, key_id_of, keyring

YOUNG = timedelta(days=1)
"""A file without a row may still get one this long: an upload whose form isn't sent yet."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_HEAD_READ = 64
_BATCH = 20


class NoSuchFile(Exception):
    """There is no file of this name here. A row that names it is older than the loss."""


def put(content: bytes) -> str:
    """Keep a file; answer its digest. Doing it again changes nothing but makes it young again."""
    ring = keyring()
    digest = ring.name_of(content)
    _storage().save(_name(digest), ContentFile(ring.seal(content, _context(digest))))
    return digest


def read(digest: str) -> bytes:
    """The content of a file. Raises NoSuchFile, and UnknownKey or Damaged of the keyring."""
    return keyring().unseal(_sealed(digest), _context(digest))


def remove(digest: str) -> None:
    """Take a file away. The same content may have come for somebody else: ask all rows first."""
    _storage().delete(_name(digest))


def sweep(known_digests: Set[str]) -> int:
    """Remove files that nobody names and that are older than a day; say how many."""
    storage = _storage()
    removed = 0
    for name in list(_every_name(storage)):
        digest = name.rpartition("/")[2]
        if digest in known_digests:
            continue
        if now() - storage.get_modified_time(name) > YOUNG:
            storage.delete(name)
            removed += 1
    return removed


def every_digest() -> Iterator[str]:
    """Every file that is kept."""
    for name in _every_name(_storage()):
        digest = name.rpartition("/")[2]
        if _DIGEST.fullmatch(digest):
            yield digest


def reseal(ring: Keyring) -> Iterator[int]:
    """Seal what isn't under the current key with it, file by file; say now and then how many.

    A file that can't be opened holds up no other one; at the end it is told.
    """
    done = 0
    unreadable = []
    for digest in every_digest():
        try:
            if key_id_of(_head(digest)) == ring.current_key_id:
                continue
            content = ring.unseal(_sealed(digest), _context(digest))
        except NoSuchFile:
            continue  # removed meanwhile
        except KeyFault:
            unreadable.append(digest)
            continue
        _storage().save(_name(digest), ContentFile(ring.seal(content, _context(digest))))
        done += 1
        if done == _BATCH:
            yield done
            done = 0
    if done:
        yield done
    if unreadable:
        names = ", ".join(_name(digest) for digest in unreadable[:3])
        raise Damaged(f"{len(unreadable)} berkas tidak terbaca ({names}); kembalikan dari cadangan")


def keys_in_use() -> Mapping[str, int]:
    """How many files stand under which key; under ``?`` those that nothing can open."""
    found: Counter[str] = Counter()
    for digest in every_digest():
        try:
            found[key_id_of(_head(digest))] += 1
        except NoSuchFile:
            continue  # removed meanwhile
        except Damaged:
            found["?"] += 1
    return found


def _storage() -> Storage:
    return storages["attachments"]


def _name(digest: str) -> str:
    """Where a file lies; a digest that isn't one names nothing."""
    if not _DIGEST.fullmatch(digest):
        raise NoSuchFile(digest[:80])
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _context(digest: str) -> bytes:
    return b"attachment:" + digest.encode()


def _sealed(digest: str) -> bytes:
    try:
        with _storage().open(_name(digest)) as file:
            return bytes(file.read())
    except FileNotFoundError as reason:
        raise NoSuchFile(digest) from reason


def _head(digest: str) -> bytes:
    try:
        with _storage().open(_name(digest)) as file:
            return bytes(file.read(_HEAD_READ))
    except FileNotFoundError as reason:
        raise NoSuchFile(digest) from reason


def _every_name(storage: Storage, folder: str = "", depth: int = 0) -> Iterator[str]:
    """Every file, the unfinished ones of writers that were killed as well."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    if depth == 2:
        for name in sorted(files):
            if _DIGEST.fullmatch(name) or name.endswith(UNFINISHED):
                yield f"{folder}/{name}"
        return
    for name in sorted(folders):
        if re.fullmatch(r"[0-9a-f]{2}", name):
            yield from _every_name(storage, f"{folder}/{name}" if folder else name, depth + 1)
