"""What holds for every chart: small, without markup, in colours that there are, and right on a phone."""

import json
import re
from pathlib import Path

import pytest

from tests.assessments.ui.gallery import samples

TOKENS = (Path(__file__).resolve().parents[4] / "static" / "css" / "tokens.css").read_text()
FIGURES = {card.key: card.figure for make in samples.CARDS if (card := make()).figure}
FIGURES |= {card.key: card.figure for card in samples.others()}
BUDGET_BYTES = 30 * 1024
MOST_POINTS = 200


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_is_small_and_plain_json(key):
    text = json.dumps(FIGURES[key], allow_nan=False)
    assert len(text) <= BUDGET_BYTES
    for trace in FIGURES[key]["data"]:
        assert len(trace.get("x") or ()) <= MOST_POINTS


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_names_only_colours_that_there_are(key):
    for text in _texts(FIGURES[key]):
        if text.startswith("@"):
            assert f"--ds-{text[1:]}:" in TOKENS, text
        assert not re.match(r"#[0-9a-f]{3,6}$|rgb\(", text), "a colour stands in tokens.css"


@pytest.mark.parametrize("key", FIGURES)
def test_a_figure_holds_no_markup(key):
    for text in _texts(FIGURES[key]):
        assert not re.search(r"<(?!extra></extra>|/extra>)", text), text


@pytest.mark.parametrize("key", FIGURES)
def test_nothing_can_be_dragged_or_zoomed(key):
    layout = FIGURES[key]["layout"]
    assert layout["dragmode"] is False
    assert layout["xaxis"]["fixedrange"]
    assert layout["yaxis"]["fixedrange"]


@pytest.mark.parametrize("key", FIGURES)
def test_at_most_four_notes_beside_the_names_of_lines_and_bars(key):
    names = {"by-function", "tornado", "mix", "readiness", "largest", "waterfall"}
    notes = FIGURES[key]["layout"].get("annotations") or []
    assert key in names or len(notes) <= 6
