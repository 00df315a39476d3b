"""What is asked to fail on the map: read from an address, with what is wrong by its field."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessments.questionnaires.asking.typed_numbers import typed_percent
from assessments.questionnaires.reading.mistakes import Unreadable
from assessments.questionnaires.reading.scalars import read_number
from assessments.register.dependency_map import Node
from assessments.register.queries import KINDS, TIKTOK, Trial

HEADINGS = {"s": "Part of TikTok", "at": "Account or tool", "f": "Activity"}
USUAL = {"hours": "24", "share": "100"}
LIMITS = {"hours": (1.0, 720.0, "hours"), "share": (1.0, 100.0, "per cent")}


@dataclass(frozen=True)
class Option:
    """Something that can fail."""

    id: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Asking:
    """The form of a failure to try: what can fail by kind, the texts as typed, what is wrong, and the trial if nothing is."""

    groups: tuple[tuple[str, tuple[Option, ...]], ...]
    texts: Mapping[str, str]
    mistakes: Mapping[str, str] = field(default_factory=dict)
    trial: Trial | None = None

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked."""
        return bool(self.trial or self.mistakes)


def asking_of(query: Mapping[str, str], nodes: Iterable[Node]) -> Asking:
    """What an address asks of the things on the map."""
    able = {node.id: node for node in nodes if node.id[0] in KINDS}
    chosen = query.get("fails", "")
    texts = {name: query.get(name, usual).strip() for name, usual in USUAL.items()}
    groups: list[tuple[str, tuple[Option, ...]]] = [
        ("", (Option(TIKTOK, "TikTok, the whole service", chosen == TIKTOK),))
    ]
    groups += [
        (heading, tuple(Option(it.id, it.name, it.id == chosen) for it in able.values() if it.id[0] in kinds))
        for kinds, heading in HEADINGS.items()
    ]
    asking = Asking(tuple((heading, options) for heading, options in groups if options), texts)
    if "fails" not in query:
        return asking
    numbers = {name: _number(text, *LIMITS[name]) for name, text in texts.items()}
    mistakes = {name: found for name, found in numbers.items() if isinstance(found, str)}
    if chosen != TIKTOK and chosen not in able:
        mistakes["fails"] = "Choose something that is on the map."
    if mistakes:
        return Asking(asking.groups, texts, mistakes)
    hours, share = (float(numbers[name]) for name in USUAL)
    kind, key = (TIKTOK, "") if chosen == TIKTOK else (KINDS[chosen[0]], chosen[2:])
    name = "TikTok" if chosen == TIKTOK else able[chosen].name
    return Asking(asking.groups, texts, {}, Trial(chosen, kind, key, name, hours, share))


def _number(text: str, low: float, high: float, unit: str) -> float | str:
    """The number, or the sentence that says what can be entered."""
    try:
        number = float(read_number(typed_percent(text)))
    except Unreadable:
        number = float("nan")
    return number if low <= number <= high else f"Enter {unit} from {low:g} to {high:g}."
