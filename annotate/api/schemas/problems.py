"""Problems (RFC 9457), and the answers to the items of a bulk request, each of which may be one."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from annotate.api.schemas.spans import SpanOut


class Fault(TypedDict):
    """One thing wrong with a request: where in the body (a JSON pointer) or in which parameter."""

    detail: str
    pointer: NotRequired[str]
    parameter: NotRequired[str]


class Problem(TypedDict):
    """Why a request was refused: a sentence in `detail`, and what the client may need to go on."""

    type: Annotated[str, Field(description="Always about:blank: the status says the sort.")]
    title: str
    status: int
    detail: str
    errors: NotRequired[list[Fault]]
    found: NotRequired[Annotated[str, Field(description="What the text says where another quote was sent.")]]
    span: NotRequired[Annotated[SpanOut, Field(description="The span as it is, or the twin that stands in the way.")]]
    article: NotRequired[Annotated[int, Field(description="The article that is there already, withdrawn.")]]
    decisions: NotRequired[
        Annotated[list[int], Field(description="The decisions that stand of these spans, where you saw others.")]
    ]
    items: NotRequired[list[SpanAnswer]]


class SpanAnswer(TypedDict):
    """What came of one span of a bulk request: the status it would have had alone, with the span or the problem."""

    status: int
    span: NotRequired[SpanOut]
    differs: NotRequired[list[str]]
    problem: NotRequired[Problem]


class SpanAnswers(TypedDict):
    """The answers, in the order of the request."""

    items: list[SpanAnswer]
