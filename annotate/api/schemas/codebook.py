"""Labels and codebook versions, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, cast

from pydantic import Field
from typing_extensions import TypedDict

from annotate.api.schemas.common import Incoming, LabelKey, Line, Words
from annotate.codebook.models import CodebookVersion
from annotate.codebook.queries import questions_of


class LabelIn(Incoming):
    """A label of a new project."""

    key: LabelKey
    name: Annotated[Line, Field(min_length=1, max_length=80)]
    color: Annotated[str | None, Field(pattern="^#[0-9A-Fa-f]{6}$", description="Else the palette's next.")] = None
    definition: Words = ""


class Passage(TypedDict, total=False):
    """An example: words, and why the label fits them, or does not."""

    passage: str
    why: str


class LabelOut(TypedDict):
    """A label; `parent` and `merged_into` are keys of others."""

    key: str
    name: str
    color: str
    stroke: Literal["solid", "dashed", "dotted"]
    definition: str
    examples: list[Passage]
    counter_examples: list[Passage]
    parent: str | None
    retired: bool
    merged_into: str | None


class AttributeOut(TypedDict):
    """Something more that may be said of a span; `labels` are keys, none means all."""

    key: str
    name: str
    kind: Literal["choice", "flag", "number", "text"]
    choices: list[str]
    labels: list[str]
    definition: str
    required: bool


class QuestionOut(TypedDict):
    """Something asked about a whole article; `choices` of a scale go from low to high."""

    key: str
    name: str
    kind: Literal["choice", "scale", "text"]
    choices: list[str]
    definition: str
    required: bool


class CodebookOut(TypedDict):
    """A codebook as it was published under its number; it never changes again."""

    number: int
    published_at: datetime
    note: str
    labels: list[LabelOut]
    attributes: list[AttributeOut]
    questions: list[QuestionOut]
    guidelines: str


def codebook_out(version: CodebookVersion) -> CodebookOut:
    """A published version."""
    kept = version.codebook
    return {
        "number": version.number, "published_at": version.published_at, "note": version.note,
        "labels": kept["labels"], "attributes": kept["attributes"],
        "questions": cast("list[QuestionOut]", questions_of(kept)), "guidelines": kept["guidelines"],
    }  # fmt: skip
