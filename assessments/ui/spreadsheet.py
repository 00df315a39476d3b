"""Text on its way into a spreadsheet."""

# A cell that begins like this would be run as a formula by a spreadsheet; full-width forms count too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """The text with a leading apostrophe if a spreadsheet would otherwise run it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
