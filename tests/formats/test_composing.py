"""Which addresses of links are kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.formats.composing import MAX_HREF, SCHEMES, address


@pytest.mark.parametrize(
    ("href", "base", "kept"),
    [
        ("https://x.example/a", "", "https://x.example/a"),
        ("  http://x.example/a\n", "", "http://x.example/a"),
        ("mailto:a@b.example", "", "mailto:a@b.example"),
        ("/a?b=c#d", "https://x.example/p/q", "https://x.example/a?b=c#d"),
        ("a", "https://x.example/p/q", "https://x.example/p/a"),
        ("//y.example/a", "https://x.example/", "https://y.example/a"),
        ("/a", "", None),
        ("a", "", None),
        ("", "", None),
        ("javascript:alert(1)", "", None),
        ("JavaScript:alert(1)", "https://x.example/", None),
        ("java\tscript:alert(1)", "https://x.example/", None),
        ("data:text/html,x", "", None),
        ("file:///etc/passwd", "", None),
        ("ftp://x.example/", "", None),
        ("https:///a", "", None),
        ("http://[broken", "", None),
        ("https://x.example/a b", "", None),
        ("https://x.example/\u202e", "", None),
        ("https://x.example/" + "a" * MAX_HREF, "", None),
    ],
)
def test_address_is(href: str, base: str, kept: str | None) -> None:
    assert address(href, base) == kept


@given(st.text(), st.sampled_from(["", "https://x.example/p", "javascript:x"]))
def test_no_other_scheme_comes_through(href: str, base: str) -> None:
    kept = address(href, base)
    assert kept is None or kept.split(":")[0].lower() in SCHEMES
