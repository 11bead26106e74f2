"""Lists in pages: keyset cursors, so that a page costs the same wherever it lies and nothing is skipped or told twice.

A cursor is the sort key of the last row told, signed for its list: what a client sends back is ours, or a 422.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from annotate.api.replies import reply
from annotate.api.schemas.common import Time
from annotate.projects.refusals import Unfit

Out = TypeVar("Out")
Row = TypeVar("Row", bound=Model)

MOST = 1000
USUAL = 100


class Paging(BaseModel):
    """Which page."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="At most so many items.")] = USUAL
    cursor: Annotated[str | None, Field(description="`next` of the page before.")] = None


class Sync(Paging):
    """Which page, of all or of what has changed."""

    updated_since: Annotated[
        Time | None,
        Field(description="Only what was made, changed, deleted or became visible at this time or later."),
    ] = None


AskedPage = Annotated[Paging, Query(...)]
AskedSync = Annotated[Sync, Query(...)]


class Page(TypedDict, Generic[Out]):
    """A page of a list; `next` is the cursor of the page after it, null on the last."""

    items: list[Out]
    next: str | None


def reply_page(
    rows: QuerySet[Row], *, by: Sequence[str], of: str, page: Paging, write: Callable[[Row], Any]
) -> HttpResponse:
    """The page asked for of `rows`, in the order of the fields `by` (the last of them unique), each as `write` says it.

    `of` names the list, so that a cursor of another one is refused. Unfit where the cursor is not one of ours.
    """
    rows = rows.order_by(*by)
    if page.cursor is not None:
        rows = rows.filter(_after(by, _read(page.cursor, of)))
    found = list(rows[: page.limit + 1])
    told = found[: page.limit]
    more = _cursor(told[-1], by, of) if len(found) > page.limit else None
    return reply({"items": [write(row) for row in told], "next": more})


def _cursor(row: Model, by: Sequence[str], of: str) -> str:
    values = (attrgetter(name.replace("__", "."))(row) for name in by)
    key = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    return signing.dumps(key, salt=f"annotate.api.{of}")


def _read(cursor: str, of: str) -> list[Any]:
    try:
        key: list[Any] = signing.loads(cursor, salt=f"annotate.api.{of}")
    except signing.BadSignature as error:
        raise Unfit(_("This cursor is not one of this list: send `next` of the page before, as it is.")) from error
    return key


def _after(by: Sequence[str], key: Sequence[Any]) -> Q:
    """Rows whose sort key is greater: (a, b) > (x, y) written out, with a first bound that an index can use."""
    later = Q()
    for place, name in enumerate(by):
        later |= Q(**dict(zip(by[:place], key, strict=False)), **{f"{name}__gt": key[place]})
    return Q(**{f"{by[0]}__gte": key[0]}) & later
