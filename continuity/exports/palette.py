"""The colours of documents: the light theme of the pages (`static/tokens.css`), which a test holds equal."""

from typing import Final

LIGHT: Final = {
    "surface": "#ffffff",
    "inset": "#f1efe9",
    "line": "#dfdbd1",
    "control": "#85877f",
    "ink": "#14211f",
    "ink-2": "#45524f",
    "ink-3": "#626d69",
    "brand": "#0b5a5a",
    "brand-strong": "#084545",
    "brand-soft": "#e3efed",
    "brand-line": "#a9cbc7",
    "ember": "#b9481f",
    "ember-ink": "#9c3a14",
    "info": "#28578f",
    "info-soft": "#e6eef8",
    "warn": "#8a4b00",
    "warn-soft": "#fff1d6",
    "grid": "#e7e3da",
    "axis": "#85877f",
    "sev-1": "#f6ebd8",
    "sev-2": "#f2c987",
    "sev-3": "#e4934a",
    "sev-4": "#b9481f",
    "sev-5": "#701429",
    "sev-1-ink": "#14211f",
    "sev-2-ink": "#14211f",
    "sev-3-ink": "#14211f",
    "sev-4-ink": "#ffffff",
    "sev-5-ink": "#ffffff",
    "c1": "#064f4d",
    "c2": "#8f3607",
    "c3": "#6552b0",
    "c4": "#dc6891",
    "c5": "#968e05",
    "c6": "#1e93dc",
    "c-muted": "#9aa19d",
}
BAND: Final = ("#b9481f", 0.14)
BAND_PLAN: Final = ("#0b5a5a", 0.12)
SERIES: Final = tuple(LIGHT[f"c{number}"] for number in range(1, 7))


def hex_digits(name: str) -> str:
    """A colour as six hex digits, as office formats want it."""
    return LIGHT[name].removeprefix("#").upper()
