"""Which addresses may become links in a document."""

import re
from typing import Final

ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[!-~]+", re.IGNORECASE)


def safe_link(address: str) -> str:
    """The address if it is a web or mail address, else nothing; other schemes never become a link.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return address if ADDRESS.fullmatch(address) else ""
