"""Saved pages: the article is found, the chrome dropped, and what the markup says of the words is kept."""

from __future__ import annotations

from datetime import date

import pytest

from annotate.formats import html
from annotate.formats.source import Source
from annotate.text.decoding import How
from annotate.text.unreadable import (
    MAX_CHARACTERS,
    BrokenEncoding,
    LoneSurrogate,
    NoText,
    NotText,
    TitleTooLong,
    TooLong,
    TooTangled,
)

P = [
    "The harbour was closed on Monday, and nobody in the ministry could say for how long, or who had ordered it.",
    "There are good reasons to close a harbour, and I shall come to them; but none of these was given, then or since.",
    "What was given was a date. The date has passed, and the harbour is closed, and the boats lie three deep at it.",
    "A government that cannot say why it does a thing should at least be able to say when it will stop doing it again.",
]


UNTITLED = "The harbour was closed on Monday, and nobody in the ministry could say for how…"
"""What stands for a title where nothing says one."""

LD = '<script type="application/ld+json">%s</script>'


def page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def article(*parts: str) -> str:
    paragraphs = [part if part.startswith("<") else f"<p>{part}</p>" for part in parts]
    return page(f"<article><h1>The closed harbour</h1>{''.join(paragraphs)}</article>")


def blocks(source: Source) -> list[tuple[str, str]]:
    return [(str(block.kind), source.text[block.start : block.end]) for block in source.blocks]


def kind_of(source: Source, words: str) -> str | None:
    return next((kind for kind, line in blocks(source) if words in line), None)


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<figure><img src=x><figcaption>Boats at the quay.</figcaption></figure>", "caption"),
        ("<div class='wp-caption'><p class='wp-caption-text'>Boats at the quay.</p></div>", "caption"),
        ("<p class='imageCaption'>Boats at the quay.</p>", "caption"),
        ("<blockquote><p>Boats at the quay.</p></blockquote>", "quotation"),
        ("<aside><blockquote>Boats at the quay.</blockquote></aside>", "pull-quote"),
        (
            "<figure class='wp-block-pullquote'><blockquote><p>Boats at the quay.</p></blockquote></figure>",
            "pull-quote",
        ),
        ("<div class='pullQuote'>Boats at the quay.</div>", "pull-quote"),
        ("<h2>Boats at the quay.</h2>", "heading"),
        ("<p><strong>BOATS AT THE QUAY</strong></p>", "heading"),
        ("<p><b>Boats at the quay.</b></p>", "paragraph"),
        ("<p><a href='https://x.example/'>Boats lie at the quay</a></p>", "cross-link"),
        ("<p><a href='https://x.example/'>Boats lie at the quay.</a></p>", "paragraph"),
        ("<p class='byline'>Boats at the quay.</p>", "byline"),
        ("<ul><li>Boats at the quay.</li></ul>", "paragraph"),
        ("<div class='disclaimer'>Boats at the quay.</div>", "disclaimer"),
        ("<ol class='footnotes'><li>Boats at the quay.</li></ol>", "source"),
        ("<div class='author-bio'>Boats at the quay.</div>", "author-note"),
    ],
)
def test_markup_says_what_a_block_is(markup: str, kind: str) -> None:
    source = html.read(article(P[0], P[1], markup, P[2], P[3]))
    found = [what for what, line in blocks(source) if "oats" in line.replace("BOATS", "boats") and "three" not in line]
    assert found == [kind]


@pytest.mark.parametrize(
    "markup",
    [
        "<nav><a href=/>CHROME</a></nav>",
        "<script>CHROME</script>",
        "<style>CHROME</style>",
        "<noscript>CHROME</noscript>",
        "<template>CHROME</template>",
        "<button>CHROME</button>",
        "<form><label>CHROME</label><input></form>",
        "<iframe>CHROME</iframe>",
        "<!-- CHROME -->",
        "<p hidden>CHROME</p>",
        "<div aria-hidden='true'>CHROME</div>",
        "<p style='color: red; display: none'>CHROME</p>",
        "<div class='share-bar'>CHROME</div>",
        "<div class='newsletter-signup'><p>CHROME every week</p></div>",
        "<div id='cookieBanner'>CHROME</div>",
        "<section class='related-articles'><h3>CHROME</h3></section>",
        "<div class='ad-slot'>CHROME</div>",
        "<div class='comments'><p>CHROME, says a reader</p></div>",
        "<ul><li><a href=/1>CHROME one</a></li><li><a href=/2>CHROME two</a></li></ul>",
        "<aside><a href=/1><h3>CHROME</h3></a></aside>",
        "<div role='dialog'>CHROME</div>",
        "<span class='sr-only'>CHROME</span>",
    ],
)
def test_chrome_is_dropped(markup: str) -> None:
    source = html.read(article(P[0], P[1], markup, P[2], P[3]))
    assert "CHROME" not in source.text
    assert [line for _, line in blocks(source)] == ["The closed harbour", *P]


