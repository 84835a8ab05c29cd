"""What the desk's pages cost at 1,000 and at 100,000 articles, on SQLite and on PostgreSQL.

    make bench-desk

Fills throw-away databases (benchmarks/corpus.py), asks for every page in interleaved rounds
(benchmarks/desk_measure.py), and writes the medians into docs/performance.md. PostgreSQL is the server of
DATABASE_URL, which has to let this user make databases; without one only SQLite is measured.

Server time is the CPU time of the process plus the time it waited for the database: what a quiet machine
would take, also when others are busy. Wall time stands beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import psycopg

from benchmarks.report import machine, put, table

SIZES = (1_000, 100_000)
PASSES, ROUNDS = 3, 4
LIMIT = 100
"""Milliseconds of server time a page may take (median)."""

type Samples = dict[str, list[dict[str, float]]]


def databases(folder: Path, sizes: list[int]) -> dict[tuple[str, int], str]:
    """The address of each database by vendor and size; those of PostgreSQL are made when they are missing."""
    found = {("SQLite", size): f"sqlite:///{folder}/corpus-{size}.sqlite3" for size in sizes}
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith(("postgres", "psql")):
        return found
    for size in sizes:
        address = f"{server.rpartition('/')[0]}/corpus_{size}"
        found["PostgreSQL", size] = address
        with psycopg.connect(_conninfo(server), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"corpus_{size}"])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE corpus_{size:d}")
    return found


def server_versions() -> list[str]:
    """The version of the PostgreSQL that is measured; nothing without one."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith(("postgres", "psql")):
        return []
    with psycopg.connect(_conninfo(server)) as connection:
        number = connection.info.server_version
    return [f"PostgreSQL {number // 10000}.{number % 10000}"]


def _conninfo(address: str) -> str:
    """The address as libpq reads it: the folder of a socket with its slashes escaped."""
    scheme, _, rest = address.partition("://")
    user, at, place = rest.rpartition("@")
    host, _, name = place.rpartition("/")
    return f"{scheme}://{user}{at}{host.replace('/', '%2F')}/{name}"


def child(address: str, folder: Path, *arguments: str) -> str:
    """Run a module in a process of its own over that database; what it printed."""
    environment = os.environ | {"DATABASE_URL": address, "DATA_DIR": str(folder / "data"), "DEBUG": "true"}
    environment |= {"SITE_URL": "http://127.0.0.1:8000", "LOG_LEVEL": "ERROR"}
    run = [sys.executable, "-W", "ignore", "-m", *arguments]
    return subprocess.run(run, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


def collect(asked: argparse.Namespace, folder: Path) -> dict[tuple[str, int], Samples]:
    """Fill the databases, then measure them in turns."""
    found = databases(folder, asked.sizes)
    for (vendor, size), address in found.items():
        print(vendor, child(address, folder, "benchmarks.corpus", "--articles", str(size)).strip())
    samples: dict[tuple[str, int], Samples] = {key: defaultdict(list) for key in found}
    for number in range(asked.passes):
        for key, address in found.items():
            print(f"pass {number + 1} of {asked.passes}: {key[0]}, {key[1]:,} articles", flush=True)
            arguments = ("--rounds", str(asked.rounds), "--only", asked.only)
            for page, taken in json.loads(
                child(address, folder, "benchmarks.desk_measure", *arguments)
            ).items():
                samples[key][page] += taken
    return samples


def median(samples: Samples, page: str, what: str) -> float:
    """The median of that page."""
    return statistics.median(taken[what] for taken in samples[page])


def results(samples: dict[tuple[str, int], Samples], vendor: str, sizes: list[int]) -> str:
    """The table of one database: a line for a page and a role."""
    small, large = samples[vendor, sizes[0]], samples[vendor, sizes[-1]]
    rows = []
    for page in large:
        name, role = page.split("|")
        before, after = (median(of, page, "server") for of in (small, large))
        shown = f"**{after:.0f}**" if after > LIMIT else f"{after:.0f}"
        rest = [f"{median(large, page, what):.0f}" for what in ("wall", "sql", "queries")]
        rows.append([name, role, f"{before:.0f}", shown, f"{after / before:.1f}", *rest])
    heads = ("page", "role", f"{sizes[0]:,}", f"{sizes[-1]:,}", "ratio", "wall", "SQL", "queries")
    return table(heads, rows)


def report(samples: dict[tuple[str, int], Samples], asked: argparse.Namespace, load: str) -> None:
    """Write the tables into docs/performance.md."""
    vendors = dict.fromkeys(vendor for vendor, _size in samples)
    parts = [f"### {vendor}\n\n{results(samples, vendor, asked.sizes)}" for vendor in vendors]
    times = asked.passes * asked.rounds
    said = f"{machine(*asked.servers)}. Medians of {times} requests a page, {load}."
    put("desk", "\n\n".join([said, *parts]))


def main() -> None:
    """Measure one database, or all of them and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--only", default="", help="pages with this in “role name”; then nothing is written")
    parser.add_argument("--keep", type=Path, help="a folder for the SQLite databases, to be used again")
    asked = parser.parse_args()
    asked.servers = server_versions()
    with tempfile.TemporaryDirectory(prefix="newsroom-bench-") as temporary:
        before = os.getloadavg()[0]
        samples = collect(asked, asked.keep or Path(temporary))
        load = f"load average {before:.1f} before and {os.getloadavg()[0]:.1f} after"
    for vendor in dict.fromkeys(vendor for vendor, _size in samples):
        print(vendor, load, results(samples, vendor, asked.sizes), sep="\n")
    if not asked.only:
        report(samples, asked, load)


if __name__ == "__main__":
    main()
