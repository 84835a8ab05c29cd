"""A real nginx on this machine with deploy/nginx.conf, for tests and benchmarks."""

from __future__ import annotations

import os
import re
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from math import ceil
from pathlib import Path

SHIPPED = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"
HOST = "127.0.0.1"
# Where Debian puts it is on nobody's PATH but root's.
PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
STARTS_WITHIN = 60

AROUND = """
{user}
worker_processes {workers};
pcre_jit on;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 10000000;
    default_type text/html;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{shipped}
}}
"""


def shipped(port: int, upstream: int, store: Path) -> str:
    """deploy/nginx.conf at that port, without TLS, in front of that port, with its copies in that folder."""
    text = re.sub(
        r"server \{\s+listen 80;.*?\n\}\n", "", SHIPPED.read_text(encoding="utf-8"), flags=re.DOTALL
    )
    text = re.sub(r"\n\s+ssl_\w+ [^;]+;|\n\s+listen \[::\][^;]+;", "", text)
    changes = {
        "listen 443 ssl http2;": f"listen {HOST}:{port};",
        "server 127.0.0.1:8000;": f"server {HOST}:{upstream};",
        "/var/cache/nginx/newsroom": str(store),
    }
    for old, new in changes.items():
        if text.count(old) != 1:
            message = f"deploy/nginx.conf has {old!r} {text.count(old)} times, not once"
            raise ValueError(message)
        text = text.replace(old, new)
    return text


@contextmanager
def nginx(folder: Path, servers: str, port: int, *, workers: int = 2) -> Iterator[subprocess.Popen[bytes]]:
    """nginx with these parts of a configuration, which listen at that port, until the block ends."""
    if PROGRAM is None:
        message = "nginx is not installed. On Debian and Ubuntu: apt-get install nginx-light"
        raise SystemExit(message)
    user = "user root;" if os.geteuid() == 0 else ""
    written = folder / "nginx.conf"
    written.write_text(
        AROUND.format(user=user, workers=workers, folder=folder, shipped=servers), encoding="utf-8"
    )
    command = [PROGRAM, "-c", str(written), "-e", str(folder / "nginx.log")]
    started = subprocess.Popen(command)
    try:
        _wait_for(port, started, folder)
        yield started
    finally:
        started.terminate()
        started.wait(STARTS_WITHIN)


def _wait_for(port: int, started: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and started.poll() is None:
        try:
            with socket.create_connection((HOST, port), 1):
                return
        except OSError:
            time.sleep(0.02)
    message = f"nginx does not listen at {port}: {(folder / 'nginx.log').read_text(encoding='utf-8')}"
    raise SystemExit(message)


def age(store: Path, seconds: float) -> None:
    """Put nginx's clock forward for the copies it has: they are good for that much less.

    The second eight bytes of a copy are the last second of its validity (ngx_http_file_cache_header_t).
    """
    for copy in store.glob("[0-9a-f]*"):
        # nginx may drop one meanwhile that nobody reads any more.
        with suppress(FileNotFoundError), copy.open("r+b") as file:
            _version, until = struct.unpack("=QQ", file.read(16))
            file.seek(8)
            file.write(struct.pack("=Q", max(0, until - ceil(seconds))))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port
