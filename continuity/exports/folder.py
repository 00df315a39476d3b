"""Files of one plan in one folder: all of them or none."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Nothing comes back: every file stands in the folder, whole; raises OSError with the folder as it was.

    Everything is written under other names first, on the same disk, so that a full disk or a stopped program leaves no
    half-written file under a name that people trust.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
        for name, content in files.items():
            with (Path(aside) / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in files:
            (Path(aside) / name).replace(folder / name)


def write_one(target: Path, content: bytes) -> None:
    """Nothing comes back: the file holds the content, whole; what is no file, such as a pipe, is written into."""
    if target.exists() and not target.is_file():
        target.write_bytes(content)  # put in its place, a file would take away /dev/null from the whole machine
    else:
        write_all(target.parent, {target.name: content})
