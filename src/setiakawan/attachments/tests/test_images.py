"""A picture is made anew, upright and with nothing in it but the picture."""

import struct
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from setiakawan.attachments import images
from setiakawan.attachments.images import LONGEST_SIDE, Coordinates
from setiakawan.attachments.tests import made
from setiakawan.foundation.confined import Refused

PLACE = Coordinates(Decimal("-7.556100"), Decimal("110.831700"))
BLUE, GROUND = (0, 0, 255), (200, 120, 60)


def near(pixel, wanted):
    """JPEG doesn't keep colours to the last step."""
    return all(abs(have - want) <= 12 for have, want in zip(pixel, wanted, strict=True))


def markers(jpeg: bytes) -> list[int]:
    """Every segment of a JPEG up to the picture itself."""
    found, at = [], 2
    while True:
        assert jpeg[at] == 0xFF
        found.append(jpeg[at + 1])
        if jpeg[at + 1] == 0xDA:
            return found
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])


def chunks(png: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        found.add(png[at + 4 : at + 8])
        at += 12 + length
    return found


def test_case_24_the_photo_knows_the_house():
    facts, written = images.clean(made.photo_that_knows_the_house())

    assert facts == {
        "media_type": "image/jpeg",
        "width": 20,
        "height": 40,
        "coordinates": ["-7.556100", "110.831700"],
    }
    assert Coordinates.read(facts["coordinates"]) == PLACE
    # JFIF, tables, frame, picture: no APP1 (EXIF, XMP), no APP2 (profile), no comment.
    assert set(markers(written)) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
    for told in (made.SERIAL, made.MAKER, "CP-1", made.TAKEN_AT, "rumah", "kamar anak", "Exif"):
        assert told.encode() not in written
    with Image.open(BytesIO(written)) as served:
        assert served.size == (20, 40)
        assert not served.getexif()
        assert set(served.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert near(served.getpixel((16, 3)), BLUE), "the blue square is at the top right"
        for elsewhere in ((3, 3), (3, 36), (16, 36)):
            assert near(served.getpixel(elsewhere), GROUND)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_other_kinds_lose_what_they_know_as_well(kind):
    facts, written = images.clean(
        made.picture(kind, (40, 20), exif=made.exif(orientation=6), xmp=made.XMP)
    )
    assert (facts["width"], facts["height"]) == (20, 40)
    assert Coordinates.read(facts["coordinates"]) == PLACE
    for told in (made.SERIAL.encode(), made.MAKER.encode(), b"kamar anak"):
        assert told not in written


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_comes_upright(orientation):
    """Seen as the phone shows it: the square is at the top left."""
    upright = Image.new("RGB", (40, 24), GROUND)
    upright.paste(BLUE, (0, 0, 12, 12))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    sent = BytesIO()
    stored.save(sent, "JPEG", quality=95, exif=made.exif(orientation=orientation))

    _, written = images.clean(sent.getvalue())

    with Image.open(BytesIO(written)) as served:
        assert served.size == (40, 24)
        assert near(served.getpixel((4, 4)), BLUE)
        assert near(served.getpixel((30, 4)), GROUND)
        assert near(served.getpixel((4, 20)), GROUND)


def test_a_large_photo_becomes_small_enough():
    facts, written = images.clean(made.picture(size=(4000, 3000)))
    assert (facts["width"], facts["height"]) == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)
    assert len(written) < 2_500_000


def test_a_small_one_is_not_made_larger():
    facts, _ = images.clean(made.picture(size=(31, 7)))
    assert (facts["width"], facts["height"]) == (31, 7)


def test_the_same_file_gives_the_same_picture():
    sent = made.picture()
    assert images.clean(sent) == images.clean(sent)


def test_only_the_first_of_several_pictures_is_kept():
    first, second = Image.new("RGB", (60, 40), GROUND), Image.new("RGB", (60, 40), BLUE)
    for kind in ("PNG", "WEBP", "MPO"):  # MPO: what phones write with a second picture in it
        sent = BytesIO()
        first.save(sent, kind, save_all=True, append_images=[second])
        _, written = images.clean(sent.getvalue())
        with Image.open(BytesIO(written)) as served:
            assert getattr(served, "n_frames", 1) == 1
            assert near(served.convert("RGB").getpixel((30, 20)), GROUND)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "1"), ("PNG", "L"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "RGBA"), ("PNG", "I;16"),
     ("JPEG", "L"), ("JPEG", "CMYK"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_every_kind_of_colours_is_read(kind, mode):
    facts, written = images.clean(made.picture(kind, mode=mode))
    assert facts["media_type"] in {"image/jpeg", "image/png"}
    with Image.open(BytesIO(written)) as served:
        assert served.mode in {"L", "RGB", "RGBA"}
        served.load()


def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off():
    grey = Image.new("I;16", (16, 16), 0x8000)
    sent = BytesIO()
    grey.save(sent, "PNG")
    _, written = images.clean(sent.getvalue())
    with Image.open(BytesIO(written)) as served:
        assert served.getpixel((8, 8)) == 128


def test_a_drawing_stays_sharp_and_a_photo_becomes_a_jpeg():
    drawing = Image.new("RGB", (300, 200), "white")
    drawing.paste((0, 0, 0), (10, 10, 200, 14))
    sent = BytesIO()
    drawing.save(sent, "PNG", dpi=(300, 300))
    facts, written = images.clean(sent.getvalue())
    assert facts["media_type"] == "image/png"
    assert chunks(written) <= {b"IHDR", b"IDAT", b"IEND"}

    facts, _ = images.clean(made.picture("PNG", (300, 200)))
    assert facts["media_type"] == "image/jpeg"


def test_transparency_is_kept():
    seen_through = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    seen_through.paste((0, 0, 255, 255), (0, 0, 20, 40))
    for kind in ("PNG", "WEBP"):
        sent = BytesIO()
        seen_through.save(sent, kind, lossless=True)
        facts, written = images.clean(sent.getvalue())
        assert facts["media_type"] == "image/png"
        with Image.open(BytesIO(written)) as served:
            assert served.getpixel((10, 10)) == (0, 0, 255, 255)
            assert served.getchannel("A").getpixel((30, 10)) == 0


def gps(latitude, longitude, south="S", east="E"):
    found = made.exif(place=False)
    where = found.get_ifd(0x8825)
    where[1], where[2], where[3], where[4] = south, latitude, east, longitude
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (gps((7.0, 30.0, 0.0), (110.0, 45.0, 0.0)), ("-7.500000", "110.750000")),
        (gps((7.0, 30.0, 0.0), (110.0, 45.0, 0.0), "N", "W"), ("7.500000", "-110.750000")),
        (gps((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)), None),  # a phone that didn't know
        (gps((95.0, 0.0, 0.0), (110.0, 0.0, 0.0)), None),
        (gps((7.0, 0.0), (110.0, 0.0)), None),
        (made.exif(place=False), None),
    ],
)
def test_where_it_was_taken_is_told_when_it_is_believable(written, expected):
    facts, _ = images.clean(made.picture(exif=written))
    assert facts["coordinates"] == (list(expected) if expected else None)


