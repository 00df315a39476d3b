"""How sure the results are, and which answers would make them surer."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.scoring.pages.links import ANSWER, Links
from assessments.scoring.pages.result import Part, Result
from assessments.scoring.pages.wording import CONFIDENCE
from assessments.ui import words


@dataclass(frozen=True)
class Narrowing:
    """An answer that would narrow the range, with where to give it."""

    label: str
    range: str
    url: str
    path: str


@dataclass(frozen=True)
class Sureness:
    """How sure the results are, and which answers would narrow their range most."""

    grade: str
    words: str
    sentence: str
    narrowing: tuple[Narrowing, ...]


def sureness(result: Result, links: Links) -> Sureness:
    """How sure the results are, in words, and the three answers that would narrow their range most."""
    answers, grade = result.background["answers"], result.data["headline"]["confidence"]
    missing = answers["asked"] - answers["answered"]
    said = f"{answers['answered']} of {answers['asked']} questions answered"
    unknown = f"{words.count_word(answers['unknown'])} of them “I don't know”" if answers["unknown"] else ""
    swings = {swing["key"]: swing for swing in result.background["swings"]}
    found = [_narrowing(result, links, swings[key]) for key in result.background["narrowing"]]
    missed = [word for word, is_so in (("missing", missing), ("not known", answers["unknown"])) if is_so]
    widens = f" What is {' or '.join(missed)} widens the ranges." if missed else ""
    sentence = f"{said}{f', {unknown}' if unknown else ''}.{widens}"
    return Sureness(grade, CONFIDENCE[grade], sentence, tuple(found))


def _narrowing(result: Result, links: Links, swing: Part) -> Narrowing:
    low, *_, high = sorted((swing["low"], swing["base"], swing["high"]))
    return Narrowing(
        label=swing["label"],
        range=f"expected loss {result.short(low)} to {result.short(high)} a year",
        url=question_of(swing["sources"], links),
        path=f"sensitivity.{swing['key']}",
    )


def question_of(sources: Sequence[str], links: Links) -> str:
    """Where the first answer among the sources is given; nothing if there is none."""
    answer = next((found for found in map(ANSWER.fullmatch, sources) if found), None)
    return links.question(answer["question"], answer["function"]) if answer else ""
