"""Answers to the codebook's questions about whole articles."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.schemas.answers import AnswerOut, answer_out
from annotate.api.schemas.common import Gone
from annotate.projects.entry import find_membership
from annotate.spans.models import Answer
from annotate.spans.queries.lists import list_answers

router = Router(tags=["answers"])


@router.get("/projects/{slug:slug}/answers", response=Page[AnswerOut | Gone])
def list_project_answers(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """The answers about the project's articles that one may see. With `updated_since` also those taken away, with
    `deleted_at`."""

    def write(answer: Answer) -> AnswerOut | Gone:
        return answer_out(answer) if answer.value else {"id": answer.pk, "deleted_at": answer.changed_at}

    rows = list_answers(find_membership(request.auth, slug), since=page.updated_since)
    return reply_page(rows, by=("created_at", "id"), of="answers", page=page, write=write)
