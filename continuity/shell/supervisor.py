"""Runs the web server and the worker as children that end with their parent, whatever ends it."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

POLL_S = 0.2
_PR_SET_PDEATHSIG = 1


class PortTaken(Exception):
    """Another program listens there already."""


@dataclass(frozen=True)
class Address:
    """Where the web server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def make_sure_free(address: Address) -> None:
    """Nothing comes back; raises PortTaken if the address cannot be listened at."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host.strip("[]"), address.port))
            probe.listen(1)
        except OSError as error:
            raise PortTaken(
                f"Port {address.port} is taken by another program. Choose another one, such as: "
                f"make run PORT={address.port + 1}"
            ) from error


def web(address: Address, *, workers: int, threads: int) -> list[str]:
    """The command of the web server. `--reuse-port` spreads connections; without it one worker takes them all."""
    return [
        *(sys.executable, "-m", "gunicorn", "continuity.wsgi", "--bind", str(address)),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads), "--reuse-port"),
        *("--keep-alive", "30", "--graceful-timeout", "10", "--no-control-socket", "--log-level", "warning"),
    ]


def worker(*, processes: int) -> list[str]:
    """The command of the background worker, with the scheduler inside."""
    return [
        # A first run as root, such as in a container, is no reason for Celery's page of warning.
        *(sys.executable, "-W", "ignore:You're running the worker with superuser", "-m"),
        *("celery", "-A", "continuity.celery", "--quiet", "worker", "--pool", "prefork"),
        *("--concurrency", str(processes), "--beat", "--hostname", "ballast@%h", "--loglevel", "WARNING"),
        *("--without-gossip", "--without-mingle"),
    ]


def supervise(
    commands: Mapping[str, Sequence[str]], *, when_up: Callable[[], None], say: Callable[[str], Any], grace_s: float
) -> int:
    """The exit code, after a signal (0) or after one of the commands ended by itself (1); no child is left running."""
    asked_to_stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: asked_to_stop.append(received))
    environment = {**os.environ, "C_FORCE_ROOT": "1"}
    children = {name: _start(command, environment) for name, command in commands.items()}
    code = 0
    when_up()
    while not asked_to_stop:
        for name, child in children.items():
            if child.poll() is not None:
                say(f"The {name} ended by itself with code {child.returncode}, so everything is stopped.")
                code = 1
                asked_to_stop.append(0)
        time.sleep(POLL_S)
    _stop(children, say=say, grace_s=grace_s)
    return code


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    supervisor = os.getpid()

    def before_start() -> None:
        os.setpgid(0, 0)  # Ctrl-C in the terminal reaches the supervisor only, which ends the children in order
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != supervisor:  # the supervisor died before the line above
                os.kill(os.getpid(), signal.SIGTERM)

    # One thread runs here, and the commands are those of this module.
    return subprocess.Popen(command, env=environment, preexec_fn=before_start)  # noqa: PLW1509, S603


def _stop(children: Mapping[str, subprocess.Popen[bytes]], *, say: Callable[[str], Any], grace_s: float) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    end = time.monotonic() + grace_s
    for name, child in children.items():
        try:
            child.wait(max(0.1, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {name} did not end in time and was killed; unfinished work is taken up at the next start.")
        _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """Whatever is left of the child's process group, such as a pool process whose parent is gone, is ended."""
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    child.wait()
