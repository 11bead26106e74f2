"""Finding spans by what is said of them: their label, their person, their note."""

from __future__ import annotations

from django.db.models import Q

from annotate.spans.models import Span
from annotate.spans.queries.desk import Desk

MOST_WORDS = 8


def spans_saying(desk: Desk, words: str) -> list[int]:
    """The spans seen at this desk, in order, of which every one of the words says something: label, person or note."""
    wanted = words.split()[:MOST_WORDS]
    if not wanted:
        return []
    seen = {"assignment__in": desk.sets_seen, "label__in": desk.labels_seen}
    found = Span.objects.filter(article=desk.article.pk, deleted_at=None, **seen)
    for word in wanted:
        person = Q(assignment__analyst__name__icontains=word) | Q(assignment__analyst__username__iexact=word)
        person |= Q(assignment__analyst__initials__iexact=word)
        found = found.filter(Q(label__name__icontains=word) | Q(note__icontains=word) | person)
    return list(found.order_by("start", "end", "id").values_list("pk", flat=True))
