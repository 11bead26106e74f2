"""Merging a label with 100,000 spans: how long, which locks, and another analyst's saves meanwhile against idle."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
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
from annotate.curation import actions as curation  # noqa: E402
from annotate.curation.queries.work import is_running  # noqa: E402
from annotate.database.columns import new_id  # noqa: E402
from annotate.database.writing import copy_in  # noqa: E402
from annotate.journal.models import JournalLine  # noqa: E402
from annotate.projects.models import Membership, Mode  # noqa: E402
from annotate.spans import actions as spans  # noqa: E402
from annotate.spans.models import Span  # noqa: E402
from annotate.text.extent import Extent  # noqa: E402
from tests.factories import AT, World, make_world  # noqa: E402
from tests.second import within  # noqa: E402

ARTICLES, SPANS, TWINS = 200, 500, 20
"""Articles, the label's spans in each, and how many of these have a twin under the other label."""

PAUSE, TURN = 0.02, 3.0
"""The pause between two saves, and how long the merge works and rests in turns, in seconds."""

WORDS = ["the", "council", "says", "that", "nobody", "pays", "for", "a", "bridge", "🚢", "they", "call", "cheaper", "é"]


def main() -> None:
    """Fill a database of its own; merge and take back while somebody saves, in turns with rests; print the rows."""
    name = "annotate_bench_merge"
    with within("postgres"), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with within(name):
            call_command("migrate", verbosity=0)
            world = fill()
            claim, evidence = world.labels["claim"], world.labels["evidence"]
            measure("merge", name, lambda enough: curation.merge_label(
                claim, into=evidence, by=world.lea, at=AT, enough=enough
            ), world)  # fmt: skip
            line = JournalLine.objects.get(verb="label_merged")
            measure("taking it back", name, lambda enough: curation.revert_line(
                line, by=world.lea, at=AT, enough=enough
            ), world)  # fmt: skip
            print(
                f"| floor: one UPDATE of the same spans, no twins, gold or journal | {in_one_statement(world):.1f} s |"
            )
    finally:
        with within("postgres"), connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def in_one_statement(world: World) -> float:
    """What the database does at least. Who changes one of the spans waits for all of it."""
    began = time.perf_counter()
    with transaction.atomic():
        Span.objects.filter(label=world.labels["claim"]).update(label=world.labels["aside"])
    return time.perf_counter() - began


def fill() -> World:
    """A project: 200 articles of some 8,000 characters, 500 claims each, of two people; some words have both labels."""
    rng = random.Random(1)
    world = make_world(Mode.SHARED)
    articles = [
        world.take_in(f"Piece {number}\n\n" + "\n\n".join(" ".join(rng.choices(WORDS, k=110)) for _ in range(14)))
        for number in range(ARTICLES)
    ]
    names = (
        "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
        "created_at", "changed_at",
    )  # fmt: skip
    for article in articles:
        copy_in(Span, names, list(spans_of(article, world, rng)))
        assignment = Assignment.objects.create(
            article=article, analyst=world.rita.user, state="open", created_at=AT, changed_at=AT
        )
        assert assignment.pk
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return world


def spans_of(article: Article, world: World, rng: random.Random) -> Iterator[tuple[object, ...]]:
    """Different extents of one to thirty words, all claims; some of them evidence, too."""
    sets = [
        Assignment.objects.create(article=article, analyst=by.user, state="open", created_at=AT, changed_at=AT).pk
        for by in (world.ana, world.ben)
    ]
    claim, evidence = (world.labels[key].pk for key in ("claim", "evidence"))
    words = [found.span() for found in re.finditer(r"\S+", article.text)]
    some = rng.sample([(first, length) for first in range(len(words) - 30) for length in range(30)], SPANS)
    for number, (first, length) in enumerate(some):
        extent = f"{{[{words[first][0]},{words[first + length][1]})}}"
        for label in (claim, evidence) if number < TWINS else (claim,):
            note = "" if number % 5 else "What of the ferry?"
            yield (
                new_id(), sets[number % 2], article.pk, label, extent, note, False, "{}", world.codebook.pk, 1, AT, AT,
            )  # fmt: skip


