"""Two people doing something at the same moment, made to meet at the worst place."""

import threading
from collections.abc import Callable
from contextlib import suppress

from django.db import connection


class Meeting:
    """A place where two threads wait for each other, for a while: one that is held up elsewhere is not waited for."""

    def __init__(self, patience_s: float = 1.5) -> None:
        self._barrier = threading.Barrier(2, timeout=patience_s)

    def arrive(self) -> None:
        """Nothing comes back: the other one is here too, or is not coming."""
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each call gave back or raised, all run in threads with connections of their own."""
    answers: list[object] = [None] * len(calls)

    def run(place: int, call: Callable[[], object]) -> None:
        try:
            answers[place] = call()
        except Exception as error:  # noqa: BLE001 - what was raised is the answer
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers
