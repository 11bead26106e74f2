"""A reviewer's word as the page sends it -> clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class DecideForm(forms.Form):
    """What becomes of spans. `verdict` says which button: accept, change or reject."""

    action = forms.CharField(max_length=200, required=False)
    span = forms.IntegerField(min_value=1, max_value=2**53 - 1)
    verdict = forms.ChoiceField(choices=[("accept", "accept"), ("change", "change"), ("reject", "reject")])
    label = forms.CharField(max_length=60, required=False)
    extent = forms.CharField(max_length=30_000, required=False)
    reason = forms.CharField(required=False, strip=True)


class ReturnForm(forms.Form):
    """Whose work is returned, and why."""

    analyst = forms.CharField(max_length=60)
    reason = forms.CharField(label=_("Reason"), max_length=10_000)
