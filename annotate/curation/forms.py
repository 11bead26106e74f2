"""What somebody wants of a label in use, of the draft, and of the journal -> clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from annotate.codebook.rules import LONGEST_KEY, LONGEST_NAME
from annotate.curation.queries.lines import Asked
from annotate.projects.models import User

LARGEST_ID = 2**53 - 1


class PublishForm(forms.Form):
    """A note on what is new, and the mark of the draft that the page showed."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What is new, for those who mark"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class RenameForm(forms.Form):
    """Another name for a label; its key stays."""

    name = forms.CharField(label=_("New name"), max_length=LONGEST_NAME)


class UnderForm(forms.Form):
    """Another label to stand under, or none."""

    parent = forms.ChoiceField(label=_("Under"), required=False)

    def __init__(self, *args: Any, labels: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].choices = [("", _("no other label")), *labels]  # type: ignore[attr-defined]


class IntoForm(forms.Form):
    """The label that another becomes."""

    into = forms.ChoiceField(label=_("Into"))

    def __init__(self, *args: Any, labels: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].choices = labels  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """New labels beside one, each with key and name, in rows; a row without a key and a name is none."""

    ROWS = 4

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        for row in range(self.ROWS):
            self.fields[f"key-{row}"] = forms.CharField(label=_("Key"), max_length=LONGEST_KEY, required=False)
            self.fields[f"name-{row}"] = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)

    def rows(self) -> list[tuple[Any, Any]]:
        """The two fields of each row, for the page."""
        return [(self[f"key-{row}"], self[f"name-{row}"]) for row in range(self.ROWS)]

    def labels(self) -> list[dict[str, str]]:
        """The new labels of a valid form."""
        clean = self.cleaned_data
        found = [(clean[f"key-{row}"].strip(), clean[f"name-{row}"].strip()) for row in range(self.ROWS)]
        return [{"key": key, "name": name or key} for key, name in found if key or name]


class SortForm(forms.Form):
    """What one span of a split label is."""

    span = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    into = forms.CharField(max_length=LONGEST_KEY)


class ExampleForm(forms.Form):
    """A span as an example of its label, or as a counter-example, and why."""

    span = forms.IntegerField(min_value=1, max_value=LARGEST_ID)
    sort = forms.ChoiceField(choices=[("example", "example"), ("counter", "counter")])
    why = forms.CharField(max_length=2000, required=False)


class JournalForm(forms.Form):
    """What somebody looks for in the journal; what cannot be read asks for nothing."""

    person = forms.ChoiceField(label=_("Person"), required=False)
    article = forms.IntegerField(label=_("Article"), min_value=1, max_value=LARGEST_ID, required=False)
    label = forms.ChoiceField(label=_("Label"), required=False)
    verb = forms.ChoiceField(label=_("What happened"), required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict, *, people: list[User], labels: list[tuple[str, str]], verbs: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        anybody = [("", _("anybody")), *((user.username, str(user)) for user in people)]
        self.fields["person"].choices = anybody  # type: ignore[attr-defined]
        self.fields["label"].choices = [("", _("any")), *labels]  # type: ignore[attr-defined]
        self.fields["verb"].choices = [("", _("anything")), *verbs]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What of it can be understood."""
        self.is_valid()
        clean = self.cleaned_data
        return Asked(
            person=clean.get("person", ""), article=clean.get("article"), label=clean.get("label", ""),
            verb=clean.get("verb", ""), before=clean.get("before"),
        )  # fmt: skip
