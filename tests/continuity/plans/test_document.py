"""The tree of a plan: what a reader sees of it, and what a shared copy leaves out."""

from continuity.plans.document import REACH_LEFT_OUT, SHARED_NOTICE, Section, prose, shared_copy
from tests.factories.plan_documents import beauty_plan


def test_the_sample_plan_holds_every_kind_of_block():
    kinds = {type(block).__name__ for _, block in beauty_plan().blocks()}
    assert kinds == {
        "Heading",
        "Paragraph",
        "BulletList",
        "NumberedList",
        "Table",
        "KeyValues",
        "Callout",
        "Missing",
        "StepTable",
        "Message",
        "Chart",
    }


def test_a_shared_copy_holds_no_phone_number_and_no_private_address():
    before, after = " ".join(prose(beauty_plan())), " ".join(prose(shared_copy(beauty_plan())))
    assert "+44 7700 900101" in before
    assert "ruth@northlight.example" in before
    assert "+44 7700" not in after
    assert "ruth@northlight.example" not in after


def test_a_shared_copy_says_that_it_is_one_and_keeps_names_and_roles():
    shared = shared_copy(beauty_plan())
    assert SHARED_NOTICE in shared.notice
    assert shared.card.deciders[0].person == "Ruth Okafor"
    assert shared.card.deciders[0].reach == REACH_LEFT_OUT
    assert shared.register("Contacts") is None
    assert {section.id for section in beauty_plan().sections} - {section.id for section in shared.sections} == {
        "contacts"
    }


def test_numbered_sections_print_their_number():
    assert Section("P5", "Priorities", ()).heading == "5  Priorities"
    assert Section("contacts", "Contacts", ()).heading == "Contacts"


def test_codes_for_the_renderers_are_not_text_for_the_reader():
    words = set(prose(beauty_plan()))
    assert not words & {"t15m", "partial_degradation_", "en-GB", "GBP", "draft", "exceedance", "open"}
    assert "TikTok Shop orders" in words
