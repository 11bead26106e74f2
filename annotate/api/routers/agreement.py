"""How far people agree."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from annotate.agreement.coding import Unit
from annotate.api.auth import ApiRequest
from annotate.api.replies import reply
from annotate.api.schemas.agreement import AgreementOut, measure_out, question_out
from annotate.concord.actions import find_answers, measure_now
from annotate.concord.entry import find_question
from annotate.concord.queries.numbers import KNOWN, NAMES
from annotate.concord.queries.selection import find_selection
from annotate.corpus.models import BlockKind
from annotate.database.columns import LARGEST_ID
from annotate.projects.entry import find_membership
from annotate.projects.refusals import Unfit

router = Router(tags=["agreement"])

SECONDS = 20.0
"""How long one request may count. What is not counted by then is said, and the next request goes on."""

Measures = Annotated[
    str,
    Query("", max_length=500, description=f"Names with commas between them, of: {', '.join(sorted(KNOWN))}."),
]
LabelKey = Annotated[str, Query("", max_length=60, description="A label's key; without, all labels together.")]
OfArticle = Annotated[int | None, Query(None, ge=1, le=LARGEST_ID, description="Only this article.")]
Units = Annotated[Unit, Query(Unit.CHARACTER, description="What is labelled, for κ, AC1 and α.")]
Pair = Annotated[str, Query("", max_length=310, description="Two user names with a comma between them: these alone.")]
Person = Annotated[str, Query("", max_length=150, description="Only articles that this person finished.")]
Kind = Annotated[BlockKind | None, Query(None, description="Only blocks of this kind.")]
OfRound = Annotated[int | None, Query(None, ge=1, le=32767, description="Only sets of this round.")]


@router.get("/projects/{slug:slug}/agreement", response=AgreementOut)
def read_agreement(
    request: ApiRequest, slug: str, measures: Measures, label: LabelKey, article: OfArticle, unit: Units, pair: Pair,
    person: Person, kind: Kind, round: OfRound,
) -> HttpResponse:  # fmt: skip
    """Measures of the independent, handed-in work one may see; for analysts, of settled articles.

    Where `value` is null, `undefined` says why: also that counting is not at its end yet, and that the next request
    goes on with it. What was left out stands beside each number.
    """
    membership = find_membership(request.auth, slug)
    names = [name.strip() for name in measures.split(",") if name.strip()] or list(NAMES)
    if unknown := [name for name in names if name not in KNOWN]:
        raise Unfit(_("There is no measure “%(name)s”.") % {"name": unknown[0]})
    people = tuple(name for name in pair.split(",") if name) or tuple(name for name in [person] if name)
    if pair and len(people) != 2:
        raise Unfit(_("A pair is two people."))
    question = find_question(
        membership, label=label, people=people, article=article, kind=kind or "", round=round, unit=unit
    )
    selection = find_selection(membership, question)
    numbers = measure_now(selection, question, names, seconds=SECONDS)
    return reply({
        "measures": [measure_out(number) for number in numbers],
        "questions": [question_out(one) for one in find_answers(membership, selection)],
    })  # fmt: skip
