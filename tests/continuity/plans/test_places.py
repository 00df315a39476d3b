"""Every place that the plan names leads to a page."""

import pytest

from continuity.plans.places import Places

PLACES = Places("northlight", {"Thursday LIVE shows": "live_selling", "Selling": "social_commerce"})


@pytest.mark.parametrize(
    ("mend", "label", "end"),
    [
        ("Plan document, contacts", "Contacts", "/plan/contacts/"),
        ("Plan document, distribution", "Plan details", "/plan/details/"),
        ("Plan document, approval", "Approval", "/plan/approve/"),
        ("Plan document, messages", "Messages", "/plan/messages/"),
        ("Plan document, message “Customers: update”", "Messages", "/plan/messages/"),
        ("Plan document, runbooks", "Runbooks", "/plan/runbooks/"),
        ("Plan document, runbook “Account lost”", "Runbooks", "/plan/runbooks/"),
        ("Plan document, table “Costs”", "Plan document", "/plan/"),
        ("Plan document", "Plan document", "/plan/"),
        ("Mitigation", "Mitigation", "/mitigation/"),
        ("Settings, organisation", "Settings", "/settings/"),
        ("Questionnaire", "Questionnaire", "/questionnaire/"),
        ("Questionnaire, GOV-02", "Question GOV-02", "/questionnaire/GOV-02/"),
        ("Questionnaire, GOV-02 and FUN-01", "Question GOV-02", "/questionnaire/GOV-02/"),
    ],
)
def test_a_place_leads_to_its_page(mend, label, end):
    place = PLACES.of(mend)
    assert (place.label, place.url) == (label, f"/o/northlight{end}")


def test_a_question_asked_of_each_activity_leads_to_the_one_that_is_meant():
    assert PLACES.of("Questionnaire, FUN-01", "“Selling” has no owner.").url.endswith("/FUN-01/social_commerce/")
    assert PLACES.of("Questionnaire, FUN-01", "Somebody is missing.").url.endswith("/FUN-01/live_selling/")
    assert PLACES.question("WRK-01", "social_commerce").url.endswith("/WRK-01/social_commerce/")


def test_a_question_that_does_not_exist_leads_to_the_list():
    assert PLACES.of("Questionnaire, XX-99").url == "/o/northlight/questionnaire/"
