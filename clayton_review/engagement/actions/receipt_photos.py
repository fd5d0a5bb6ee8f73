"""Receipts as they may be kept: a photo without the place, time and device it was taken with."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from clayton_review.accounts.models import User
from clayton_review.documents.actions import store_file
from clayton_review.documents.models import StoredFile
from clayton_review.refusals import Refused

PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n")  # how a JPEG and a PNG begin
LONGEST_SIDE = 2000  # px; a receipt stays readable
MOST_PIXELS = 60_000_000  # more than any phone takes; a small file may claim far more
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif")
HEIC = (
    "This photo is in Apple’s HEIC format, which not every computer can open. On "
    "your phone, choose Settings, Camera, Formats, Most Compatible and take it "
    "again, or send a JPEG or PNG."
)
BROKEN = "We cannot read this photo. Take it again, or send another file."


def store_receipt(*, content: bytes, name: str, by: User) -> StoredFile:
    """Store a receipt; photos are redrawn, so that the file holds nothing but the picture.

    Raises `Refused` for HEIC, for a photo that cannot be read, and as `store_file` does.
    """
    if _is_heic(content):
        raise Refused(HEIC, field="receipt")
    if content.startswith(PHOTOS):
        content = redrawn(content)
    return store_file(content=content, name=name, by=by)


def looks_like_photo(content: bytes) -> bool:
    """True if a file begins as a photo does; HEIC counts, and is refused with its remedy later."""
    return content.startswith(PHOTOS) or _is_heic(content)


def _is_heic(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def redrawn(content: bytes) -> bytes:
    """Return the picture in its own format, upright, without EXIF, XMP, comments or previews.

    Raises `Refused` for what is no picture or claims more than 60 million pixels.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise Refused("This photo is too large. Send one with at most 60 megapixels.")
            kind = photo.format
            upright = ImageOps.exif_transpose(photo).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refused(BROKEN, field="receipt") from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)  # the pixels and nothing else
    out = io.BytesIO()
    bare.save(out, format=kind, **({"quality": 85} if kind == "JPEG" else {"optimize": True}))
    return out.getvalue()
