"""Where things stand: the addresses the result pages lead to."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from assessments.questionnaires.addresses import question_address, tasks_address

MOST_ADDRESSES = 4096
ANSWER = re.compile(
    r"(?:answers|functions\.(?P<function>[\w*-]+))\.(?P<question>[A-Z]{2,3}-\d\d)(?:\[\d+\])?(?:\.\w+)?"
)
"""The input path of an answer, of one of its rows, or of a cell of either."""


@dataclass(frozen=True)
class Links:
    """The addresses of one organisation's results and of the answers behind them."""

    organisation: str

    def how(self, path: str) -> str:
        """The page that explains the figure at a result path."""
        return self._at("how", path)

    def figure(self, name: str, query: str = "") -> str:
        """The picture of a chart as JSON."""
        return f"{self._at('figure', name)}{query}"

    def table(self, name: str) -> str:
        """The table of a chart as a CSV file."""
        return self._at("table", name)

    def function(self, key: str) -> str:
        """The page of one activity's results."""
        return self._at("function", key)

    def scenario(self, key: str) -> str:
        """The page of one scenario."""
        return self._at("scenario", key)

    def replay(self, incident: str) -> str:
        """The page on which a real incident is played through."""
        return self._at("replay", incident)

    def replay_table(self, incident: str) -> str:
        """What a replayed incident costs by the hour, as a CSV file."""
        return self._at("replay_table", incident)

    def page(self, name: str) -> str:
        """A page of the scores by the name of its view."""
        return self._at(name)

    def download(self, name: str, number: int) -> str:
        """A file of an assessment: `results_file` or `profile_file`."""
        return self._at(name, number)

    def question(self, question: str, function: str | None = None) -> str:
        """The page on which a question is answered."""
        return question_address(self.organisation, question, function)

    def questionnaire(self) -> str:
        """The list of the questionnaire's parts."""
        return tasks_address(self.organisation)

    def _at(self, view: str, *arguments: object) -> str:
        return _address(view, self.organisation, *arguments)


@lru_cache(maxsize=MOST_ADDRESSES)
def _address(view: str, *arguments: object) -> str:
    return reverse(f"scoring:{view}", args=arguments)
