"""Real servers for the benchmarks: a throw-away installation, granian as deploy/ starts it, nginx, and wrk.

Everything listens on 127.0.0.1 only, and every process that is started here is ended here. nginx itself comes
from tests/nginx.py, with deploy/nginx.conf.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORKERS, THREADS = 2, 4
"""As in deploy/newsroom.service, for every server that is measured."""
PATIENCE = 60
HOST = "127.0.0.1"

STATIC = """
server {{
    listen {host}:{port};
    root {files};
    open_file_cache max=100 inactive=10m;
    default_type "text/html; charset=utf-8";
    types {{ }}
    location /br/ {{ add_header Content-Encoding br; }}
}}
"""


class Missing(SystemExit):
    """A program is not installed; the message says how to get it."""


def program(name: str) -> str:
    """Where a program is. Raises Missing, with the way to get it."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        message = f"{name} is not installed. On Debian and Ubuntu: apt-get install {name}"
        raise Missing(message)
    return found


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port


def environment(folder: Path, port: int, **more: str) -> dict[str, str]:
    """The settings of an installation whose data is in that folder, read at that port."""
    kept = {name: value for name, value in os.environ.items() if name != "NEWSROOM_ENV_FILE"}
    return (
        kept
        | {
            "DATA_DIR": str(folder),
            "STATIC_ROOT": str(folder / "static"),
            "SECRET_KEY": "measured-and-never-served-" * 3,
            "SITE_URL": f"http://{HOST}:{port}",
            "MAILER": "dummymail://",
            "LOG_LEVEL": "ERROR",
            "DEBUG": "false",
        }
        | more
    )


def manage(settings: Mapping[str, str], *arguments: str) -> None:
    """Run a command of the installation, silently."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=dict(settings), check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - a command of ours


def install(settings: Mapping[str, str]) -> None:
    """Tables, static files and the sample publication."""
    manage(settings, "migrate", "--verbosity", "0")
    manage(settings, "collectstatic", "--noinput", "--verbosity", "0")
    manage(settings, "seed")


@contextmanager
def granian(target: str, settings: Mapping[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Granian with the flags of deploy/newsroom.service, until the block ends."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", HOST]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "15", "--log-level", "warning", target]
    with ending(subprocess.Popen(command, cwd=ROOT, env=dict(settings))) as server:  # noqa: S603 - granian
        wait_for(port)
        yield server


def static(files: Path, port: int) -> str:
    """What lets nginx serve a folder as static files at that port."""
    return STATIC.format(host=HOST, port=port, files=files)


@contextmanager
def ending(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """End a process with the block, kindly first."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int) -> None:
    """Return as soon as something listens there. Raises SystemExit after a minute."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), 1):
                return
        except OSError:
            time.sleep(0.05)
    message = f"nothing listens at port {port} after {PATIENCE} s"
    raise SystemExit(message)


def ask(port: int, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers by their names in small letters, body."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    connection.request("GET", path, headers=dict(headers or {}))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def wrk(url: str, *arguments: str, seconds: float, connections: int) -> tuple[float, float]:
    """Requests a second and the median latency in milliseconds. Raises SystemExit when answers are errors."""
    command = [program("wrk"), "-t", "1", "-c", str(connections), "-d", f"{seconds:g}s", "--latency"]
    said = subprocess.run(  # noqa: S603 - wrk
        [*command, *arguments, url], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        message = f"{url} answers with errors:\n{said}"
        raise SystemExit(message)
    rate, latency = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"50%\s+([\d.]+)(us|ms|s)", said)
    if rate is None or latency is None:
        message = f"wrk said something else:\n{said}"
        raise SystemExit(message)
    return float(rate[1]), float(latency[1]) * {"us": 0.001, "ms": 1, "s": 1000}[latency[2]]


def children(process: subprocess.Popen[bytes]) -> list[int]:
    """The serving processes of a server, by their numbers."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    return sorted(int(pid) for pid in found if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes())


def memory(pid: int) -> float:
    """The memory of a process in MiB: what is its own, and its part of what it shares."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[0]) / 1024
