"""`manage.py assess`: a profile file in; results and the continuity plan out. No browser, no database."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import BaseCommand, CommandParser

from assessments.questionnaires.profile import Profile
from assessments.questionnaires.reading.mistakes import Notice
from continuity.exports.folder import write_all, write_one

CANNOT_BE_USED = 2
"""Exit code when the file cannot be used; nothing is written then."""
STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    """Assesses one organisation from its profile file."""

    help = (
        "Reads a profile file (YAML or JSON) and writes results.json, plan.pdf, plan.docx, plan.xlsx, plan.md, plan.json "
        "and profile.json into a folder. Exit 0, or 2 with every mistake of the file listed and nothing written."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing comes back: the parser knows the file and where the results go."""
        parser.add_argument("file", type=Path, metavar="FILE", help="the profile file")
        target = parser.add_mutually_exclusive_group(required=True)
        target.add_argument("--out", type=Path, metavar="DIR", help="folder for the results and the plan")
        target.add_argument("--json", metavar="PATH", help="results only, to a file, or to standard output with -")
        target.add_argument(
            "--explain", action="store_true", help="list which answers are used, hidden, missing, unknown"
        )
        parser.add_argument("--today", type=_day, default=None, help="stands for today where the file has no as_of")

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back; mistakes go to standard error and end the process with 2."""
        profile, notices = self._read(options["file"], options["today"] or date.today())  # noqa: DTZ011
        if options["explain"]:
            self._explain(profile)
            return
        from assessments.scoring.evaluate import evaluate
        from assessments.scoring.report.results import results_bytes, results_of

        results = results_of(evaluate(profile), notices)
        content = results_bytes(results)
        if options["json"] == STANDARD_OUTPUT:
            sys.stdout.buffer.write(content)
            sys.stdout.flush()
            return
        self._warn(notices)
        if options["json"]:
            target = Path(options["json"])
            self._write(target, lambda: write_one(target, content))
        else:
            files = {"results.json": content, **self._plan(profile, results)}
            self._write(options["out"], lambda: write_all(options["out"], files))
        self.stdout.write(results["headline"]["sentence"])

    def _read(self, file: Path, today: date) -> tuple[Profile, list[Notice]]:
        from assessments.questionnaires.bank import bank
        from assessments.questionnaires.file_text import read_file
        from assessments.questionnaires.profile_file import read_profile
        from assessments.questionnaires.reading.mistakes import Unreadable

        try:
            content = read_file(file)
        except Unreadable as refusal:
            self._refuse([f"{file}: {refusal}"])
        profile, report = read_profile(content, bank(), today)
        if profile is None:
            self._refuse(f"{mistake.path or file}: {mistake.sentence}" for mistake in report.mistakes)
        return profile, report.notices

    def _plan(self, profile: Profile, results: dict[str, Any]) -> dict[str, bytes]:
        """The plan in every format, and the profile in the form in which it can be read again."""
        import json

        from django.conf import settings

        from assessments.questionnaires.profile_export import profile_content
        from continuity.exports.formats import FORMATS, export
        from continuity.plans.basis import basis_of
        from continuity.plans.standing import Standing
        from continuity.plans.writing import plan_of

        standing = Standing(issued_on=profile.as_of, author="Ballast, from a profile file")
        document = plan_of(basis_of(profile, results, standing))
        made = {key: export(document, key, fonts=settings.FONTS_DIR) for key in FORMATS}
        for note in dict.fromkeys(note for one in made.values() for note in one.notes):
            self.stderr.write(f"Note: {note}")
        content = json.dumps(profile_content(profile), sort_keys=True, ensure_ascii=False, indent=1) + "\n"
        return {**{f"plan.{one.suffix}": one.content for one in made.values()}, "profile.json": content.encode()}

    def _explain(self, profile: Profile) -> None:
        from assessments.scoring.evaluate import evaluate
        from assessments.scoring.report.results import explain

        for kind, paths in explain(evaluate(profile)).items():
            self.stdout.write(f"{kind} ({len(paths)})")
            for path in paths:
                self.stdout.write(f"  {path}")

    def _warn(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            self.stderr.write(f"Warning: {notice.path}: {notice.sentence}")

    def _write(self, target: Path, write: Callable[[], None]) -> None:
        try:
            write()
        except OSError as refusal:
            self._refuse([f"{target}: cannot be written: {refusal.strerror or refusal}. Nothing was left there."])

    def _refuse(self, sentences: Iterable[str]) -> NoReturn:
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(CANNOT_BE_USED)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as refusal:
        raise ArgumentTypeError(f"{text!r} is not a date such as 2026-11-22") from refusal
