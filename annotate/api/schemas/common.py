"""Values that several nouns share, and how strictly they are read.

What comes in is held to the letter: an unknown field is refused, so that a typing error is never silently lost; numbers
and truth values are of their own type, never words that look like them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from typing_extensions import TypedDict

from annotate.codebook.models import KEY
from annotate.database.columns import LARGEST_ID

LARGEST_OFFSET = 2**31 - 1
"""The largest code-point offset that the database's ranges hold."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class Incoming(BaseModel):
    """A JSON object that a client sends."""

    model_config = ConfigDict(strict=True, extra="forbid")


def nothing() -> Any:
    """The default of a field that may be left out but is never null; `model_fields_set` tells whether it was given."""
    return None


def _reader(pattern: re.Pattern[str], read: Callable[[str], Any], what: str) -> Callable[[object], Any]:
    def read_strictly(value: object) -> Any:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"write it as {what}")
        return read(value)

    return read_strictly


def _time(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written.upper()).astimezone(UTC)
    except OverflowError as error:  # the year 0 or 10000, once moved to UTC
        raise ValueError("this time lies outside of the calendar") from error


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Offset = Annotated[int, Field(ge=0, le=LARGEST_OFFSET, description="Unicode code points from the start of the text.")]
LabelKey = Annotated[str, StringConstraints(max_length=60, pattern=KEY)]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$")]
"""Words of one line."""
Words = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Words with line breaks; PostgreSQL keeps every character but NUL."""
Day = Annotated[
    date,
    BeforeValidator(_reader(_DAY, date.fromisoformat, "YYYY-MM-DD")),
    WithJsonSchema({"type": "string", "format": "date"}),
]
Time = Annotated[
    datetime,
    BeforeValidator(_reader(_TIME, _time, "in RFC 3339: 2026-03-04T09:30:00Z")),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Gone(TypedDict):
    """What is there no longer for the caller: deleted, withdrawn, ended, or hidden with what it hung on."""

    id: int
    deleted_at: datetime
