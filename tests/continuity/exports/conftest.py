"""What the files of a plan need: typefaces, those of the set-up or made anew; and a folder that begins empty."""

import os
import shutil
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from continuity.exports import files
from tools.fonts import make_fonts

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def _no_files_of_others():
    """The folder of files is empty: organisations of other tests had the same keys."""
    shutil.rmtree(default_storage.path(files.FOLDER), ignore_errors=True)


@pytest.fixture(scope="session")
def fonts(tmp_path_factory):
    """A folder with the font files."""
    ready = Path(os.environ["BALLAST_FONTS"])
    if list(ready.glob("*.ttf")):
        return ready
    target = tmp_path_factory.mktemp("fonts")
    make_fonts(ROOT / "node_modules", target)
    return target
