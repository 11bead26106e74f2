"""What somebody looks for in the article list -> clean values."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from annotate.assignment.models import STATES
from annotate.assignment.queries import Wanted
from annotate.projects.models import User

SORTS = [
    ("added", _("as they came in")),
    ("-added", _("newest first")),
    ("title", _("title")),
    ("outlet", _("outlet")),
    ("-date", _("date, newest first")),
    ("date", _("date, oldest first")),
    ("length", _("shortest first")),
    ("-length", _("longest first")),
]


class WantedForm(forms.Form):
    """Search, filters and order; each may be left out, and what cannot be read is left out."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    person = forms.ChoiceField(label=_("Person"), required=False)
    outlet = forms.ChoiceField(label=_("Outlet"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, data: object, *, people: list[User], outlets: list[str], may_withdraw: bool) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        withdrawn = [("withdrawn", _("withdrawn"))] if may_withdraw else []
        self.fields["state"].choices = [("", _("any")), ("none", _("not begun")), *STATES, *withdrawn]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("anyone")), *((user.username, str(user)) for user in people)]  # type: ignore[attr-defined]
        self.fields["outlet"].choices = [("", _("any")), *((outlet, outlet) for outlet in outlets)]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as far as it can be read."""
        self.is_valid()
        clean = self.cleaned_data
        return Wanted(
            words=clean.get("q", ""), state=clean.get("state", ""), person=clean.get("person", ""),
            outlet=clean.get("outlet", ""), since=clean.get("since"), until=clean.get("until"),
            sort=clean.get("sort") or "added",
        )  # fmt: skip
