"""Spans, in and out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, NotRequired, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from typing_extensions import TypedDict

from annotate.api.schemas.common import Incoming, LabelKey, Offset, Words, nothing
from annotate.codebook.queries import version_number
from annotate.corpus.queries import frozen
from annotate.projects.refusals import Unfit
from annotate.spans.models import Span
from annotate.spans.rules import why_no_extent
from annotate.text.extent import Extent, NoExtent

MOST_RANGES = 1000

Pair = Annotated[list[Offset], Field(min_length=2, max_length=2)]
RangeOut = Annotated[list[int], Field(min_length=2, max_length=2)]
Value = str | bool | int | float
Attributes = Annotated[dict[str, Value], Field(max_length=100)]
Quote = Annotated[str, Field(description="What the text says there; the texts of several ranges joined by “ … ”.")]

BY_BOUNDS: JsonDict = {"required": ["start", "end"], "not": {"required": ["ranges"]}}
BY_RANGES: JsonDict = {"required": ["ranges"], "not": {"anyOf": [{"required": ["start"]}, {"required": ["end"]}]}}
NOWHERE: JsonDict = {"not": {"anyOf": [{"required": [name]} for name in ("start", "end", "ranges")]}}


class Place(Incoming):
    """Where something lies: `start` and `end`, or `ranges`; code points, end exclusive."""

    start: Offset = Field(default_factory=nothing)
    end: Offset = Field(default_factory=nothing)
    ranges: list[Pair] = Field(default_factory=nothing, min_length=1, max_length=MOST_RANGES)

    @model_validator(mode="after")
    def _said_in_one_way(self) -> Self:
        given = self.model_fields_set & {"start", "end", "ranges"}
        if given and given not in ({"start", "end"}, {"ranges"}):
            raise ValueError("say where by start and end, or by ranges: one of the two")
        return self

    def extent(self) -> Extent | None:
        """The extent, None where none was given. Unfit where the numbers are none."""
        if not self.model_fields_set & {"start", "ranges"}:
            return None
        pairs = self.ranges if self.ranges is not None else [[self.start, self.end]]
        try:
            return Extent.of((start, end) for start, end in pairs)
        except NoExtent as error:
            raise Unfit(why_no_extent(error)) from error


class Placed(Place):
    """The same, where it must be said, with its quote."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [BY_BOUNDS, BY_RANGES]})

    quote: Quote

    @model_validator(mode="after")
    def _said_at_all(self) -> Self:
        if not self.model_fields_set & {"start", "ranges"}:
            raise ValueError("say where by start and end, or by ranges")
        return self

    def extent(self) -> Extent:
        """The extent. Unfit where the numbers are none."""
        extent = super().extent()
        assert extent is not None, "validated above"
        return extent


class SpanIn(Placed):
    """A span to make."""

    label: LabelKey
    note: Words = ""
    unsure: bool = False
    attributes: Attributes = Field(default_factory=dict)


class SpanPatch(Place):
    """What to change of a span. What is left out stays; a new extent comes with its quote."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [BY_BOUNDS, BY_RANGES, NOWHERE],
            "dependentRequired": {"start": ["quote"], "end": ["quote"], "ranges": ["quote"]},
        }
    )

    version: Annotated[int, Field(ge=1, le=2**31 - 1, description="The version that the change was made from.")]
    label: LabelKey = Field(default_factory=nothing)
    quote: Quote = Field(default_factory=nothing)
    note: Words = Field(default_factory=nothing)
    unsure: bool = Field(default_factory=nothing)
    attributes: Attributes = Field(default_factory=nothing)

    @model_validator(mode="after")
    def _new_extent_has_a_quote(self) -> Self:
        if self.model_fields_set & {"start", "ranges"} and "quote" not in self.model_fields_set:
            raise ValueError("an extent comes with its quote")
        return self


class SpanOut(TypedDict):
    """A span. `start` and `end` are the outer bounds in code points, end exclusive; `label` is the label's key."""

    id: int
    article: int
    label: str
    start: int
    end: int
    ranges: list[RangeOut]
    quote: str
    analyst: str
    note: str
    unsure: bool
    attributes: dict[str, Value]
    codebook_version: int
    version: int
    created_at: datetime
    updated_at: datetime
    copied_from: NotRequired[Annotated[int, Field(description="The span before the correction that it comes from.")]]
    deleted_at: NotRequired[datetime]


class TwinOut(SpanOut):
    """The span that is there already, and what of the request was not taken over."""

    differs: Annotated[list[str], Field(description="Of: note, unsure, attributes.")]


def span_out(span: Span, *, analyst: str | None = None) -> SpanOut:
    """A span as the API says it; `analyst` where the caller knows whose it is."""
    extent = span.extent
    out: SpanOut = {
        "id": span.pk,
        "article": span.article_id,
        "label": span.label.key,
        "start": extent.start,
        "end": extent.end,
        "ranges": [list(pair) for pair in extent.ranges],
        "quote": extent.quote(frozen(span.article_id).text),
        "analyst": analyst or span.assignment.analyst.username,
        "note": span.note,
        "unsure": span.unsure,
        "attributes": span.attributes,
        "codebook_version": version_number(span.codebook_id),
        "version": span.version,
        "created_at": span.created_at,
        "updated_at": span.changed_at,
    }
    if span.copied_from_id is not None:
        out["copied_from"] = span.copied_from_id
    if span.deleted_at is not None:
        out["deleted_at"] = span.deleted_at
    return out


def twin_out(span: Span, *, differs: Sequence[str], analyst: str) -> TwinOut:
    """A span that was there already."""
    return {**span_out(span, analyst=analyst), "differs": list(differs)}
