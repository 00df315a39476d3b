"""The memory of drawn pages as the tests have it: it gives nothing back, and compares every page with the one before."""

import difflib
from typing import Any

from django.core.cache.backends.locmem import LocMemCache


class Compared(LocMemCache):
    """Every page is drawn each time; if it is not the page that would have been given again, the test fails.

    So each test that looks at a page, changes something and looks again shows whether the change would have been seen.
    """

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Nothing is ever given again."""
        return default

    def set(self, key: str, value: bytes, timeout: Any = None, version: int | None = None) -> None:
        """Nothing comes back; AssertionError says where the page differs from the one that would have been given."""
        kept = super().get(key, version=version)
        if kept is not None and kept != value:
            lines = difflib.unified_diff(kept.decode().splitlines(), value.decode().splitlines(), "kept", "drawn", n=0)
            raise AssertionError("This page would have been given as it was:\n" + "\n".join(lines))
        super().set(key, value, timeout, version)
