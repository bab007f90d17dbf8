"""What a file is, by its first bytes; neither its name nor what the browser says of it counts.

Four kinds are taken in, and each begins with bytes of its own at the very start, so a list of four
is all there is to know here. What a program could be made of (SVG, HTML) is not among them. HEIC isn't
either: its decoder weighs 26 MB and is the one most often broken into, and a phone sends a JPEG when
the page asks for one (``forms.ACCEPT``).
"""

from setiakawan.foundation.problems import Problem

JPEG = "image/jpeg"
PNG = "image/png"
WEBP = "image/webp"
PDF = "application/pdf"

PICTURES = frozenset({JPEG, PNG, WEBP})
PAPERS = frozenset({PDF})

_PHONE_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avi")


class NotSupported(Problem):
    """Something else than a photo or a PDF, whatever it is called."""

    code = "file.not_supported"
    sentence = "Berkas ini bukan foto atau PDF. Kirim foto (JPEG, PNG, WebP) atau PDF."


class PhonePictureNotSupported(NotSupported):
    """HEIC or AVIF, as some phones keep photos."""

    sentence = (
        "Foto HEIC dari iPhone belum bisa dibaca. Kirim sebagai JPEG: di iPhone buka Pengaturan,"
        " Kamera, Format, pilih Paling Kompatibel, lalu foto lagi."
    )


class OfficeFileNotSupported(NotSupported):
    """Word, Excel, a ZIP."""

    sentence = "Dokumen Word atau Excel belum bisa dibaca. Simpan sebagai PDF, lalu kirim lagi."


class OnlyPictures(NotSupported):
    """A PDF where a photo is asked for."""

    sentence = "Di sini hanya foto. Kirim foto (JPEG, PNG, atau WebP)."


class OnlyPapers(NotSupported):
    """A photo where a PDF is asked for."""

    sentence = "Di sini hanya PDF."


def sniff(content: bytes) -> str:
    """The media type of a file; NotSupported where it is none of ours."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"%PDF-"):
        return PDF
    if content[4:8] == b"ftyp" and content[8:11] in _PHONE_BRANDS:
        raise PhonePictureNotSupported
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        raise OfficeFileNotSupported
    raise NotSupported
