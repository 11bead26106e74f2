"""What is measured on: a project with op-eds of words that mean nothing, and many spans."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from django.db import connection

from annotate.assignment.models import Assignment
from annotate.corpus.models import Article
from annotate.database.columns import new_id
from annotate.database.writing import copy_in
from annotate.projects import actions as projects
from annotate.projects.models import Mode, User
from annotate.spans.models import Span
from tests.factories import AT, World, make_world

WORDS = re.findall(
    r"\S+",
    "the council says that nobody pays for a bridge they call cheaper and yet toll ferry harbour budget of in it to "
    "win who asked this year again because 🚢 résumé café naïve question answer cost never always people road",
)
LONGEST = 30
"""Words of a span at most."""

JOURNAL = """
    INSERT INTO annotate_journalline (verb, at, by, project, article, subject, after, turn, audience, revision, asked)
    SELECT 'span_added', s.created_at, w.analyst_id, %s, s.article_id, s.id,
           jsonb_build_object('label', l.key, 'ranges', jsonb_build_array(jsonb_build_array(s.start, s."end")),
                              'note', s.note, 'unsure', s.unsure, 'attributes', s.attributes, 'deleted', false),
           0, 0, row_number() OVER (ORDER BY s.start, s.id), ''
    FROM annotate_span s JOIN annotate_assignment w ON w.id = s.assignment_id JOIN annotate_label l ON l.id = s.label_id
    WHERE s.article_id = %s
"""


def make_project() -> World:
    """A shared project with the cast, each with the same password (`tests.run.installation.PASSWORD`) to sign in."""
    return make_world(Mode.SHARED)


def piece(rng: random.Random, *, paragraphs: int) -> str:
    """An op-ed of so many paragraphs of some 90 words (about 500 characters), no two alike."""
    title = " ".join(rng.choices(WORDS, k=8)).capitalize()
    return "\n\n".join([title, *(paragraph(rng) for _ in range(paragraphs))])


def paragraph(rng: random.Random) -> str:
    """Sentences of eight to twenty-two words."""
    sentences = (" ".join(rng.choices(WORDS, k=rng.randint(8, 22))).capitalize() + "." for _ in range(6))
    return " ".join(sentences)


def mark(article: Article, world: World, count: int, *, labels: tuple[str, ...], rng: random.Random) -> None:
    """So many spans of one to thirty words, no two alike, half of them Ana's and half Ben's, with their journal."""
    names = (
        "id", "assignment", "article", "label", "extent", "note", "unsure", "attributes", "codebook", "version",
        "created_at", "changed_at",
    )  # fmt: skip
    copy_in(Span, names, list(_spans(article, world, count, labels, rng)))
    with connection.cursor() as cursor:
        cursor.execute(JOURNAL, [world.project.pk, article.pk])
        cursor.execute(
            "INSERT INTO annotate_revision (article_id, audience, number) VALUES (%s, 0, %s)", [article.pk, count]
        )


def tidy() -> None:
    """As the database's own housekeeping would in time; then leave it to the server."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def token_of(user: User) -> str:
    """A key for the API."""
    return projects.create_token(user, by=None, at=AT)[1]


def places(article: Article) -> list[tuple[int, int]]:
    """Every place of one to thirty words."""
    words = [found.span() for found in re.finditer(r"\S+", article.text)]
    return [
        (start, words[first + more][1])
        for more in range(LONGEST)
        for first, (start, _end) in enumerate(words[:-LONGEST])
    ]


def _spans(
    article: Article, world: World, count: int, labels: tuple[str, ...], rng: random.Random
) -> Iterator[tuple[object, ...]]:
    sets = [
        Assignment.objects.get_or_create(
            article=article, analyst=by.user, defaults={"state": "open", "created_at": AT, "changed_at": AT}
        )[0].pk
        for by in (world.ana, world.ben)
    ]
    for number, (start, end) in enumerate(rng.sample(places(article), count)):
        note = "" if number % 5 else "What of the ferry?"
        yield (
            new_id(), sets[number % 2], article.pk, world.labels[labels[number % len(labels)]].pk,
            f"{{[{start},{end})}}", note, False, "{}", world.codebook.pk, 1, AT,
            AT.replace(microsecond=rng.randrange(10**6)),
        )  # fmt: skip
