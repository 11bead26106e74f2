"""An Arabic article under a German interface: its words are said to be Arabic, and the interface's own to be German."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from annotate.spans import actions
from annotate.spans.models import LinkKind
from tests.factories import World
from tests.pages import tree

WORDS = ("الجسر رخيص", "ولم يسأل أحد")
TEXT = f"العبّارة يجب أن تبقى\n\n{WORDS[0]} كما يقولون، {WORDS[1]}."


def languages(page: Any) -> list[tuple[str, str]]:
    """Every piece of text of a page and the language that the nearest element around it names."""
    found = []
    for element in page.iter():
        if not isinstance(element.tag, str) or element.tag in {"title", "script", "option", "textarea"}:
            continue
        for piece, around in [(element.text, element), *((child.tail, element) for child in element)]:
            if piece and piece.strip():
                found.append((piece.strip(), around.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")))
    return found


@pytest.mark.parametrize(
    "page", ["", "spans/", "spans/{}/", "spans/{}/history/", "spans/{}/links/", "quote/", "about/"]
)
def test_words_of_the_article_and_of_the_interface_are_told_apart(page: str, shared: World, client: Client) -> None:
    article = shared.take_in(TEXT, language="ar")
    first, second = (shared.mark(shared.ana, words, article=article) for words in WORDS)
    actions.add_link(first, kind=LinkKind.SUPPORTS, target=second, by=shared.ana, at=shared.at)
    actions.add_comment(first, text="Warum?", by=shared.ben, at=shared.at)
    client.force_login(shared.ana.user)
    answer = client.get(
        f"/p/{shared.project.slug}/articles/{article.pk}/{page.format(first.pk)}", headers={"accept-language": "de"}
    )
    assert answer.status_code == 200
    told = languages(tree(answer))
    arabic = [(words, language) for words, language in told if any("\u0600" <= letter <= "\u06ff" for letter in words)]
    assert arabic
    assert {language for _words, language in arabic} == {"ar"}
    latin = {language for words, language in told if words.isascii() and any(map(str.isalpha, words))}
    assert latin - {""} == {"de"}  # of the article that comes next nobody said a language
