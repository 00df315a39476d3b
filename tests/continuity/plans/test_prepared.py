"""What the plan still wants: numbers of people it names, words for its messages."""

from datetime import date

import pytest

from continuity.plans import prepared
from continuity.plans.basis import basis_of
from continuity.plans.standing import Contact, Standing
from tests.factories.examples import NAMES, profile_of, results_of_example


def basis(name, **standing):
    return basis_of(profile_of(name), results_of_example(name), Standing(issued_on=date(2026, 11, 22), **standing))


def test_everybody_whom_the_plan_names_is_wanted_until_they_can_be_reached():
    wanted = {person.name: person.purpose for person in prepared.people_without_reach(basis("beauty_brand"))}
    assert wanted["Helen Marsh"].startswith("decision maker")
    assert "owns “Answering customers”" in wanted["Priya Shah"]
    known = basis("beauty_brand", contacts=(Contact("Helen Marsh", phone="+44 7700 900101"),))
    assert "Helen Marsh" not in {person.name for person in prepared.people_without_reach(known)}


@pytest.mark.parametrize("name", NAMES)
def test_nobody_is_wanted_who_is_nobody(name):
    for person in prepared.people_without_reach(basis(name)):
        assert person.name not in ("", "to be named", "You")
        assert person.purpose


@pytest.mark.parametrize("name", NAMES)
def test_every_place_that_can_be_settled_now_has_a_field_and_closes_when_it_is_filled(name):
    places = prepared.places(basis(name))
    filled = {place.key: f"words for {place.key}" for place in places}
    for message in prepared.written_messages(basis(name, filled=filled)):
        assert not any(opening.where for opening in message.openings), message.title
    assert all(place.hint.endswith(("message", "messages")) for place in places)


def test_a_place_that_the_answers_settle_says_so():
    hints = {place.key: place.hint for place in prepared.places(basis("beauty_brand"))}
    assert hints["alt_platform"].startswith("“Instagram” by your answers; write here only to say something else")
    assert "org" not in hints
