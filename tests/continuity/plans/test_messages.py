"""Messages are filled with what is known; the rest is marked, listed and never a raw placeholder."""

from dataclasses import replace

import pytest

from continuity.plans.blocks import plain
from continuity.plans.facts import Facts
from continuity.plans.library import library
from continuity.plans.lint import BROKEN
from continuity.plans.messages import for_party, for_plan
from tests.factories.plan_facts import beauty_brand, one_person

UNKNOWN = Facts("Example Ltd", "p10_49")


def by_id(messages):
    return {message.id: message for message in messages}


def test_known_places_are_filled_and_the_rest_is_marked_and_listed():
    message = by_id(for_party(library(), beauty_brand(), "buyers"))["customers_first"]
    assert plain(message.text) == (
        "Northlight Skincare: [What does not work, in plain words] since [Since when, with time zone]. Your orders and "
        "data with us are safe. You can reach and buy from us here: northlight.example and Instagram @northlightskin. "
        "You need to do nothing else. Next update: [Time of next update, with time zone]. Help: "
        "care@northlight.example or 0161 496 0000"
    )
    assert [opening.label for opening in message.openings] == [
        "What does not work, in plain words",
        "Since when, with time zone",
        "Time of next update, with time zone",
    ]
    assert not any(opening.where for opening in message.openings)


def test_what_could_be_settled_today_says_where():
    openings = {o.label: o.where for o in by_id(for_party(library(), UNKNOWN, "buyers"))["customers_first"].openings}
    assert openings["Where to reach us"] == "Plan document, messages"
    assert openings["Since when, with time zone"] == ""


@pytest.mark.parametrize("facts", [beauty_brand(), one_person(), UNKNOWN], ids=["brand", "alone", "unknown"])
def test_no_message_holds_a_raw_placeholder_or_outgrows_its_channel(facts):
    for message in for_plan(library(), facts, also=[template.id for template in library().templates]):
        assert not BROKEN.search(plain(message.text))
        assert message.characters <= message.max_chars
        assert message.channels


def test_every_party_that_was_ticked_has_a_message_and_no_other_party():
    ids = set(by_id(for_plan(library(), beauty_brand())))
    assert {"customers_first", "creators_hold", "staff_first", "partners_volume"} <= ids
    assert not {"clients_first", "sellers_first", "sponsor_reschedule", "saas_first", "login_help"} & ids


def test_while_the_parties_are_not_known_all_messages_are_prepared():
    assert {"clients_first", "sellers_first", "creators_hold"} <= set(by_id(for_plan(library(), UNKNOWN)))


def test_messages_of_steps_come_along_once_and_in_order():
    found = [message.id for message in for_plan(library(), beauty_brand(), also=["platform_ticket", "customers_first"])]
    order = [template.id for template in library().templates]
    assert found == sorted(set(found), key=order.index)
    assert "platform_ticket" in found


def test_a_message_fits_those_who_sell_nothing():
    message = by_id(for_party(library(), one_person(), "followers"))["customers_ban"]
    assert "Open orders" not in plain(message.text)
    seller = by_id(for_party(library(), beauty_brand(), "buyers"))["customers_ban"]
    assert "Open orders" in plain(seller.text)


def test_a_ticket_asks_only_about_what_is_used():
    ticket = by_id(for_plan(library(), one_person(), also=["platform_ticket"]))["platform_ticket"]
    assert "how statistics of this period will be treated" in plain(ticket.text)
    full = by_id(for_plan(library(), beauty_brand(), also=["platform_ticket"]))["platform_ticket"]
    assert "how dispatch deadlines, ad spend and statistics of this period will be treated" in plain(full.text)


def test_a_text_that_was_filled_in_is_never_read_as_a_placeholder():
    filled = replace(beauty_brand(), filled={"where": "{since} street", "contact": "us"})
    message = by_id(for_party(library(), filled, "buyers"))["customers_update"]
    assert "{since} street" in plain(message.text)
