"""Asking somebody else's server for a little JSON, without being led into our own network. A leaf.

Names are looked up once, every address they have must be public, and the connection goes to the address that
was checked. Redirects are not followed: nobody listed needs one.
"""

from __future__ import annotations

import json
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _t

SECONDS = 5.0
"""How long an answer may take, from the first byte sent to the last one read."""
MOST = 256 * 1024
"""The longest answer that is read, in bytes."""
OK = 200
AGENT = "Newsroom (embeds; {site})"


class Unanswered(Exception):
    """There is no answer we can use; the message is a sentence for the editor."""


def json_from(address: str, *, seconds: float = SECONDS, most: int = MOST) -> dict[str, Any]:
    """The object a server answers with. Raises Unanswered with the reason."""
    parts = urlsplit(address)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    connection = _Checked(host, port, _checked_address(host, port), is_secure, seconds)
    try:
        connection.connect()
        # A server that sends a byte a second would keep within every single timeout.
        alarm = Timer(seconds, connection.hang_up)
        alarm.start()
        try:
            told = _answer(connection, f"{parts.path}?{parts.query}" if parts.query else parts.path, most)
        finally:
            alarm.cancel()
    except (OSError, HTTPException) as error:
        raise Unanswered(_t("%(host)s does not answer.") % {"host": host}) from error
    finally:
        connection.close()
    return _as_object(told, host)


def _answer(connection: _Checked, path: str, most: int) -> bytes:
    agent = AGENT.format(site=settings.SITE_URL)
    connection.request("GET", path, headers={"Accept": "application/json", "User-Agent": agent})
    response = connection.getresponse()
    if response.status != OK:
        raise Unanswered(_refused(response, connection.host))
    body = response.read(most + 1)
    if len(body) > most:
        raise Unanswered(_t("The answer of %(host)s is too long.") % {"host": connection.host})
    return body


def _refused(response: HTTPResponse, host: str) -> str:
    if response.status in (401, 403, 404, 410):
        return _t("%(host)s has no such page, or does not show it to everybody.") % {"host": host}
    return _t("%(host)s answered with %(status)d.") % {"host": host, "status": response.status}


def _as_object(body: bytes, host: str) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Unanswered(_t("The answer of %(host)s cannot be read.") % {"host": host})
    return told


def _checked_address(host: str, port: int) -> str:
    """An address of the host, all of whose addresses are public. Raises Unanswered."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unanswered(_t("%(host)s does not answer.") % {"host": host}) from error
    addresses = [str(entry[4][0]) for entry in found]
    if host not in settings.EMBED_INSIDE and not all(map(_is_public, addresses)):
        raise Unanswered(_t("%(host)s is inside a private network.") % {"host": host})
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ip_address(address.partition("%")[0])
    mapped = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (mapped is None or mapped.is_global)


class _Checked(HTTPConnection):
    """A connection to the address that was checked, whatever the name means by now."""

    def __init__(self, host: str, port: int, address: str, is_secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.address, self.is_secure = address, is_secure

    def connect(self) -> None:
        """Open the socket, encrypted for https."""
        self.sock = socket.create_connection((self.address, self.port), self.timeout)
        if self.is_secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def hang_up(self) -> None:
        """End the connection while another thread waits on it."""
        if sock := self.sock:
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                self.close()