@pytest.mark.parametrize(
    "size", [(20_000, 20_000), (65_000, 1_000), (2**31 - 1, 1), (8_001, 8_000)]
)
def test_a_bomb_is_seen_before_it_is_read(size):
    with pytest.raises(Refused, match=r"file\.(too_many_pixels|damaged)"):
        images.clean(made.claims_to_be(*size))


def test_twenty_thousand_by_twenty_thousand_is_refused():
    sent = BytesIO()
    Image.new("1", (20_000, 20_000)).save(sent, "PNG")
    assert len(sent.getvalue()) < 100_000
    with pytest.raises(Refused, match=r"file\.too_many_pixels"):
        images.clean(sent.getvalue())


def test_a_packed_text_is_no_way_in():
    with pytest.raises(Refused, match=r"file\.damaged"):
        images.clean(made.text_bomb())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("part", [0.02, 0.3, 0.6, 0.97])
def test_a_file_that_was_cut_off_is_refused(kind, part):
    whole = made.picture(kind, (200, 150))
    with pytest.raises(Refused, match=r"file\.damaged"):
        images.clean(whole[: int(len(whole) * part)])


def test_what_hangs_on_a_picture_does_not_come_along():
    """A program, a page or another PDF behind the picture is gone with the old file."""
    tail = b"<script>alert(1)</script>PK\x03\x04 program"
    _, written = images.clean(made.picture() + tail)
    assert b"script" not in written and b"PK\x03\x04" not in written


_SEEDS = [made.picture(kind, exif=made.exif(orientation=6)) for kind in ("JPEG", "PNG", "WEBP")]


@settings(max_examples=300)
@given(
    st.sampled_from(_SEEDS),
    st.lists(st.tuples(st.integers(3, 400), st.integers(0, 255)), min_size=1, max_size=20),
)
@pytest.mark.filterwarnings("ignore::UserWarning")  # the confined process ignores them as well
def test_a_spoilt_file_is_read_or_refused_and_nothing_else(seed, changes):
    spoilt = bytearray(seed)
    for at, value in changes:
        spoilt[at] = value
    code, written = "", b""
    try:
        _, written = images.clean(bytes(spoilt))
    except Refused as refused:
        code = refused.code
    assert code in {"", "file.damaged", "file.too_many_pixels"}
    assert bool(written) != bool(code)
    assert made.SERIAL.encode() not in written


def test_metadata_with_nonsense_in_it_does_no_harm():
    sent = made.picture(exif=made.exif(orientation=6))
    at = sent.index(b"Exif\0\0") + 6
    spoilt = sent[: at + 4] + struct.pack("<I", 2**31) + sent[at + 8 :]
    with pytest.warns(UserWarning, match="EXIF|Tag data"):
        facts, _ = images.clean(spoilt)
    assert facts["coordinates"] is None
