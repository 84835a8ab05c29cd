"""What readers' pages cost at a million articles, beside a thousand: `make bench-scale`.

    .venv/bin/python -m benchmarks.site_scale --at 1000=postgres://... --at 1000000=postgres://... --write

Every database holds a corpus of that many articles (`benchmarks.corpus`). Each page is asked for in turn of
every database, so that whatever else the machine does falls on all of them alike.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.report import PAGE, machine, put, table

PLOT = PAGE.parent / "scale.svg"
LIMIT = 1.3
WIDTH, ROW, LEFT, ZERO = 900, 18, 260, 30
MOST = 4.0

type Samples = dict[str, list[dict[str, float]]]


@dataclass(slots=True)
class Paper:
    """A process that answers for one corpus."""

    size: int
    process: subprocess.Popen[str]
    pages: list[str]
    editions: int
    vendor: str

    @classmethod
    def open(cls, size: int, url: str) -> Paper:
        """Start it and hear which pages it has."""
        environment = os.environ | {"DATABASE_URL": url, "DEBUG": "true", "LOG_LEVEL": "ERROR"}
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "benchmarks.site_measure"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        head = _said(process)
        return cls(size, process, head["pages"], head["editions"], head["vendor"])

    def ask(self, page: str, *, forget: bool) -> dict[str, float]:
        """One request for a page; with `forget` nothing it may have kept is there any more."""
        if self.process.stdin is None:
            raise RuntimeError("The process takes no questions.")
        self.process.stdin.write(f"{'forget' if forget else ''}|{page}\n")
        self.process.stdin.flush()
        return dict(_said(self.process))


def _said(process: subprocess.Popen[str]) -> Any:
    line = process.stdout.readline() if process.stdout else ""
    if not line:
        raise SystemExit("A process of the benchmark ended; what it said stands above.")
    return json.loads(line)


def measure(papers: list[Paper], rounds: int, *, forget: bool) -> list[Samples]:
    """Every page of every paper in turn, `rounds` times, after one round that does not count."""
    taken: list[Samples] = [{} for _ in papers]
    for number in range(rounds + 1):
        for page in papers[0].pages:
            for paper, samples in zip(papers, taken, strict=True):
                sample = paper.ask(page, forget=forget)
                if number:
                    samples.setdefault(page, []).append(sample)
    return taken


def median(samples: list[dict[str, float]], what: str) -> float:
    """The one in the middle."""
    return statistics.median(sample[what] for sample in samples)


def ratio(page: str, taken: list[Samples], what: str = "server") -> float:
    """What the page costs over the largest paper, to what it costs over the smallest."""
    return median(taken[-1][page], what) / median(taken[0][page], what)


def report(papers: list[Paper], kept: list[Samples], cold: list[Samples]) -> str:
    """The part of docs/performance.md."""
    sizes = [f"{paper.size:,}" for paper in papers]
    heads = ["page", *sizes, "ratio", "wall", "SQL", "queries", "ratio, all forgotten"]
    rows = []
    for page in papers[0].pages:
        largest = kept[-1][page]
        times = ratio(page, kept)
        shown = f"**{times:.2f}**" if times > LIMIT else f"{times:.2f}"
        rows.append(
            [
                page,
                *(f"{median(samples[page], 'server'):.1f}" for samples in kept),
                shown,
                f"{median(largest, 'wall'):.0f}",
                f"{median(largest, 'sql'):.1f}",
                f"{median(largest, 'queries'):.0f}",
                f"{ratio(page, cold):.2f}",
            ]
        )
    rounds = len(kept[0][papers[0].pages[0]])
    return (
        f"{papers[-1].vendor}, {rounds} rounds, medians, milliseconds. {machine()}.\n\n"
        f"{table(heads, rows)}\n\n![What a page costs at {sizes[-1]} articles, to {sizes[0]}](scale.svg)"
    )


def plot(papers: list[Paper], kept: list[Samples]) -> str:
    """The ratios as bars, the limit as a line."""
    scale = (WIDTH - LEFT - 60) / MOST
    pages = papers[0].pages
    height = ZERO + ROW * len(pages) + 10
    bars = []
    for place, page in enumerate(pages):
        times, top = ratio(page, kept), ZERO + ROW * place
        end = LEFT + min(times, MOST) * scale
        colour = "#b3261e" if times > LIMIT else "#3f3f46"
        bars.append(
            f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end">{page}</text>'
            f'<rect x="{LEFT}" y="{top + 3}" width="{end - LEFT:.0f}" height="{ROW - 6}" '
            f'fill="{colour}"/><text x="{end + 6:.0f}" y="{top + 12}">{times:.2f}</text>'
        )
    limit = LEFT + LIMIT * scale
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" '
        f'font-size="11"><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="{LEFT}" y="16">{papers[-1].size:,} articles to {papers[0].size:,}; '
        f"the line is {LIMIT}</text>{''.join(bars)}"
        f'<path d="M{limit:.0f} {ZERO}V{height - 8}" stroke="#b3261e"/></svg>\n'
    )


def main() -> None:
    """Measure, print, and with --write put it into the documentation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--at", action="append", required=True, metavar="ARTICLES=DATABASE_URL")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md and docs/scale.svg")
    asked = parser.parse_args()
    named = sorted((int(size), url) for size, _, url in (text.partition("=") for text in asked.at))
    papers = [Paper.open(size, url) for size, url in named]
    kept = measure(papers, asked.rounds, forget=False)
    cold = measure(papers, max(3, asked.rounds // 2), forget=True)
    text = report(papers, kept, cold)
    print(text)
    if asked.write:
        put("scale", text)
        Path(PLOT).write_text(plot(papers, kept), encoding="utf-8")


if __name__ == "__main__":
    main()
