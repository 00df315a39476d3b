"""The files of a snapshot: their bytes, their names, and what tells one version from another."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from assessments.scoring.pages.result import Result


def profile_bytes(content: Mapping[str, Any]) -> bytes:
    """The content of a profile file as bytes, the same for the same content."""
    return (json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def attachment(name: str) -> str:
    """The header that makes a browser save a file under this name (RFC 6266)."""
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"


def version_of(result: Result) -> str:
    """What tells the figures of one snapshot from those of any other."""
    return f"{result.snapshot.number}-{result.snapshot.input_hash[:12]}"
