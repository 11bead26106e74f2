"""Rows as the database takes them, and what is looked at before it sees them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from annotate.database.writing import copy_in
from annotate.formats import bundle
from annotate.intake import rules
from annotate.projects.refusals import Unfit
from annotate.spans.rules import why_no_extent
from annotate.text.extent import Extent, NoExtent

CHUNK = 1000
"""So many rows are written at a time."""


def copy_rows(model: type[Any], names: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    """The rows by COPY, some at a time: what makes a row may ask the database itself."""
    waiting = iter(rows)
    while some := list(islice(waiting, CHUNK)):
        copy_in(model, names, some)


def as_json(value: Any) -> str:
    """A value for a column of JSON."""
    return msgspec.json.encode(value).decode()


def check_extent(record: bundle.ArchivedSpan | bundle.Decision, text: str, what: str) -> str:
    """The extent of a record as the database takes it. Unfit where it is none of the text's, or the quote lies."""
    extent = Extent(record.ranges)
    try:
        extent.check(text)
    except NoExtent as error:
        sentence = _("%(what)s %(id)s of the archive: %(why)s")
        raise Unfit(sentence % {"what": what.capitalize(), "id": record.id, "why": why_no_extent(error)}) from error
    if extent.quote(text) != record.quote:
        raise Unfit(rules.why_damaged(bundle.Damaged("quote", f"{what} {record.id}")))
    written = ",".join(f"[{start},{end})" for start, end in extent)
    return f"{{{written}}}"
