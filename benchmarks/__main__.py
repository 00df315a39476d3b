"""Runs the benchmarks named on the command line, or all of them: `python -m benchmarks [engine_core …]`."""

import importlib
import pkgutil
import sys

import benchmarks


def main() -> None:
    """Print the table of each benchmark under its name."""
    names = sys.argv[1:] or sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    for name in names:
        if name != "__main__":
            print(f"== {name}", flush=True)
            importlib.import_module(f"benchmarks.{name}").main()


main()
