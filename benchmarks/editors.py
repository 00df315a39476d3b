"""Forty people who change the same five answers at once, on a served installation with either database.

Every save is answered 200 or 409 and nothing else; who is told 409 tries again from the version that was kept. Afterwards
the revisions in the database are held against what was acknowledged: each acknowledged text under its version, versions
without a gap, the last one the answer that is kept, and an audit trail that holds (reliability, L4).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

from benchmarks.pages import NOTED, SAMPLE, Site, Typist, load, sites

EDITORS, HOT, SECONDS = 40, NOTED[:5], 5.0
REVISIONS = """
import json
from assessments.questionnaires.models import Answer, AnswerRevision
rows = AnswerRevision.objects.order_by("version").values_list("answer__question", "version", "after__note")
kept = Answer.objects.values_list("question", "version", "note")
where = {"organisation__slug": "%s", "question__in": %r}
print(json.dumps([
    list(rows.filter(**{f"answer__{name}": value for name, value in where.items()})), list(kept.filter(**where))
]))
"""


class Editor(Typist):
    """One of several people who change the same answer; remembers under which version each text was acknowledged."""

    def __init__(self, site: Site, question: str, number: int) -> None:
        super().__init__(site, question)
        self.number, self.tries, self.most_tries = number, 0, 0
        self.kept: dict[int, str] = {}

    def text(self) -> str:
        """Nobody else's, and never the same twice."""
        return f"editor {self.number}, {super().text()}"

    def settle(self, content: bytes) -> None:
        """Nothing comes back: an acknowledged text is remembered, a conflict names the version to go on from."""
        answer, self.tries = json.loads(content), self.tries + 1
        self.version = answer["version"]
        if "yours" not in answer:
            self.kept[self.version], self.most_tries, self.tries = self.sent, max(self.most_tries, self.tries), 0


def faults(editors: list[Editor], revisions: list[list], kept: list[list]) -> Iterator[str]:
    """A sentence for everything that was acknowledged and is not so, or is there and has a gap."""
    texts = {(question, version): note for question, version, note in revisions}
    for editor in editors:
        for version, text in editor.kept.items():
            if texts.get((editor.question, version)) != text:
                yield f"{editor.question}: version {version} was acknowledged as {text!r} and is not that."
    for question, version, note in kept:
        versions = sorted(known for asked, known in texts if asked == question)
        if versions != list(range(1, version + 1)):
            yield f"{question}: the versions have a gap."
        if texts.get((question, version)) != note:
            yield f"{question}: what is kept is not the last version."


def manage(site: Site, database: str | None, *command: str) -> str:
    """What a management command prints about the installation."""
    environment = {**os.environ, "BALLAST_VAR": site.folder.name, "LOG_LEVEL": "ERROR"}
    if database:
        environment["DATABASE_URL"] = database
    ran = subprocess.run(
        [sys.executable, "manage.py", *command], capture_output=True, check=True, text=True, env=environment
    )
    return ran.stdout.strip()


def measure(site: Site, database: str | None) -> Iterator[str]:
    """The lines about one installation."""
    editors = [Editor(site, HOT[number % len(HOT)], number) for number in range(EDITORS)]
    seen = load(site, [editor.next for editor in editors], SECONDS)
    listed = manage(site, database, "shell", "--verbosity", "0", "-c", REVISIONS % (SAMPLE, HOT))
    revisions, kept = json.loads(listed)
    found = list(faults(editors, revisions, kept))
    saved = sum(len(editor.kept) for editor in editors)
    yield f"  {saved / SECONDS:.0f} saves/s, answers by status {dict(Counter(seen.statuses))}, p95 {seen.p95_ms:.0f} ms"
    yield f"  most tries of an editor until a save was taken: {max(editor.most_tries for editor in editors)}"
    yield f"  acknowledged and lost, or gaps: {len(found)}" + "".join(f"\n    {one}" for one in found[:5])
    yield f"  audit trail: {manage(site, database, 'audit_verify', SAMPLE)}"


def main() -> None:
    """Print what was seen on each database."""
    for name, url, site in sites():
        print(name, *measure(site, url), sep="\n", flush=True)


if __name__ == "__main__":
    main()
