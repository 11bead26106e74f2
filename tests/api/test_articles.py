"""Articles by the API: one, very many, lists."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from annotate.api import parsing
from annotate.api.routers import articles
from annotate.corpus import actions as corpus
from annotate.corpus.models import Article
from annotate.projects import actions as projects
from tests.api.stage import API, Stage
from tests.api.test_doors import problem

TEXT = "A toll for ever?\n\nThe council is in it to win it 🚢.\n"


def into(stage: Stage, path: str = "/articles") -> str:
    return f"/projects/{stage.world.project.slug}{path}"


def take_in(stage: Stage, who: str = "lea", key: str | None = None, **fields: Any) -> Any:
    return stage.ask(who, "POST", into(stage), fields, key=key)


def test_an_article_comes_back_with_its_text_and_blocks(stage: Stage) -> None:
    about = {
        "title": "A toll for ever?", "byline": "N. Nobody", "outlet": "The Harbour Post", "published_on": "2026-02-28",
        "language": "en", "url": "https://harbour-post.example/toll", "external_id": "hp-17",
    }  # fmt: skip
    response = take_in(stage, text=TEXT, **about)
    assert response.status_code == 201, response.content
    body = response.json()
    article = Article.objects.get(pk=body["id"])
    assert {key: body[key] for key in about} == about
    assert body["text"] == article.text
    assert body["sha256"] == hashlib.sha256(body["text"].encode()).hexdigest()
    assert body["length"] == len(body["text"])
    assert body["project"] == stage.world.project.slug
    for block in body["blocks"]:
        assert set(block) == {"kind", "start", "end"}
        assert body["text"][block["start"] : block["end"]].strip()
    assert stage.ask("ana", "GET", f"/articles/{body['id']}").json() == body
    assert bytes(article.source) == TEXT.encode()


def test_a_page_is_read_as_a_page(stage: Stage) -> None:
    page = "<html><body><article><h1>A toll for ever?</h1><p>In it to <em>win</em> it.</p></article></body></html>"
    body = take_in(stage, html=page).json()
    assert (body["title"], body["text"]) == ("A toll for ever?", "A toll for ever?\n\nIn it to win it.")
    (inline,) = body["inlines"]
    assert (inline["kind"], body["text"][inline["start"] : inline["end"]]) == ("emphasis", "win")
    assert bytes(Article.objects.get(pk=body["id"]).source) == page.encode()


def test_what_is_not_said_is_what_the_reader_found(stage: Stage) -> None:
    body = take_in(stage, text=TEXT, byline=None, published_on=None).json()
    assert (body["title"], body["byline"], body["published_on"]) == ("A toll for ever?", "", None)


def test_the_same_source_again_is_answered_with_the_article_that_is_there(stage: Stage) -> None:
    first = take_in(stage, text=TEXT)
    again = take_in(stage, text=TEXT, title="Another title")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()


def test_a_withdrawn_article_is_not_taken_in_again(stage: Stage) -> None:
    corpus.withdraw_article(stage.fresh, reason="a mistake", by=stage.world.lea, at=stage.world.at)
    said = problem(take_in(stage, text=bytes(stage.fresh.source).decode()), 409)
    assert said["article"] == stage.fresh.pk
    problem(stage.ask("ana", "GET", f"/articles/{stage.fresh.pk}"), 404)
    assert stage.ask("lea", "GET", f"/articles/{stage.fresh.pk}").json()["deleted_at"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": None}, "exactly one of"),
        ({"text": ""}, "no text"),
        ({"text": " \n "}, "no text"),
        ({"text": 7}, "text: "),
        ({"text": "x" * 2_000_001}, "too long"),
        ({"html": "<p>both</p>"}, "exactly one of: text, html"),
        ({"text": None, "html": "<p> </p>"}, "no text"),
        ({"title": "x" * 501}, "title: "),
        ({"title": "two\nlines"}, "title: "),
        ({"published_on": "yesterday"}, "published_on: "),
        ({"published_on": "2026-02-30"}, "published_on: "),
        ({"published_on": "20260228"}, "published_on: "),
        ({"published_on": 20260228}, "published_on: "),
        ({"url": "javascript:alert(1)"}, "url: "),
        ({"byline": ["N. Nobody"]}, "byline: "),
        ({"headline": "x"}, "headline: "),
    ],
)
def test_what_is_no_article_is_refused_with_a_sentence(stage: Stage, change: dict[str, Any], said: str) -> None:
    before = Article.objects.count()
    assert said in problem(take_in(stage, **{"text": TEXT, **change}), 422)["detail"]
    assert Article.objects.count() == before


def test_only_leads_take_in_and_only_while_the_project_is_open(stage: Stage) -> None:
    for who in ("ana", "rita"):
        problem(take_in(stage, who=who, text=TEXT), 403)
        problem(stage.ask(who, "POST", into(stage, "/articles/bulk"), {"text": TEXT}), 403)
    projects.close_project(stage.world.project, by=stage.world.lea, at=stage.world.at)
    problem(take_in(stage, text=TEXT), 403)
    problem(stage.ask("lea", "POST", into(stage, "/articles/bulk"), {"text": TEXT}), 403)


# Very many


def send(stage: Stage, body: bytes, key: str | None = None, **headers: str) -> Any:
    more = headers | ({} if key is None else {"Idempotency-Key": key})
    return stage.client("lea").generic(
        "POST", API + into(stage, "/articles/bulk"), body, content_type="application/x-ndjson", headers=more
    )


def lines_of(response: Any) -> list[dict[str, Any]]:
    assert (response.status_code, response["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in response.getvalue().splitlines()]


def ndjson(*values: Any) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def test_each_line_is_answered_by_a_line(stage: Stage) -> None:
    body = (
        ndjson({"text": TEXT, "title": "One"}, {"html": "<p>Other</p>"}) + b"\n"
        + ndjson({"text": 3}) + b"{broken\n" + ndjson({"text": TEXT}, {"text": "", "typo": 1}, [])
        + json.dumps({"text": "The last one, without a line end"}).encode()
    )  # fmt: skip
    answers = lines_of(send(stage, body))
    assert [answer["line"] for answer in answers] == [1, 2, 4, 5, 6, 7, 8, 9]
    first, other, number, broken, again, empty, no_object, last = answers
    assert Article.objects.get(pk=first["id"]).title == "One"
    assert again["id"] == first["id"] != other["id"]
    assert Article.objects.get(pk=last["id"]).text == "The last one, without a line end"
    assert "text" in number["error"]
    assert "JSON" in broken["error"]
    assert "typo" in empty["error"]
    assert "id" not in no_object


def test_lines_are_read_and_answered_a_chunk_at_a_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer begins before the body is read to its end, so neither is ever held whole."""
    read = 0

    def body() -> Iterator[bytes]:
        nonlocal read
        for number in range(2 * corpus.CHUNK + 1):
            read += 1
            yield ndjson({"text": f"Number {number}"})

    answers = articles._take_in_lines(body(), by=stage.world.lea, key=None)
    assert read == 0
    assert [answer["line"] for answer in next(answers)] == list(range(1, corpus.CHUNK + 1))
    assert read == corpus.CHUNK
    monkeypatch.setattr(articles, "LONGEST_LINE", 1)  # lines that fill the memory set aside for a chunk go alone
    assert len(next(answers)) == 1
    monkeypatch.undo()
    assert sum(map(len, answers)) == corpus.CHUNK