@pytest.mark.parametrize(
    "wrapping",
    [
        "<div class='newsletter-post'>{}</div>",
        "<div class='share-this related comments ad'>{}</div>",
        "<form>{}</form>",
        "<div hidden>{}</div>",
        "<div class='byline author date'>{}</div>",
        "<div class='caption'>{}</div>",
        "<div class='footnotes'>{}</div>",
        "<table><tr><td>{}</td></tr></table>",
        "<div class='author-rita time'><div>{}</div></div>",
    ],
)
def test_argument_is_kept_whatever_its_part_is_called(wrapping: str) -> None:
    prose = "".join(f"<p>{words}</p>" for words in P * 3)
    source = html.read(page(f"<h1>The closed harbour</h1>{wrapping.format(prose)}"))
    assert [kind for kind, line in blocks(source) if line in P][:4] == ["paragraph"] * 4
    assert sum(line in P for _, line in blocks(source)) == 12


@pytest.mark.parametrize("name", ["comment", "ad", "share", "popular", "print", "search", "meta-text", "p1"])
def test_a_paragraph_among_others_is_kept_whatever_it_is_called(name: str) -> None:
    source = html.read(article(P[0], P[1], f"<p class='{name}'>{P[2]}</p>", P[3]))
    assert kind_of(source, P[2]) == "paragraph"


def test_a_page_of_breaks_has_lines() -> None:
    source = html.read(page(f"<h1>The closed harbour</h1><div>{P[0]}<br><br>{P[1]}<br>{P[2]}<br><br><br>{P[3]}</div>"))
    assert source.text == f"The closed harbour\n\n{P[0]}\n\n{P[1]}\n{P[2]}\n\n{P[3]}"


def test_white_space_folds_as_in_a_browser() -> None:
    source = html.read(article(f"{P[0]} <b>a</b>b  <i> c </i>\n\td&nbsp;e<wbr>f", P[1]))
    assert f"{P[0]} ab c d\u00a0ef" in source.text


def test_inlines_are_kept_on_the_canonical_text() -> None:
    rich = (
        "😀 Cafe\u0301 <em>now </em>, <strong>or <em>never</em></strong>, <b>said</b> "
        "<a href='/a?b=1&amp;c=2'>one</a>, <a href='javascript:alert(1)'>two</a>, <a href='data:x'>three</a> and "
        "<a href='mailto:a@b.example'>four</a><sup><a href='#fn1'>1</a></sup>."
    )
    canonical = "<link rel=canonical href='https://ledger.example/p/x'>"
    source = html.read(page(f"<article><h1>The closed harbour</h1><p>{rich}</p><p>{P[0]}</p></article>", canonical))
    assert [(str(i.kind), source.text[i.start : i.end], i.href) for i in source.inlines] == [
        ("emphasis", "now", None),
        ("strong", "or never", None),
        ("emphasis", "never", None),
        ("strong", "said", None),
        ("link", "one", "https://ledger.example/a?b=1&c=2"),
        ("link", "four", "mailto:a@b.example"),
    ]
    assert "😀 Café now , or never, said one, two, three and four." in source.text


def test_an_inline_over_several_lines_is_one_in_each() -> None:
    source = html.read(article(f"<em>{P[0]}<br>{P[1]}</em>", P[2]))
    assert [source.text[i.start : i.end] for i in source.inlines] == [P[0], P[1]]


def test_a_relative_link_without_an_address_of_the_page_is_no_link() -> None:
    assert html.read(article(f"<a href='/x'>here</a> {P[0]}")).inlines == ()


@pytest.mark.parametrize(
    "heading",
    [
        "<h1>The closed harbour</h1>",
        "<h1><a href='/x'>The closed harbour</a></h1>",
        "<h2><span class=k>Ports</span><span>The closed harbour</span></h2>",
        "<h1><span>T</span><span>he closed harbour</span></h1>",
    ],
)
def test_the_title_is_found_in_its_heading(heading: str) -> None:
    head = "<title>The closed harbour - The Ledger</title><meta property='og:title' content='The closed harbour'>"
    source = html.read(page(f"<h1>The Ledger</h1><article>{heading}<p>{'</p><p>'.join(P)}</p></article>", head))
    assert source.title == "The closed harbour"
    assert [line for kind, line in blocks(source) if kind == "title"] == ["The closed harbour"]


def test_a_byline_that_is_nothing_but_a_link_is_kept() -> None:
    head = '<meta name="author" content="Ana Ben">'
    byline = "<div class=x7><a href='/ana-ben'>Ana Ben</a></div><div class=x8><a href='/ports'>Ports</a></div>"
    source = html.read(page(f"<article><h1>The closed harbour</h1>{byline}<p>{'</p><p>'.join(P)}</p></article>", head))
    assert [line for kind, line in blocks(source) if kind == "byline"] == ["Ana Ben"]


def test_parts_of_a_heading_do_not_run_together() -> None:
    source = html.read(article(P[0], "<h2><span>Ports</span><span>And storms</span></h2>", P[1]))
    assert kind_of(source, "Ports And storms") == "heading"


