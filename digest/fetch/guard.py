"""Which addresses may be connected to, and for how long: the layer below HTTP, where neither redirects nor DNS can cheat.

The name is resolved here, every answer is judged, and the judged address is the one that is connected to, so that a second
DNS answer changes nothing. The deadline is kept at each read of the socket, so that a server that drips bytes can't
stretch it.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import httpcore2

_serving = threading.local()

_NEVER = [
    ipaddress.ip_network(n)
    for n in ("192.0.0.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "fec0::/10", "100.64.0.0/10")
]


class RefusedAddress(Exception):
    """The host resolves to an address that a crawl may not reach."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """All socket work of this thread inside the block ends by then."""
    _serving.until = monotonic() + seconds
    try:
        yield
    finally:
        _serving.until = None


def _left(timeout: float | None) -> float | None:
    until: float | None = getattr(_serving, "until", None)
    if until is None:
        return timeout
    left = until - monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("deadline")
    return left if timeout is None else min(timeout, left)


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, embedded IPv4 addresses looked into."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _NEVER if net.version == ip.version)


class _Stream(httpcore2.NetworkStream):
    """A network stream whose every read and write counts against the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class Guard(httpcore2.NetworkBackend):
    """Connects to public addresses, and to private ones only of the origins (`host:port`) in `private`."""

    def __init__(self, private: frozenset[str]) -> None:
        self._private, self._tcp = private, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A stream to the first vetted address that answers; raises RefusedAddress, ConnectError, ConnectTimeout."""
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host}: {error}") from error
        addresses = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        if f"{host}:{port}" not in self._private and not all(map(is_public, addresses)):
            raise RefusedAddress(f"{host}:{port} → {', '.join(addresses)}")
        failure: Exception = httpcore2.ConnectError(f"{host}: no address")
        for address in addresses[:4]:
            try:
                return _Stream(self._tcp.connect_tcp(address, port, _left(timeout), local_address, socket_options))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure
