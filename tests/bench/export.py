"""A lead takes 100,000 spans out as JSONL through the API: how long, and how far the server's memory grows."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from psycopg.sql import SQL

from annotate.export.queries.rows import BY_ARTICLE
from annotate.projects.models import Project
from annotate.spans.models import Span
from tests.bench.corpus import make_project, mark, piece, tidy, token_of
from tests.bench.table import Row, in_turn, row
from tests.run.installation import Installation, Program, Running

ARTICLES, SPANS, RUNS = 200, 500, 5
COLUMNS = (
    "article", "id", "label", "start", "end", "extent", "assignment__analyst", "note", "unsure", "attributes",
    "codebook", "version", "created_at", "changed_at",
)  # fmt: skip


def measure(installation: Installation) -> Iterator[Row]:
    """One row: time and memory here, COPY TO of the same columns in the same order as the floor of the time."""
    rng = random.Random(1)
    world = make_project()
    for _ in range(ARTICLES):
        mark(world.take_in(piece(rng, paragraphs=14)), world, SPANS, labels=("claim", "evidence", "rhetoric"), rng=rng)
    floor = copy_statement(world.project)
    token = token_of(world.lea.user)
    tidy()
    with installation.serving() as running:
        lead = Program(running.port, token)
        before = {pid: resident(pid) for pid in running.workers()}
        forget_peaks(running)
        here, least = in_turn(RUNS, lambda: exported(lead, world.project), lambda: copied(installation, floor))
        grown = sum(peak(pid) - before[pid] for pid in running.workers()) / 1024
        lead.close()
    yield row(
        f"export of {ARTICLES * SPANS:,} spans as JSONL through the API", here, least,
        aim="≤ 1 s, growth ≤ 64 MiB", peer="Label Studio 1.55 s, 543 MiB in all", more=f", growth {grown:.0f} MiB",
    )  # fmt: skip


def exported(lead: Program, project: Project) -> float:
    """The seconds until the last byte is there."""
    began = time.perf_counter()
    status, body = lead.ask("GET", f"/projects/{project.slug}/export?format=jsonl&set=all")
    took = time.perf_counter() - began
    assert status == 200
    assert body.count(b'"ranges"') == ARTICLES * SPANS
    return took


def copy_statement(project: Project) -> str:
    """What the database itself writes of the same rows."""
    found = Span.objects.filter(article__project=project, deleted_at=None).order_by(*BY_ARTICLE).values_list(*COLUMNS)
    sql, parameters = found.query.sql_with_params()
    with connection.cursor() as cursor:
        return str(cursor.mogrify(sql, parameters))


def copied(installation: Installation, statement: str) -> float:
    """The seconds until the last byte is there."""
    with installation.database() as there:
        began = time.perf_counter()
        with there.cursor().copy(SQL("COPY ({}) TO STDOUT").format(SQL(statement))) as copy:  # type: ignore[arg-type]
            assert sum(len(part) for part in copy) > 0
        return time.perf_counter() - began


def forget_peaks(running: Running) -> None:
    """From now on a worker's peak is counted anew (proc(5), clear_refs)."""
    for pid in running.workers():
        Path(f"/proc/{pid}/clear_refs").write_text("5")


def resident(pid: int) -> int:
    """KiB that a process holds now."""
    return _status(pid, "VmRSS")


def peak(pid: int) -> int:
    """KiB that a process held at most."""
    return _status(pid, "VmHWM")


def _status(pid: int, name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1])
