"""The activities that are usual in a line of business, from the industry catalogue."""

from functools import lru_cache

from assessments.catalogue.industries import industry_catalogue
from assessments.catalogue.vocabulary import vocabulary


@lru_cache(maxsize=1)
def usual_activities() -> dict[str, tuple[str, ...]]:
    """The catalogue's activities usual in each line of business that the questionnaire offers, most usual first."""
    words = vocabulary()
    listed = {industry.id: industry.functions for industry in industry_catalogue().industries}
    ours = {
        finer: function for function, ids in words.crosswalk["functions_to_industry_functions"].items() for finer in ids
    }
    return {
        industry: tuple(dict.fromkeys(ours[finer] for id_ in ids for finer in listed[id_] if finer in ours))
        for industry, ids in words.crosswalk["industries_to_industries"].items()
    }
