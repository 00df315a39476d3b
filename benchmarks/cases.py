"""The published cases and the references of our own that the engine's tests hold it to, each with pass or fail.

Run `python -m benchmarks cases`. Nothing is copied here: a test is listed if its description begins with the case's
short name, and what is printed is what came of running that very test.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TESTS = "tests/assessments/engine"
CASE = re.compile(r"(?P<names>(?:(?:, | and )?[A-Z]+(?:-[A-Z]?)?\d+)+): (?P<told>.+)", re.DOTALL)


class Cases:
    """A plugin for pytest that keeps the tests of cases, and what came of each."""

    def __init__(self) -> None:
        self.told: dict[str, tuple[str, str]] = {}
        self.passed: dict[str, bool] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep the tests whose description begins with the name of a case."""
        for item in items:
            found = CASE.match(getattr(getattr(item, "function", None), "__doc__", None) or "")
            if found:
                self.told[item.nodeid] = (found["names"], " ".join(found["told"].split()))
        items[:] = [item for item in items if item.nodeid in self.told]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a failure of any part of a test."""
        self.passed[report.nodeid] = self.passed.get(report.nodeid, True) and report.passed

    def lines(self) -> list[str]:
        """Return a line for each case; the runs of one test with several numbers count as one."""
        cases: dict[tuple[str, str], list[bool]] = {}
        for node, case in self.told.items():
            cases.setdefault(case, []).append(self.passed.get(node, False))
        return [
            f"{'PASS' if all(runs) else 'FAIL'}  {names:12} {told}{f' ({len(runs)} runs)' if len(runs) > 1 else ''}"
            for (names, told), runs in sorted(cases.items())
        ]


def main() -> None:
    """Run the tests of all cases and print the list; the process fails if any of them does."""
    cases = Cases()
    quiet = ["-p", "no:terminal", "-p", "no:randomly", "-p", "no:cacheprovider"]
    code = pytest.main([*quiet, f"--rootdir={ROOT}", str(ROOT / TESTS)], plugins=[cases])
    lines = cases.lines()
    print("\n".join(lines))
    failed = sum(line.startswith("FAIL") for line in lines)
    print(f"{len(lines)} cases, {failed} failed")
    if code or failed or not lines:
        sys.exit(1)


if __name__ == "__main__":
    main()