@pytest.mark.parametrize(
    ("head", "field", "said"),
    [
        (LD % '{"@type":"NewsArticle","headline":"H"}', "title", "H"),
        (
            LD % '{"@graph":[{"@type":["Thing","OpEdArticle"],"author":["Ana  Ben",{"name":"Lea Rita"},7]}]}',
            "byline",
            "Ana Ben, Lea Rita",
        ),
        (LD % '{"@type":"Article","datePublished":"2019-05-03T23:30:00-07:00"}',
         "published_on", date(2019, 5, 3)),
        (LD % '{"@type":"Article","publisher":{"name":"P"}}', "outlet", "P"),
        (LD % '{"@type":"Organization","headline":"no"}', "title", UNTITLED),
        (LD % '{"@type":"Article","headline":["x"],"author":{"a":1}}', "title", UNTITLED),
        (LD % '{broken', "title", UNTITLED),
        (LD % ("[" * 100_000), "title", UNTITLED),
        (LD % 'null', "title", UNTITLED),
        ('<meta property="og:title" content=" A\n title ">', "title", "A title"),
        ("<title>T</title>", "title", "T"),
        ('<meta name="author" content="By Ana Ben">', "byline", "Ana Ben"),
        ('<meta property="article:author" content="https://x.example/ana">', "byline", ""),
        ('<meta property="og:site_name" content="S">', "outlet", "S"),
        ('<meta property="article:published_time" content="2019-05-03">', "published_on", date(2019, 5, 3)),
        ('<meta property="article:published_time" content="3 May 2019">', "published_on", None),
        ('<meta property="article:published_time" content="2019-13-03">', "published_on", None),
        ('<meta name="dc.date" content="2019-05-03 10:00">', "published_on", date(2019, 5, 3)),
        ('<meta http-equiv="content-language" content="fr">', "language", "fr"),
        ('<meta property="og:locale" content="pt_BR">', "language", "pt-BR"),
        ('<meta property="og:locale" content="not a language">', "language", ""),
        ('<link rel="canonical" href="https://x.example/a b">', "url", ""),
        ('<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="https://x.example/">',
         "url", "https://x.example/"),
        ("<!-- saved from url=(0022)https://x.example/saved -->", "url", "https://x.example/saved"),
        ("", "url", ""),
    ],
)  # fmt: skip
def test_metadata_is_read_and_nothing_is_believed_blindly(head: str, field: str, said: object) -> None:
    source = html.read(page(f"<div><p>{'</p><p>'.join(P)}</p></div>", head))
    assert getattr(source, field) == said


def test_the_language_of_the_page_is_that_of_its_root() -> None:
    assert html.read(f"<html lang='de-CH'><body><p>{P[0]}</p></body></html>").language == "de-CH"


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="windows-1251">',
        "<meta charset=windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
        '<!-- <meta charset="koi8-r"> --><META CHARSET="Windows-1251">',
    ],
)
def test_a_page_is_decoded_as_it_declares(declaration: str) -> None:
    source = html.read(f"{declaration}<p>Правительство решило.</p>".encode("cp1251"))
    assert (source.text, source.encoding, source.how) == ("Правительство решило.", "cp1251", How.DECLARED)


def test_an_override_wins_over_what_a_page_declares() -> None:
    source = html.read('<meta charset="utf-8"><p>caf\xe9</p>'.encode("latin-1"), encoding="latin-1")
    assert (source.text, source.how) == ("café", How.OVERRIDE)


def test_a_page_without_an_article_is_taken_whole_and_the_person_told() -> None:
    source = html.read(page("Short."))
    assert source.text == "Short."
    (note,) = source.notes
    assert "No article was found" in note


def test_nothing_of_the_markup_goes_on() -> None:
    source = html.read(article(P[0] + " &lt;script&gt;alert(1)&lt;/script&gt; <x-y onclick='z'>kept</x-y>", P[1]))
    assert "<script>alert(1)</script> kept" in source.text  # words of the piece, that say what they say
    assert "onclick" not in source.text


@pytest.mark.parametrize(
    "markup", ["", " ", "<html></html>", "<p></p>", "<p>&nbsp;</p>", "<!-- x -->", "<script>x</script>"]
)
def test_read_refuses_nothing(markup: str) -> None:
    with pytest.raises(NoText):
        html.read(markup)


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ("<div>" * 600 + "x", TooTangled),
        ("<p>" + "<br>" * 110_000, TooTangled),
        ("<p>" + "<b>x</b>" * 11_000, TooTangled),
        ("<p>" + "&amp;" * 60_000, TooTangled),
        ("<p>\ud800", LoneSurrogate),
        (f"<title>{'a' * 10_000}</title><p>{P[0]}", TitleTooLong),
        (f"<h1>{'a' * 10_000}</h1><p>{P[0]}", TitleTooLong),
        ("<p>" + "a" * (MAX_CHARACTERS + 1), TooLong),
        (b"<meta charset=utf-8><p>caf\xe9", BrokenEncoding),
        (b"<p>\x00", NotText),
        (b"\x89PNG\r\n\x1a\n<p>", NotText),
    ],
)  # fmt: skip
def test_read_refuses(markup: str | bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        html.read(markup)
