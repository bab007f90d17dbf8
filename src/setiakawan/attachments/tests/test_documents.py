"""A PDF keeps how its pages look, and loses whatever acts, hides or tells."""

from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Pdf

from setiakawan.attachments import documents
from setiakawan.attachments.tests import made
from setiakawan.foundation.confined import Refused

ACTS_AND_TELLS = made.pdf_that_acts_and_tells()


def test_nothing_in_it_acts_hides_or_tells():
    before = made.unpacked(ACTS_AND_TELLS)
    facts, written = documents.clean(ACTS_AND_TELLS)
    after = made.unpacked(written)

    assert facts == {"media_type": "application/pdf", "pages": 1}
    for told in (
        b"JavaScript", b"app.alert", b"hidden program", b"attached program", b"virus.exe",
        b"contoh.invalid", b"Ny. Contoh", b"Surat rahasia", made.SERIAL.encode(),
        made.MAKER.encode(), made.COMMENT, b"kamar anak", b"/AcroForm", b"/Annots", b"/Metadata",
    ):  # fmt: skip
        assert told in before, "the stage shows nothing"
        assert told not in after, told
    with Pdf.open(BytesIO(written)) as opened:
        assert dict(opened.docinfo) == {}
        assert not opened.attachments


def test_its_page_still_shows_what_was_on_it():
    _, written = documents.clean(ACTS_AND_TELLS)
    with Pdf.open(BytesIO(written)) as opened:
        page = opened.pages[0]
        assert [float(one) for one in page.mediabox] == [0, 0, 200, 200]
        stream = page.obj.Resources.XObject.EF
        assert isinstance(stream, pikepdf.Stream)
        photo = pikepdf.PdfImage(stream).as_pil_image()
        assert photo.size == (40, 20)
        assert min(photo.crop((0, 0, 6, 6)).getchannel("B").tobytes()) > 200, "the square"
    assert b"Mbah Karso" in made.unpacked(written), "what was filled in is drawn on the page"


def test_the_same_file_gives_the_same_pdf():
    assert documents.clean(ACTS_AND_TELLS) == documents.clean(ACTS_AND_TELLS)


def test_a_layer_that_is_switched_off_stays_so():
    with Pdf.new() as pdf:
        page = pdf.add_blank_page().obj
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="catatan"))
        page.Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=layer))
        page.Contents = pikepdf.Stream(pdf, b"/OC /L BDC EMC")
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        )
        sent = BytesIO()
        pdf.save(sent)
    _, written = documents.clean(sent.getvalue())
    with Pdf.open(BytesIO(written)) as opened:
        off = opened.Root.OCProperties.D.OFF[0]
        assert off.objgen == opened.pages[0].obj.Resources.Properties.L.objgen


@pytest.mark.parametrize("user", ["", "rahasia"])
def test_a_locked_one_is_refused(user):
    locked = made.plain_pdf(encryption=pikepdf.Encryption(owner="pemilik", user=user))
    with pytest.raises(Refused, match=r"file\.encrypted"):
        documents.clean(locked)


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(5000), made.plain_pdf(0), made.plain_pdf()[:200]],
)
def test_a_broken_one_is_refused(content):
    with pytest.raises(Refused, match=r"file\.damaged"):
        documents.clean(content)


def test_a_book_is_refused():
    with pytest.raises(Refused, match=r"file\.too_many_pages"):
        documents.clean(made.plain_pdf(documents.MOST_PAGES + 1))
    assert documents.clean(made.plain_pdf(documents.MOST_PAGES))[0]["pages"] == 200


def test_what_is_not_picture_is_cut_out_of_a_photo_and_the_picture_stays():
    photo = made.photo_that_knows_the_house()
    kept = documents.only_picture(photo)
    assert made.SERIAL.encode() not in kept and made.COMMENT not in kept
    assert kept[kept.index(b"\xff\xda") :] == photo[photo.rindex(b"\xff\xda") :]
    assert documents.only_picture(kept) == kept


@given(st.binary(max_size=300))
def test_cutting_never_fails(content):
    assert documents.only_picture(b"\xff\xd8" + content).startswith(b"\xff\xd8")


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(8, 3000), st.integers(0, 255)), min_size=1, max_size=30))
def test_a_spoilt_file_is_read_or_refused_and_nothing_else(changes):
    spoilt = bytearray(ACTS_AND_TELLS)
    for at, value in changes:
        spoilt[at] = value
    code, written = "", b""
    try:
        _, written = documents.clean(bytes(spoilt))
    except Refused as refused:
        code = refused.code
    assert code in {"", "file.damaged", "file.encrypted", "file.too_many_pages"}
    assert written.startswith(b"%PDF-") != bool(code)
