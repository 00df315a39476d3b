"""Documents wear the light theme of the pages."""

import re
from pathlib import Path

from continuity.exports.palette import BAND, BAND_PLAN, LIGHT

STATIC = Path(__file__).resolve().parents[3] / "static"


def test_the_colours_of_documents_are_those_of_the_light_theme():
    theme = next(STATIC.rglob("tokens.css")).read_text().partition('[data-bs-theme="light"] {')[2].partition("}")[0]
    tokens = dict(re.findall(r"--ds-([a-z0-9-]+): ([^;]+);", theme))
    assert {name: tokens[name] for name in LIGHT} == LIGHT
    for name, (colour, opacity) in (("band", BAND), ("band-2", BAND_PLAN)):
        red, green, blue, alpha = re.findall(r"[\d.]+", tokens[name])
        assert colour == f"#{int(red):02x}{int(green):02x}{int(blue):02x}"
        assert float(alpha) == opacity
