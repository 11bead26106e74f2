"""The door to an assignment."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from annotate.assignment.models import Assignment, Round
from annotate.assignment.queries import visible_work
from annotate.corpus.queries import articles_of
from annotate.projects.entry import find_membership, membership_in
from annotate.projects.models import Membership, Role, User


def find_round(user: User, slug: str, number: int, *, at_least: Role = Role.ANALYST) -> tuple[Membership, Round]:
    """A round of the project by its number, and the person's membership; 404 for strangers, Refused below that role."""
    membership = find_membership(user, slug, at_least=at_least)
    found = get_object_or_404(Round, project=membership.project_id, number=number)
    found.project = membership.project
    return membership, found


def find_assignment(user: User, assignment_id: int) -> tuple[Membership, Assignment]:
    """The assignment whose state this person may know, with its article and analyst, and their membership; or 404."""
    project_id = Assignment.objects.filter(pk=assignment_id).values_list("article__project", flat=True).first()
    if project_id is None:
        raise Http404
    membership = membership_in(user, project_id)
    known = visible_work(membership).filter(article__in=articles_of(membership)).select_related("article", "analyst")
    assignment = get_object_or_404(
        known.defer("article__text", "article__source", "article__inlines"), pk=assignment_id
    )
    assignment.article.project = membership.project
    return membership, assignment