def test_many_lines_ask_few_questions(stage: Stage, django_assert_max_num_queries: Any) -> None:
    body = ndjson(*({"text": f"Number {number}"} for number in range(2 * corpus.CHUNK)))
    with django_assert_max_num_queries(20):
        answers = lines_of(send(stage, body, key="many"))
    assert len(answers) == 2 * corpus.CHUNK == len({answer["id"] for answer in answers})


def test_a_line_that_is_too_long_is_told_and_the_next_one_read(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (parsing, articles):
        monkeypatch.setattr(module, "LONGEST_LINE", 100)
    answers = lines_of(send(stage, ndjson({"text": "x" * 1000}, {"text": "short"})))
    assert [sorted(answer) for answer in answers] == [["error", "line"], ["id", "line"]]
    assert [answer["line"] for answer in answers] == [1, 2]


def test_a_body_in_chunks_is_read_to_the_end_that_the_server_finds(stage: Stage) -> None:
    body = io.BytesIO(ndjson({"text": TEXT}))
    server = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True, "wsgi.input": body}
    response = stage.client("lea").generic("POST", API + into(stage, "/articles/bulk"), **server)
    assert [sorted(answer) for answer in lines_of(response)] == [["id", "line"]]
    del server["wsgi.input_terminated"]
    problem(stage.client("lea").generic("POST", API + into(stage, "/articles/bulk"), **server), 411)


