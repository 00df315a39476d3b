"""The typefaces a printed plan is set in: those of the set-up, or made anew where it has not run."""

import os
from pathlib import Path

import pytest

from tools.fonts import make_fonts

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    """A folder with the font files."""
    ready = Path(os.environ["BALLAST_FONTS"])
    if list(ready.glob("*.ttf")):
        return ready
    target = tmp_path_factory.mktemp("fonts")
    make_fonts(ROOT / "node_modules", target)
    return target
