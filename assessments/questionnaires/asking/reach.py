"""What an answer changes, in words: the scores and the parts of the plan that its inputs reach."""

from dataclasses import dataclass
from functools import lru_cache

from assessments.catalogue.files import CatalogueEntry, read_yaml
from assessments.questionnaires.asking.proposals import DATA
from assessments.questionnaires.bank import Bank
from assessments.ui import words


class Names(CatalogueEntry):
    """What people call the scores and the sections of the plan."""

    scores: dict[str, str]
    plan: dict[str, str]


@dataclass(frozen=True)
class Reach:
    """What one answer changes; `weight` is on how many outputs it bears."""

    scores: tuple[str, ...]
    plan: str
    has_advice: bool
    weight: int


@lru_cache(maxsize=1)
def names() -> Names:
    """The words for every output that the bank names."""
    return Names.model_validate(read_yaml(DATA / "reach.yaml"))


def reach_of(bank: Bank, question: str) -> Reach:
    """What the answer to a question changes."""
    reached, said = bank.mapping[question], names()
    plan = words.listed([said.plan[section] for section in reached["plan"]])
    weight = sum(len(reached[kind]) for kind in ("scores", "plan", "recommendations"))
    return Reach(
        tuple(said.scores[score] for score in reached["scores"]), plan, bool(reached["recommendations"]), weight
    )
