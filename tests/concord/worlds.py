"""Independent projects in which people have finished articles, for tests of agreement."""

from __future__ import annotations

from annotate.agreement.continuum import Continuum
from annotate.agreement.continuum import Span as Marked
from annotate.assignment import actions as work
from annotate.assignment.models import Assignment
from annotate.corpus.actions import find_reading
from annotate.corpus.models import Article
from annotate.projects.models import Membership
from annotate.review import actions as review
from annotate.review.queries import undecided_spans
from annotate.spans import actions as spans
from annotate.spans.models import Span
from tests.factories import World

QUOTES = ("The council says the new bridge is cheaper", "the toll alone costs 40 crowns a day", "in it to win it")
OTHERS = ("the new bridge is cheaper", "the toll alone costs 40 crowns", "in it to win it")


def finish(world: World, article: Article | None = None) -> Article:
    """Ana and Ben mark an article, not quite alike, and hand it in."""
    article = article or world.article
    for quote, label in zip(QUOTES, ("claim", "evidence", "rhetoric"), strict=True):
        world.mark(world.ana, quote, label, article=article)
    for quote, label in zip(OTHERS, ("claim", "evidence", "aside"), strict=True):
        world.mark(world.ben, quote, label, article=article)
    world.hand_in(world.ana, world.ben, article=article)
    return article


def more(world: World, number: int) -> Article:
    """Another article of the same words, finished by both."""
    article = world.take_in(f"Piece {number}\n\n" + "\n\n".join([*QUOTES, f"It is number {number}."]))
    world.assign(world.ana, world.ben, article=article)
    return finish(world, article)


def settle(world: World, article: Article | None = None) -> None:
    """Rita accepts everything."""
    for span in undecided_spans(article or world.article):
        world.decide(span)
    review.settle_article(article or world.article, by=world.rita, at=world.at)


def give_in_round(world: World, number: int, *people: Membership) -> Article:
    """An article of another round, given to people."""
    article = world.take_in(f"Round {number}\n\n" + "\n\n".join(QUOTES))
    for person in people:
        spans.assign_article(article, analyst=person, by=world.lea, at=world.at, terms=work.Terms(round=number))
    return article


def continuum_of(world: World, article: Article) -> Continuum:
    """What Ana and Ben marked, read without the rooms that are tested."""
    reading = find_reading(article)
    pairs = [tuple(zip(units[::2], units[1::2], strict=True)) for units in (reading.words, reading.sentences)]
    sets = {
        row.analyst_id: tuple(
            Marked(span.extent, span.label.key, span.pk)
            for span in Span.objects.filter(assignment=row, deleted_at=None).order_by("start", "end", "id")
        )
        for row in Assignment.objects.filter(article=article, analyst__in=[world.ana.user_id, world.ben.user_id])
    }
    return Continuum(article.pk, len(article.text), sets, *pairs)
