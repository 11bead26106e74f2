"""The catalogue of a language: `django.po`, which people write, and `django.mo`, which Django reads; both committed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.words.sources import ROOT

LOCALE = ROOT / "annotate" / "locale"

PLACE = re.compile(r"%{1,2}\(\w+\)[sd]|\{\w+\}")
"""What is put in: by Python and templates, by scripts (whose percent signs stand twice in a catalogue), in braces."""


@dataclass(frozen=True)
class Language:
    """One language beside English, by its code."""

    code: str

    @property
    def po(self) -> Path:
        return LOCALE / self.code / "LC_MESSAGES" / "django.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")

    def read(self) -> Catalog:
        """Its catalogue as people left it."""
        with self.po.open("rb") as file:
            return read_po(file, locale=self.code)

    def in_step(self, template: Catalog) -> Catalog:
        """Its catalogue with every sentence of the sources and no other; what is translated stays."""
        catalogue = self.read() if self.po.exists() else begun(self.code)
        template.creation_date = catalogue.creation_date  # else every run would change the file
        catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        return catalogue

    def write(self, catalogue: Catalog) -> None:
        """Both files."""
        self.po.parent.mkdir(parents=True, exist_ok=True)
        self.po.write_bytes(as_po(catalogue))
        self.mo.write_bytes(compiled(catalogue))


def begun(code: str) -> Catalog:
    """An empty catalogue of a language."""
    return Catalog(
        locale=code, project="Annotate", version="0", header_comment="# Annotate's words, kept by `make words`.",
        last_translator="The Annotate authors", language_team="The Annotate authors", fuzzy=False,
    )  # fmt: skip


def languages() -> list[Language]:
    """Those that have a folder."""
    return [Language(folder.name) for folder in sorted(LOCALE.iterdir()) if folder.is_dir()]


def as_po(catalogue: Catalog) -> bytes:
    """The file people write. Files stand beside a sentence, lines do not: they would change all the time."""
    file = BytesIO()
    write_po(file, catalogue, width=110, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The file Django reads: the same bytes for the same catalogue, on every machine."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def sentences(catalogue: Catalog) -> Iterator[Message]:
    """What stands in a catalogue below its header."""
    return (message for message in catalogue if message.id)


def untranslated(catalogue: Catalog) -> list[Message]:
    """Sentences without words, with too few forms, or marked as doubtful (`fuzzy`)."""
    return [one for one in sentences(catalogue) if one.fuzzy or not all(_forms(one, catalogue.num_plurals))]


def misplaced(catalogue: Catalog) -> list[Message]:
    """Sentences whose translation does not put in what the original puts in. A singular may leave its number out."""
    return [one for one in sentences(catalogue) if all(_forms(one, catalogue.num_plurals)) and not _keeps_places(one)]


def _forms(message: Message, wanted: int) -> list[str]:
    """What is written for it, one form for each that the language has; empty where none is."""
    written = message.string or ""
    forms = [written] if isinstance(written, str) else [form or "" for form in written]
    return forms + [""] * (wanted - len(forms) if message.pluralizable else 0)


def _keeps_places(message: Message) -> bool:
    asked = _places(message.id if isinstance(message.id, str) else message.id[1])
    first, *others = [_places(form) for form in _forms(message, 1)]
    return all(form == asked for form in others) and (first <= asked if others else first == asked)


def _places(sentence: str) -> set[str]:
    return set(PLACE.findall(sentence))


def as_entries(messages: list[Message]) -> str:
    """Sentences as they stand in a `.po` file, to be filled in there."""
    some = Catalog()
    for message in messages:
        some[message.id] = message
    return "\n\n".join(as_po(some).decode().split("\n\n")[1:])
