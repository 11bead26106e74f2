"""Marks as the browser sends them -> clean values. Words of refusal are the actions' business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from annotate.codebook.models import Attribute, AttributeKind
from annotate.projects.refusals import Unfit
from annotate.spans.rules import why_no_extent
from annotate.text.extent import ELLIPSIS, Extent, NoExtent


class ActionForm(forms.Form):
    """Every write: the client's own id of it, and what the page knew."""

    action = forms.CharField(max_length=200, required=False)
    since = forms.CharField(max_length=60, required=False)


class SpanForm(ActionForm):
    """A span as the desk sends it. What is left out stays as it is."""

    label = forms.CharField(max_length=60, required=False)
    extent = forms.CharField(max_length=30_000, required=False)
    note = forms.CharField(required=False, strip=False)
    unsure = forms.CharField(max_length=5, required=False)
    version = forms.IntegerField(min_value=1, required=False)


@dataclass(frozen=True)
class Mark:
    """What a SpanForm says."""

    action: str | None
    since: str
    label: str | None
    extent: Extent | None
    quote: str
    note: str | None
    unsure: bool | None
    version: int
    attributes: dict[str, Any] | None


def read_mark(data: QueryDict, attributes: list[Attribute]) -> Mark:
    """The mark of a request. Unfit with a sentence where it cannot be read."""
    form = SpanForm(data)
    if not form.is_valid():
        raise Unfit(" ".join(str(message) for messages in form.errors.values() for message in messages))
    clean = form.cleaned_data
    try:
        extent = Extent.parse(clean["extent"]) if clean["extent"] else None
    except NoExtent as error:
        raise Unfit(why_no_extent(error)) from error
    return Mark(
        action=clean["action"] or None,
        since=clean["since"],
        label=clean["label"] or None,
        extent=extent,
        quote=ELLIPSIS.join(data.getlist("quote")).replace("\r\n", "\n"),
        note=clean["note"].replace("\r\n", "\n") if "note" in data else None,
        unsure=clean["unsure"] in {"1", "true", "on"} if "unsure" in data else None,
        version=clean["version"] or 0,
        attributes=_read_values(data, attributes) if "attributes" in data else None,
    )


def _read_values(data: QueryDict, attributes: list[Attribute]) -> dict[str, Any]:
    """Attribute values of the fields `attribute-KEY`; an empty one is left out."""
    values: dict[str, Any] = {}
    for attribute in attributes:
        written = data.get(f"attribute-{attribute.key}", "").strip()
        if not written:
            continue
        if attribute.kind == AttributeKind.FLAG:
            values[attribute.key] = True
        elif attribute.kind == AttributeKind.NUMBER:
            try:
                values[attribute.key] = float(written) if "." in written else int(written)
            except ValueError:
                raise Unfit(_("“%(name)s” is a number.") % {"name": attribute.name}) from None
        else:
            values[attribute.key] = written
    return values
