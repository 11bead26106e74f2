"""From a saved page to a released line: each stage is made from the one before, and is what its file says."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.export.queries.files import Wanted, open_file
from annotate.formats import html
from annotate.projects.models import Membership, Mode
from annotate.review import actions as review
from annotate.review.models import Decision
from annotate.spans.models import Span
from annotate.spans.queries.desk import find_desk
from annotate.spans.queries.layout import lay_out
from annotate.spans.rendering import rows_html
from annotate.text.extent import Extent
from tests.factories import World, make_world

HERE = Path(__file__).parent
SOURCE = (HERE / "1_source.html").read_bytes()

pytestmark = pytest.mark.django_db


@dataclass
class Way:
    """The article on its way: its stages, each made from the one before, and the drawn ids, in their order."""

    world: World
    ids: list[int] = field(default_factory=list)

    @cached_property
    def article(self) -> Article:
        arrival = corpus.Arrival(html.read(SOURCE), SOURCE, name="1_source.html")
        article = corpus.take_in(self.world.project, arrival, by=self.world.lea, at=self.world.at).article
        assert article is not None
        self.ids.append(article.pk)
        return article

    @cached_property
    def spans(self) -> list[Span]:
        found = []
        for mark in read("4_spans.json"):
            by: Membership = getattr(self.world, mark["analyst"])
            more = {name: mark[name] for name in ("note", "unsure") if name in mark}
            extent = Extent.of(self._place(piece) for piece in mark["quote"])
            found.append(self.world.mark_extent(by, extent, mark["label"], article=self.article, **more))
        self.ids += [span.pk for span in found]
        self.world.hand_in(self.world.ana, self.world.ben, article=self.article)
        return found

    @cached_property
    def decisions(self) -> list[Decision]:
        found = []
        for said in read("7_gold.json"):
            spans = [self.spans[number - 1] for number in said["of"]]
            label = {"accept": spans[0].label, "reject": None}.get(said["verdict"]) or (
                self.world.labels[said["label"]] if said["verdict"] == "relabel" else None
            )
            decision, _new = review.decide(
                self.article, span_ids=[span.pk for span in spans], label=label, extent=spans[0].extent,
                quote=spans[0].extent.quote(self.article.text), reason=said["reason"], by=self.world.rita,
                at=self.world.at,
            )  # fmt: skip
            found.append(decision)
        self.ids += [decision.pk for decision in found]
        return found

    def counted(self, written: str) -> str:
        """The same with the ids that were drawn numbered from 1."""
        for number, drawn in enumerate(self.ids, start=1):
            written = written.replace(str(drawn), str(number))
        return written

    def _place(self, words: str) -> tuple[int, int]:
        start = self.article.text.index(words)
        return start, start + len(words)


def read(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def lines(rows: list[dict[str, Any]]) -> str:
    """JSON, a row a line."""
    return "[\n" + ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"


def is_as_written(name: str, made: str) -> None:
    """A stage is what its file says; with GOLDEN=write the file is made so."""
    if os.environ.get("GOLDEN") == "write":
        (HERE / name).write_text(made, encoding="utf-8")
    assert made == (HERE / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def way(kept: None) -> Way:
    found = Way(make_world(Mode.SHARED, slug="golden"))
    assert found.decisions  # the last stage, and so all of them: here, where they are kept for every test
    return found


def test_2_the_text(way: Way) -> None:
    is_as_written("2_text.txt", html.read(SOURCE).text + "\n")
    assert way.article.text == html.read(SOURCE).text


def test_3_the_blocks_and_inlines(way: Way) -> None:
    text = way.article.text
    blocks = [
        {"kind": block.kind, "start": block.start, "end": block.end, "begins": text[block.start : block.end][:40]}
        for block in way.article.blocks.order_by("number")
    ]
    inlines = [
        {"inline": kind, "start": start, "end": end, "says": text[start:end]}
        for kind, start, end, _href in way.article.inlines
    ]
    is_as_written("3_blocks.json", lines(blocks + inlines))


def test_4_the_spans(way: Way) -> None:
    marks = read("4_spans.json")
    for mark, span in zip(marks, way.spans, strict=True):
        mark["ranges"] = [list(pair) for pair in span.extent]
        assert [way.article.text[start:end] for start, end in span.extent] == mark["quote"]
    is_as_written("4_spans.json", lines(marks))


def test_5_the_segments(way: Way) -> None:
    desk = find_desk(way.world.rita, way.article)
    printed = str(rows_html(desk, lay_out(desk)))
    is_as_written(
        "5_segments.html", way.counted(printed).replace('<div class="row', '\n<div class="row').lstrip() + "\n"
    )


def test_7_the_gold(way: Way) -> None:
    verdicts = read("7_gold.json")
    for said, decision in zip(verdicts, way.decisions, strict=True):
        said["gold"] = decision.label.key if decision.label else None
        said["ranges"] = [list(pair) for pair in decision.extent]
    is_as_written("7_gold.json", lines(verdicts))


def test_8_the_release(way: Way) -> None:
    released = [
        line
        for chosen in ("all", "gold")
        for line in b"".join(open_file(way.world.project, Wanted(set=chosen)).pieces).decode().splitlines()
        if json.loads(line)["title"] == way.article.title
    ]
    is_as_written("8_release.jsonl", FROM_SPANS.sub(in_order, way.counted("\n".join(released))) + "\n")


FROM_SPANS = re.compile(r'(?<="from_spans":\[)[\d,]+(?=\])')
"""They are told in the order of the ids that were drawn."""


def in_order(found: re.Match[str]) -> str:
    return ",".join(sorted(found[0].split(","), key=int))
