"""The audit trail is read in words; what is stored stays as it was written."""

from datetime import date
from types import SimpleNamespace

from assessments.organisations import audit
from assessments.organisations.told import Reader
from continuity.plans.models import StepChange, Wording
from tests.factories.answers import make_sample

TODAY = date(2026, 11, 22)


def told(organisation, verb, of, label="", *, is_whole=False, **sides):
    """An entry that was stored as such, as it is read."""
    entry = audit.record(organisation=organisation, by=None, verb=verb, of=of, label=label, **sides)
    return Reader(organisation, today=TODAY, is_whole=is_whole).told(entry)


def test_codes_of_every_slice_are_read_in_words_and_the_chain_holds(owner):
    brand = make_sample("beauty_brand", owner=owner)
    codes = "DEP-01 FUN-02 social_commerce FUN-02 gone_one MON-01 MON-02 MON-03"
    imported = {"answers": 6, "changed": codes}
    named, said = told(brand, "imported answers into", brand, after=imported).after[1]
    first, second, *_, rest = said.split("; ")
    assert (named, first) == ("answers changed", "“Which tools or firms stand between you and TikTok?”")
    assert second.endswith("” (Selling through TikTok Shop, gone one)")
    assert rest == "and 1 more"
    assert "more" not in told(brand, "imported answers into", brand, is_whole=True, after=imported).after[1][1]
    asked = told(brand, "asked for", brand, after={"as_of": "2026-11-22", "method": "2026.11.1"}).after
    assert asked == (("answers as of", "22 Nov 2026"), ("method", "2026.11.1"))
    assert told(brand, "chose the depth of", brand, before={"depth": ""}, after={"depth": "full"}).before == (
        ("depth", "by the size of the organisation"),
    )
    tried = told(brand, "saved", brand, after={"changes": {"chance.short_outage": 12.0, "control.backup": True}})
    assert "short_outage" not in tried.after[0][1] and "put in place (" in tried.after[0][1]
    step = StepChange(organisation=brand, step="own-1")
    added = told(brand, "added the step", step, after={"do": "Call the carrier", "role": "ops_lead"})
    assert (added.thing, added.after[1]) == ("“Call the carrier”", ("role", "Operations"))
    place = Wording(organisation=brand, place="where")
    assert told(brand, "wrote into the messages", place, after={"where": "our site"}).after[0][0] != "where"
    assert not list(audit.faults(brand))


def test_an_answer_is_named_by_its_question_and_activity():
    reader = Reader(None, today=TODAY)
    label = "FUN-02 (Sales (UK)): " + "How much of it stops without TikTok, " * 4
    entry = SimpleNamespace(object_type="answer", object_label=label, before={}, after={"answer": "60%", "note": None})
    seen = reader.told(entry)
    assert seen.thing.startswith("“How much of it stops")
    assert seen.thing.endswith(" …” (Sales (UK))")
    assert seen.after == (("answer", "60%"), ("note", "empty"))
