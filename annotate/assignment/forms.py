"""What somebody looks for in the article list -> clean values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from annotate.assignment.models import STATES, Assignment, Round, Way
from annotate.assignment.queries import GIVEN, OVERDUE, Wanted
from annotate.assignment.states import State
from annotate.corpus.models import Article
from annotate.corpus.queries import articles_of, outlets_of
from annotate.projects.models import Membership, Mode, Project, Role, User

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
    round = forms.TypedChoiceField(label=_("Round"), required=False, coerce=int, empty_value=None)
    outlet = forms.ChoiceField(label=_("Outlet"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORTS)

    def __init__(self, data: object, *, by: Membership, people: list[User]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        withdrawn = [("withdrawn", _("withdrawn"))] if Role(by.role).reaches(Role.LEAD) else []
        outlets = outlets_of(by)
        rounds = Round.objects.filter(project=by.project_id).order_by("-number")
        more = [("none", _("not begun")), (GIVEN, _("given")), (OVERDUE, _("overdue"))]
        self.fields["state"].choices = [("", _("any")), *more, *STATES, *withdrawn]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("anyone")), *((user.username, str(user)) for user in people)]  # type: ignore[attr-defined]
        self.fields["round"].choices = [("", _("any")), *((one.number, str(one)) for one in rounds)]  # type: ignore[attr-defined]
        self.fields["outlet"].choices = [("", _("any")), *((outlet, outlet) for outlet in outlets)]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What is asked for, as far as it can be read."""
        self.is_valid()
        clean = self.cleaned_data
        return Wanted(
            words=clean.get("q", ""), state=clean.get("state", ""), person=clean.get("person", ""),
            round=clean.get("round"), outlet=clean.get("outlet", ""), since=clean.get("since"),
            until=clean.get("until"), sort=clean.get("sort") or "added",
        )  # fmt: skip


class GiveForm(forms.Form):
    """Until when articles are given; empty: without a day."""

    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class TermsForm(GiveForm):
    """What of a round may be changed later."""

    field_order: tuple[str, ...] = ("name", "quota", "due_on")

    name = forms.CharField(label=_("Name"), max_length=100, required=False)
    quota = forms.IntegerField(
        label=_("Most articles per person"), min_value=1, max_value=30_000, required=False,
        help_text=_("Empty: as many as there are."),
    )  # fmt: skip


class RoundForm(TermsForm):
    """A new round: which articles, how they come to people, on what terms."""

    which = forms.ChoiceField(
        label=_("Articles"),
        choices=[
            ("free", _("those that nobody has")),
            ("unsettled", _("all that are not settled")),
            ("settled", _("the settled ones (for training)")),
        ],
    )
    most = forms.IntegerField(
        label=_("At most so many of them"), min_value=1, max_value=30_000, required=False,
        help_text=_("In the order in which they came in."),
    )  # fmt: skip
    way = forms.ChoiceField(label=_("They are"), choices=Way.choices)
    per_article = forms.IntegerField(label=_("People per article"), min_value=1, max_value=100, initial=2)
    training = forms.BooleanField(
        label=_("For training: the gold is shown after handing in"), required=False,
    )  # fmt: skip
    field_order = ("name", "which", "most", "way", "per_article", "quota", "due_on", "training")

    def __init__(self, *args: object, project: Project, listed: QuerySet[Article] | None = None) -> None:
        """`listed` is what the person found in the list of articles and comes with."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.listed = listed
        if listed is not None:
            which = cast("forms.ChoiceField", self.fields["which"])
            which.choices = [("listed", _("those found in the list")), *cast("list[Any]", which.choices)]
        if project.mode != Mode.INDEPENDENT:
            del self.fields["training"]

    def clean(self) -> dict[str, object]:
        return {"training": False, **(super().clean() or {})}

    def articles(self, membership: Membership) -> list[Article]:
        """The articles chosen, without their texts."""
        found = articles_of(membership).without_text().filter(withdrawn_at=None, superseded=False)
        found = found.order_by("created_at", "id")
        if self.cleaned_data["which"] == "listed" and self.listed is not None:
            found = found.filter(pk__in=self.listed.prefetch_related(None).order_by().values("pk"))
            return list(found[: self.cleaned_data["most"]])
        work = Assignment.objects.filter(article=OuterRef("pk"))
        wanted = {
            "free": ~Exists(work.exclude(state=State.DECLINED)),
            "unsettled": ~Exists(work.filter(state=State.SETTLED)),
            "settled": Exists(work.filter(state=State.SETTLED)),
        }
        return list(found.filter(wanted[self.cleaned_data["which"]])[: self.cleaned_data["most"]])


class DealForm(forms.Form):
    """Among whom a round is dealt."""

    person = forms.MultipleChoiceField(label=_("Among"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: object = None, *, people: Sequence[Membership]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.people = people
        self.fields["person"].choices = [(one.user.username, str(one.user)) for one in people]  # type: ignore[attr-defined]

    def chosen(self) -> list[Membership]:
        """The people chosen, as far as they are members."""
        self.is_valid()
        names = set(self.cleaned_data.get("person", []))
        return [one for one in self.people if one.user.username in names]
