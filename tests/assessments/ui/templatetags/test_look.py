"""The small parts of a page, as the browser gets them."""

import pytest
from django.template import Context, Template


def _drawn(text: str, **context) -> str:
    return Template("{% load look %}" + text).render(Context(context))


def test_an_icon_is_hidden_from_who_hears_the_page():
    drawn = _drawn('{% icon "lock" %}')
    assert 'aria-hidden="true"' in drawn
    assert "#lock" in drawn
    assert "style" not in drawn


def test_an_icon_that_the_sprite_does_not_hold_is_a_mistake():
    with pytest.raises(KeyError, match="no icon 'nonsense'"):
        _drawn('{% icon "nonsense" %}')


def test_a_bar_is_as_long_as_its_share_and_never_longer_than_its_track():
    assert 'width="62.5%"' in _drawn("{% bar 50 80 %}")
    assert _drawn("{% bar 120 80 %}").count('width="100.0%"') == 1
    assert 'width="0.0%"' in _drawn("{% bar 5 0 %}")
    assert 'x="75.0%"' in _drawn('{% bar 50 100 75 "good" %}')


def test_a_severity_shows_its_number_inside_and_its_word_outside():
    drawn = _drawn('{% severity 4 "Severe" %}')
    assert '<span class="sev sev-4">4</span>' in drawn
    assert "Severe" in drawn
    assert _drawn("{% severity 2 %}") == '<span class="sev sev-2">2</span>'


@pytest.mark.parametrize(
    ("name", "initials"), [("Maya Okafor", "MO"), ("Ana Maria de Souza", "AS"), ("Cher", "C"), ("a.b@x.org", "AO")]
)
def test_an_avatar_shows_the_first_and_last_initial(name, initials):
    assert f">{initials}</span>" in _drawn("{% avatar name %}", name=name)


def test_an_avatar_keeps_its_colour_and_escapes_what_people_type():
    once, twice = (_drawn("{% avatar name %}", name="<b> Okafor") for _ in range(2))
    assert once == twice
    assert "<b>" not in once


def test_a_heading_sorts_the_other_way_when_it_sorts_already(rf):
    def drawn(sorted_by):
        request = rf.get("/", {"q": "x", "page": "3"})
        text = '{% sort_heading "Loss" "loss" sorted_by "num" %}'
        return _drawn(text, request=request, sorted_by=sorted_by)

    assert "?q=x&amp;sort=loss" in drawn("name")
    assert "page" not in drawn("name")
    assert 'aria-sort="ascending"' in drawn("loss")
    assert "sort=-loss" in drawn("loss")
    assert 'aria-sort="descending"' in drawn("-loss")
    assert "aria-sort" not in drawn("name")
