"""Files as they come from phones, scanners and people who mean harm; all made here, nobody's."""

import struct
import zlib
from io import BytesIO
from itertools import product
from random import Random
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, TiffImagePlugin

SERIAL = "SN-0000-CONTOH"
COMMENT = b"rumah Ny. Contoh"
MAKER = "ContohPhone"
TAKEN_AT = "2026:10:05 08:15:00"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>kamar anak</rdf></x:xmpmeta>'


def photo_that_knows_the_house() -> bytes:
    """CASE-24: 40 x 20, turned by 90 degrees, with GPS, serial number, maker, time and comment.

    Before it is turned upright the blue square is at the top left.
    """
    picture = Image.new("RGB", (40, 20), (200, 120, 60))
    for x, y in product(range(10), range(10)):
        picture.putpixel((x, y), (0, 0, 255))
    written = BytesIO()
    picture.save(written, "JPEG", exif=exif(orientation=6), comment=COMMENT, xmp=XMP, quality=90)
    return written.getvalue()


def exif(*, orientation: int = 1, place: bool = True) -> Image.Exif:
    """What a phone writes into a photo; the place is 7°33'21.96"S 110°49'54.12"E."""
    found = Image.Exif()
    found[0x010F], found[0x0110], found[0x0112] = MAKER, "CP-1", orientation
    more = found.get_ifd(0x8769)
    more[0x9003], more[0xA431] = TAKEN_AT, SERIAL
    if place:
        ratio = TiffImagePlugin.IFDRational
        gps = found.get_ifd(0x8825)
        gps[1], gps[2] = "S", (ratio(7, 1), ratio(33, 1), ratio(2196, 100))
        gps[3], gps[4] = "E", (ratio(110, 1), ratio(49, 1), ratio(5412, 100))
    return found


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any
) -> bytes:
    """A picture with something in it, the same each time."""
    grain = Random(24).randbytes(size[0] * size[1])
    drawn = Image.frombytes("L", size, grain).convert(mode)
    written = BytesIO()
    drawn.save(written, kind, **more)
    return written.getvalue()


def claims_to_be(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says of itself how large it is."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(3000)))
        + _chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A PNG with a small packed text that is 200 MB when it is unpacked."""
    good = picture("PNG")
    bomb = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9))
    return good[:33] + bomb + good[33:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def plain_pdf(pages: int = 1, **saving: Any) -> bytes:
    """A PDF with empty pages."""
    with Pdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(200, 300))
        written = BytesIO()
        made.save(written, **saving)
    return written.getvalue()


def pdf_that_acts_and_tells() -> bytes:
    """Scripts everywhere they can be, an embedded program, a form, a link, an author, a photo."""
    with Pdf.new() as made:
        page = made.add_blank_page(page_size=(200, 200)).obj
        photo = Stream(
            made, photo_that_knows_the_house(), Type=Name.XObject, Subtype=Name.Image,
            Width=40, Height=20, ColorSpace=Name.DeviceRGB, BitsPerComponent=8,
            Filter=Name.DCTDecode, Metadata=Stream(made, XMP, Type=Name.Metadata, Subtype=Name.XML),
        )  # fmt: skip
        hidden = Dictionary(Type=Name.Filespec, EF=Dictionary(F=Stream(made, b"MZ hidden program")))
        page.Resources = Dictionary(
            # A picture may be called as a key that carries files is: it must stay.
            XObject=Dictionary(EF=photo), Properties=Dictionary(X=hidden)
        )  # fmt: skip
        page.Contents = Stream(made, b"q 100 0 0 50 10 10 cm /EF Do Q")
        page.AA = Dictionary(O=_script("open"))
        field = made.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), F=4,
                V=String("Mbah Karso"), DA=String("/Helv 12 Tf 0 g"), Rect=[20, 100, 180, 130],
                AA=Dictionary(K=_script("key")),
            )
        )  # fmt: skip
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9],
            A=Dictionary(S=Name.URI, URI=String("http://contoh.invalid/")),
        )  # fmt: skip
        page.Annots = Array([field, made.make_indirect(link)])
        helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        made.Root.AcroForm = Dictionary(
            Fields=Array([field]), NeedAppearances=True,
            DR=Dictionary(Font=Dictionary(Helv=made.make_indirect(helvetica))),
        )  # fmt: skip
        made.Root.OpenAction = _script("start")
        made.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("a"), _script("named")]))
        )
        made.attachments["virus.exe"] = b"MZ attached program"
        made.docinfo["/Author"] = "Ny. Contoh"
        with made.open_metadata() as notes:
            notes["dc:title"] = "Surat rahasia"
        written = BytesIO()
        made.save(written)
    return written.getvalue()


def _script(what: str) -> pikepdf.Object:
    return Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{what}')"))


def unpacked(pdf: bytes) -> bytes:
    """A PDF with nothing packed any more, to look into."""
    with Pdf.open(BytesIO(pdf)) as opened:
        written = BytesIO()
        opened.save(
            written, qdf=True, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )  # fmt: skip
    return written.getvalue()
