"""The signature under the letters of the demo, drawn with a few strokes: nobody's own."""

from io import BytesIO

from PIL import Image, ImageDraw

from grants.awards.letters.signatures.actions import add_signature
from grants.awards.letters.signatures.redrawing import redraw

from .people import FARHANA, SIAN

SIZE = (1080, 330)
PEN = 7  # pixels wide
STEPS = 24  # between two points of a stroke
INK = (24, 32, 72)
# Where the pen goes, stroke by stroke, as x, y, x, y …
STROKES = (
    (70, 210, 66, 178, 96, 120, 128, 62, 148, 44, 138, 84, 112, 170, 92, 246, 64, 290, 44, 272),
    (60, 88, 124, 58, 206, 44, 262, 52),
    (84, 160, 132, 148, 184, 144),
    (232, 176, 206, 164, 180, 188, 186, 216, 212, 212, 232, 180, 228, 212, 246, 218, 262, 182, 268,
     212, 274, 186, 298, 172, 310, 186, 328, 120, 344, 60, 330, 48, 318, 110, 308, 212, 322, 180,
     344, 170, 350, 212, 366, 214, 398, 178, 372, 168, 360, 200, 378, 218, 400, 180, 400, 212, 414,
     212, 424, 178, 424, 212, 440, 180, 458, 174, 460, 210, 474, 216, 506, 178, 482, 168, 468, 198,
     484, 218, 508, 182, 508, 210, 526, 216, 560, 196),
    (640, 72, 628, 140, 616, 220, 622, 150, 650, 76, 698, 62, 712, 96, 682, 132, 646, 142, 700, 146,
     714, 186, 676, 220, 622, 216),
    (730, 196, 762, 186, 764, 164, 742, 168, 734, 200, 756, 216, 792, 196, 820, 170, 798, 166, 786,
     196, 804, 214, 824, 176, 818, 250, 792, 304, 762, 296, 778, 258, 846, 206, 858, 176, 852, 206,
     872, 212, 890, 176, 888, 210, 902, 208, 914, 176, 914, 210, 930, 180, 944, 176, 944, 208, 958,
     182, 974, 176, 976, 208, 1010, 204, 1060, 168),
)  # fmt: skip


def sign_letters(scene):
    """From here on, letters carry the signature of whoever chairs the panel."""
    add_signature(
        name=FARHANA.name,
        role="Chair of the panel",
        picture=redraw(drawn()),
        by=scene.user(SIAN),
    )


def drawn():
    """The picture as a PNG."""
    picture = Image.new("RGB", SIZE, "white")
    pen = ImageDraw.Draw(picture)
    for stroke in STROKES:
        for x, y in smooth(list(zip(stroke[::2], stroke[1::2], strict=True))):
            pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=INK)
    target = BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def smooth(points):
    """A line through these points without corners (a Catmull-Rom spline)."""
    first, last = points[0], points[-1]
    around = [first, *points, last]
    for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False):
        for step in range(STEPS + 1):
            t = step / STEPS
            yield tuple(
                (
                    2 * q
                    + (r - p) * t
                    + (2 * p - 5 * q + 4 * r - s) * t**2
                    + (3 * q - p - 3 * r + s) * t**3
                )
                / 2
                for p, q, r, s in zip(a, b, c, d, strict=True)
            )
