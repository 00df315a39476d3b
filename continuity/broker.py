"""Kombu transport over a folder: what `make run` uses in place of a message server.

Kombu's own filesystem transport opens messages and its table of queues under their final names and then writes them, so
a reader can meet an empty file, which ends the worker. Here they are published, and messages claimed, by rename.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """Channel that never shows half a file and never gives one message to two consumers."""

    def get_table(self, exchange: str) -> list[filesystem.exchange_queue_t]:
        """The queues that hang on an exchange."""
        try:
            rows = loads(self._exchange_file(exchange).read_text())
        except FileNotFoundError:
            return []
        return [filesystem.exchange_queue_t(*row) for row in rows]

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self.control_folder.mkdir(exist_ok=True)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with (self.control_folder / ".lock").open("a") as held:
            filesystem.lock(held, filesystem.LOCK_EX)  # until the file is closed
            rows = self.get_table(exchange)
            if row not in rows:
                _publish(self._exchange_file(exchange), [row, *rows])

    def _lookup(self, exchange: str, routing_key: str, default: str | None = None) -> list[str]:
        # Kombu takes a queue for bound as soon as one thread of this process begins to bind it; a message that another
        # thread sends in that moment would find no queue and be dropped. Queues are named like their routing keys.
        found: list[str] = super()._lookup(exchange, routing_key, default)
        return found or [routing_key]

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]  # kombu's own two differ
        name = f"{time.time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        _publish(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        folder = Path(self.data_folder_in)
        for name in sorted(entry.name for entry in folder.iterdir()):
            if name.startswith(".") or name.partition(".")[2] != f"{queue}.msg":
                continue
            claimed = folder / f".{name}.{os.getpid()}"
            try:
                (folder / name).rename(claimed)
            except FileNotFoundError:  # another consumer was quicker
                continue
            payload = loads(claimed.read_text())
            claimed.unlink()
            return payload
        raise Empty


def _publish(path: Path, content: Any) -> None:
    """Nothing comes back: the file is there under its name, whole from the first moment on."""
    unfinished = path.with_name(f".{path.name}.{uuid.uuid4().hex}.tmp")
    unfinished.write_text(dumps(content))
    unfinished.replace(path)


class Transport(filesystem.Transport):
    """Transport of the `folder://` broker address."""

    Channel = Channel
    polling_interval = 0.1