def save(database: str, stop: str) -> None:
    """In a process of its own: Rita marks in one article after another, until told to stop; prints when she did and how
    many milliseconds it took."""
    rng = random.Random(2)
    with within(database):
        rita = Membership.objects.select_related("project", "user").get(user__username="rita")
        label = Label.objects.get(project=rita.project, key="framing")
        codebook_id = label.project.codebook_versions.latest("number").pk
        articles = list(Article.objects.filter(title__startswith="Piece"))
        took, places = [], {}
        while not os.path.exists(stop):
            article = rng.choice(articles)
            words = places.setdefault(article.pk, [found.span() for found in re.finditer(r"\S+", article.text)])
            first = rng.randrange(len(words) - 40)
            extent = Extent.one(words[first][0], words[first + rng.randrange(40)][1])
            at, began = time.time(), time.perf_counter()
            spans.add_span(
                article, extent=extent, quote=extent.quote(article.text), label=label, codebook_id=codebook_id, by=rita,
                at=AT,
            )  # fmt: skip
            took.append((at, (time.perf_counter() - began) * 1000))
            time.sleep(PAUSE)
    print(json.dumps(took[20:]))  # the first warm caches


class Watch(threading.Thread):
    """Looks every few milliseconds at who waits, how many locks the merge holds, and how long a transaction lasts."""

    def __init__(self, database: str, pid: int) -> None:
        super().__init__(daemon=True)
        self.database, self.pid, self.stopped = database, pid, threading.Event()
        self.modes: Counter[str] = Counter()
        self.longest = 0.0
        self.waiting = self.looks = 0

    def run(self) -> None:
        with within(self.database), connection.cursor() as cursor:
            while not self.stopped.wait(0.02):
                cursor.execute(
                    "SELECT l.relation::regclass::text || ' ' || l.mode, count(*) FROM pg_locks l "
                    "WHERE l.pid = %s AND l.granted AND l.locktype IN ('relation', 'tuple') "
                    "AND l.relation::regclass::text NOT LIKE 'pg\\_%%' AND l.mode <> 'AccessShareLock' "
                    "AND l.relation::regclass::text NOT LIKE '%%\\_key' GROUP BY 1",
                    [self.pid],
                )
                self.modes |= Counter(dict(cursor.fetchall()))
                cursor.execute(
                    "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)) "
                    "FILTER (WHERE pid = %s), 0), count(*) FILTER (WHERE %s = ANY (pg_blocking_pids(pid))) "
                    "FROM pg_stat_activity WHERE datname = current_database()",
                    [self.pid, self.pid],
                )
                longest, waiting = cursor.fetchone()
                self.longest = max(self.longest, float(longest))
                self.waiting += waiting
                self.looks += 1
        connection.close()


Enough = Callable[[], bool]


def measure(what: str, database: str, act: Callable[[Enough], object], world: World) -> None:
    """Do it in turns of TURN seconds with rests as long between them, so that a busy machine is as busy in both; print
    the row."""
    stop = f"/tmp/{database}.{os.getpid()}.stop"
    saver = subprocess.Popen([sys.executable, "-m", __spec__.name, database, stop], stdout=subprocess.PIPE, text=True)
    time.sleep(2 * TURN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        watch = Watch(database, cursor.fetchone()[0])
    watch.start()
    turns = [turn(act)]
    step = JournalLine.objects.filter(verb="label_merged").latest("id")
    while is_running(step):
        time.sleep(TURN)
        turns.append(turn(lambda enough: curation.go_on(step, by=world.lea, at=AT, enough=enough)))
    watch.stopped.set()
    time.sleep(TURN)
    Path(stop).touch()
    said, _errors = saver.communicate()
    os.remove(stop)
    watch.join()
    saves = json.loads(said)
    busy = [took for when, took in saves if any(began <= when <= ended for began, ended in turns)]
    idle = [took for when, took in saves if all(not began - 0.2 <= when <= ended for began, ended in turns)]
    print(
        f"| {what} | {sum(ended - began for began, ended in turns):.1f} s in {len(turns)} turns | "
        f"longest transaction {watch.longest * 1000:.0f} ms | seen waiting for it {watch.waiting} times in "
        f"{watch.looks} looks | saves at rest p50 {at(idle, 0.5):.1f} p95 {at(idle, 0.95):.1f} ms ({len(idle)}), "
        f"meanwhile p50 {at(busy, 0.5):.1f} p95 {at(busy, 0.95):.1f} ms ({len(busy)}) | "
        f"p95 × {at(busy, 0.95) / at(idle, 0.95):.2f} | aim ≤ 2 |"
    )
    print("   locks: " + ", ".join(sorted(name for name in watch.modes if "_idx" not in name and "pkey" not in name)))


def turn(act: Callable[[Enough], object]) -> tuple[float, float]:
    """Do it for TURN seconds at most; when that began and ended."""
    began = time.time()
    act(lambda: time.time() > began + TURN)
    return began, time.time()


def at(times: list[float], share: float) -> float:
    """The time under which this share of them lies."""
    return sorted(times)[int(len(times) * share)]


if __name__ == "__main__":
    if sys.argv[1:]:
        save(sys.argv[1], sys.argv[2])
    else:
        main()
