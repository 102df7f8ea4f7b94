"""Which characters the typeface of letters can draw, asked without loading ReportLab.

Pages ask before a letter is queued; the worker, which makes it, asks the typeface itself.
"""

import struct
import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro

SIGNS = {"So", "Sk", "Sm", "Mn", "Me", "Cf", "Co", "Cn", "Cs"}  # Unicode’s kinds of character
WHOLE_OF_UNICODE = 12  # the kind of table that lists ranges of characters, each with three numbers


def letters_without_shape(text):
    """The letters and digits that no letter of ours can show, each once, in order.

    Signs are left out on paper, and dots and dashes from other keyboards are tidied.
    """
    known = _known()
    text = unicodedata.normalize("NFC", text)
    missing = (char for char in dict.fromkeys(text) if ord(char) not in known)
    return [char for char in missing if unicodedata.category(char)[0] in "LN"]


@cache
def _known():
    """The code points of the typeface, from the table of its file that lists them."""
    font = Path(font_source_sans_pro.font_files_ttf["SourceSansPro"]).read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    places = (struct.unpack_from(">4sLLL", font, 12 + 16 * each) for each in range(tables))
    cmap = next(start for name, _sum, start, _length in places if name == b"cmap")
    kinds = struct.unpack_from(">H", font, cmap + 2)[0]
    for each in range(kinds):
        _platform, _encoding, offset = struct.unpack_from(">HHL", font, cmap + 4 + 8 * each)
        if struct.unpack_from(">H", font, cmap + offset)[0] == WHOLE_OF_UNICODE:
            break
    ranges = struct.unpack_from(">L", font, cmap + offset + 12)[0]
    triples = struct.iter_unpack(">LLL", font[cmap + offset + 16 :][: 12 * ranges])
    return {code for first, last, _shape in triples for code in range(first, last + 1)}
