"""A file is taken in by what it is; what comes out of here is a clean copy and who brought it."""

import base64
import json
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, ProgrammingError, transaction
from PIL import Image

from setiakawan.access.actors import PUBLIC
from setiakawan.access.context import acting_as, grant
from setiakawan.attachments import vault
from setiakawan.attachments.models import Upload
from setiakawan.attachments.receiving import (
    LARGEST,
    DamagedFile,
    Empty,
    Encrypted,
    NotReceived,
    Received,
    TooLarge,
    TooManyPixels,
    receive,
    received,
)
from setiakawan.attachments.sniffing import (
    PAPERS,
    PICTURES,
    NotSupported,
    OfficeFileNotSupported,
    OnlyPapers,
    OnlyPictures,
    PhonePictureNotSupported,
)
from setiakawan.attachments.tests import made
from setiakawan.attachments.tests.test_images import PLACE
from setiakawan.audit.models import Entry
from setiakawan.audit.readings import reading
from setiakawan.demo.cast import actor, bu_sri, pak_joko
from setiakawan.foundation.ids import uuid7

pytestmark = pytest.mark.django_db


def sent(content, name="IMG_0001.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def uploads(who):
    with reading(actor(who)):
        return list(Upload.objects.order_by("uploaded_at"))


def test_case_24_what_is_kept_knows_nothing_and_the_place_is_told_apart():
    got = receive(sent(made.photo_that_knows_the_house(), "rumah ny contoh.jpg"), actor(bu_sri))

    assert (got.media_type, got.width, got.height) == ("image/jpeg", 20, 40)
    assert got.coordinates == PLACE
    served = vault.read(got.digest)
    assert got.size == len(served)
    for told in (made.SERIAL.encode(), made.MAKER.encode(), made.COMMENT, b"Exif", b"kamar"):
        assert told not in served
    (row,) = uploads(bu_sri)
    assert (row.digest, row.original_type, row.width, row.height) == (
        got.digest, "image/jpeg", 20, 40,
    )  # fmt: skip
    said = json.dumps({name: str(value) for name, value in vars(row).items()})
    assert "contoh" not in said and "7.55" not in said


def test_the_original_is_kept_nowhere(folder):
    receive(sent(made.photo_that_knows_the_house()), actor(bu_sri))
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


def test_sent_twice_it_is_one_file_and_two_arrivals():
    first = receive(sent(made.picture()), actor(bu_sri))
    second = receive(sent(made.picture(), "another name.png"), actor(bu_sri))
    assert first == second
    assert len(list(vault.every_digest())) == 1
    assert len(uploads(bu_sri)) == 2


def test_a_pdf_is_taken_in():
    got = receive(sent(made.pdf_that_acts_and_tells(), "surat.pdf"), actor(bu_sri))
    assert (got.media_type, got.width, got.coordinates) == ("application/pdf", None, None)
    assert b"JavaScript" not in made.unpacked(vault.read(got.digest))


@pytest.mark.parametrize(
    ("content", "original"),
    [
        (made.picture("PNG"), "image/png"),
        (made.picture("WEBP"), "image/webp"),
        (made.plain_pdf(), "application/pdf"),
    ],
)
def test_its_name_and_what_the_browser_says_count_for_nothing(content, original):
    receive(sent(content, "foto.jpg", "image/jpeg"), actor(bu_sri))
    assert uploads(bu_sri)[0].original_type == original


@pytest.mark.parametrize(
    "content",
    [
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<html>\xff\xd8\xff",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b'<svg onload="alert(1)">',
        b"GIF89a" + bytes(50),
        b"BM" + bytes(50),
        b"II*\0" + bytes(50),
        b"MZ" + bytes(100),
        b"\x7fELF" + bytes(100),
        b"#!/bin/sh\nrm -rf /\n",
        b"RIFF\x10\0\0\0WAVEfmt ",
        b"%!PS-Adobe-3.0",
        b"\0" * 100,
        b" %PDF-1.4 not at the very start",
        b"nama;nik\nKarso;1\n",
        b"\xff",
    ],
)
def test_something_else_is_refused_whatever_it_is_called(content):
    with pytest.raises(NotSupported) as told:
        receive(sent(content, "foto.jpg"), actor(bu_sri))
    assert told.value.code == "file.not_supported"
    assert uploads(bu_sri) == [] and list(vault.every_digest()) == []


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"])
def test_what_an_iphone_keeps_is_told_by_name(brand):
    with pytest.raises(PhonePictureNotSupported, match="JPEG"):
        receive(sent(b"\0\0\0\x18ftyp" + brand + bytes(60), "IMG_1.jpg"), actor(bu_sri))


@pytest.mark.parametrize("begin", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_word_file_is_told_to_become_a_pdf(begin):
    with pytest.raises(OfficeFileNotSupported, match="PDF"):
        receive(sent(begin + bytes(60), "surat.docx"), actor(bu_sri))


def test_a_field_may_want_only_one_kind():
    with pytest.raises(OnlyPictures):
        receive(sent(made.plain_pdf()), actor(bu_sri), kinds=PICTURES)
    with pytest.raises(OnlyPapers):
        receive(sent(made.picture()), actor(bu_sri), kinds=PAPERS)


def test_a_pdf_in_a_photo_is_a_photo():
    """Two kinds in one file: what comes out is one of them, and only that."""
    photo = made.picture(comment=b"%PDF-1.7 1 0 obj << /OpenAction /JavaScript >>")
    assert b"%PDF-1.7" in photo[:1024]
    got = receive(sent(photo + made.plain_pdf(), "surat.pdf", "application/pdf"), actor(bu_sri))
    assert got.media_type == "image/jpeg"
    assert b"%PDF" not in vault.read(got.digest)


@pytest.mark.parametrize(
    "begin", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"RIFF\x99\0\0\0WEBP", b"%PDF-1.7\n"]
)
def test_what_only_begins_like_one_is_refused(begin):
    with pytest.raises(DamagedFile):
        receive(sent(begin + b"<script>alert(1)</script>" * 40), actor(bu_sri))


def test_a_photo_that_was_cut_off_is_refused():
    with pytest.raises(DamagedFile):
        receive(sent(made.picture(size=(400, 300))[:5000]), actor(bu_sri))


def test_nothing_is_refused():
    with pytest.raises(Empty):
        receive(sent(b""), actor(bu_sri))


@pytest.mark.parametrize("begin", [made.picture(), made.plain_pdf()])
def test_too_much_is_refused(begin):
    with pytest.raises(TooLarge):
        receive(sent(begin + bytes(LARGEST - len(begin) + 1)), actor(bu_sri))


def test_eleven_megabytes_are_too_much_and_ten_are_not():
    photo = made.picture()
    with pytest.raises(TooLarge):
        receive(sent(photo + bytes(11 * 1024 * 1024)), actor(bu_sri))
    assert receive(sent(photo + bytes(LARGEST - len(photo))), actor(bu_sri)).is_picture


def test_the_size_that_is_told_is_not_believed():
    file = ContentFile(made.picture() + bytes(LARGEST), "foto.jpg")
    file.size = 10
    with pytest.raises(TooLarge):
        receive(file, actor(bu_sri))


def test_a_picture_of_twenty_thousand_by_twenty_thousand_is_refused():
    written = BytesIO()
    Image.new("1", (20_000, 20_000)).save(written, "PNG")
    with pytest.raises(TooManyPixels, match="64 juta"):
        receive(sent(written.getvalue()), actor(bu_sri))
    with pytest.raises((TooManyPixels, DamagedFile)):
        receive(sent(made.claims_to_be(100_000, 100_000)), actor(bu_sri))
    with pytest.raises(DamagedFile):
        receive(sent(made.text_bomb()), actor(bu_sri))


def test_a_locked_pdf_is_refused():
    locked = made.plain_pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Encrypted):
        receive(sent(locked), actor(bu_sri))


