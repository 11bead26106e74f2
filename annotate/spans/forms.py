"""Marks as the browser sends them -> clean values. Words of refusal are the actions' business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotate.codebook.models import Attribute, AttributeKind
from annotate.projects.refusals import Unfit
from annotate.spans.models import LinkKind, Span
from annotate.spans.queries.copies import Copy, LinkCopy
from annotate.spans.rules import why_no_extent
from annotate.text.extent import ELLIPSIS, MAX_SPAN, Extent, NoExtent


class ActionForm(forms.Form):
    """Every write: the client's own id of it, and what the page knew."""

    action = forms.CharField(max_length=200, required=False)
    since = forms.CharField(max_length=60, required=False)


class LinkForm(forms.Form):
    """A link as the desk and its form without script send it."""

    kind = forms.ChoiceField(label=gettext_lazy("It"), choices=LinkKind)
    target = forms.RegexField(r"^(span|link)-[0-9]{1,16}$", label=gettext_lazy("What"))


class CommentForm(forms.Form):
    """Something said. Whether it says anything, and not too much, is the action's business."""

    text = forms.CharField(required=False, strip=False)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n")


class AnswerForm(forms.Form):
    """An answer to a question about the article, and the version of the one that the page showed; 0: none."""

    value = forms.CharField(required=False)
    version = forms.IntegerField(min_value=0)

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"]
        return value.replace("\r\n", "\n")


class CopyForm(ActionForm):
    """What to take over into a corrected article: one span, all that score `least` or more, told to be `count`, or the
    links whose ends are there, told to be `links`."""

    span = forms.IntegerField(required=False)
    least = forms.FloatField(required=False, min_value=0, max_value=1)
    count = forms.IntegerField(required=False, min_value=1)
    links = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        scored = clean.get("least") is not None and clean.get("count") is not None
        if clean.get("span") is None and clean.get("links") is None and not scored:
            raise forms.ValidationError("neither one span nor a score and a count nor links", code="required")
        return clean

    def chosen(self, copies: Sequence[Copy], links: Sequence[LinkCopy]) -> list[tuple[Span, Extent]] | None:
        """The spans chosen, each with its new place; None where there are not as many any more as the page said.

        None are chosen where links alone are taken over.
        """
        clean = self.cleaned_data
        if clean["links"] is not None:
            return [] if sum(link.ready for link in links) == clean["links"] else None
        found = [
            (copy.span, copy.extent)
            for copy in copies
            if copy.extent is not None and not copy.taken
            and (copy.span.pk == clean["span"] if clean["span"] is not None else copy.score >= clean["least"])
        ]  # fmt: skip
        return found if len(found) == (1 if clean["span"] is not None else clean["count"]) else None


class QuoteForm(forms.Form):
    """A span by its quote: the block, what it says there, the label; `place` says which, where it says so twice."""

    block = forms.TypedChoiceField(label=gettext_lazy("Paragraph"), coerce=int)
    quote = forms.CharField(
        label=gettext_lazy("The words to mark"), help_text=gettext_lazy("Paste them as they stand in the text."),
        max_length=MAX_SPAN, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )  # fmt: skip
    label = forms.ChoiceField(label=gettext_lazy("Label"))
    place = forms.CharField(required=False, max_length=30)

    def __init__(
        self, data: QueryDict | None, *, blocks: list[tuple[int, str]], labels: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["block"].choices = blocks  # type: ignore[attr-defined]
        self.fields["label"].choices = labels  # type: ignore[attr-defined]


class SpanForm(ActionForm):
    """A span as the desk sends it. What is left out stays as it is."""

    label = forms.CharField(max_length=60, required=False)
    extent = forms.CharField(max_length=30_000, required=False)
    note = forms.CharField(required=False, strip=False)
    unsure = forms.CharField(max_length=5, required=False)
    version = forms.IntegerField(min_value=0, required=False)


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
