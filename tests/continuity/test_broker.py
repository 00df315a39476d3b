"""The folder transport: nobody sees half a message, nobody gets another's."""

import threading

import pytest
from kombu import Connection
from kombu.transport import TRANSPORT_ALIASES

from continuity import celery


@pytest.fixture
def connect(tmp_path):
    """A function that connects to a queue in a folder: by our transport, or by the one it stands on."""
    assert TRANSPORT_ALIASES["folder"] == "continuity.broker:Transport", celery
    folder = tmp_path / "queue"
    folder.mkdir()
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder / "control")}
    return lambda address="folder://localhost/": Connection(address, transport_options=options)


def test_messages_of_several_senders_reach_several_readers_once_each(connect):
    sent, got, lock = range(200), [], threading.Lock()

    def send(numbers):
        with connect() as connection, connection.SimpleQueue("work") as queue:
            for number in numbers:
                queue.put({"number": number})

    def read():
        with connect() as connection, connection.SimpleQueue("work") as queue:
            while True:
                try:
                    message = queue.get(timeout=2)
                except queue.Empty:
                    return
                message.ack()
                with lock:
                    got.append(message.payload["number"])

    calls = [(send, sent[:100]), (send, sent[100:]), (read,), (read,), (read,)]
    threads = [threading.Thread(target=call[0], args=call[1:]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(got) == list(sent)


WRITES = {
    "message": lambda channel: channel._put("work", {"number": 1}),
    "table": lambda channel: channel._queue_bind("work", "work", "", "work"),
}
OURS = ("folder://localhost/", "continuity.broker")
THEIRS = ("filesystem://localhost/", "kombu.transport.filesystem")


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
@pytest.mark.parametrize(("transport", "seen_by_a_reader"), [(OURS, []), (THEIRS, [""])], ids=["ours", "control"])
def test_nothing_is_to_be_seen_before_it_is_whole(transport, seen_by_a_reader, write, connect, monkeypatch, tmp_path):
    """The control shows that the test would see it, and why there is a transport of our own."""
    address, module = transport
    seen: list[str] = []

    def texts() -> list[str]:
        return [path.read_text() for path in tmp_path.rglob("[!.]*") if path.is_file()]

    def look(payload):
        seen.extend(texts())
        return "[]"

    with connect(address) as connection:
        channel = connection.channel()
        monkeypatch.setattr(f"{module}.dumps", look)
        write(channel)
    assert seen == seen_by_a_reader
    assert texts() == ["[]"]
