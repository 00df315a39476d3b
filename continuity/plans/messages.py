"""Messages for the people hit next: templates filled with what is known, the rest marked and listed."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from continuity.plans.blocks import Message, Opening, Run, Runs
from continuity.plans.conditions import holds
from continuity.plans.facts import Facts
from continuity.plans.fitting import ticked_parties, with_lists
from continuity.plans.library import Library
from continuity.plans.library_schema import PLACEHOLDER


def for_party(library: Library, facts: Facts, party: str) -> tuple[Message, ...]:
    """The messages prepared for one party, in the order of the response."""
    return tuple(_written(library, facts, key) for key in _fitting(library, facts, library.parties[party].templates))


def for_plan(library: Library, facts: Facts, also: Iterable[str] = ()) -> tuple[Message, ...]:
    """The messages of every party that was ticked (all, if that is not known) and those named in `also`, each once."""
    of_parties = chain.from_iterable(party.templates for party in ticked_parties(library, facts))
    wanted = {*of_parties, *also}
    keys = (template.id for template in library.templates if template.id in wanted)
    return tuple(_written(library, facts, key) for key in _fitting(library, facts, keys))


def _fitting(library: Library, facts: Facts, keys: Iterable[str]) -> Iterator[str]:
    return (key for key in keys if holds(library.template(key).only_if, facts.holds) is not False)


def _written(library: Library, facts: Facts, key: str) -> Message:
    template = library.template(key)
    known = {"org": facts.organisation, **{place: text for place, text in facts.filled.items() if text}}
    other = next((case.text for case in template.instead if holds(case.only_if, facts.holds) is True), template.text)
    text = with_lists(other, template.lists, facts)
    places = dict.fromkeys(PLACEHOLDER.findall(text))
    still_open = [library.placeholders[place] for place in places if place not in known]
    return Message(
        id=template.id,
        title=template.title,
        audience=library.audiences[template.audience],
        stage=library.stages[template.stage],
        channels=tuple(library.channels[channel] for channel in template.channels),
        text=tuple(_runs(library, text, known)),
        max_chars=template.max_chars,
        openings=tuple(Opening(place.label, place.enter if place.when == "now" else "") for place in still_open),
        note=template.note,
    )


def _runs(library: Library, template: str, known: Mapping[str, str]) -> Iterator[Run]:
    """The text in stretches; a known place melts into the text around it, an open one is marked."""
    text = ""
    for number, part in enumerate(PLACEHOLDER.split(template)):
        if number % 2 == 0:
            text += part
        elif part in known:
            text += known[part]
        else:
            yield from _plain(text)
            text = ""
            yield Run(library.placeholders[part].label, "open")
    yield from _plain(text)


def _plain(text: str) -> Runs:
    return (Run(text),) if text else ()
