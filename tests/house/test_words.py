"""Every language is whole: each sentence that is marked in the sources has words in it, and none is left over.

What fails says what to paste where. `make words` does the rest.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from tests.words.catalogues import Language, as_entries, compiled, languages, misplaced, sentences, untranslated
from tests.words.pseudo import odd
from tests.words.seen import plain, visible
from tests.words.sources import KEYWORDS, ROOT, in_template, template_of_catalogues

FURNITURE = {"actions", "entry", "forms", "queries", "refusals", "rendering", "rules", "views"}
"""Modules of the rooms in which a sentence is for people."""


@pytest.fixture(scope="module")
def template() -> Catalog:
    return template_of_catalogues()


@pytest.fixture(params=languages(), ids=lambda language: language.code)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


def test_every_language_but_english_has_a_catalogue() -> None:
    assert {code for code, _name in settings.LANGUAGES} == {"en", *(language.code for language in languages())}


def test_every_marked_sentence_has_words(language: Language, template: Catalog) -> None:
    left = untranslated(language.in_step(template))
    entries = f"Paste into {language.po.relative_to(ROOT)}, translate, run `make words`:\n\n{as_entries(left)}"
    assert not left, entries


def test_no_sentence_is_left_over(language: Language, template: Catalog) -> None:
    marked = {(one.context, one.id) for one in sentences(template)}
    kept = language.read()
    over = [one.id for one in sentences(kept) if (one.context, one.id) not in marked] + list(kept.obsolete)
    assert not over, f"no source says these any more; `make words` takes them out: {over}"


def test_translations_put_in_what_the_sentence_puts_in(language: Language) -> None:
    wrong = [(one.id, one.string) for one in misplaced(language.read())]
    assert not wrong


def test_what_django_reads_is_what_people_wrote(language: Language) -> None:
    assert language.mo.read_bytes() == compiled(language.read()), "`make words` compiles the catalogue anew"


# The instruments themselves.


def test_a_place_that_is_lost_in_translation_is_found() -> None:
    catalogue = Catalog(locale="de")
    catalogue.add("%(count)s of %(all)s", "%(count)s von allen")
    catalogue.add("Hello", "Hallo")
    catalogue.add(("%(n)s span", "%(n)s spans"), ("eine Spanne", "%(n)s Spannen"))
    catalogue.add(("%(n)s line", "%(n)s lines"), ("%(n)s Zeile", "Zeilen"))
    assert [one.string for one in misplaced(catalogue)] == ["%(count)s von allen", ("%(n)s Zeile", "Zeilen")]


def test_sentences_without_words_or_in_doubt_are_found() -> None:
    catalogue = Catalog(locale="de")
    catalogue.add("Hello")
    catalogue.add("Good bye", "Auf Wiedersehen", flags=["fuzzy"])
    catalogue.add(("a span", "spans"), ("eine Spanne", ""))
    assert [one.id for one in untranslated(catalogue)] == ["Hello", "Good bye", ("a span", "spans")]
    assert 'msgid_plural "spans"' in as_entries(untranslated(catalogue))


def test_templates_are_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        """{% load i18n %}<p title="{% translate "A 'quoted' title" %}">
             {% blocktranslate count n=n %}{{ n }} span{% plural %}{{ n }} spans{% endblocktranslate %}
             {% include "x.html" with says=_("handed on") %}{{ name|default:_("nameless") }}
             {% translate "Delete" context "a key" %}</p>"""
    )
    monkeypatch.setattr("tests.words.sources.ROOT", tmp_path)
    found = [(one.context, one.words) for one in in_template(page)]
    assert found == [
        (None, "A 'quoted' title"), (None, ("%(n)s span", "%(n)s spans")), (None, "handed on"), (None, "nameless"),
        ("a key", "Delete"),
    ]  # fmt: skip


def test_a_plain_word_on_a_page_is_seen_and_an_odd_one_is_not() -> None:
    page = f'<main><p title="Gone">{odd("Sign in, %(name)s")}</p><button data-confirm="Sure now?">Go</button></main>'
    assert plain(visible(page), allowed=frozenset()) == ["Gone", "Go", "Sure now?"]


# Sentences that nobody marked.


def sentences_of_the_rooms() -> Iterator[tuple[str, int, str]]:
    for path in sorted((ROOT / "annotate").rglob("*.py")):
        if FURNITURE & {part.removesuffix(".py") for part in path.relative_to(ROOT).parts} and "api" not in path.parts:
            for line, said in unmarked(ast.parse(path.read_text())):
                yield path.relative_to(ROOT).as_posix(), line, said


def unmarked(module: ast.Module) -> Iterator[tuple[int, str]]:
    """What reads like a sentence, and is neither documentation nor inside a call that marks it."""
    aside: set[ast.AST] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(node.value)
        elif isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and _name(node.func) in KEYWORDS):
            aside.update(ast.walk(node))
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in aside:
            said = node.value
            if said[:1].isupper() and " " in said and said.rstrip()[-1] in ".:?!":
                yield node.lineno, said


def _name(called: ast.expr) -> str:
    return called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")


def test_no_sentence_for_people_is_unmarked() -> None:
    assert list(sentences_of_the_rooms()) == []


def test_an_unmarked_sentence_is_found() -> None:
    module = ast.parse('"""Documented."""\nraise Refused("Not you.")\nraise Refused(_("Not now."))')
    assert list(unmarked(module)) == [(2, "Not you.")]
