"""Static files straight from installed packages, so that none of their code stands in this repository."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files import File
from django.core.files.storage import FileSystemStorage

from continuity.env import ROOT

_FONTS = [
    *(
        f"@fontsource-variable/public-sans/files/public-sans-{script}-wght-normal.woff2"
        for script in ("latin", "latin-ext")
    ),
    *(
        f"@fontsource/source-serif-4/files/source-serif-4-{script}-600-normal.woff2"
        for script in ("latin", "latin-ext")
    ),
]
# address below /static/ -> file below node_modules/
PACKAGE_FILES = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/plotly-basic.min.js": "plotly.js-basic-dist-min/plotly-basic.min.js",
    # Made from the packages by tools/assets.py.
    "vendor/icons.svg": ".ballast/icons.svg",
    "vendor/plotly.css": ".ballast/plotly.css",
    **{f"vendor/fonts/{source.rpartition('/')[2]}": source for source in _FONTS},
}


class _OneFile(FileSystemStorage):
    """Storage that holds one file, whatever name it is asked for."""

    def __init__(self, source: Path) -> None:
        super().__init__(location=source.parent)
        self._source = source

    def path(self, name: str) -> str:
        return str(self._source)

    def _open(self, name: str, mode: str = "rb") -> File:
        return File(self._source.open("rb"))


class PackageFiles(BaseFinder):
    """Finder over PACKAGE_FILES."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._sources = {address: ROOT / "node_modules" / source for address, source in PACKAGE_FILES.items()}

    def check(self, **_: Any) -> list[CheckMessage]:
        """One error for each package file that the set-up did not install."""
        return [
            Error(
                f"{source} is missing.", hint="Run `make setup` to install the front-end packages.", id="ballast.E010"
            )
            for source in self._sources.values()
            if not source.is_file()
        ]

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        """The file behind an address, or nothing."""
        source = self._sources.get(path)
        if find_all:
            return [str(source)] if source else []
        return str(source) if source else None

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every address with the storage that holds its file."""
        for address, source in self._sources.items():
            yield address, _OneFile(source)
