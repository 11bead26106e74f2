"""How fast, and in how much memory, 100,000 spans leave as JSONL: beside COPY TO of the same columns, in one run."""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # once settings are named
from django.db import connection, transaction  # noqa: E402

from annotate.assignment.models import Assignment  # noqa: E402
from annotate.codebook.models import Label  # noqa: E402
from annotate.corpus.models import Article  # noqa: E402
from annotate.database.columns import new_id  # noqa: E402
from annotate.database.writing import copy_in  # noqa: E402
from annotate.export.queries.files import Wanted, open_file  # noqa: E402
from annotate.export.queries.rows import BY_ARTICLE  # noqa: E402
from annotate.projects.models import Mode, Project, User  # noqa: E402
from annotate.spans.models import Span  # noqa: E402
from tests.factories import AT, World, make_world  # noqa: E402
from tests.second import within  # noqa: E402

ARTICLES, SPANS, RUNS = 200, 500, 3
WORDS = ["the", "council", "says", "that", "nobody", "pays", "for", "a", "bridge", "🚢", "they", "call", "cheaper", "é"]
COLUMNS = (
    "article", "id", "label", "start", "end", "extent", "assignment__analyst", "note", "unsure", "attributes",
    "codebook", "version", "created_at", "changed_at",
)  # fmt: skip


def main() -> None:
    """Fill a database of its own, export it a few times, print a row of a table."""
    name = "annotate_bench_export"
    with within("postgres"), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with within(name):
            call_command("migrate", verbosity=0)
            fill()
        # In a process of its own: this one's memory has grown already.
        subprocess.run([sys.executable, "-m", __spec__.name, name], check=True)
    finally:
        with within("postgres"), connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def fill() -> None:
    """A project: 200 articles of some 8,000 characters, 500 spans each, of two people, some with a note."""
    rng = random.Random(1)
    world = make_world(Mode.SHARED)
    for number in range(ARTICLES - 1):
        lines = (" ".join(rng.choices(WORDS, k=110)) for _ in range(14))
        world.take_in(f"Piece {number}\n\n" + "\n\n".join(lines))
    long = world.take_in("The last\n\n" + " ".join(rng.choices(WORDS, k=1500)))
    articles = [article for article in Article.objects.all() if len(article.text) > 1000 or article.pk == long.pk]
    names = (
        "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
        "created_at", "changed_at",
    )  # fmt: skip
    for article in articles:
        copy_in(Span, names, list(spans_of(article, world, rng)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def spans_of(article: Article, world: World, rng: random.Random) -> Iterator[tuple[object, ...]]:
    """Different extents of one to thirty words."""
    sets = [
        Assignment.objects.create(article=article, analyst=by.user, state="open", created_at=AT, changed_at=AT).pk
        for by in (world.ana, world.ben)
    ]
    labels = list(Label.objects.filter(project=world.project).values_list("pk", flat=True))
    words = [found.span() for found in re.finditer(r"\S+", article.text)]
    some = rng.sample([(first, length) for first in range(len(words) - 30) for length in range(30)], SPANS)
    for number, (first, length) in enumerate(some):
        extent = f"{{[{words[first][0]},{words[first + length][1]})}}"
        note = "" if number % 5 else "What of the ferry?"
        yield (
            new_id(), sets[number % 2], article.pk, labels[number % len(labels)], extent, note, False, "{}",
            world.codebook.pk, 1, AT, AT.replace(microsecond=rng.randrange(10**6)),
        )  # fmt: skip


def measured(project: Project) -> str:
    """The row: as the operator, as a lead, the floor under both, and the growth of memory."""
    lead = User.objects.get(username="lea")
    floor = median(lambda: copied(project))
    before = peak()
    as_operator = median(lambda: exported(project, None))
    as_lead = median(lambda: exported(project, lead))
    count = Span.objects.filter(article__project=project).count()
    return (
        f"| JSONL of {count:,} spans | {as_operator:.2f} s (as a lead {as_lead:.2f} s) | COPY TO {floor:.2f} s | "
        f"memory +{(peak() - before) / 1024:.0f} MiB | aim 1 s, 64 MiB | peer 1.55 s, 543 MiB |"
    )


def exported(project: Project, viewer: User | None) -> int:
    return sum(len(piece) for piece in open_file(project, Wanted(), viewer=viewer).pieces)


def copied(project: Project) -> int:
    """The floor: the same columns in the same order as the database itself writes them."""
    found = Span.objects.filter(article__project=project, deleted_at=None).order_by(*BY_ARTICLE).values_list(*COLUMNS)
    sql, parameters = found.query.sql_with_params()
    with transaction.atomic(), connection.cursor() as cursor:
        query = cursor.mogrify(sql, parameters)
        with cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
            return sum(len(piece) for piece in copy)


def median(run: Callable[[], int]) -> float:
    """The median of a few runs, in seconds."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        assert run() > 0
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def peak() -> int:
    """The most memory this process has held so far, in KiB. (ru_maxrss counts what the parent held, too.)"""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])  # type: ignore[index]


if __name__ == "__main__":
    if sys.argv[1:]:
        with within(sys.argv[1]):
            print(measured(Project.objects.get()))
    else:
        main()
