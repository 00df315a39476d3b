"""Countries and currencies by their ISO codes, with English names and signs (from CLDR)."""

from functools import lru_cache

from babel import Locale
from babel.numbers import list_currencies

NOT_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})
"""Two-letter codes of CLDR that ISO 3166 does not assign to a country."""
WITH_THE = ("United ", "Netherlands", "Philippines", "Bahamas", "Maldives", "Gambia", "Comoros", "Seychelles")
"""How the names begin that stand with an article in a sentence, beside those that end in Republic or Islands."""
ENGLISH = Locale("en", "GB")
LANGUAGES = ("de", "fr", "es", "it", "pt", "pl", "nl", "sv", "da", "nb", "fi", "cs", "tr", "id", "vi", "ro", "hu")
"""Languages in which a country may be named; where two say the same of two countries, the first counts."""


SIGNS_AT_HOME = {
    "BGN": "лв", "CHF": "Fr", "CZK": "Kč", "DKK": "kr", "HUF": "Ft", "ISK": "kr", "NOK": "kr", "PLN": "zł",
    "RON": "lei", "SEK": "kr", "TRY": "TL", "ZAR": "R",
}  # fmt: skip
"""Sign by ISO 4217 code that people write where the currency is at home and CLDR does not use in English."""


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """English name by ISO 3166 code, sorted by name."""
    names = {
        code: name
        for code, name in ENGLISH.territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }
    return dict(sorted(names.items(), key=lambda item: item[1]))


def country_in_a_sentence(code: str) -> str:
    """The name as it stands after "in": the United Kingdom, Ireland."""
    name = country_names()[code]
    return f"the {name}" if name.startswith(WITH_THE) or name.endswith(("Republic", "Islands")) else name


@lru_cache(maxsize=1)
def own_names() -> dict[str, str]:
    """ISO 3166 code by the name, in small letters, that a country has in the languages of Europe and its neighbours."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        territories = Locale(language).territories
        found = {territories[code].casefold(): code for code in country_names() if code in territories} | found
    return found


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """All ISO 3166 codes."""
    return frozenset(country_names())


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """All ISO 4217 codes."""
    return frozenset(list_currencies())


@lru_cache(maxsize=1)
def currency_symbols() -> dict[str, str]:
    """Sign by ISO 4217 code, where a sign other than the code is in use."""
    return {code: sign for code, sign in ENGLISH.currency_symbols.items() if sign != code}
