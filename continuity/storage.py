"""How static files are named and compressed for the browser."""

from functools import cache
from typing import Any

import brotli
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuickCompressor(Compressor):
    """Compressor at brotli 9: a tenth larger than 11, twenty times quicker on a chart bundle."""

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        """The bytes, compressed."""
        compressed: bytes = brotli.compress(data, quality=9)
        return compressed


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Storage with a content hash in every file name, so that browsers may keep files for ever."""

    # Installed packages name source maps that are not served; a dangling one would stop `collectstatic`.
    patterns = tuple(
        (files, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for files, rules in CompressedManifestStaticFilesStorage.patterns
    )

    @cache  # noqa: B019 - one storage lives as long as the process, and so do its names
    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file by its name with the hash."""
        address: str = super().url(name, force)
        return address

    def create_compressor(self, **options: Any) -> Compressor:
        """The compressor that runs over every collected file."""
        return QuickCompressor(**options)
