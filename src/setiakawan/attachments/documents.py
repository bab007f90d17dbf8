"""Make a PDF anew: its pages as they look, and nothing that acts, hides or tells.

What is taken along is said page by page; all else stays behind with the old file: scripts and other
actions, embedded files, forms (what is filled in is drawn on the page), links, notes about author and
program, thumbnails. Photos inside may know where they were taken like any others, so what isn't
picture is cut out of them too (JPEG; what scanners write as JPEG 2000 or fax stays as it is).

``clean`` runs in a confined process (``foundation.confined``) and knows nothing of Django.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from setiakawan.foundation.confined import Refused

MOST_PAGES = 200

_OF_A_PAGE = frozenset(
    {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group"}
)
_TELLING = frozenset(
    {"/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Measure", "/PtData", "/LGIDict",
     "/Alternates", "/Ref", "/F", "/FFilter", "/FDecodeParms"}
)  # fmt: skip
"""Keys of a stream that change nothing of how it looks here, or fetch it from elsewhere."""


def clean(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """A new PDF from an untrusted one, with the number of its pages."""
    try:
        with Pdf.open(BytesIO(content)) as old:
            if old.is_encrypted:
                raise Refused("file.encrypted")
            return _pages_of(old)
    except pikepdf.PasswordError as locked:
        raise Refused("file.encrypted") from locked
    except (pikepdf.PdfError, pikepdf.ForeignObjectError, ValueError, TypeError) as fault:
        raise Refused("file.damaged") from fault


def _pages_of(old: Pdf) -> tuple[Mapping[str, Any], bytes]:
    count = len(old.pages)
    if not count:
        raise Refused("file.damaged")
    if count > MOST_PAGES:
        raise Refused("file.too_many_pages")
    old.generate_appearance_streams()
    old.flatten_annotations("screen")
    with Pdf.new() as made:
        for page in old.pages:
            for key in set(page.obj.keys()) - _OF_A_PAGE - {"/Parent"}:
                del page.obj[key]
            made.pages.append(page)
        layers = old.Root.get("/OCProperties")
        if isinstance(layers, Dictionary):
            # Without it a layer that was switched off would show.
            made.Root.OCProperties = made.copy_foreign(old.make_indirect(layers))
        for one in list(made.objects):
            _silence(one)
        written = BytesIO()
        made.save(
            written,
            deterministic_id=True,  # the same file sent twice is the same file
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return {"media_type": "application/pdf", "pages": count}, written.getvalue()


def _silence(one: Object) -> None:
    """Take out of an object, and of what stands inside it, what tells or carries something along."""
    parts: list[Object]
    if isinstance(one, pikepdf.Array):
        parts = list(one.as_list())
    elif isinstance(one, Dictionary | pikepdf.Stream):
        for key in list(one.keys()):
            if _is_to_go(one, key):
                del one[key]
        parts = [value for _, value in one.items()]
    else:
        return
    for part in parts:
        if not getattr(part, "is_indirect", True):  # numbers come as Python's own
            _silence(part)
    if isinstance(one, pikepdf.Stream) and _is_photo(one):
        kept = only_picture(one.read_raw_bytes())
        one.write(kept, filter=Name.DCTDecode)


def _is_to_go(one: Object, key: str) -> bool:
    """Say whether a key tells or carries something. Names of fonts and pictures are keys as well."""
    if isinstance(one, pikepdf.Stream):
        return key in _TELLING
    value = one[key]
    if key == "/Metadata":
        return isinstance(value, pikepdf.Stream) and value.get("/Subtype") == Name.XML
    if key == "/EF":  # an embedded file hangs on nothing but streams
        return isinstance(value, Dictionary) and all(
            isinstance(part, pikepdf.Stream) for _, part in value.items()
        )
    return False


def _is_photo(stream: pikepdf.Stream) -> bool:
    kind = stream.get("/Filter")
    if isinstance(kind, pikepdf.Array) and len(kind) == 1:
        kind = kind[0]
    return kind == Name.DCTDecode and "/DecodeParms" not in stream


def only_picture(jpeg: bytes) -> bytes:
    """A JPEG without what isn't picture: no EXIF, XMP, profile, comment; the picture untouched.

    What can't be followed is left as it is: viewers read more than this does.
    """
    return b"".join(_picture_parts(jpeg))


def _picture_parts(jpeg: bytes) -> Iterator[bytes]:
    at = 2
    yield jpeg[:at]
    while jpeg[at : at + 1] == b"\xff" and len(jpeg) >= at + 4:
        marker = jpeg[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        if marker == 0xDA or not 0xC0 <= marker <= 0xFE:  # from here on the picture itself
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        # APP14 says how the colours are meant.
        if not (0xE1 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            yield jpeg[at:end]
        at = end
    yield jpeg[at:]
