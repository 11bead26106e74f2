"""What a text says by its beginning: a web page, other markup, or somebody's words."""

from __future__ import annotations

import time

import pytest

from annotate.formats.files import read_file, read_pasted
from annotate.formats.markup import is_page, refuse_markup
from annotate.text.unreadable import OtherMarkup

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg"><title>A bridge</title><path d="M0 0"/></svg>'
FEED = '<?xml version="1.0"?>\n<rss version="2.0"><channel><title>Opinion</title></channel></rss>\n'
PAGE = "<!-- saved -->\n<!DOCTYPE html><html><body><h1>The harbour</h1><p>It is closed.</p></body></html>"


@pytest.mark.parametrize("name", ["drawing.svg", "drawing.txt", "drawing", "feed.xml", "feed.rss"])
@pytest.mark.parametrize("text", [DRAWING, FEED, "\ufeff<!-- made by hand -->\n" + DRAWING, '<path d="M0 0" />'])
def test_markup_that_is_no_page_is_refused_whatever_it_is_called(name: str, text: str) -> None:
    with pytest.raises(OtherMarkup, match="not an article but markup"):
        read_file(name, text.encode())
    with pytest.raises(OtherMarkup):
        read_pasted(text)


def test_the_sentence_says_what_it_begins_with() -> None:
    with pytest.raises(OtherMarkup, match="begins with “<svg”"):
        refuse_markup(DRAWING)
    with pytest.raises(OtherMarkup, match=r"begins with “<\?xml”"):
        refuse_markup(FEED)


@pytest.mark.parametrize(
    "text",
    [
        "<b>No</b>, said the minister.",
        "<3 for the ferry",
        "1 < 2, and <b> is bold",
        "<Name withheld> writes: nobody asked us.",
        "<!-- a comment that never ends",
        "We write <svg> and mean a picture: <svg/>",
    ],
)
def test_words_with_angle_brackets_are_words(text: str) -> None:
    refuse_markup(text)


def test_the_source_of_a_page_is_read_as_one_when_it_is_pasted() -> None:
    source = read_pasted(PAGE)
    assert (source.title, source.text) == ("The harbour", "The harbour\n\nIt is closed.")


@pytest.mark.parametrize("end", ["<html>", "words"])
def test_many_comments_cost_no_time(end: str) -> None:
    """Each could once be skipped in two ways, and a file of one kilobyte held a server for years."""
    begun = time.process_time()
    assert is_page("<!---->" * 100 + end) == (end == "<html>")
    refuse_markup("<!---->" * 100_000 + "<p>")
    assert time.process_time() - begun < 2
