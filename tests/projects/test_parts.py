"""Pages that go out in parts: early, whole, in one language, and with nothing asked once the first is gone."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from typing import NoReturn

from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import gettext, override

from annotate.projects.middleware import Compressed
from annotate.projects.models import User
from annotate.projects.parts import FIRST, HOLE, LATER, PageInParts, in_parts
from tests.factories import World

ROW = "x" * 1_000


def test_the_beginning_goes_at_once_then_about_a_window_then_larger_parts() -> None:
    printed: list[int] = []

    def pieces() -> Iterator[str]:
        yield "begin"
        for number in range(200):
            printed.append(number)
            yield ROW

    parts = in_parts(pieces())
    assert (next(parts), printed) == ("begin", [])
    assert len(next(parts)) == FIRST
    assert len(printed) == FIRST // len(ROW)
    assert len(next(parts)) == LATER
    assert sum(map(len, parts)) == 200 * len(ROW) - FIRST - LATER


def test_each_part_can_be_read_when_it_has_come_also_compressed() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br"})
    page = PageInParts(f"<p>{HOLE}</p>", [ROW] * 100)
    response = Compressed(lambda _request: page)(request)
    assert (response["Content-Encoding"], response["Vary"]) == ("gzip", "Accept-Encoding")
    reader, read = zlib.decompressobj(wbits=31), ""
    seen = []
    for part in response:  # type: ignore[attr-defined]
        read += reader.decompress(part).decode()
        seen.append(len(read))
    assert read == f"<p>{ROW * 100}</p>"
    assert seen[:3] == [3, 3 + FIRST, 3 + FIRST + LATER]


def test_a_browser_that_does_not_know_compression_reads_it_too() -> None:
    page = PageInParts(f"<p>{HOLE}</p>", [ROW])
    response = Compressed(lambda _request: page)(RequestFactory().get("/"))
    assert not response.has_header("Content-Encoding")
    assert page.getvalue().decode() == f"<p>{ROW}</p>"


def test_the_length_of_the_compressed_page_varies() -> None:
    def length() -> int:
        request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
        response = Compressed(lambda _request: PageInParts(HOLE, [ROW]))(request)
        body: bytes = response.getvalue()  # type: ignore[attr-defined]
        assert gzip.decompress(body).decode() == ROW
        return len(body)

    assert len({length() for _ in range(40)}) > 5


def test_it_is_printed_in_the_language_in_which_it_was_begun() -> None:
    with override("de"):
        page = PageInParts(HOLE, (gettext("Undo") for _ in range(2)))
        undo = gettext("Undo")
    assert undo != "Undo"
    assert page.getvalue().decode() == undo * 2


def test_a_desk_asks_nothing_once_its_first_part_is_gone(shared: World, sign_in: Callable[[User], Client]) -> None:
    shared.mark(shared.ana, "The council says")

    def refuse(*_asked: object) -> NoReturn:
        raise AssertionError("the database is asked")

    answer: HttpResponseBase = sign_in(shared.ana.user).get(
        reverse("spans:desk", args=[shared.project.slug, shared.article.pk])
    )
    with connection.execute_wrapper(refuse):
        parts = [part.decode() for part in answer]  # type: ignore[attr-defined]
    assert 'id="text"' in parts[0]
    assert ">The council says</mark>" not in parts[0]
    assert ">The council says</mark>" in parts[1]
    assert parts[-1].rstrip().endswith("</html>")


def test_odd_letters_in_the_address_do_not_confuse_the_page(shared: World, sign_in: Callable[[User], Client]) -> None:
    desk = reverse("spans:desk", args=[shared.project.slug, shared.article.pk])
    answer = sign_in(shared.ana.user).get(desk, {"people": HOLE, "labels": HOLE, "span": HOLE, HOLE: HOLE})
    page = b"".join(answer).decode()  # type: ignore[call-overload]
    assert page.count('id="text"') == page.count("</html>") == 1
