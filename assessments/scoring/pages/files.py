"""The files of a snapshot: their bytes, their names, and what tells one version from another."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from assessments.scoring.pages.result import Result


def profile_bytes(content: Mapping[str, Any]) -> bytes:
    """The content of a profile file as bytes, the same for the same content."""
    return (json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def attachment(name: str) -> str:
    """The header that makes a browser save a file under this name (RFC 6266)."""
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"


def csv_file(content: str, name: str) -> HttpResponse:
    """A table as a file to save under this name."""
    return HttpResponse(
        content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": attachment(name)}
    )


def version_of(result: Result) -> str:
    """What tells the figures of one snapshot from those of any other."""
    return f"{result.snapshot.number}-{result.snapshot.input_hash[:12]}"
