"""The named errors of the engine, each a plain sentence a person can act on."""

from __future__ import annotations


class EngineError(Exception):
    """The number cannot be computed; the message says why."""


class InvalidInput(EngineError):
    """A value was given that the caller can mend.

    Attributes: ``name`` of the value, the ``value`` itself, and what is ``allowed``.

    >>> str(InvalidInput("weight", 1.4, "a share between 0 and 1"))
    'weight is 1.4: it must be a share between 0 and 1.'
    """

    def __init__(self, name: str, value: object, allowed: str) -> None:
        self.name = name
        self.value = value
        self.allowed = allowed
        super().__init__(f"{name} is {value}: it must be {allowed}.")

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[str, object, str]]:
        return (InvalidInput, (self.name, self.value, self.allowed))


class NotSettled(EngineError):
    """An iteration did not reach its fixed point within the allowed number of sweeps."""
