"""A reviewer's word as the page sends it -> clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from annotate.codebook.models import Label
from annotate.database.columns import LARGEST_ID
from annotate.review.rules import LONGEST_REASON

MOST_SPANS = 100
"""A cluster has at most one span a person."""


class IdsField(forms.CharField):
    """Ids, written one after another with spaces between."""

    def clean(self, value: str | None) -> list[int]:
        words = (super().clean(value) or "").split()
        if len(words) > MOST_SPANS or any(not word.isdecimal() or len(word) > 16 for word in words):
            raise forms.ValidationError(_("These are no ids."))
        return [int(word) for word in words]


class DecideForm(forms.Form):
    """What becomes of a cluster. `spans` are its spans and `standing` the decisions on them, as the person saw both;
    `how` says which button: most, take:ID, union, common, extent, words, label, each, reject."""

    action = forms.CharField(max_length=200, required=False)
    spans = IdsField()
    standing = IdsField(required=False)
    how = forms.RegexField(r"^(most|union|common|extent|words|label|each|reject|take:[0-9]{1,16})$")
    label = forms.CharField(max_length=60, required=False)
    extent = forms.CharField(max_length=30_000, required=False)
    words = forms.CharField(max_length=30_000, required=False, strip=True)
    reason = forms.CharField(required=False, strip=True)


class DecideAnswerForm(forms.Form):
    """What becomes of the answers to a question. `standing` is the decision that the person saw, 0 where none;
    `how` says which button: take:ID (somebody's), value (the one written), none."""

    action = forms.CharField(max_length=200, required=False)
    question = forms.CharField(max_length=60)
    standing = forms.IntegerField(min_value=0, max_value=LARGEST_ID)
    how = forms.RegexField(r"^(value|none|take:[0-9]{1,16})$")
    value = forms.CharField(required=False, strip=True)
    reason = forms.CharField(required=False, strip=True)


class StrokeForm(forms.Form):
    """Which stroke, and over how many clusters it said that it would go."""

    action = forms.CharField(max_length=200, required=False)
    how = forms.CharField(max_length=100)
    count = forms.IntegerField(min_value=1)


class CommentForm(forms.Form):
    """What is said of a span, and of which."""

    action = forms.CharField(max_length=200, required=False)
    span = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    text = forms.CharField(max_length=10_000, strip=True)


class PinForm(forms.Form):
    """To which label a decision is pinned, and as what."""

    label = forms.ModelChoiceField(Label.objects.none(), to_field_name="key")
    counter = forms.BooleanField(required=False)

    def __init__(self, *args: object, project: int) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.fields["label"].queryset = Label.objects.usable().filter(project=project)  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """Whose work is returned, and why."""

    analyst = forms.CharField(max_length=60)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)
