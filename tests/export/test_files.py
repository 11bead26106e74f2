"""What is in the files: of a set, of gold, with and without texts and names."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.db import connection

from annotate.codebook import actions as codebook
from annotate.corpus.models import Article
from annotate.export.queries.counts import counts_of, loss_report
from annotate.export.queries.files import FORMATS, File, Wanted, open_file, preview
from annotate.export.queries.people import pseudonym
from annotate.formats import jsonl
from annotate.projects import actions as projects
from annotate.projects.models import Mode, User
from annotate.review import actions as review
from annotate.review.models import Decision
from annotate.spans import actions as spans
from annotate.spans.models import LinkKind
from annotate.text.extent import Extent
from tests.export.worlds import rich_world
from tests.factories import World, make_world
from tests.second import Elsewhere, within


def test_a_span_leaves_as_the_api_tells_it(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper", note="hm", unsure=True, attributes={"voice": "quoted"})
    (article,) = articles(shared, Wanted())
    assert article["spans"] == [
        {
            "id": span.pk, "article": shared.article.pk, "label": "claim", "start": span.start, "end": span.end,
            "ranges": [[span.start, span.end]], "quote": "cheaper", "analyst": "ana", "note": "hm", "unsure": True,
            "attributes": {"voice": "quoted"}, "codebook_version": 1, "version": 1,
            "created_at": "2026-03-04T09:30:00Z", "updated_at": "2026-03-04T09:30:00Z",
        }
    ]  # fmt: skip


def test_an_article_leaves_with_its_text_and_blocks(shared: World) -> None:
    (article,) = articles(shared, Wanted())
    there = shared.article
    assert (article["id"], article["title"], article["text"]) == (there.pk, there.title, there.text)
    assert article["sha256"] == there.sha256
    found = [(block.kind, block.start, block.end) for block in there.blocks.order_by("number")]
    assert [(block["kind"], block["start"], block["end"]) for block in article["blocks"]] == found


def test_articles_leave_by_age_and_spans_by_place(shared: World) -> None:
    second = shared.take_in("A second\n\nIt says nothing.")
    Article.objects.filter(pk=second.pk).update(created_at=shared.at.replace(year=2020))
    for quote in ("they have told nobody", "cheaper", "The ferry"):
        shared.mark(shared.ana, quote)
    shared.mark(shared.ben, "The ferry must stay")
    older, newer = articles(shared, Wanted())
    assert (older["title"], newer["title"]) == ("A second", "The ferry must stay")
    quotes = [span["quote"] for span in newer["spans"]]
    assert quotes == ["The ferry", "The ferry must stay", "cheaper", "they have told nobody"]


def test_deleted_spans_stay(shared: World) -> None:
    spans.delete_span(shared.mark(shared.ana, "cheaper"), by=shared.ana, at=shared.at)
    assert articles(shared, Wanted())[0]["spans"] == []


def test_gold_is_what_stands_of_decisions(shared: World) -> None:
    one, two = shared.mark(shared.ana, "cheaper"), shared.mark(shared.ben, "cheaper")
    shared.mark(shared.ben, "ferry")
    shared.hand_in(shared.ana, shared.ben)
    decision, _new = review.decide(
        shared.article, span_ids=[one.pk, two.pk], label=shared.labels["evidence"], extent=one.extent, quote="cheaper",
        reason="a figure", by=shared.rita, at=shared.at,
    )  # fmt: skip
    shared.decide(shared.article.spans.get(start=shared.article.text.index("ferry")), label=None)
    shared.take_in("A second\n\nIt says nothing.")
    (article,) = articles(shared, Wanted(set="gold"))
    assert article["spans"] == [
        {
            "id": decision.pk, "article": shared.article.pk, "label": "evidence", "start": one.start, "end": one.end,
            "ranges": [[one.start, one.end]], "quote": "cheaper", "analyst": None, "note": "", "unsure": False,
            "attributes": {}, "codebook_version": 1, "version": 1, "created_at": "2026-03-04T09:30:00Z",
            "updated_at": "2026-03-04T09:30:00Z", "decided_by": "rita", "from_spans": sorted([one.pk, two.pk]),
            "reason": "a figure",
        }
    ]  # fmt: skip
    review.undo_decision(Decision.objects.get(pk=decision.pk), by=shared.rita, at=shared.at)
    assert articles(shared, Wanted(set="gold")) == []


def test_an_analysts_set_has_the_articles_given_to_them_marked_or_not(independent: World) -> None:
    independent.take_in("A second\n\nGiven to nobody.")
    third = independent.take_in("A third\n\nGiven to Ana, and nothing in it.")
    independent.assign(independent.ana, article=third)
    independent.mark(independent.ana, "cheaper")
    independent.mark(independent.ben, "ferry")
    found = articles(independent, Wanted(set="ana"))
    assert {article["title"]: len(article["spans"]) for article in found} == {"The ferry must stay": 1, "A third": 0}


@pytest.mark.parametrize("format", ["jsonl", "csv", "w3c"])
def test_without_texts_no_word_of_them_leaves(shared: World, format: str) -> None:
    shared.mark_extent(shared.ana, Extent.of([(4, 9), (32, 38)]).snap(shared.article.text).trim(shared.article.text))
    shared.mark(shared.ana, "in it to win it")
    shared.hand_in(shared.ana)
    for span in shared.article.spans.all():
        shared.decide(span)
    for chosen in ("all", "gold", "ana"):
        data = written(shared, Wanted(format, chosen, texts=False)).decode()
        without_title = data.replace("The ferry must stay", "")
        for word in ("council", "ferry", "win it", "toll"):
            assert word not in without_title
        assert shared.article.sha256 in data or format != "jsonl"
        assert len(data) > 100


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("format", list(FORMATS))
def test_under_pseudonyms_nobodys_name_leaves(db: None, mode: Mode, format: str) -> None:
    world = rich_world(mode)
    for set_name in ("all",) if format == "archive" else ("all", "gold", "ana"):
        file = open_file(world.project, Wanted(format, set_name, pseudonyms=True))
        data = b"".join(file.pieces).decode() + file.name
        if format == "archive":  # sources are bytes in base64, and texts are not the project's people's
            data = re.sub(r'"source":"[^"]*"', "", data)
        assert not re.search(r"\b(ana|ben|rita|lea)\b", data, re.IGNORECASE)
        assert re.search(r"person-[0-9a-f]{10}", data) or (format, set_name) == ("csv", "gold")


@pytest.mark.parametrize("mode", list(Mode))
def test_nobodys_id_leaves(db: None, mode: Mode) -> None:
    """An archive names people: their ids are another installation's tomorrow. If this fails, a journal line's state has
    a person's id under a key that `annotate.journal.models.PEOPLE` does not have."""
    world = rich_world(mode)
    data = written(world, Wanted("archive")).decode()
    for user in User.objects.all():
        assert str(user.pk) not in data


