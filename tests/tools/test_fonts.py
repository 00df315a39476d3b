"""The typefaces of printed plans are made from the installed web fonts."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tools import fonts

NODE_MODULES = Path(__file__).resolve().parents[2] / "node_modules"


@pytest.fixture
def few(monkeypatch):
    chosen = [
        face for face in fonts.faces() if face.file_name in {"PublicSans-Bold.ttf", "SourceSerif4Greek-Regular.ttf"}
    ]
    monkeypatch.setattr(fonts, "faces", lambda: iter(chosen))


def test_a_file_is_static_named_and_weighted(few, tmp_path):
    made = {path.name: TTFont(path) for path in fonts.make_fonts(NODE_MODULES, tmp_path)}
    bold = made["PublicSans-Bold.ttf"]
    assert "fvar" not in bold
    assert bold["name"].getDebugName(1) == "Public Sans"
    assert bold["OS/2"].usWeightClass == 700
    assert ord("£") in bold.getBestCmap()
    assert ord("Ω") in made["SourceSerif4Greek-Regular.ttf"].getBestCmap()


def test_files_that_are_there_are_left_alone(few, tmp_path):
    (tmp_path / "PublicSans-Bold.ttf").write_bytes(b"mine")
    fonts.make_fonts(NODE_MODULES, tmp_path)
    assert (tmp_path / "PublicSans-Bold.ttf").read_bytes() == b"mine"
    assert not list(tmp_path.glob("*.part"))


def test_a_missing_source_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="public-sans-latin-wght-normal"):
        fonts.make_fonts(tmp_path / "nowhere", tmp_path)


def test_no_two_files_have_one_name():
    names = [face.file_name for face in fonts.faces()]
    assert len(names) == len(set(names)) == 21
