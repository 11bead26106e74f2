"""A lead's words on labels, attributes and guidelines -> clean values. What may be is the rules' business."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from annotate.codebook.models import AttributeKind, QuestionKind
from annotate.codebook.rules import LONGEST_KEY, LONGEST_NAME
from annotate.projects.forms import ProjectForm
from annotate.projects.models import Project
from annotate.text.color import PALETTE, STROKES

OWN = "own"
"""Chosen instead of a hue of the palette: a colour of one's own."""


class NewLabelForm(forms.Form):
    """A label to add, at the end of its parent's."""

    key = forms.CharField(
        label=_("Key"), max_length=LONGEST_KEY,
        help_text=_("Names the label in files for good: small letters, digits, hyphens."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME, required=False)
    parent = forms.ChoiceField(label=_("Under"), required=False)

    def __init__(self, *args: Any, labels: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parent"].choices = [("", _("no other label")), *labels]  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    """What a label says and how it is drawn. `seen` is the mark of the entry that the page showed."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    definition = forms.CharField(
        label=_("Definition"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    hue = forms.ChoiceField(choices=[*((hue.light, hue.name) for hue in PALETTE), (OWN, OWN)])
    own = forms.CharField(max_length=7, required=False)
    stroke = forms.ChoiceField(choices=[(stroke, stroke) for stroke in STROKES])

    def words(self) -> dict[str, Any]:
        """What a valid form says, as `change_label` takes it."""
        clean, data = self.cleaned_data, self.data
        assert isinstance(data, QueryDict)
        return {
            "name": clean["name"].strip(),
            "definition": clean["definition"].replace("\r\n", "\n").strip(),
            "color": (clean["own"] if clean["hue"] == OWN else clean["hue"]).lower(),
            "stroke": clean["stroke"],
            "examples": _passages(data, "example"),
            "counter_examples": _passages(data, "counter"),
        }


def _passages(data: QueryDict, kind: str) -> list[dict[str, str]]:
    """The passages of a form in their order, each with its why; rows without a passage are left out."""
    rows = zip(data.getlist(f"{kind}-passage"), data.getlist(f"{kind}-why"), strict=False)
    return [
        {"passage": " ".join(passage.split()), "why": " ".join(why.split())} for passage, why in rows if passage.strip()
    ]


class MoveForm(forms.Form):
    """Where a label goes: a step (`to`), or a place (`parent` and `before`, empty for none)."""

    to = forms.ChoiceField(choices=[(to, to) for to in ("up", "down", "in", "out")], required=False)
    parent = forms.CharField(max_length=LONGEST_KEY, required=False)
    before = forms.CharField(max_length=LONGEST_KEY, required=False)


class EntryForm(forms.Form):
    """What an attribute and a question have in common. `seen` is the mark of the entry that the page showed, if it
    showed one. `published`: it was, so its kind stays."""

    field_order = ("seen", "key", "name", "kind", "choices", "labels", "required", "definition")

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    definition = forms.CharField(
        label=_("Definition"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, published: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].disabled = bool(self.initial.get("key"))
        self.fields["kind"].disabled = published

    def entry(self) -> dict[str, Any]:
        """What a valid form says, as a version has it: its choices a line each, none twice."""
        clean = self.cleaned_data
        lines = [" ".join(line.split()) for line in clean["choices"].splitlines()]
        return {
            **{name: value for name, value in clean.items() if name != "seen"},
            "choices": list(dict.fromkeys(line for line in lines if line)),
            "definition": clean["definition"].replace("\r\n", "\n").strip(),
        }


class AttributeForm(EntryForm):
    """Something more that is said of spans."""

    key = forms.CharField(
        label=_("Key"), max_length=LONGEST_KEY,
        help_text=_("Names the attribute in files for good: small letters, digits, hyphens."),
    )  # fmt: skip
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Its value is"), choices=AttributeKind.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Choices"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, where it is one of several."),
    )  # fmt: skip
    labels = forms.MultipleChoiceField(
        label=_("For these labels and those under them; none means all"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    required = forms.BooleanField(
        label=_("Required"), required=False, help_text=_("Work is handed in only where each span has a value.")
    )

    def __init__(self, *args: Any, labels: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["labels"].choices = labels  # type: ignore[attr-defined]


class QuestionForm(EntryForm):
    """Something asked about a whole article."""

    key = forms.CharField(
        label=_("Key"), max_length=LONGEST_KEY,
        help_text=_("Names the question in files for good: small letters, digits, hyphens."),
    )  # fmt: skip
    name = forms.CharField(label=_("Question"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(label=_("Its answer is"), choices=QuestionKind.choices, widget=forms.RadioSelect)
    choices = forms.CharField(
        label=_("Answers"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, to choose from; those of a scale from low to high."),
    )  # fmt: skip
    required = forms.BooleanField(
        label=_("Required"), required=False, help_text=_("Work is handed in only where it is answered.")
    )


class GuidelinesForm(forms.Form):
    """The guidelines in Markdown, and the mark of those that the page showed."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Guidelines, in Markdown"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24})
    )


class CopyForm(forms.Form):
    """Which project's codebook is taken over."""

    source = forms.ChoiceField(label=_("Of the project"))

    def __init__(self, *args: Any, projects: list[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [(one.slug, one.name) for one in projects]  # type: ignore[attr-defined]


class NewProjectForm(ProjectForm):
    """A new project, and the codebook it begins with: the default one, or that of a project one belongs to."""

    codebook = forms.ChoiceField(label=_("Codebook"), required=False)

    def __init__(self, *args: Any, projects: list[Project], **options: Any) -> None:
        super().__init__(*args, **options)
        own = [(one.slug, _("that of %(project)s") % {"project": one.name}) for one in projects]
        self.fields["codebook"].choices = [("", _("claim, evidence, rhetoric, aside")), *own]  # type: ignore[attr-defined]