def test_pseudonyms_stay_within_a_project_and_differ_between_two(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    (first,), (again,) = (articles(shared, Wanted(pseudonyms=True)) for _ in range(2))
    called = first["spans"][0]["analyst"]
    assert again["spans"][0]["analyst"] == called == pseudonym(shared.project.pk, shared.ana.user_id)
    assert pseudonym(shared.project.pk + 1, shared.ana.user_id) != called


def test_a_pseudonymous_archive_keeps_the_words_of_the_codebook(shared: World) -> None:
    projects.describe_user(shared.ana.user, name="Claim Author", initials="", language="", preferences={}, at=shared.at)
    shared.mark(shared.ana, "cheaper", attributes={"voice": "author"})
    archive = json.loads(written(shared, Wanted("archive", pseudonyms=True)))
    assert archive["spans"][0]["attributes"] == {"voice": "author"}
    added = next(line for line in archive["journal"] if line["verb"] == "span_added")
    assert added["after"]["label"] == "claim"
    assert all(line["action"] is None and line["asked"] == "" for line in archive["journal"])


def test_status_tells_what_became_of_a_span(shared: World) -> None:
    kept, changed, rejected = (shared.mark(shared.ana, quote) for quote in ("cheaper", "ferry", "toll"))
    shared.mark(shared.ana, "win")
    shared.mark(shared.ben, "crowns")
    shared.hand_in(shared.ana)
    shared.decide(kept)
    shared.decide(changed, label="aside")
    shared.decide(rejected, label=None)
    lines = csv.DictReader(io.StringIO(written(shared, Wanted("csv")).decode(), newline=""))
    assert {line["quote"]: line["status"] for line in lines} == {
        "cheaper": "kept", "ferry": "changed", "toll": "rejected", "win": "handed in", "crowns": "open",
    }  # fmt: skip


def test_what_a_format_cannot_say_is_counted_by_the_end(shared: World) -> None:
    one, two = shared.mark(shared.ana, "cheaper", unsure=True), shared.mark(shared.ana, "ferry")
    spans.add_link(one, kind=LinkKind.SUPPORTS, target=two, by=shared.ana, at=shared.at)
    spans.add_comment(one, text="Why?", by=shared.ana, at=shared.at)
    file = open_file(shared.project, Wanted("w3c"))
    assert list(file.losses) == []
    b"".join(file.pieces)
    assert loss_report(file.losses) == [
        "1 link between spans", "1 comment", "how far the work is, in 1 assignment",
        "title, byline and outlet of 1 article", "3 blocks", "that 1 span was marked as unsure",
        "the codebook versions of 2 spans",
    ]  # fmt: skip


def test_counts_are_those_of_the_file(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    shared.mark(shared.ben, "ferry")
    assert counts_of(shared.project, Wanted()).there == [
        ("articles", 1), ("spans", 2), ("people who marked them", 2)
    ]  # fmt: skip
    assert dict(counts_of(shared.project, Wanted("archive")).there)["spans, deleted ones too"] == 2
    assert counts_of(shared.project, Wanted(set="gold")).there == [("articles", 0), ("gold spans", 0)]


def test_a_preview_is_how_the_file_begins(shared: World) -> None:
    shared.mark(shared.ana, "cheaper")
    data = written(shared, Wanted("archive")).decode()
    shown = preview(shared.project, Wanted("archive"))
    assert shown.endswith("…")
    assert data.startswith(shown[:-1])
    assert preview(shared.project, Wanted("csv")) == written(shared, Wanted("csv")).decode()


@pytest.mark.parametrize("mode", list(Mode))
def test_the_same_data_give_the_same_bytes_and_what_is_read_back_is_true(db: None, mode: Mode) -> None:
    world = rich_world(mode)
    for format in FORMATS:
        assert written(world, Wanted(format)) == written(world, Wanted(format))
    found = list(jsonl.read(written(world, Wanted()).splitlines(keepends=True)))
    assert sum(len(marks) for _article, marks, _answers in found) > 10


def test_lists_are_read_under_one_number_of_queries(shared: World, django_assert_num_queries: Any) -> None:
    shared.mark(shared.ana, "cheaper")
    with django_assert_num_queries(13):
        written(shared, Wanted("csv"))
    for number in range(3):
        article = shared.take_in(f"Piece {number}\n\nIt says nothing.")
        shared.mark(shared.ana, "nothing", article=article)
    with django_assert_num_queries(13):
        written(shared, Wanted("csv"))


def test_a_reader_who_leaves_early_leaves_nothing_open(elsewhere: Elsewhere) -> None:
    with elsewhere():
        world = make_world(Mode.SHARED)
        for number in range(20):
            world.take_in(f"Piece {number}\n\n" + "It says nothing. " * 500)
        pieces = opened(world, Wanted()).pieces
        next(pieces)
        assert connection.in_atomic_block
        pieces.close()
        assert not connection.in_atomic_block
        world.mark(world.ana, "cheaper")


def test_a_file_is_of_one_moment(elsewhere: Elsewhere) -> None:
    """What comes in while a file is read is in the next one."""
    with elsewhere():
        world = make_world(Mode.SHARED)
        for number in range(20):
            world.take_in(f"Piece {number}\n\n" + "It says nothing. " * 500)
        pieces = opened(world, Wanted()).pieces
        first = next(pieces)
        with within(str(connection.settings_dict["NAME"])):
            Article.objects.update(title="changed meanwhile")
        rest = b"".join(pieces)
        assert b"changed meanwhile" not in first + rest
        assert b"changed meanwhile" in written(world, Wanted())


def test_the_name_of_a_file_tells_project_and_set(shared: World) -> None:
    slug = shared.project.slug
    names = [opened(shared, Wanted(format)).name for format in FORMATS]
    assert names == [f"{slug}-all.jsonl", f"{slug}-all.csv", f"{slug}-all.jsonld", f"{slug}.archive.json"]


def test_everybody_a_file_speaks_of_is_known(shared: World) -> None:
    """Also who never belonged: a codebook published by an administrator."""
    stranger = User.objects.get(username="otto")
    codebook.publish(shared.project, guidelines="", note="", by=stranger, at=shared.at)
    archive = json.loads(written(shared, Wanted("archive")))
    assert [person["username"] for person in archive["people"]] == ["ana", "ben", "lea", "otto", "rita"]
    assert archive["codebook_versions"][-1]["published_by"] == "otto"


def opened(world: World, wanted: Wanted) -> File:
    return open_file(world.project, wanted)


def written(world: World, wanted: Wanted) -> bytes:
    return b"".join(opened(world, wanted).pieces)


def articles(world: World, wanted: Wanted) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(world, wanted).splitlines()]
