"""The list of currencies."""

from assessments.organisations.currencies import CURRENCIES, currency_choices


def test_every_currency_has_a_code_of_three_capitals_and_a_name():
    assert len(CURRENCIES) == 155
    assert all(len(code) == 3 and code.isalpha() and code.isupper() and name for code, name in CURRENCIES.items())


def test_the_choices_hold_each_currency_once():
    codes = [code for code, _ in currency_choices()]
    assert codes[:3] == ["GBP", "EUR", "USD"]
    assert sorted(codes) == sorted(CURRENCIES)
