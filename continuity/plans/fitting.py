"""Fitting the library's texts to one organisation: lines that hold, lists in sentences, parties that were ticked."""

from collections.abc import Iterable, Mapping

from assessments.ui import words
from continuity.plans.conditions import holds
from continuity.plans.facts import Facts
from continuity.plans.library import Library
from continuity.plans.library_schema import PLACEHOLDER, Line, Party


def lines_that_hold(lines: Iterable[Line], facts: Facts) -> tuple[str, ...]:
    """The texts whose condition is true or not known."""
    return tuple(line.text for line in lines if holds(line.only_if, facts.holds) is not False)


def with_lists(
    text: str, lists: Mapping[str, tuple[Line, ...]], facts: Facts, built_in: Mapping[str, str] | None = None
) -> str:
    """The text with each `{name}` of a list replaced by its entries that hold; other marks stay as they are."""
    filled = {
        **(built_in or {}),
        **{name: words.listed(lines_that_hold(lines, facts)) for name, lines in lists.items()},
    }
    return PLACEHOLDER.sub(lambda mark: filled.get(mark.group(1), mark.group()), text)


def ticked_parties(library: Library, facts: Facts) -> tuple[Party, ...]:
    """The parties hit next, in the order of the library; all of them while that is not known."""
    return tuple(party for key, party in library.parties.items() if facts.parties is None or key in facts.parties)
