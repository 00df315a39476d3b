"""How likely the library holds each scenario."""

import math

from assessments.catalogue.likelihood import library_levels
from assessments.catalogue.scenarios import scenario_library
from assessments.catalogue.vocabulary import vocabulary
from assessments.scoring.events import likelihood_level, market_rate

LIBRARY, WORDS = scenario_library(), vocabulary()


def test_a_level_begins_where_the_words_of_the_scale_say():
    ends = [level.chance_from for level in WORDS.scales.likelihood]
    assert ends == [0, 0.02, 0.1, 0.4, 0.9]
    assert [likelihood_level(-math.log1p(-end) * 1.0001) for end in ends] == [1, 2, 3, 4, 5]


def test_the_levels_are_those_that_the_results_start_from():
    levels = library_levels(LIBRARY, WORDS, ["US"])
    for key in ("regional_outage", "cascading_outage", "market_ban"):
        rate = market_rate(LIBRARY, LIBRARY.scenario(key), "US")
        assert levels[key] == likelihood_level(rate.events / rate.years)
    assert set(levels) == set(WORDS.scenarios)


def test_more_countries_never_make_anything_less_likely():
    one, two = (library_levels(LIBRARY, WORDS, countries) for countries in (["GB"], ["GB", "US"]))
    assert all(two[key] >= one[key] for key in one)


def test_while_no_country_is_known_the_most_troubled_one_stands_in():
    assert library_levels(LIBRARY, WORDS, [])["market_ban"] >= library_levels(LIBRARY, WORDS, ["GB"])["market_ban"]