@pytest.mark.parametrize(
    "name",
    ["../../../../etc/passwd", "..\\..\\keys\\identity.json", "/etc/passwd", "a\0b.jpg", "x" * 5000,
     "rumah Ny. Contoh 3372044909709001.jpg", "foto\r\nSet-Cookie: a=b.jpg", ".", "‮gpj.exe"],
)  # fmt: skip
def test_its_name_reaches_no_place(name, folder):
    file = ContentFile(made.picture())
    file.name = name
    got = receive(file, actor(bu_sri))
    (path,) = [path for path in folder.rglob("*") if path.is_file()]
    assert path.name == got.digest
    assert name not in {str(value) for value in vars(uploads(bu_sri)[0]).values()}


# Who may name it


def test_only_who_brought_it_can_use_it():
    got = receive(sent(made.picture()), actor(bu_sri))
    with reading(actor(bu_sri)):
        mine = received(actor(bu_sri), got.digest)
    assert (mine.digest, mine.media_type, mine.width, mine.size) == (
        got.digest, got.media_type, got.width, got.size,
    )  # fmt: skip
    with reading(actor(pak_joko)), pytest.raises(NotReceived):
        received(actor(pak_joko), got.digest)
    with reading(actor(bu_sri)), pytest.raises(NotReceived):
        received(actor(bu_sri), got.digest, kinds=PAPERS)
    with reading(actor(bu_sri)), pytest.raises(NotReceived):
        received(actor(bu_sri), "f" * 64)
    with acting_as(PUBLIC), pytest.raises(NotReceived):
        received(PUBLIC, got.digest)
    assert uploads(pak_joko) == []


