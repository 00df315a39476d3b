"""`manage.py serve`: everything that runs, in one command and without another server."""

import http.client
import io
import sys
import threading
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser, call_command

from continuity.shell import supervisor


class Command(BaseCommand):
    """Sets up the data, then runs web server, background worker and scheduler until Ctrl-C."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing comes back: the parser knows where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--web-workers", type=int, default=2)
        parser.add_argument("--worker-processes", type=int, default=2)
        parser.add_argument("--no-samples", action="store_true", help="start without the sample organisations")
        parser.add_argument("--grace", type=float, default=20, help="seconds that running work gets when stopping")

    def handle(self, *_: Any, **options: Any) -> None:
        """Nothing comes back; the process ends with the code of the supervisor."""
        address = supervisor.Address(options["host"], options["port"])
        try:
            supervisor.make_sure_free(address)
        except supervisor.PortTaken as taken:
            raise CommandError(str(taken)) from taken
        try:
            samples = self.prepare(with_samples=not (options["no_samples"] or settings.PRODUCTION))
        except KeyboardInterrupt as stopped:
            raise CommandError("Stopped before it was ready; the next start takes it up.") from stopped
        commands = {
            "web server": supervisor.web(address, workers=options["web_workers"], threads=4),
            "worker": supervisor.worker(processes=options["worker_processes"]),
        }
        code = supervisor.supervise(
            commands, when_up=lambda: self.announce(address, samples), say=self.stderr.write, grace_s=options["grace"]
        )
        self.stdout.write("Stopped.")
        sys.exit(code)

    def prepare(self, *, with_samples: bool) -> str:
        """What the samples command says about signing in; the data and the static files are ready now."""
        said = io.StringIO()
        call_command("migrate", verbosity=0)
        if with_samples:
            call_command("load_samples", stdout=said)
        call_command("collectstatic", interactive=False, verbosity=0)
        for unclaimed in Path(settings.VAR, "queue").glob(".*"):
            unclaimed.unlink()  # a message that a worker took and did not live to read; the job's row knows of it
        return said.getvalue()

    def announce(self, address: supervisor.Address, samples: str) -> None:
        """Nothing comes back: the address and the sample sign-ins are printed as soon as pages are answered."""
        shown = "localhost" if address.host == "127.0.0.1" else address.host

        def wait_and_say() -> None:
            for _ in range(150):
                if _answers(address):
                    self.stdout.write(f"Ballast is on http://{shown}:{address.port}/ (Ctrl-C stops it).\n{samples}")
                    self.stdout.flush()
                    return
                time.sleep(0.2)

        threading.Thread(target=wait_and_say, daemon=True).start()


def _answers(address: supervisor.Address) -> bool:
    connection = http.client.HTTPConnection(address.host, address.port, timeout=2)
    try:
        connection.request("GET", "/livez", headers={"Host": "localhost"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()
