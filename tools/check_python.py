"""Ends with a plain sentence when this Python cannot run the product, before anything is installed."""

import importlib.util
import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    found = ".".join(str(part) for part in sys.version_info[:3])
    sys.exit(f"Ballast needs Python 3.11 or newer, and this is {found}. Say which to use: make run PYTHON=python3.11")
for module in ("venv", "ensurepip"):
    if importlib.util.find_spec(module) is None:
        sys.exit(f"This Python has no {module}. On Debian and Ubuntu install the package python3-venv, then try again.")
