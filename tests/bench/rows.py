"""What one mark costs: bytes of its answer and milliseconds of the server, on dense and on long articles.

By hand, `python -m tests.bench.rows`. It goes through the door that the desk's script uses, so it runs as it is on an
older tree, too: two runs beside each other show what a change has brought.
"""

from __future__ import annotations

import gzip
import os
import random
import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # once settings are named
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from annotate.assignment.models import Assignment  # noqa: E402
from annotate.corpus.models import Article  # noqa: E402
from annotate.database.columns import new_id  # noqa: E402
from annotate.database.writing import copy_in  # noqa: E402
from annotate.projects.models import Membership, Mode  # noqa: E402
from annotate.spans.models import Span  # noqa: E402
from tests.factories import AT, World, make_world  # noqa: E402
from tests.second import within  # noqa: E402

MARKS = 30
MEDIAN_SPAN, SPREAD = 90, 0.9
"""Lengths of spans are log-normal around this many code points, as in the browser trials."""
WORDS = ["the", "council", "says", "that", "nobody", "pays", "for", "a", "bridge", "🚢", "they", "call", "cheaper", "é"]


@dataclass(frozen=True)
class Page:
    """An article of about `paragraphs` × `words` words, with so many spans on it."""

    name: str
    paragraphs: int
    words: int
    spans: int


PAGES = (
    Page("7k characters, 1,000 spans", 45, 30, 1_000),
    Page("200k characters, 5,000 spans", 318, 124, 5_000),
    Page("200k in one block, 5,000 spans", 1, 39_500, 5_000),
)


def main() -> None:
    """Fill a database of its own and mark in it; print a table."""
    name = "annotate_bench_rows"
    with within("postgres"), connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        with within(name):
            call_command("migrate", verbosity=0)
            world = make_world(Mode.SHARED)
            print("| article | a mark of | ms, median / p95 | bytes | gzip |\n|---|---|---|---|---|")
            for page in PAGES:
                article = fill(page, world)
                for size in (60, 5_000, 19_000):
                    if size < len(article.text) / 2:
                        print(measured(page, world.ana, article, size))
    finally:
        with within("postgres"), connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def fill(page: Page, world: World) -> Article:
    """The article, its spans by five people."""
    rng = random.Random(1)
    lines = (" ".join(rng.choices(WORDS, k=page.words)) + "." for _ in range(page.paragraphs))
    article = world.take_in(f"{page.name}\n\n" + "\n\n".join(lines))
    people = [by.user for by in (world.ana, world.ben, world.rita, world.lea)]
    sets = [
        Assignment.objects.create(article=article, analyst=user, state="open", created_at=AT, changed_at=AT).pk
        for user in people
    ]
    names = (
        "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
        "created_at", "changed_at",
    )  # fmt: skip
    copy_in(Span, names, list(spans_of(page, article, world, sets, rng)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return article


def spans_of(
    page: Page, article: Article, world: World, sets: list[int], rng: random.Random
) -> Iterator[tuple[object, ...]]:
    """Different extents from word to word."""
    labels = [world.labels[key].pk for key in ("claim", "evidence", "rhetoric", "aside")]
    words = [found.span() for found in re.finditer(r"\S+", article.text)]
    ends = {end for _start, end in words}
    seen: set[tuple[int, int]] = set()
    while len(seen) < page.spans:
        start = rng.choice(words)[0]
        reach = start + round(rng.lognormvariate(0, SPREAD) * MEDIAN_SPAN)
        end = next((at for at in range(reach, reach + 20) if at in ends), None)
        if end is None or end <= start or (start, end) in seen:
            continue
        seen.add((start, end))
        number = len(seen)
        yield (
            new_id(), sets[number % len(sets)], article.pk, labels[number % len(labels)], f"{{[{start},{end})}}", "",
            False, "{}", world.codebook.pk, 1, AT, AT,
        )  # fmt: skip


def measured(page: Page, by: Membership, article: Article, size: int) -> str:
    """A row of the table: marks of about `size` code points, each from the first word of some block or line."""
    rng = random.Random(size)
    client = Client(SERVER_NAME="localhost")
    client.force_login(by.user, backend="annotate.projects.sessions.Accounts")
    address = f"/p/{article.project.slug}/articles/{article.pk}/"
    borders = [found.span() for found in re.finditer(r"\S+", article.text)]
    times, raw, packed = [], [], []
    answer = client.get(f"{address}changes/", {"since": "0.x"})
    for _mark in range(MARKS):
        start = rng.choice([word[0] for word in borders if word[0] + size + 20 < len(article.text)])
        end = max(word[1] for word in borders if word[1] <= start + size)
        tag = re.search(r'data-tag="([^"]+)"', answer.text)
        assert tag is not None
        fields = {
            "label": "framing", "extent": f"{start}-{end}", "quote": article.text[start:end], "since": tag[1],
            "action": str(uuid.uuid4()),
        }  # fmt: skip
        answer, took = timed(lambda fields=fields: client.post(f"{address}spans/add/", fields, HTTP_HX_REQUEST="true"))
        assert answer.status_code == 200, answer.text[:300]
        times.append(took * 1000)
        raw.append(len(answer.content))
        packed.append(len(gzip.compress(answer.content, 6)))
    p95 = statistics.quantiles(times, n=20)[-1]
    return (
        f"| {page.name} | {size:,} | {statistics.median(times):.1f} / {p95:.1f} | {statistics.median(raw):,.0f} |"
        f" {statistics.median(packed):,.0f} (most {max(packed):,}) |"
    )


def timed(run: Callable[[], object]) -> tuple[object, float]:
    """What a call gives back, and how many seconds it took."""
    began = time.perf_counter()
    given = run()
    return given, time.perf_counter() - began


if __name__ == "__main__":
    main()
