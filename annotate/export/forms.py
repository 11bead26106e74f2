"""What somebody chose on the page -> what they want."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from annotate.export.queries.files import FORMATS, Wanted
from annotate.export.queries.scope import ALL, GOLD


class ExportForm(forms.Form):
    """A format, a set, and what is left out. Any choice is read; whether it can be had is said at the door."""

    format = forms.CharField(
        label=_("Format"),
        required=False,
        widget=forms.Select(choices=[(key, chosen.name) for key, chosen in FORMATS.items()]),
    )
    set = forms.CharField(
        label=_("Set"),
        required=False,
        widget=forms.Select,
        help_text=_("An archive is the whole project, whatever is chosen here."),
    )
    texts = forms.CharField(
        label=_("Texts"),
        required=False,
        widget=forms.Select(
            choices=[("yes", _("with texts and quotes")), ("no", _("without: SHA-256 and offsets only"))]
        ),
    )
    people = forms.CharField(
        label=_("People"),
        required=False,
        widget=forms.Select(
            choices=[("names", _("by their user names")), ("pseudonyms", _("by pseudonyms, in notes too"))]
        ),
    )
    bom = forms.BooleanField(
        label=_("Byte order mark"), required=False, help_text=_("For CSV that is opened in Excel by a double click.")
    )

    def __init__(self, data: Mapping[str, str], *, sets: Iterable[str]) -> None:
        names = {ALL: _("all: everybody's spans"), GOLD: _("gold: what reviewers decided")}
        self.sets = list(sets)
        defaults = {"format": "jsonl", "set": self.sets[0], "texts": "yes", "people": "names"}
        super().__init__({**defaults, **{name: value for name, value in data.items() if value}})
        widget: Any = self.fields["set"].widget
        widget.choices = [(name, names.get(name, name)) for name in self.sets]

    def wanted(self) -> Wanted:
        """What is asked for. An archive takes no choice of set."""
        assert self.is_valid(), "every choice is read"
        clean = self.cleaned_data
        return Wanted(
            format=clean["format"], set=ALL if clean["format"] == "archive" else clean["set"],
            texts=clean["texts"] != "no", pseudonyms=clean["people"] == "pseudonyms", bom=clean["bom"],
        )  # fmt: skip

    def chosen(self) -> dict[str, str]:
        """The same as the address of the file has it."""
        return {name: str(self.data[name]) for name in self.fields if name in self.data}
