"""The page of agreement over 1,000 articles that three people finished with 60 spans each: once it is computed, and
after one article has changed. By hand with fewer: `python -m tests.bench agreement` reads ANNOTATE_BENCH_ARTICLES."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator

from django.db import connection

from annotate.assignment.models import Assignment
from annotate.assignment.states import State
from annotate.concord import actions
from annotate.concord.queries.selection import Question, find_selection
from annotate.concord.queries.tallies import find_kept
from annotate.corpus.models import Article
from annotate.database.columns import new_id
from annotate.database.writing import copy_in, copy_rows
from annotate.projects.models import Mode
from annotate.spans.models import Span
from tests.bench.corpus import piece, tidy
from tests.bench.table import Row, row
from tests.factories import AT, World, make_world
from tests.run.installation import PASSWORD, Installation, Person

ARTICLES = int(os.environ.get("ANNOTATE_BENCH_ARTICLES", "1000"))
SPANS, RUNS = 60, 5
LABELS = ("claim", "evidence", "rhetoric", "aside", "loaded-language", "framing", "whataboutism")
ALIKE = 0.7
"""How much of what one person marks the next marks, too, and as often with the same label."""

NAMES = (
    "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
    "created_at", "changed_at",
)  # fmt: skip


def measure(installation: Installation) -> Iterator[Row]:
    """Two rows; the floor of both is the same page of a project in which nothing is handed in."""
    rng = random.Random(4)
    world, empty = make_world(Mode.INDEPENDENT), make_world(Mode.INDEPENDENT)
    world.lea.user.set_password(PASSWORD)
    world.lea.user.save()
    fill(world, rng)
    tidy()
    began = time.perf_counter()
    assert actions.count_articles(find_selection(world.lea, Question()), seconds=3600)
    counted = time.perf_counter() - began
    connection.close()
    page, floor_page = (f"/p/{one.project.slug}/agreement/" for one in (world, empty))
    with installation.serving() as running:
        lead = Person(running.port, "lea")
        first = opened(lead, page)
        here, floor = [], []
        for _run in range(RUNS):
            here.append(opened(lead, page))
            floor.append(opened(lead, floor_page))
        changed = [after_a_change(lead, page, world) for _run in range(RUNS)]
    yield row(
        f"agreement of {ARTICLES:,} articles × 3 people × {SPANS} spans, computed before", here, floor,
        aim="≤ 2 s", peer="–",
        more=f"; counting {counted / ARTICLES * 1000:.0f} ms an article, first numbers {first:.1f} s",
    )  # fmt: skip
    yield row(
        "the same after one article has changed", changed, floor, aim="only its article is counted again", peer="–"
    )


def fill(world: World, rng: random.Random) -> None:
    """The articles, and what three people marked in them: much alike, none quite the same."""
    articles = [world.take_in(piece(rng, paragraphs=12)) for _ in range(ARTICLES)]
    works = [
        Assignment(
            article=article, analyst=by.user, state=State.HANDED_IN, created_at=AT, changed_at=AT, handed_in_at=AT
        )
        for article in articles
        for by in (world.ana, world.ben, world.rita)
    ]
    copy_rows(works)
    rows = []
    for number, article in enumerate(articles):
        rows += spans_of(world, article, works[3 * number : 3 * number + 3], rng)
    copy_in(Span, NAMES, rows)


def spans_of(
    world: World, article: Article, works: list[Assignment], rng: random.Random
) -> Iterator[tuple[object, ...]]:
    """Sixty spans of each of three people, from word to word."""
    words = [found.span() for found in re.finditer(r"\S+", article.text)]

    def place() -> tuple[int, int, str]:
        first = rng.randrange(len(words) - 30)
        return first, first + rng.randint(2, 25), rng.choice(LABELS)

    common = [place() for _ in range(SPANS)]
    for work in works:
        seen = set()
        for first, last, label in common:
            if rng.random() > ALIKE:
                first, last, label = place()
            elif rng.random() > ALIKE:
                last, label = last + rng.randint(0, 2), rng.choice(LABELS)
            while (first, last, label) in seen:
                first, last, label = place()
            seen.add((first, last, label))
            yield (
                new_id(), work.pk, article.pk, world.labels[label].pk,
                f"{{[{words[first][0]},{words[last][1]})}}", "", False, "{}", world.codebook.pk, 1, AT, AT,
            )  # fmt: skip


def opened(lead: Person, page: str) -> float:
    """The seconds until the page is there, with its numbers or without."""
    began = time.perf_counter()
    answer = lead.ask("GET", page)
    while 'class="counting"' in answer.text:
        answer = lead.ask("POST", f"{page}count/", part=True)
    took = time.perf_counter() - began
    assert answer.status == 200
    assert 'id="headline"' in answer.text or 'class="empty"' in answer.text
    return took


def after_a_change(lead: Person, page: str, world: World) -> float:
    """The same, after a span of one article got another label."""
    span = Span.objects.filter(article__project=world.project).order_by("?").first()
    assert span is not None
    Span.objects.filter(pk=span.pk).update(unsure=True, version=span.version + 1)
    assert len(find_kept(find_selection(world.lea, Question())).waiting) == 1
    connection.close()
    return opened(lead, page)
