"""Pasted words and uploaded files -> clean values."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

ENCODINGS = [
    "utf-8",
    "windows-1252",
    "iso-8859-15",
    "windows-1250",
    "windows-1251",
    "koi8-r",
    "windows-1256",
    "shift_jis",
    "gb18030",
]


class PasteForm(forms.Form):
    """One article, pasted, and what is said about it."""

    text = forms.CharField(
        label=_("Text"), strip=False, widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        error_messages={"required": _("There is no text in this.")},
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), required=False, help_text=_("Left out: found in the text."))
    byline = forms.CharField(label=_("Byline"), required=False)
    outlet = forms.CharField(label=_("Outlet"), required=False)
    published_on = forms.DateField(
        label=_("Published on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": _("This is no date: write 2026-03-04.")},
    )  # fmt: skip
    language = forms.CharField(label=_("Language"), required=False, help_text=_("As in web pages: en, de, ar."))
    url = forms.CharField(label=_("Address"), required=False, widget=forms.URLInput)


class CorrectForm(forms.Form):
    """A corrected text: pasted, or as a file."""

    text = forms.CharField(
        label=_("Text"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"})
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, allow_empty_file=True, help_text=_("Text, Markdown or a saved web page.")
    )

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or {}
        if bool(clean.get("text")) == (clean.get("file") is not None):
            raise forms.ValidationError(_("Paste the text, or choose a file: one of the two."), code="required")
        return clean


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; an empty one is no mistake of the form's: its reader says so."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list | tuple) else [data]
        if not [file for file in given if file]:
            raise forms.ValidationError(_("Choose files first."), code="required")
        return list(given)


class FilesForm(forms.Form):
    """Files, and zips of them."""

    files = FilesField(  # type: ignore[assignment]  # Django's own attribute, which no field is meant to shadow
        label=_("Files"),
        widget=Files,
        help_text=_("Text, Markdown, saved web pages (.html), or a zip of them. More than a hundred: as a zip."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        choices=[("", _("as the files say")), *((name, name) for name in ENCODINGS)],
    )
