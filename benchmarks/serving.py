"""Kept pages under the real server, beside nginx serving the same bytes and the least a WSGI server can do.

    make bench-serving

Makes a throw-away installation with the sample publication, starts granian (with the flags of
deploy/newsroom.service) four times and nginx once, as many workers each, and asks them in interleaved
rounds with wrk over kept-alive connections. nginx has two servers: one has the page as a static file, one is
deploy/nginx.conf in front of Newsroom, with copies of its own. Writes medians and ratios into
docs/performance.md.

wrk and nginx are Debian packages: apt-get install wrk nginx-light. HEAD is not measured, for wrk waits for a
body there.
"""

from __future__ import annotations

import argparse
import base64
import json
import statistics
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import servers
from benchmarks.report import machine, put, table
from tests.nginx import nginx, shipped

ROUNDS, SECONDS, CONNECTIONS = 9, 1.0, 16
BR = ("-H", "Accept-Encoding: gzip, deflate, br, zstd")
# Every request another address: none of them is kept, all of them are made.
ALWAYS_NEW = """
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", wrk.path .. "?n=" .. n)
end
"""
# The server writes these itself.
SERVERS_OWN = ("date", "server", "connection")


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked of whom, and what it is compared with."""

    name: str
    url: str
    arguments: tuple[str, ...] = ()
    to_bare: str = ""
    to_nginx: str = ""
    connections: int = CONNECTIONS


STATIC, STATIC_BR, STATIC_KNOWN = "nginx, static file", "nginx, static file, br", "nginx, 304"
BARE, BARE_BR = "bare WSGI bytes", "bare WSGI bytes, br"
KNOWN_COPY = "**304 for a known ETag, through nginx**"
MADE = "article, made for every request"


def cases(at: dict[str, int], page: str, known: dict[str, str], always_new: Path) -> list[Case]:
    """Everything that is measured."""
    url = {name: f"http://{servers.HOST}:{port}" for name, port in at.items()}
    ours, copies = url["ours"], url["copies"]
    ask_known = ("-H", f"If-None-Match: {known['ours']}")
    return [
        Case(STATIC, f"{url['nginx']}/page.html"),
        Case(STATIC_BR, f"{url['nginx']}/br/page.html"),
        Case(STATIC_KNOWN, f"{url['nginx']}/page.html", ("-H", f"If-None-Match: {known['nginx']}")),
        Case(BARE, f"{url['bare']}{page}", (), "", STATIC),
        Case(BARE_BR, f"{url['bare br']}{page}", BR, "", STATIC_BR),
        Case("answer out of a dict", f"{url['dict']}{page}", (), BARE, STATIC),
        Case("**article**", f"{ours}{page}", (), BARE, STATIC),
        Case("**article, br**", f"{ours}{page}", BR, BARE_BR, STATIC_BR),
        Case(
            "**article, 304 for a known ETag**",
            f"{ours}{page}",
            (*BR, *ask_known),
            "",
            STATIC_KNOWN,
        ),
        Case("**article, through nginx**", f"{copies}{page}", (), "", STATIC),
        Case("**article, br, through nginx**", f"{copies}{page}", BR, "", STATIC_BR),
        Case(KNOWN_COPY, f"{copies}{page}", (*BR, *ask_known), "", STATIC_KNOWN),
        Case("front page, br, through nginx", f"{copies}/", BR, "", STATIC_BR),
        Case("front page, br", f"{ours}/", BR, BARE_BR, STATIC_BR),
        Case("section, br", f"{ours}/section/science/", BR, BARE_BR, STATIC_BR),
        Case("feed, br", f"{ours}/feed/", BR, BARE_BR, STATIC_BR),
        # As many readers as processes, so that nothing is left waiting for the next round.
        Case(MADE, f"{ours}{page}", ("-s", str(always_new)), BARE, STATIC, servers.WORKERS),
    ]


@contextmanager
def installation(folder: Path) -> Iterator[list[Case]]:
    """All the servers, running, and what to ask them."""
    at = {name: servers.free_port() for name in ("ours", "copies", "nginx", "bare", "bare br", "dict")}
    files, kept, store = folder / "files", folder / "kept.json", folder / "store"
    (files / "br").mkdir(parents=True)
    store.mkdir()
    # The same for all: granian copies the environment into every request.
    settings = servers.environment(folder, at["ours"], KEPT_ANSWERS=str(kept), NGINX_STORE=str(store))
    settings.pop("DATABASE_URL", None)
    servers.install(settings)
    with ExitStack() as stack:
        stack.enter_context(servers.granian("newsroom.wsgi:application", settings, at["ours"]))
        page = _first_story(at["ours"])
        known = {"ours": _keep(at["ours"], page, files, kept)}
        for name, target in (("bare", "constant"), ("bare br", "constant_br"), ("dict", "by_path")):
            stack.enter_context(servers.granian(f"benchmarks.bare:{target}", settings, at[name]))
        parts = servers.static(files, at["nginx"]) + shipped(at["copies"], at["ours"], store)
        stack.enter_context(nginx(folder, parts, at["nginx"], workers=servers.WORKERS))
        _copied(at["copies"], page)
        known["nginx"] = servers.ask(at["nginx"], "/page.html")[1]["etag"]
        always_new = folder / "always-new.lua"
        always_new.write_text(ALWAYS_NEW, encoding="utf-8")
        yield cases(at, page, known, always_new)


def _first_story(port: int) -> str:
    """The path of the newest story."""
    feed = json.loads(servers.ask(port, "/feed.json")[2])
    address: str = feed["items"][0]["url"]
    return "/" + address.split("/", 3)[3]


def _keep(port: int, page: str, files: Path, kept: Path) -> str:
    """Write the page down for the others, as bytes and as answers; returns the ETag of the compressed one."""
    written: dict[str, object] = {"path": page}
    etag = ""
    for encoding, place in (("identity", files), ("br", files / "br")):
        # Each process makes it once.
        for _ in range(50):
            status, headers, body = servers.ask(port, page, {"Accept-Encoding": encoding})
            if headers.get("x-cache") == "hit":
                break
        else:
            message = f"{page} answers {status} and is not kept: {headers}"
            raise SystemExit(message)
        (place / "page.html").write_bytes(body)
        lasting = [[name, value] for name, value in headers.items() if name not in SERVERS_OWN]
        written[encoding] = {"headers": lasting, "body": base64.b64encode(body).decode()}
        etag = headers["etag"]
    kept.write_text(json.dumps(written), encoding="utf-8")
    return etag


def _copied(port: int, page: str) -> None:
    """Make sure that nginx answers by itself."""
    for _ in range(3):
        state = servers.ask(port, page)[1].get("x-cache")
    if state != "nginx, hit":
        message = f"nginx keeps no copy of {page}: {state}"
        raise SystemExit(message)


def warm(asked: list[Case]) -> None:
    """Let every process make and keep what it is going to be asked for."""
    for case in asked:
        servers.wrk(case.url, *case.arguments, seconds=1, connections=case.connections)


def report(asked: list[Case], rates: dict[str, list[float]], latencies: dict[str, list[float]]) -> str:
    """The table."""

    def ratio(name: str, other: str) -> str:
        if not other:
            return ""
        # Within a round the machine was as busy for both.
        return f"{statistics.median(a / b for a, b in zip(rates[name], rates[other], strict=True)):.2f}"

    rows = [
        [
            case.name,
            f"{statistics.median(rates[case.name]):,.0f}",
            f"{statistics.median(latencies[case.name]):.2f}",
            ratio(case.name, case.to_bare),
            ratio(case.name, case.to_nginx),
        ]
        for case in asked
    ]
    return table(["asked for", "requests a second", "p50 ms", "to bare WSGI bytes", "to nginx"], rows)


def main() -> None:
    """Measure, print, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of each case in each round")
    parser.add_argument("--only", default="", help="measure only what has this in its name, and its limits")
    parser.add_argument("--dry", action="store_true", help="print only")
    options = parser.parse_args()
    for name in ("wrk", "nginx"):
        servers.program(name)
    rates, latencies = defaultdict(list), defaultdict(list)
    with (
        tempfile.TemporaryDirectory(prefix="newsroom-serving-") as folder,
        installation(Path(folder)) as all_,
    ):
        wanted = [case for case in all_ if options.only in case.name]
        limits = {limit for case in wanted for limit in (case.to_bare, case.to_nginx)}
        asked = [case for case in all_ if case in wanted or case.name in limits]
        warm(asked)
        for _ in range(options.rounds):
            for case in asked:
                rate, latency = servers.wrk(
                    case.url, *case.arguments, seconds=options.seconds, connections=case.connections
                )
                rates[case.name].append(rate)
                latencies[case.name].append(latency)
    found = report(asked, rates, latencies)
    print(found)
    if not options.dry:
        put("serving", f"{_on(options.rounds, options.seconds)}\n\n{found}")


def _on(rounds: int, seconds: float) -> str:
    said = subprocess.run(  # noqa: S603 - nginx
        [servers.program("nginx"), "-v"], capture_output=True, text=True, check=True
    ).stderr
    server = said.strip().rpartition("/")[2].split()[0]
    where = machine(f"granian {version('granian')}", f"nginx {server}")
    return (
        f"{where}. {servers.WORKERS} processes each, granian with {servers.THREADS} threads a process; "
        f"wrk with {CONNECTIONS} connections on the same machine; {rounds} rounds of {seconds:g} s."
    )


if __name__ == "__main__":
    main()
