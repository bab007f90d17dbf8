"""Make a picture anew: upright, at most 2,048 points long, and nothing in it but the picture.

A photo carries where and when it was taken, with which phone, a small second copy of itself, and
whatever else was written into it (CASE-24). None of that is taken away: a new picture is made, and it
never had any. Colours of a wide gamut become a little paler without their profile.

``clean`` runs in a confined process (``foundation.confined``) and knows nothing of Django.
"""

import struct
import warnings
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Self

from PIL import Image

from setiakawan.foundation.confined import Refused

LONGEST_SIDE = 2048
MOST_PIXELS = 64_000_000
"""More than a phone's camera gives; a small file can claim to be thousands of times larger."""
QUALITY = 82
_COLOURS_OF_A_DRAWING = 256

FORMATS = ("JPEG", "PNG", "WEBP")

_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ORIENTATION, _GPS = 0x0112, 0x8825

# What Pillow raises about a file that isn't as it should be; "broken data stream" is an OSError.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
# Metadata may hold anything where a number belongs.
_BROKEN_METADATA = (*_BROKEN, TypeError, KeyError, IndexError, AttributeError, ArithmeticError)


@dataclass(frozen=True)
class Coordinates:
    """Where a photo was taken. It is where somebody lives: keep it in a protected field or not at all."""

    latitude: Decimal
    longitude: Decimal

    @classmethod
    def read(cls, written: list[str] | None) -> Self | None:
        """From what a confined process or a receipt holds."""
        return cls(*map(Decimal, written)) if written else None

    def write(self) -> list[str]:
        """As texts, for JSON has no exact numbers."""
        return [str(self.latitude), str(self.longitude)]


def clean(content: bytes) -> tuple[Mapping[str, Any], bytes]:
    """A new picture from an untrusted one, with its type, size and where it was taken."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(content), formats=FORMATS)
        with opened as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("file.too_many_pixels")
            turn, place = _metadata(picture)
            made = _bare(picture)
            was_png = picture.format == "PNG"
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise Refused("file.too_many_pixels") from bomb
    except _BROKEN as fault:
        raise Refused("file.damaged") from fault
    for step in turn:
        made = made.transpose(step)
    media_type, written = _written(made, was_png=was_png)
    facts = {
        "media_type": media_type,
        "width": made.width,
        "height": made.height,
        "coordinates": place.write() if place else None,
    }
    return facts, written


def _metadata(picture: Image.Image) -> tuple[tuple[Image.Transpose, ...], Coordinates | None]:
    """How to turn the picture upright, and where it was taken; nothing where it can't be read."""
    try:
        found = picture.getexif()
        turn = _TURNS.get(found.get(_ORIENTATION, 1), ())
    except _BROKEN_METADATA:
        return (), None
    try:
        return turn, _place(found.get_ifd(_GPS))
    except _BROKEN_METADATA:
        return turn, None


def _place(gps: Mapping[int, Any]) -> Coordinates | None:
    if not gps or 2 not in gps or 4 not in gps:
        return None
    latitude = _degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
    longitude = _degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 == longitude):
        return None  # zero and zero is a phone that didn't know
    return Coordinates(latitude, longitude)


def _degrees(parts: Any) -> Decimal:
    """Degrees from degrees, minutes and seconds, to a tenth of a metre."""
    degrees, minutes, seconds = (
        Decimal(int(part.numerator)) / Decimal(int(part.denominator)) for part in parts
    )
    return (degrees + minutes / 60 + seconds / 3600).quantize(Decimal("0.000001"))


def _bare(picture: Image.Image) -> Image.Image:
    """The first frame, small enough, in plain colours, without anything that came with it."""
    if picture.format not in {"JPEG", "MPO"}:
        picture = _plain(picture)
    # Of a JPEG this decodes only as many points as are needed.
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = _plain(picture)
    made = Image.new(plain.mode, plain.size)
    made.paste(plain)
    return made


def _plain(picture: Image.Image) -> Image.Image:
    """Grey, colours, or colours with transparency."""
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        if seen.getchannel("A").getextrema() != (255, 255):
            return seen
        return seen.convert("RGB")
    if picture.mode.startswith(
        "I"
    ):  # 16 bits of grey; converting would cut them off, not scale them
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in {"1", "L", "LA"}:
        return picture.convert("L")
    return picture.convert("RGB")


def _written(picture: Image.Image, *, was_png: bool) -> tuple[str, bytes]:
    """As PNG where there is transparency, or where it was one and is smaller so (a drawing)."""
    as_png, as_jpeg = BytesIO(), BytesIO()
    if picture.mode == "RGBA":
        picture.save(as_png, "PNG")
        return "image/png", as_png.getvalue()
    picture.save(as_jpeg, "JPEG", quality=QUALITY, optimize=True)
    if was_png and picture.getcolors(_COLOURS_OF_A_DRAWING):
        picture.save(as_png, "PNG")
        if as_png.tell() <= as_jpeg.tell():
            return "image/png", as_png.getvalue()
    return "image/jpeg", as_jpeg.getvalue()
