"""What can be wrong with a value, in words for the person who gave it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Mistake:
    """A value that cannot be taken: where it stands, what is wrong, what is allowed."""

    path: str
    code: str
    what: str
    allowed: str

    @property
    def sentence(self) -> str:
        """The mistake as people read it beside the field."""
        return sentence(self.what, self.allowed)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was taken but deserves a word: a warning of a profile file."""

    path: str
    code: str
    sentence: str


class Unreadable(Exception):
    """Raised while a single value is read; the collector gives it its path."""

    def __init__(self, code: str, what: str, allowed: str) -> None:
        super().__init__(sentence(what, allowed))
        self.code, self.what, self.allowed = code, what, allowed


@dataclass(slots=True)
class Report:
    """Everything found while reading: all mistakes and warnings, not only the first."""

    mistakes: list[Mistake] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def mistake(self, path: str, code: str, what: str, allowed: str) -> None:
        """Note something that stops the profile from being used."""
        self.mistakes.append(Mistake(path, code, what, allowed))

    def notice(self, path: str, code: str, sentence: str) -> None:
        """Note something that is used all the same."""
        self.notices.append(Notice(path, code, sentence))

    @contextmanager
    def collecting(self, path: str) -> Iterator[None]:
        """Turn what is raised inside into a mistake at `path` and go on."""
        try:
            yield
        except Unreadable as refusal:
            self.mistake(path, refusal.code, refusal.what, refusal.allowed)


def sentence(what: str, allowed: str) -> str:
    """What is wrong and what is allowed, as two sentences; the second may be a question."""
    return f"{what}. {allowed}" if allowed.endswith("?") else f"{what}. {allowed}."


def shown(value: Any) -> str:
    """The value as it may be quoted in a sentence: short, on one line."""
    text = " ".join(str(value).split())
    text = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
    return text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"


def one_of(codes: list[str], given: Any = None) -> str:
    """The allowed codes in a sentence, the nearest first when something like one was given."""
    if given is not None and str(given).isdigit():
        return 'A comma inside {…} or […] splits a number: write "8,200" in quotes, or 8200'
    near = get_close_matches(str(given), codes, n=3, cutoff=0.6) if given is not None else []
    if near:
        return f"Did you mean {' or '.join(near)}? Allowed: {', '.join(codes)}"
    return f"Allowed: {', '.join(codes)}"
