"""Ports for servers that have to be told theirs before they start."""

import itertools
import os
import socket

# Below those that systems give to whoever asks for any, from 32768 on: nobody gets one before its server starts.
_FIRST, _HOW_MANY = 10_000, 20_000
_turns = itertools.count(101 * os.getpid())  # far from those of other processes


def free_port() -> int:
    """A port of this machine that nobody listens on, each time another."""
    for turn in _turns:
        port = _FIRST + turn % _HOW_MANY
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if one.connect_ex(("127.0.0.1", port)):  # refused
                return port
    raise AssertionError("there are always more turns")