def test_two_who_brought_the_same_photo_each_have_their_own():
    one, other = (
        receive(sent(made.picture()), actor(bu_sri)),
        receive(sent(made.picture()), actor(pak_joko)),
    )
    assert one.digest == other.digest
    assert len(uploads(bu_sri)) == len(uploads(pak_joko)) == 1


def test_an_arrival_is_no_act():
    with reading(actor(bu_sri)):
        before = Entry.objects.count()
    receive(sent(made.picture()), actor(bu_sri))
    with reading(actor(bu_sri)):
        assert Entry.objects.count() == before


def test_what_arrived_is_never_changed():
    receive(sent(made.picture()), actor(bu_sri))
    (row,) = uploads(bu_sri)
    for change in (row.save, row.delete):
        with acting_as(actor(bu_sri)), pytest.raises(ProgrammingError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "spoil",
    [{"digest": "../../x"}, {"digest": ""}, {"width": 0}, {"width": None},
     {"media_type": "text/html"}, {"media_type": "application/pdf"}],
)  # fmt: skip
def test_the_database_keeps_what_must_be_true(spoil):
    receive(sent(made.picture()), actor(bu_sri))
    (row,) = uploads(bu_sri)
    row.pk = uuid7()
    for name, value in spoil.items():
        setattr(row, name, value)
    with acting_as(actor(bu_sri)):
        grant([row.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


# Receipts


def test_a_receipt_is_the_file_for_who_brought_it_and_for_nobody_else():
    got = receive(sent(made.photo_that_knows_the_house()), actor(bu_sri))
    receipt = got.receipt(actor(bu_sri))

    assert Received.from_receipt(receipt, actor(bu_sri)) == got
    assert got.digest not in base64.urlsafe_b64decode(receipt).decode("latin-1")
    for other in (actor(pak_joko), PUBLIC):
        with pytest.raises(NotReceived):
            Received.from_receipt(receipt, other)
    with pytest.raises(NotReceived):
        Received.from_receipt(receipt, actor(bu_sri), kinds=PAPERS)


@pytest.mark.parametrize("text", ["", "x", "AAAA", "é", "\0", "a" * 10_000, "eyJkaWdlc3QiOiAieCJ9"])
def test_what_is_no_receipt_is_refused(text):
    with pytest.raises(NotReceived):
        Received.from_receipt(text, actor(bu_sri))


def test_a_receipt_that_somebody_changed_is_refused():
    receipt = receive(sent(made.picture()), actor(bu_sri)).receipt(actor(bu_sri))
    changed = ("B" if receipt[30] == "A" else "A").join((receipt[:30], receipt[31:]))
    with pytest.raises(NotReceived):
        Received.from_receipt(changed, actor(bu_sri))
