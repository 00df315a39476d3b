"""What a request brings: the fields of a form, or the JSON of a page that saves by itself, each within its limits."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

from assessments.questionnaires.asking.form_fields import Fields
from assessments.questionnaires.file_text import read_profile_text
from assessments.questionnaires.reading.mistakes import Unreadable

NOT_FIELDS = frozenset({"csrfmiddlewaretoken", "version", "asked", "return", "add-row", "remove-row"})
MOST_FIELDS, MOST_TEXTS = 2000, 100
MALFORMED = {
    "too_deep": "It is nested too deeply.",
    "twice": "A name stands in it twice.",
}


class MalformedRequest(Exception):
    """The request is none that our pages send; `status` is the answer it gets."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


@dataclass(frozen=True)
class Save:
    """One save of a page that saves by itself: the key of this attempt, the version it saw and the fields of the form."""

    key: UUID
    version: int
    fields: Fields


def posted_fields(request: HttpRequest) -> dict[str, list[str]]:
    """The fields of a form that belong to the answer."""
    return {name: request.POST.getlist(name) for name in request.POST if name not in NOT_FIELDS}


def posted_version(request: HttpRequest) -> int:
    """The version that the page showed; one that is none never matches."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def read_save(request: HttpRequest) -> Save:
    """The save; MalformedRequest if the body is anything else."""
    if request.content_type != "application/json":
        raise MalformedRequest("Send JSON.", 415)
    try:
        content = read_profile_text(request.body.decode("utf-8"), is_json=True)
    except RequestDataTooBig:
        raise MalformedRequest("This is too large to be saved. At most 1 MB.", 413) from None
    except UnicodeDecodeError:
        raise MalformedRequest("This is not UTF-8 text.") from None
    except Unreadable as refusal:
        raise MalformedRequest(
            f"This is not JSON that can be read. {MALFORMED.get(refusal.code, '')}".strip()
        ) from None
    if not isinstance(content, dict) or set(content) != {"key", "version", "fields"}:
        raise MalformedRequest("Send an object with key, version and fields.")
    return Save(_key(content["key"]), _version(content["version"]), _fields(content["fields"]))


def _key(raw: Any) -> UUID:
    try:
        return UUID(raw if isinstance(raw, str) else "")
    except ValueError:
        raise MalformedRequest("The key is not a UUID.") from None


def _version(raw: Any) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or not 0 <= raw < 2**31:
        raise MalformedRequest("The version is not a whole number from 0 on.")
    return raw


def _fields(raw: Any) -> dict[str, list[str]]:
    """The fields as {name: [texts]}; anything but texts is no form of ours."""
    if not isinstance(raw, dict) or len(raw) > MOST_FIELDS:
        raise MalformedRequest(f"The fields are an object with at most {MOST_FIELDS} names.")
    for texts in raw.values():
        is_list = isinstance(texts, list) and len(texts) <= MOST_TEXTS
        if not is_list or not all(isinstance(text, str) for text in texts):
            raise MalformedRequest(f"Each field is a list of at most {MOST_TEXTS} texts.")
    return {name: texts for name, texts in raw.items() if name not in NOT_FIELDS}
