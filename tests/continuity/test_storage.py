"""Names and sizes of static files."""

import brotli
import pytest
from django.core.management import call_command

from continuity.storage import HashedStaticFiles, QuickCompressor


@pytest.fixture
def collected(settings, tmp_path):
    """A folder with a stylesheet that names a source map which is not there, collected as in production."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    rules = "".join(f".rule-{number} {{ color: red }}\n" for number in range(200))
    (source / "css" / "page.css").write_text(
        f"{rules}.dot {{ background: url(../dot.svg) }}\n/*# sourceMappingURL=gone.css.map */"
    )
    (source / "page.js").write_text("let one = 1;\n//# sourceMappingURL=gone.js.map\n")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "continuity.storage.HashedStaticFiles"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path / "static"


def test_a_missing_source_map_stops_nothing_and_every_name_holds_a_fingerprint(collected):
    names = {path.name for path in collected.rglob("*") if path.suffix in {".css", ".js", ".svg"}}
    assert all(name.count(".") == 2 for name in names)
    assert {name.split(".")[0] for name in names} == {"page", "dot"}


def test_a_stylesheet_names_the_files_it_uses_by_their_new_names(collected):
    (style,) = (collected / "css").glob("page.*.css")
    (dot,) = collected.glob("dot.*.svg")
    assert f"../{dot.name}" in style.read_text()


def test_files_are_compressed_for_the_browser(collected):
    (style,) = (collected / "css").glob("page.*.css")
    (packed,) = (collected / "css").glob("page.*.css.br")
    assert brotli.decompress(packed.read_bytes()) == style.read_bytes()
    assert packed.stat().st_size < style.stat().st_size / 5
    assert isinstance(HashedStaticFiles().create_compressor(quiet=True), QuickCompressor)