def test_a_database_that_goes_away_ends_the_answer_with_what_was_not_stored(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    took_in, chunks = corpus.take_in_many, iter([True, False])

    def then_away(*args: Any, **options: Any) -> Any:
        if not next(chunks):
            raise OperationalError("connection refused")
        return took_in(*args, **options)

    monkeypatch.setattr(corpus, "take_in_many", then_away)
    body = ndjson(*({"text": f"Number {number}"} for number in range(3 * corpus.CHUNK)))
    answers = lines_of(send(stage, body))
    assert [("id" in answer) for answer in answers] == [True] * corpus.CHUNK + [False] * corpus.CHUNK


def test_lines_sent_again_with_their_key_are_answered_again(stage: Stage) -> None:
    body = ndjson({"text": "One"}, {"text": "Two"})
    first = lines_of(send(stage, body, key="k"))
    before = Article.objects.count()
    assert lines_of(send(stage, body, key="k")) == first
    assert Article.objects.count() == before
    other = lines_of(send(stage, ndjson({"text": "One"}, {"text": "Three"}), key="k"))
    assert other[0] == first[0]
    assert "before" in other[1]["error"]


# Lists


def test_the_list_has_no_texts(stage: Stage) -> None:
    items = stage.complete().ask("ana", "GET", into(stage)).json()["items"]
    assert len(items) == 5
    for item in items:
        whole = stage.ask("ana", "GET", f"/articles/{item['id']}").json()
        more = {"text", "blocks", "inlines", "notes", "superseded_by"}
        assert item == {key: value for key, value in whole.items() if key not in more}


def test_the_list_since_tells_of_what_was_withdrawn(stage: Stage) -> None:
    later = stage.world.at + timedelta(hours=1)
    corpus.withdraw_article(stage.fresh, reason="a mistake", by=stage.world.lea, at=later)
    asked = later.isoformat()
    expected = {"id": stage.fresh.pk, "deleted_at": asked.replace("+00:00", "Z")}
    assert stage.ask("ana", "GET", into(stage), updated_since=asked).json()["items"] == [expected]
    (whole,) = stage.ask("lea", "GET", into(stage), updated_since=asked).json()["items"]
    assert (whole["title"], whole["deleted_at"]) == ("Fresh", expected["deleted_at"])
    assert stage.fresh.pk not in {item["id"] for item in stage.ask("lea", "GET", into(stage)).json()["items"]}


def test_a_corrected_text_supersedes_an_article(stage: Stage) -> None:
    older = take_in(stage, text=TEXT).json()["id"]
    response = take_in(stage, text=f"{TEXT}\n\nCorrected.", supersedes=older)
    newer = response.json()
    assert (response.status_code, newer["supersedes"], newer["superseded"]) == (201, older, False)
    old = stage.ask("ana", "GET", f"/articles/{older}").json()
    assert (old["superseded"], old["superseded_by"]) == (True, newer["id"])
    assert take_in(stage, text=TEXT, supersedes=older).status_code == 409
    assert take_in(stage, text=TEXT, supersedes=1).status_code == 404
