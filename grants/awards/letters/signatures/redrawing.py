"""An uploaded picture of a signature, drawn anew: what we keep is only what can be seen.

Whatever else the file carried (where it was taken, another file behind it) is gone.
"""

from io import BytesIO

from PIL import Image, ImageChops, ImageOps

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000  # as large as a scanner makes a page; more is made to fill the memory
LEAST = 40  # pixels across
STARTS = {"PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
SIZE = (900, 270)  # sharp on paper, at 50 by 15 millimetres
NOT_A_PICTURE = "The selected file is not a PNG or JPG picture. Save it as one, and try again"


class Unfit(ValueError):
    """Why a picture cannot be taken, in one sentence."""


def redraw(data):
    """The picture as the bytes of a JPEG, cut to what is drawn on it; Unfit where it is none."""
    if not data:
        raise Unfit("The selected file is empty")
    if len(data) > MOST_BYTES:
        raise Unfit("The selected file must be smaller than 2MB")
    kind = next((kind for kind, start in STARTS.items() if data.startswith(start)), None)
    if kind is None:
        raise Unfit(NOT_A_PICTURE)
    try:
        picture = Image.open(BytesIO(data), formats=[kind])
        if picture.width * picture.height > MOST_PIXELS:
            raise Unfit("The picture is too large. Make it at most 5,000 by 5,000 dots")
        drawn = _on_white(ImageOps.exif_transpose(picture))
    except Unfit:
        raise
    except Exception:  # a broken picture breaks in as many ways as there are pictures
        raise Unfit(NOT_A_PICTURE) from None
    return _written(_cut(drawn))


def _on_white(picture):
    """Without see-through parts, which paper does not have."""
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen).convert("RGB")


def _cut(picture):
    """Without the empty paper around it."""
    blank = Image.new("RGB", picture.size, "white")
    ink = ImageChops.difference(picture, blank).convert("L").point(lambda dark: 255 * (dark > 40))
    box = ink.getbbox()
    if box is None:
        raise Unfit("There is nothing to see on this picture. Choose another")
    if min(picture.size) < LEAST // 2 or box[2] - box[0] < LEAST:
        raise Unfit("The picture is too small to print. Choose a larger one")
    return picture.crop(box)


def _written(picture):
    picture.thumbnail(SIZE)
    target = BytesIO()
    picture.save(target, "JPEG", quality=88, optimize=True)
    return target.getvalue()
