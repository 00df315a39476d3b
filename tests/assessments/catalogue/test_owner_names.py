"""Owners of channels read as people know them."""

import pytest

from assessments.catalogue.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("meta", "Meta"),
        ("tiktok", "TikTok"),
        ("own", "Your own"),
        ("marketplace_other", "Another marketplace"),
        ("eBay Inc.", "eBay Inc."),
    ],
)
def test_an_owner_has_a_name_and_a_stated_one_keeps_its_letters(group, name):
    assert vocabulary().owner_name(group) == name
