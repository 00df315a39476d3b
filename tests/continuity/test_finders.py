"""Files of installed packages as static files."""

import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import run_checks

from continuity.finders import PACKAGE_FILES, PackageFiles


def test_every_package_file_is_found_listed_and_readable():
    listed = dict(PackageFiles().list([]))
    for address in PACKAGE_FILES:
        assert finders.find(address), f"{address}: run `make setup`"
        with listed[address].open(address) as file:
            assert file.read(20)


def test_a_file_that_was_not_installed_is_an_error_of_the_check(monkeypatch):
    assert not [error for error in run_checks(tags=["staticfiles"]) if error.id == "ballast.E010"]
    monkeypatch.setitem(PACKAGE_FILES, "vendor/nothing.js", "no-such-package/nothing.js")
    (error,) = PackageFiles().check()
    assert error.id == "ballast.E010"
    assert "make setup" in error.hint
    assert PackageFiles().find("vendor/other.js") is None
    assert PackageFiles().find("vendor/other.js", find_all=True) == []


def test_what_our_stylesheets_name_is_there():
    for path in settings.STATICFILES_DIRS[0].rglob("*.css"):
        for address in re.findall(r"url\(\"\.\./(vendor/[^\"]+)\"\)", path.read_text()):
            assert finders.find(address), f"{path.name} names {address}"
