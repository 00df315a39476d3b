"""The suite itself: no test leaves this machine."""

import socket

import pytest

from tests.conftest import LeftTheMachine


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.com", 443)])
def test_an_address_that_is_not_this_machine_fails_the_test(address):
    with socket.socket() as out, pytest.raises(LeftTheMachine):
        out.connect(address)
    with socket.socket() as out, pytest.raises(LeftTheMachine):
        out.connect_ex(address)


def test_this_machine_may_be_reached():
    with socket.socket() as server, socket.socket() as out:
        server.bind(("127.0.0.1", 0))
        server.listen()
        out.connect(server.getsockname())
