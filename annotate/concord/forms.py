"""What somebody chose on the page -> what they ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from annotate.agreement.coding import Unit
from annotate.codebook.queries import LabelLine
from annotate.concord.queries.selection import Choices
from annotate.corpus.models import BlockKind

UNITS = {Unit.CHARACTER: _("characters"), Unit.WORD: _("words"), Unit.SENTENCE: _("sentences")}
NOTHING = "-"
"""In an address: no label, where somebody marked nothing."""


class QuestionForm(forms.Form):
    """The filters. Any choice is read; whether there is such a thing is said at the door."""

    label = forms.CharField(label=_("Label"), required=False, widget=forms.Select)
    person = forms.CharField(label=_("Person"), required=False, widget=forms.Select)
    other = forms.CharField(label=_("with"), required=False, widget=forms.Select)
    kind = forms.CharField(label=_("Blocks"), required=False, widget=forms.Select)
    round = forms.IntegerField(label=_("Round"), required=False, widget=forms.Select)
    unit = forms.CharField(
        label=_("Counted in"),
        required=False,
        widget=forms.Select(choices=[(unit.value, name) for unit, name in UNITS.items()]),
    )
    article = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, lines: Iterable[LabelLine], choices: Choices) -> None:
        super().__init__({name: data[name] for name in self.base_fields if name in data})
        people = [(user.username, str(user)) for user in choices.people.values()]
        self._offer("label", _("all labels"), [(line.label.key, line.label.name) for line in lines])
        self._offer("person", _("everybody"), people)
        self._offer("other", _("everybody"), people)
        self._offer("kind", _("all blocks"), list(BlockKind.choices))
        self._offer("round", _("all rounds"), [(number, str(number)) for number in choices.rounds])

    def _offer(self, name: str, everything: Any, offered: Iterable[tuple[Any, Any]]) -> None:
        widget: Any = self.fields[name].widget
        widget.choices = [("", everything), *offered]

    def chosen(self) -> dict[str, Any]:
        """What was asked for, as `find_question` takes it; what cannot be read is not there."""
        self.is_valid()
        clean = self.cleaned_data
        names = [clean.get(name) or "" for name in ("person", "other")]
        words = {name: clean.get(name) or "" for name in ("label", "kind", "unit")}
        return {
            **words, "round": clean.get("round"), "article": clean.get("article"),
            "people": tuple(dict.fromkeys(name for name in names if name)),
        }  # fmt: skip

    def query(self, **changes: Any) -> str:
        """The same as an address has it, with these changes; an empty one is left out."""
        self.is_valid()
        clean = {name: value for name, value in self.cleaned_data.items() if name in self.data}
        return urlencode([(name, value) for name, value in {**clean, **changes}.items() if value not in (None, "")])
