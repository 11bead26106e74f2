"""What a person says about an article -> clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from annotate.corpus.models import BlockKind


class DescribeForm(forms.Form):
    """What is said about an article; its text is not among it."""

    title = forms.CharField(label=_("Title"), max_length=500)
    byline = forms.CharField(label=_("Byline"), max_length=300, required=False)
    outlet = forms.CharField(label=_("Outlet"), max_length=200, required=False)
    published_on = forms.DateField(
        label=_("Published on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"], error_messages={"invalid": _("This is no date: write 2026-03-04.")},
    )  # fmt: skip
    language = forms.CharField(
        label=_("Language"), max_length=35, required=False, help_text=_("As in web pages: en, de, ar.")
    )
    url = forms.URLField(label=_("Address"), max_length=2000, required=False, assume_scheme="https")
    external_id = forms.CharField(label=_("Id elsewhere"), max_length=200, required=False)


class KindForm(forms.Form):
    """What a block is."""

    kind = forms.ChoiceField(choices=BlockKind.choices)


class WithdrawForm(forms.Form):
    """Why an article is withdrawn."""

    reason = forms.CharField(label=_("Reason"), max_length=1000)
