"""Names of countries as the product prints them."""

import pytest

from assessments.questionnaires.reading.countries import country_in_a_sentence


@pytest.mark.parametrize(
    ("code", "said"),
    [("GB", "the United Kingdom"), ("IE", "Ireland"), ("NL", "the Netherlands"), ("DO", "the Dominican Republic")],
)
def test_a_country_stands_in_a_sentence_with_its_article(code, said):
    assert country_in_a_sentence(code) == said
