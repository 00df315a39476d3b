"""`manage.py serve` as somebody meets it: it starts, works, ends without a trace, and keeps the data."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from continuity.shell.supervisor import Address, PortTaken, make_sure_free

# web server and its process; worker, its two processes and the scheduler
WHOLE_FAMILY = 6
ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Served:
    """A `serve` in a folder of its own."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = _free_port()
        self.log = folder / "serve.log"
        left_out = {"DATABASE_URL", "BROKER_URL", "EMAIL_URL", "SECRET_KEY", "PYTEST_XDIST_WORKER"}
        environment = {name: value for name, value in os.environ.items() if name not in left_out}
        environment |= {"BALLAST_VAR": str(folder / "var"), "STATIC_STORAGE": "continuity.storage.HashedStaticFiles"}
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port), "--web-workers", "1", *options],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        for _ in range(400):
            if "Ballast is on http" in self.log.read_text():
                return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.2)
        raise AssertionError(f"it did not start:\n{self.log.read_text()}")

    def get(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def all_children(self) -> list[int]:
        """Every process that descends from this one, once there are as many as there will be."""
        for _ in range(200):
            if len(self.children()) >= WHOLE_FAMILY:
                break
            time.sleep(0.1)
        return self.children()

    def children(self) -> list[int]:
        """Every process that descends from this one now."""
        parents = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(stat.parent.name)] = int(words[1])
        found, new = set(), {self.process.pid}
        while new:
            found |= new
            new = {child for child, parent in parents.items() if parent in new} - found
        return sorted(found - {self.process.pid})


def _gone(processes: list[int]) -> bool:
    for _ in range(200):
        if not any(_is_alive(process) for process in processes):
            return True
        time.sleep(0.1)
    return False


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def serve(tmp_path):
    """A function that starts `serve` in the same folder each time."""
    started = []

    def start(*options: str) -> Served:
        started.append(Served(tmp_path, *options))
        return started[-1]

    yield start
    for served in started:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait(10)


def sign_ins(served: Served) -> list[str]:
    """What is printed below the address."""
    said = served.log.read_text().partition("Ballast is on http")[2].splitlines()[1:]
    return [" ".join(line.split()) for line in said if "@" in line or "password" in line]


def test_it_serves_pages_and_ends_without_a_trace_and_keeps_the_data(serve, tmp_path):
    served = serve()
    assert served.get("/livez") == (200, b'{"status": "alive"}')
    first = sign_ins(served)
    assert first[0].startswith("Sample sign-ins, all with the password ")
    assert "maya@northlight-skincare.example Editor of Northlight Skincare" in first
    status, page = served.get("/account/sign-in/")
    assert status == 200
    address = page.split(b'<link rel="stylesheet" href="')[1].split(b'"')[0].decode()
    assert served.get(address)[0] == 200
    secret = (tmp_path / "var" / "secret_key").read_text()
    children = served.all_children()
    assert len(children) >= WHOLE_FAMILY
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(60) == 0
    assert _gone(children)
    served = serve()
    assert (tmp_path / "var" / "secret_key").read_text() == secret
    assert sign_ins(served) == first
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 0


def test_its_children_end_even_when_it_is_killed(serve):
    served = serve("--no-samples")
    children = served.all_children()
    served.process.kill()
    served.process.wait(10)
    assert _gone(children)


def test_a_child_that_ends_by_itself_ends_everything(serve):
    served = serve("--no-samples")
    children = served.all_children()
    web = next(child for child in children if "gunicorn" in Path(f"/proc/{child}/cmdline").read_text())
    os.kill(web, signal.SIGKILL)
    assert served.process.wait(60) == 1
    assert "The web server ended by itself" in served.log.read_text()
    assert _gone(children)


def test_a_port_that_is_taken_is_said_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert run.returncode == 1
        assert run.stderr.strip().endswith(f"Choose another one, such as: make run PORT={port + 1}")
        assert len(run.stderr.strip().splitlines()) == 1
        with pytest.raises(PortTaken):
            make_sure_free(Address("127.0.0.1", port))
