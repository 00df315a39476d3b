#!/usr/bin/env python
"""Entry for every command of the project; see `manage.py help`."""

import gc
import os
import sys


def main() -> None:
    """Nothing comes back: the command has run."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "continuity.settings")
    if sys.argv[1:2] == ["assess"]:  # reads a file and writes files: without tables nothing of Django has to be set up
        gc.disable()  # the process ends before there is anything worth collecting
        from continuity.exports.management.commands.assess import Command  # noqa: PLC0415

        command = Command()
        command.execute(**vars(command.create_parser(sys.argv[0], "assess").parse_args(sys.argv[2:])))
        return
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
