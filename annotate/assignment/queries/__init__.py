"""What pages need of work: the article list and what is next in it; rounds and how far everybody is."""

from annotate.assignment.queries.articles import (
    GIVEN,
    OVERDUE,
    Wanted,
    known_articles,
    list_articles,
    next_for,
    place_of,
    progress_of,
    visible_work,
    work_known_to,
)
from annotate.assignment.queries.rounds import (
    Load,
    Waiting,
    articles_to_give,
    deal_of,
    loads,
    queues_for,
    readers_of,
    rounds_of,
    waiting_for,
)

__all__ = [
    "GIVEN", "OVERDUE", "Load", "Waiting", "Wanted", "articles_to_give", "deal_of", "known_articles", "list_articles",
    "loads", "next_for", "place_of", "progress_of", "queues_for", "readers_of", "rounds_of", "visible_work",
    "waiting_for", "work_known_to",
]  # fmt: skip
