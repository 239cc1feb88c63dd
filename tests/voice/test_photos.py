"""Pictures from strangers: made anew without what the camera wrote into them, refused before they cost anything."""

from io import BytesIO

import pytest
from PIL import ExifTags, Image

from issues.voice import photos
from issues.voice.photos import LONGEST_SIDE, PhotoRefused, clean_photo

GPS = {1: "N", 2: (26.0, 38.0, 51.0), 3: "E", 4: (106.0, 37.0, 12.0)}


def make_photo(form="JPEG", size=(400, 300), *, exif=True, mode="RGB", **options) -> bytes:
    """A red picture with a blue corner at the top left, and what a telephone writes into it."""
    image = Image.new(mode, size, "red")
    image.paste("blue", (0, 0, size[0] // 4, size[1] // 4))
    if exif:
        told = image.getexif()
        told[ExifTags.Base.Make] = "Secret Phone"
        told.get_ifd(ExifTags.IFD.GPSInfo).update(GPS)
        options["exif"] = told
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_place_time_and_telephone_are_gone_and_the_picture_stays(form):
    content = make_photo(form)
    with Image.open(BytesIO(content)) as sent:
        assert sent.getexif().get_ifd(ExifTags.IFD.GPSInfo), (
            "the picture of the test itself must have a place"
        )
    clean = clean_photo(content)
    with Image.open(BytesIO(clean.content)) as image:
        assert image.format == "JPEG" and image.size == (clean.width, clean.height) == (400, 300)
        assert not image.getexif() and not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
        assert image.getpixel((20, 20))[2] > 200 and image.getpixel((300, 200))[0] > 200
    assert b"Secret Phone" not in clean.content


def test_comments_behind_the_pixels_are_gone_too():
    content = make_photo(comment=b"call 13985012345") + b"PK\x03\x04 a ZIP behind the picture"
    clean = clean_photo(content).content
    assert b"13985012345" not in clean and b"PK\x03\x04" not in clean


def test_a_picture_held_upright_stands_upright():
    image = Image.open(BytesIO(make_photo(exif=False)))
    told = image.getexif()
    told[ExifTags.Base.Orientation] = 6
    written = BytesIO()
    image.save(written, "JPEG", exif=told)
    clean = clean_photo(written.getvalue())
    assert (clean.width, clean.height) == (300, 400)
    with Image.open(BytesIO(clean.content)) as turned:
        assert turned.getpixel((280, 20))[2] > 200, "what was at the left is at the top right now"


def test_large_pictures_become_small_and_transparent_ones_white():
    clean = clean_photo(make_photo(size=(4000, 1000)))
    assert (clean.width, clean.height) == (LONGEST_SIDE, 400)
    empty = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(empty, "PNG")
    with Image.open(BytesIO(clean_photo(empty.getvalue()).content)) as image:
        assert min(image.getpixel((5, 5))) > 250


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF"])
def test_other_forms_are_refused_whatever_they_are_called(form):
    with pytest.raises(PhotoRefused):
        clean_photo(make_photo(form, exif=False))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90 a program",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        b"RIFF\x10\0\0\0WEBPVP8 ",
        make_photo()[:900],
        make_photo("PNG")[:300],
        b"\xff\xd8\xff" + make_photo("PNG"),
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ],
)
def test_what_only_looks_like_a_picture_is_refused_in_a_sentence(content):
    with pytest.raises(PhotoRefused) as refused:
        clean_photo(content)
    assert str(refused.value)


def test_a_bomb_is_refused_by_its_size_before_a_pixel_is_decoded(monkeypatch):
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 200_000
    monkeypatch.setattr(Image.Image, "thumbnail", lambda *_: pytest.fail("decoded"))
    with pytest.raises(PhotoRefused):
        clean_photo(bomb.getvalue())


def test_too_many_bytes_are_refused_before_they_are_looked_at(monkeypatch):
    monkeypatch.setattr(photos, "MOST_BYTES", 100)
    monkeypatch.setattr(photos, "find_form", lambda _: pytest.fail("looked at"))
    with pytest.raises(PhotoRefused):
        clean_photo(make_photo())
