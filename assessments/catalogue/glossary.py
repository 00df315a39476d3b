"""The words of the field: what each means, where it comes from, and how plans say it."""

import re
from functools import lru_cache

from pydantic import Field, model_validator

from assessments.catalogue.facts import Source, Text, check_unique_names
from assessments.catalogue.files import DATA, CatalogueEntry, read_yaml


class PlainWord(CatalogueEntry):
    """A word as plans and pages print it, explained in one plain sentence without its full stop."""

    word: Text
    means: Text

    @model_validator(mode="after")
    def _is_one_sentence(self) -> "PlainWord":
        if self.means.endswith(".") or ". " in self.means:
            raise ValueError(f"{self.word}: one sentence, without its full stop")
        return self

    def is_in(self, text: str) -> bool:
        """Whether a text uses the word, also in the plural; an abbreviation in capitals only as such."""
        case = re.NOFLAG if self.word.isupper() else re.IGNORECASE
        return re.search(rf"\b{re.escape(self.word)}s?\b", text, case) is not None


class Term(CatalogueEntry):
    """A term with its definition in our own words; `printed` if the product prints it for everybody."""

    term: Text
    abbr: str | None = None
    definition: Text
    formula: str | None = None
    refers_to: Text
    printed: PlainWord | None = None


class GlossaryMeta(CatalogueEntry):
    """What was read, and what was not."""

    note: Text
    sources: tuple[Source, ...] = Field(min_length=1)


class Glossary(CatalogueEntry):
    """All terms."""

    meta: GlossaryMeta
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> "Glossary":
        check_unique_names((term.term.lower() for term in self.terms), "term")
        check_unique_names((term.abbr for term in self.terms if term.abbr), "abbreviation")
        check_unique_names((word.word.lower() for word in self.printed), "printed word")
        return self

    @property
    def printed(self) -> tuple[PlainWord, ...]:
        """The words that plans explain, in the order of the file."""
        return tuple(term.printed for term in self.terms if term.printed)


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The terms, read once."""
    return Glossary.model_validate(read_yaml(DATA / "glossary.yaml"))
