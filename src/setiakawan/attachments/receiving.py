"""Take in a file before the act that uses it.

Not an operation: nothing about anybody changes yet, and the file is no argument the ledger could
keep. What stays is the encrypted clean copy and a row that says who brought it; the operation that
names the digest asks ``received`` for it, and its entry is the one that counts.
"""

import base64
import binascii
import json
import logging
from collections.abc import Set
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from django.core.files.base import File

from setiakawan.access import context
from setiakawan.access.actors import Actor
from setiakawan.attachments import documents, images, vault
from setiakawan.attachments.images import MOST_PIXELS, Coordinates
from setiakawan.attachments.models import Upload
from setiakawan.attachments.permissions import SEE_UPLOADS
from setiakawan.attachments.sniffing import (
    PAPERS,
    PICTURES,
    NotSupported,
    OnlyPapers,
    OnlyPictures,
    sniff,
)
from setiakawan.foundation.clock import now
from setiakawan.foundation.confined import GaveUp, Refused, run_confined
from setiakawan.foundation.ids import uuid7
from setiakawan.foundation.keyring import KeyFault, keyring
from setiakawan.foundation.problems import Problem

log = logging.getLogger(__name__)

LARGEST_MB = 10
LARGEST = LARGEST_MB * 1024 * 1024


class TooLarge(Problem):
    """More bytes than a photo of a phone or a scanned letter needs."""

    code = "file.too_large"
    sentence = (
        f"Berkas ini lebih besar dari {LARGEST_MB} MB. Kirim foto dengan ukuran sedang, atau pindai"
        " dengan mutu lebih rendah."
    )


class Empty(Problem):
    """Nothing arrived."""

    code = "file.empty"
    sentence = "Berkas ini kosong. Pilih berkas lain atau foto lagi."


class DamagedFile(Problem):
    """It begins like a photo or a PDF and can't be read to its end."""

    code = "file.damaged"
    sentence = "Berkas ini rusak atau terputus saat dikirim. Buka dulu di HP Anda, lalu kirim lagi."


class TooManyPixels(Problem):
    """So many points that reading it would take the machine's memory."""

    code = "file.too_many_pixels"
    sentence = (
        f"Foto ini berisi lebih dari {MOST_PIXELS // 1_000_000} juta titik. Perkecil dahulu, lalu"
        " kirim lagi."
    )


class TooManyPages(Problem):
    """A book."""

    code = "file.too_many_pages"
    sentence = (
        f"PDF ini lebih dari {documents.MOST_PAGES} halaman. Kirim hanya halaman yang diperlukan."
    )


class Encrypted(Problem):
    """A PDF with a password, or whose author has locked it."""

    code = "file.encrypted"
    sentence = "PDF ini terkunci. Simpan salinannya tanpa kata sandi, atau kirim fotonya."


class TooHeavy(Problem):
    """Reading it took too much time or memory."""

    code = "file.too_heavy"
    sentence = "Berkas ini terlalu berat untuk dibaca. Kirim foto biasa dari kamera HP."


class NotReceived(Problem):
    """An act names a file that its actor hasn't brought."""

    code = "file.not_received"
    sentence = "Berkasnya belum sampai. Pilih lagi berkasnya, lalu kirim."


_BY_CODE: dict[str, type[Problem]] = {
    one.code: one for one in (DamagedFile, TooManyPixels, TooManyPages, Encrypted)
}


@dataclass(frozen=True)
class Received:
    """A file that was taken in."""

    digest: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    coordinates: Coordinates | None = None
    """Where the photo says it was taken; known only now. Nothing else keeps it."""

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.media_type in PICTURES

    def receipt(self, actor: Actor) -> str:
        """A text that a form carries, so that a photo needn't be chosen again for another's mistake.

        Sealed for this actor: it tells the browser nothing, and nobody else can hand it in.
        """
        said = {
            "digest": self.digest,
            "media_type": self.media_type,
            "size": self.size,
            "width": self.width,
            "height": self.height,
            "coordinates": self.coordinates.write() if self.coordinates else None,
        }
        sealed = keyring().seal(json.dumps(said).encode(), _receipt_context(actor))
        return base64.urlsafe_b64encode(sealed).decode()

    @classmethod
    def from_receipt(cls, text: str, actor: Actor, *, kinds: Set[str] = PICTURES | PAPERS) -> Self:
        """Read a receipt again; NotReceived where it isn't one, or somebody else's."""
        try:
            sealed = base64.urlsafe_b64decode(text.encode())
            said: dict[str, Any] = json.loads(keyring().unseal(sealed, _receipt_context(actor)))
        except (ValueError, binascii.Error, KeyFault) as reason:
            raise NotReceived from reason
        if said["media_type"] not in kinds:
            raise NotReceived
        return cls(**said | {"coordinates": Coordinates.read(said["coordinates"])})


def receive(file: "File[bytes]", actor: Actor, *, kinds: Set[str] = PICTURES | PAPERS) -> Received:
    """Take in a file that somebody sent: look at it, make it anew, keep it encrypted.

    Raises the Problems above, and NotSupported where it is none of ``kinds``. Sending it again
    gives the same digest.
    """
    content = _content(file)
    original_type = sniff(content)
    if original_type not in kinds:
        raise _not_of(kinds)
    try:
        facts, made = run_confined(
            documents.clean if original_type in PAPERS else images.clean, content
        )
    except Refused as refused:
        raise _BY_CODE[refused.code] from refused
    except GaveUp as reason:
        raise (DamagedFile if reason.reason == "fell" else TooHeavy) from reason
    coordinates = Coordinates.read(facts.get("coordinates"))
    received = Received(
        digest=vault.put(made),
        media_type=facts["media_type"],
        size=len(made),
        width=facts.get("width"),
        height=facts.get("height"),
        coordinates=coordinates,
    )
    _remember(received, original_type, actor)
    return received


def received(actor: Actor, digest: str, *, kinds: Set[str] = PICTURES | PAPERS) -> Received:
    """What this actor brought under a digest, for the operation that uses it; else NotReceived.

    Asked inside an operation or a reading of the actor. Coordinates aren't known here any more.
    """
    found = (
        SEE_UPLOADS.rows(actor, Upload.objects.filter(digest=digest, media_type__in=kinds))
        .order_by("uploaded_at")
        .first()
    )
    if found is None:
        raise NotReceived
    return Received(found.digest, found.media_type, found.size, found.width, found.height)


def _content(file: "File[bytes]") -> bytes:
    """All bytes, unless there are too many; the size that was told is not believed."""
    if getattr(file, "is_too_large", False):
        raise TooLarge
    file.seek(0)
    content = bytes(file.read(LARGEST + 1))
    if len(content) > LARGEST:
        raise TooLarge
    if not content:
        raise Empty
    return content


def _not_of(kinds: Set[str]) -> NotSupported:
    if kinds == PICTURES:
        return OnlyPictures()
    return OnlyPapers() if kinds == PAPERS else NotSupported()


def _remember(one: Received, original_type: str, actor: Actor) -> None:
    row = Upload(
        id=uuid7(),
        digest=one.digest,
        media_type=one.media_type,
        size=one.size,
        width=one.width,
        height=one.height,
        original_type=original_type,
        uploaded_by=actor.account_id,
        uploaded_at=now(),
    )
    with context.acting_as(actor):
        context.grant([row.id])
        row.save(force_insert=True)


def _receipt_context(actor: Actor) -> bytes:
    who: UUID | str = actor.account_id or actor.kind
    return b"receipt:" + str(who).encode()
