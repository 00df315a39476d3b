"""The icons: those that pages name are in the sprite, and no others."""

import re
from pathlib import Path

from assessments.ui.icons import ICONS
from assessments.ui.navigation import FOOT, GROUPS, TABS

ROOT = Path(__file__).resolve().parents[3]


def _named() -> set[str]:
    texts = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    found = {name for text in texts for name in re.findall(r'{% icon "([\w-]+)"', text)}
    found |= {name for text in texts for name in re.findall(r'icon_name="([\w-]+)"', text)}
    places = [place for _, group in GROUPS for place in group] + list(FOOT)
    return found | {place.icon for place in places} | {tab.icon for tab in TABS}


def test_every_icon_that_a_page_names_is_in_the_sprite():
    assert _named() <= set(ICONS)


def test_the_sprite_is_in_the_order_of_the_alphabet_and_names_nothing_twice():
    assert sorted(set(ICONS)) == list(ICONS)
