"""The icon sprite and the chart styles, made from the installed packages."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from assessments.ui.icons import ICONS
from tools import assets

NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"


def test_the_sprite_holds_every_icon_under_its_name():
    drawing = ElementTree.fromstring(assets.sprite(NODE_MODULES / "bootstrap-icons" / "icons"))
    symbols = {symbol.get("id"): symbol for symbol in drawing}
    assert sorted(symbols) == sorted(ICONS)
    assert all(symbol.get("viewBox") == "0 0 16 16" and len(symbol) for symbol in symbols.values())


def test_the_rules_of_plotly_are_found_in_its_script():
    script = (NODE_MODULES / "plotly.js-basic-dist-min" / "plotly-basic.min.js").read_text()
    rules = assets.plotly_rules(script)
    assert ".js-plotly-plot .plotly .main-svg { position:absolute;top:0;left:0;pointer-events:none; }" in rules
    assert ".plotly-notifier p { margin:0; }" in rules
    assert "Open Sans" not in rules
    assert rules.count("{") == rules.count("}") > 40


def test_a_script_without_the_rules_is_a_named_mistake():
    with pytest.raises(ValueError, match="no longer holds its styles"):
        assets.plotly_rules("var nothing = {};")


def test_both_files_are_made_beside_the_packages(tmp_path):
    for package in ("bootstrap-icons", "plotly.js-basic-dist-min"):
        (tmp_path / package).symlink_to(NODE_MODULES / package)
    made = assets.make(tmp_path)
    assert [path.name for path in made] == ["icons.svg", "plotly.css"]
    assert all(path.read_text() for path in made)
