"""What the desk sends about the whole article: answers to the codebook's questions."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotate.journal.actions import ActionReused, once
from annotate.projects.http import Request
from annotate.projects.refusals import Refused, Unfit
from annotate.spans import actions
from annotate.spans.forms import AnswerForm
from annotate.spans.models import Answer
from annotate.spans.views.marks import refuse, reused, show, visit


@require_POST
def answer_question(request: Request, slug: str, article_id: int, key: str) -> HttpResponse:
    """Answer a question about the article, or take one's answer away.

    A header tells the answer's version, so that what the page has queued behind this builds on it.
    """
    at_desk = replace(visit(request, slug, article_id), question=key)

    def act() -> Answer:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            raise Unfit(_("These are no characters that can be kept."))
        return actions.answer_question(
            at_desk.article, question=key, **form.cleaned_data, by=at_desk.membership, at=now(),
            action=at_desk.mark.action,
        )  # fmt: skip

    try:
        answer = once(act)
    except Refused as refusal:
        return refuse(at_desk, refusal)
    except ActionReused:
        return refuse(at_desk, reused())
    response = show(at_desk, (), said=_("Answer saved.") if answer.value else _("Answer taken away."))
    response["Annotate-Span"] = f"question-{key} {answer.version}"
    return response
