"""How long γ takes, beside pygamma-agreement on the same continua in the same run: `python -m tests.bench.gamma`.

pygamma-agreement is installed into an environment that lives as long as the run; where it cannot be, only ours is
timed. Its functions are compiled before the clock starts. The exact best alignment and the random continua are timed
apart. Expected disorders differ a little, since it draws other random continua; the best alignments must not.
"""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from annotate.agreement.continuum import Continuum, Span
from annotate.agreement.disorder import GammaSettings, Weights
from annotate.agreement.gamma import expect, observe
from annotate.text.extent import Extent
from tests.agreement.published import read

THEIRS = "pygamma-agreement==0.5.9"
LIMIT = 600
"""Seconds after which theirs is stopped."""
SAMPLES = 10
WEIGHTS = {"α=3 β=1": Weights(3, 1), "α=1 β=1": Weights(1, 1)}

THEIR_RUN = """
import json, logging, sys, time
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum, ShuffleContinuumSampler
logging.disable()
warm = Continuum.from_csv(sys.argv[1])
def dissimilarity(alpha, beta):
    return CombinedCategoricalDissimilarity(alpha=alpha, beta=beta, delta_empty=1)
warm.compute_gamma(dissimilarity(1, 1), n_samples=2, sampler=ShuffleContinuumSampler())
continuum = Continuum.from_csv(sys.argv[2])
weights = dissimilarity(float(sys.argv[3]), float(sys.argv[4]))
begun = time.perf_counter()
disorder = float(continuum.get_best_alignment(weights).disorder)
exact = time.perf_counter() - begun
print("\\n" + json.dumps({"disorder": disorder, "exact": exact}), flush=True)
begun = time.perf_counter()
continuum.compute_gamma(weights, n_samples=int(sys.argv[5]), sampler=ShuffleContinuumSampler())
print("\\n" + json.dumps({"samples": time.perf_counter() - begun - exact}), flush=True)
"""


def main() -> None:
    """Print a table: each continuum by each program, and how many times longer theirs takes."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {SAMPLES} random continua")
    print(f"{'continuum':16} {'weights':8} {'':10} {'disorder':>10} {'exact, s':>9} {'random, s':>10}")
    with tempfile.TemporaryDirectory() as folder:
        python = install(Path(folder))
        small = opinion_piece(people=3, spans=4, length=600)
        warm = written(small, Path(folder) / "warm.csv")
        time_ours(small, Weights(1, 1))  # what it needs is imported before the clock starts, too
        for name, continuum in continua().items():
            file = written(continuum, Path(folder) / f"{name}.csv")
            for words, weights in WEIGHTS.items():
                ours = time_ours(continuum, weights)
                tell(name, words, "ours", ours)
                theirs = time_theirs(python, warm, file, weights) if python else {}
                tell(name, words, "pygamma", theirs)
                tell(
                    name,
                    words,
                    "ratio",
                    {key: theirs[key] / ours[key] for key in ("exact", "samples") if key in theirs},
                )
    print(f"load after: {os.getloadavg()[0]:.1f}")


def continua() -> dict[str, Continuum]:
    """What is timed: op-eds as people mark them, and continua of pygamma's own tests."""
    return {
        "op-ed 3 × 60": opinion_piece(people=3, spans=60, length=8_000),
        "crowded 3 × 60": opinion_piece(people=3, spans=60, length=3_000),
        "3by100": read("3by100"),
        "2by1000": read("2by1000"),
    }


def opinion_piece(*, people: int, spans: int, length: int) -> Continuum:
    """An article in which people mark mostly the same places, with claims of a sentence and figures of a few words."""
    draw = random.Random(1)
    places = [
        (draw.randrange(length - 320), draw.choice((12, 25, 90, 160, 300)), draw.choice("cera")) for _ in range(spans)
    ]
    sets = {}
    for person in range(people):
        marked = []
        for start, size, label in places:
            if draw.random() < 0.15:
                start, size, label = (
                    draw.randrange(length - 320),
                    draw.choice((12, 25, 90, 160, 300)),
                    draw.choice("cera"),
                )
            first, last = max(0, start + draw.choice((0, 0, -6, 4))), start + size + draw.choice((0, 0, 5, -4))
            marked.append(Span(Extent.one(first, last), label if draw.random() < 0.85 else draw.choice("cera")))
        sets[person] = tuple(marked)
    return Continuum(1, length, sets)


def time_ours(continuum: Continuum, weights: Weights) -> dict[str, float]:
    """Seconds for the best alignment, and for the random continua; and the disorder."""
    begun = time.perf_counter()
    count = observe(continuum, weights)
    exact = time.perf_counter() - begun
    begun = time.perf_counter()
    expect(continuum, GammaSettings(weights, samples=SAMPLES))
    samples = time.perf_counter() - begun
    return {"disorder": count.cost / count.spans_per_person, "exact": exact, "samples": samples}


def time_theirs(python: Path, warm: Path, file: Path, weights: Weights) -> dict[str, float]:
    """The same of pygamma-agreement in a process of its own; what it had said when the limit came, if it came."""
    command = [python, "-c", THEIR_RUN, warm, file, weights.alpha, weights.beta, SAMPLES]
    try:
        said = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=LIMIT, check=False).stdout
    except subprocess.TimeoutExpired as stopped:
        said = (stopped.stdout or b"").decode()
    found: dict[str, float] = {}
    for line in said.splitlines():  # the solver writes between them
        if line.startswith("{"):
            found |= json.loads(line)
    return found


def install(folder: Path) -> Path | None:
    """A Python with pygamma-agreement; None where it cannot be installed."""
    venv.create(folder / "venv")
    python = folder / "venv" / "bin" / "python"
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python), THEIRS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{THEIRS} cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
        return None
    return python


def written(continuum: Continuum, file: Path) -> Path:
    """The continuum as pygamma reads it."""
    with file.open("w", newline="") as handle:
        rows = csv.writer(handle)
        for person in continuum.people:
            rows.writerows(
                (f"p{person}", span.label, span.extent.start, span.extent.end) for span in continuum.sets[person]
            )
    return file


def tell(name: str, weights: str, who: str, times: dict[str, float]) -> None:
    """One line of the table."""
    disorder = f"{times['disorder']:.6f}" if "disorder" in times else ""
    numbers = [f"{times[key]:.3f}" if key in times else ("" if who == "ratio" else "–") for key in ("exact", "samples")]
    print(f"{name:16} {weights:8} {who:10} {disorder:>10} {numbers[0]:>9} {numbers[1]:>10}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
