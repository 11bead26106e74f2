"""A real span as an example of the codebook."""

from __future__ import annotations

from datetime import datetime

from annotate.assignment.models import Assignment
from annotate.assignment.states import MARKABLE
from annotate.codebook import actions as codebook
from annotate.codebook.models import Draft
from annotate.codebook.queries import entry_of, find_codebook, seen_as
from annotate.corpus.queries import frozen
from annotate.curation import rules
from annotate.projects.models import Membership
from annotate.projects.refusals import Missing, Refused
from annotate.spans.models import Span
from annotate.text.extent import Extent

AROUND = 120
"""So many characters on each side of a span come along, at most, as far as its block goes."""


def add_example(
    span: Span, *, why: str, counter: bool, by: Membership, at: datetime, action: str | None = None
) -> Draft:
    """Put a span's words, with what stands around them, among its label's (counter-)examples, in the draft."""
    at_work = Assignment.objects.filter(article=span.article_id, state__in=MARKABLE).exists()
    if reason := rules.why_not_example(span, at_work=at_work, by=by):
        raise Refused(reason)
    entry = entry_of(find_codebook(by.project), of="labels", key=span.label.key)
    if entry is None:
        raise Missing("")
    name = "counter_examples" if counter else "examples"
    passage = passage_of(frozen(span.article_id).text, span.extent)
    words = {name: [*entry[name], {"passage": passage, "why": why.strip()}]}
    return codebook.change_label(
        by.project, span.label.key, words=words, seen=seen_as(entry), by=by, at=at, action=action
    )


def passage_of(text: str, extent: Extent) -> str:
    """An extent's ranges in square brackets with the words around them, in one line; the text's own brackets are round.

    What is cut off is cut between words and shown by an ellipsis.
    """
    start = max(text.rfind("\n", 0, extent.start) + 1, extent.start - AROUND)
    found = text.find("\n", extent.end)
    end = min(len(text) if found < 0 else found, extent.end + AROUND)
    if start > 0 and text[start - 1] != "\n":
        start = min(extent.start, text.find(" ", start, extent.start) + 1 or extent.start)
    if end < len(text) and text[end] != "\n":
        end = max(extent.end, text.rfind(" ", extent.end, end))
    pieces, at = ["…" if start > 0 and text[start - 1] != "\n" else ""], start
    for first, last in extent:
        pieces += [_round(text[at:first]), "[", _round(text[first:last]), "]"]
        at = last
    pieces += [_round(text[at:end]), "…" if end < len(text) and text[end] != "\n" else ""]
    return " ".join("".join(pieces).split())


def _round(text: str) -> str:
    return text.replace("[", "(").replace("]", ")")
