"""What is said about a span, whom one can call there, and where one was called."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from annotate.projects.models import Membership, User
from annotate.projects.queries import members
from annotate.spans.models import Comment, Span
from annotate.spans.queries.sets import readers_of, visible_comments, visible_spans
from annotate.text.mentions import mention_of, split_mentions


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as a thread shows it: its words in pieces, each with whether it calls somebody."""

    comment: Comment
    pieces: list[tuple[str, bool]]
    mine: bool
    reworded: bool


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments on a span, the oldest first, and the people who can be called there."""

    comments: list[CommentLine]
    people: list[User]


def find_thread(membership: Membership, span: Span) -> Thread:
    """The thread of a span that this member may see."""
    work = span.assignment
    work.article = span.article
    found = visible_comments(membership.user, article=span.article).filter(span=span.pk, deleted_at=None)
    comments = list(found.select_related("made_by").order_by("created_at", "id"))
    known = members(membership).values("user")
    speakers = {comment.made_by_id for comment in comments}
    readers = readers_of(work).filter(Q(user__in=known) | Q(user__in=speakers)).select_related("user")
    people = sorted((reader.user for reader in readers), key=lambda person: (str(person).casefold(), person.pk))
    return Thread(_lines(membership, comments, people), [one for one in people if one.pk != membership.user_id])


@dataclass(frozen=True, slots=True)
class Earlier:
    """The span of the text before its correction that one was copied from, and what was said about it there."""

    span: Span
    comments: list[CommentLine]


def find_earlier(membership: Membership, span: Span) -> Earlier | None:
    """What a span was copied from, as far as this member may see that; None where they may not, or it was not copied.

    Comments stay where they were said, with who said them and when: nobody says them of other words.
    """
    if span.copied_from_id is None:
        return None
    there = Q(deleted_at=None) | Q(assignment__analyst=membership.user_id)
    earlier = visible_spans(membership.user).filter(there, pk=span.copied_from_id).first()
    if earlier is None:
        return None
    found = visible_comments(membership.user).filter(span=earlier.pk, deleted_at=None).select_related("made_by")
    comments = list(found.order_by("created_at", "id"))
    return Earlier(earlier, _lines(membership, comments, [comment.made_by for comment in comments]))


def list_mentions(membership: Membership) -> QuerySet[Comment]:
    """The project's standing comments by others that call this member, of those they may see, the latest first."""
    user = membership.user
    found = visible_comments(user).filter(
        span__article__project=membership.project_id, deleted_at=None, span__deleted_at=None
    )
    found = found.filter(text__icontains=f"@{user.username}").filter(text__iregex=mention_of(user.username))
    related = ("made_by", "span__label", "span__article")
    return found.exclude(made_by=user).select_related(*related).defer(
        "span__article__text", "span__article__source", "span__article__inlines"
    ).order_by("-created_at", "-id")  # fmt: skip


def mention_lines(membership: Membership, comments: list[Comment]) -> list[CommentLine]:
    """Comments that call this member, with their name set apart."""
    return _lines(membership, comments, [membership.user])


def _lines(membership: Membership, comments: list[Comment], people: list[User]) -> list[CommentLine]:
    names = [person.username for person in people]
    return [
        CommentLine(
            comment,
            split_mentions(comment.text, names),
            comment.made_by_id == membership.user_id,
            comment.changed_at != comment.created_at,
        )
        for comment in comments
    ]
