"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee

from django.db.models import Max, QuerySet

from annotate.database.asking import Part, find_rows
from annotate.journal.models import JournalLine, Turn

FEW, MANY = 4, 50
"""How many lines are read at first, and then at a time, to find what can be taken back."""

LAST = 2**63 - 1
"""No line has a greater id."""


def lines_since(article: int, *, audience: int, revision: int) -> list[JournalLine]:
    """What an audience has not yet heard of an article: the lines after `revision`, in order."""
    asked = {"article": article, "audience": audience, "revision": revision}
    return [_LINE.read(row) for row in find_rows(_SINCE, asked)]


def lines_of(subject: int, *, article: int, verbs: str) -> QuerySet[JournalLine]:
    """What happened to one thing of an article, in order: the lines whose verb begins with `verbs`."""
    return JournalLine.objects.filter(article=article, subject=subject, verb__startswith=verbs).order_by("id")


def line_to_undo(article: int, *, by: int, verbs: Iterable[str]) -> JournalLine | None:
    """The last thing a person did on an article that still stands, or None."""
    return _to_undo(_backwards(article, by, verbs))


def line_to_redo(article: int, *, by: int, verbs: Iterable[str]) -> JournalLine | None:
    """The undo that a redo would take back, or None. A new deed after an undo cuts off what was undone."""
    return _to_redo(_backwards(article, by, verbs))


def can_turn(article: int, *, by: int, verbs: Iterable[str]) -> tuple[bool, bool]:
    """Whether a person could undo something on an article, and redo something; both from one reading."""
    lines, again = tee(_backwards(article, by, verbs))
    return _to_undo(lines) is not None, _to_redo(again) is not None


def article_last_worked_on(articles: Iterable[int], *, by: int, verbs: Iterable[str]) -> int | None:
    """Of these articles the one on which a person did something last, or None."""
    lines = JournalLine.objects.filter(by=by, article__in=list(articles), verb__in=list(verbs)).order_by()
    latest = lines.values("article").annotate(last=Max("id")).order_by("-last")
    found: int | None = latest.values_list("article", flat=True).first()
    return found


def _to_undo(lines: Iterable[JournalLine]) -> JournalLine | None:
    """Read backwards, each undo hides what it took back, and each redo, a deed again, hides the undo that it took
    back."""
    hidden: set[int | None] = set()
    for line in lines:
        if line.pk in hidden:
            continue
        if line.turn != Turn.DO:
            hidden.add(line.undoes)
        if line.turn != Turn.UNDO:
            return line
    return None


def _to_redo(lines: Iterable[JournalLine]) -> JournalLine | None:
    done_again = 0
    for line in lines:
        if line.turn == Turn.DO:
            return None
        if line.turn == Turn.REDO:
            done_again += 1
        elif done_again:
            done_again -= 1
        else:
            return line
    return None


_LINE = Part(JournalLine, "j")
_SINCE = f"""
    SELECT {_LINE} FROM annotate_journalline j
    WHERE (j.article, j.audience, j.revision) > (%(article)s, %(audience)s, %(revision)s)
    AND (j.article, j.audience) <= (%(article)s, %(audience)s) ORDER BY j.article, j.audience, j.revision
"""
_BACKWARDS = f"""
    SELECT {_LINE} FROM annotate_journalline j
    WHERE (j.by, j.article, j.id) > (%(by)s, %(article)s, 0) AND (j.by, j.article, j.id) < (%(by)s, %(article)s, %(id)s)
    AND j.verb = ANY(%(verbs)s) ORDER BY j.by DESC, j.article DESC, j.id DESC LIMIT %(most)s
"""
"""Both are asked in the order of an index, so that PostgreSQL takes no other. Told that person and article are equal,
it may go back through everybody's lines, hoping that theirs are among the last; or through all lines of an article."""


def _backwards(article: int, by: int, verbs: Iterable[str]) -> Iterator[JournalLine]:
    """What a person did on an article, the last first. The first few nearly always decide."""
    wanted, before, most = list(verbs), LAST, FEW
    while True:
        asked = {"by": by, "article": article, "id": before, "verbs": wanted, "most": most}
        page = [_LINE.read(row) for row in find_rows(_BACKWARDS, asked)]
        yield from page
        if len(page) < most:
            return
        before, most = page[-1].pk, MANY


def line_of_subject_to_undo(subject: int, *, verbs: Iterable[str]) -> JournalLine | None:
    """The last thing that anybody did to a subject outside articles that still stands, or None."""
    hidden: set[int] = set()
    lines = JournalLine.objects.filter(subject=subject, article=None, verb__in=list(verbs))
    for line in lines.order_by("-id").iterator(chunk_size=50):
        if line.turn == Turn.UNDO and line.undoes is not None:
            hidden.add(line.undoes)
        elif line.pk not in hidden:
            return line
    return None


def turned_back(line: JournalLine) -> bool:
    """Whether some later line took this one back."""
    return JournalLine.objects.filter(undoes=line.pk).exists()
