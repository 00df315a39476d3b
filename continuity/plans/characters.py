"""Which characters of stored text can be printed, and what stands in for the rest."""

import re
from typing import Final

LINE_BREAKS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNPRINTABLE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
STAND_IN: Final = "\ufffd"
BYTE_ORDER_MARK: Final = "\ufeff"


def printable(text: str) -> str:
    """The text as every format can carry it: odd line breaks become plain ones, control characters a visible mark.

    >>> printable("a\\x0bb"), printable("a\\x00b") == "a\\ufffdb"
    ('a\\nb', True)
    """
    if text.isascii() and text.isprintable():
        return text
    text = LINE_BREAKS.sub("\n", text).replace(BYTE_ORDER_MARK, "")
    return UNPRINTABLE.sub(STAND_IN, text)


def has_unprintable(text: str) -> bool:
    """Whether some of the text can only be shown as a mark."""
    return UNPRINTABLE.search(text) is not None
