"""export_project and verify_spans at the terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from annotate.corpus.models import Article
from annotate.management.commands.export_project import write_beside
from annotate.projects.models import Mode
from annotate.spans.models import Span
from tests.factories import World, make_world


def run(*words: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command(*words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_export_writes_a_file_and_says_what_it_left_out(shared: World, tmp_path: Path) -> None:
    shared.mark(shared.ana, "cheaper")
    path = tmp_path / "out.jsonl"
    _out, err = run("export_project", shared.project.slug, "--set", "ana", "--output", str(path))
    assert json.loads(path.read_text())["spans"][0]["analyst"] == "ana"
    assert err == "left out: how far the work is, in 1 assignment\n"
    assert list(tmp_path.iterdir()) == [path]


def test_export_writes_to_standard_output(shared: World, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    call_command("export_project", shared.project.slug, "--format", "csv", "--pseudonyms", "--without-texts", "--bom")
    out, _err = capfdbinary.readouterr()
    assert out.startswith(b"\xef\xbb\xbfarticle,")


def test_the_operator_sees_what_people_do_not_yet(independent: World, tmp_path: Path) -> None:
    independent.mark(independent.ana, "cheaper")
    path = tmp_path / "out.json"
    run("export_project", independent.project.slug, "--format", "archive", "--output", str(path))
    assert json.loads(path.read_text())["spans"][0]["quote"] == "cheaper"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nothing-here"], "no project"),
        (["SLUG", "--set", "nobody"], "no set “nobody”"),
        (["SLUG", "--format", "archive", "--set", "gold"], "whole project"),
        (["SLUG", "--format", "archive", "--without-texts"], "could not come back"),
    ],
)
def test_export_refuses_with_a_sentence(shared: World, words: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run("export_project", *(shared.project.slug if word == "SLUG" else word for word in words))


def test_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")

    def half():  # type: ignore[no-untyped-def]
        yield b"new"
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_beside(path, half())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_reader_who_has_enough_is_no_error() -> None:
    """As in `export_project … | head`: tried with a pipe that nobody reads."""
    code = (
        "import django; django.setup()\n"
        "from annotate.management.commands.export_project import Command\n"
        "Command()._write_out(b'x' * 65536 for _ in range(64))"
    )
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run([sys.executable, "-c", code], stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_verify_spans_is_content_with_what_the_actions_made(world: World) -> None:
    world.mark(world.ana, "🚢", "aside")
    world.mark(world.ana, "in it to win it")
    out, err = run("verify_spans")
    assert out == ""
    assert "Every span lies in its text" in err


def test_verify_spans_tells_every_lie(shared: World) -> None:
    span, article = shared.mark(shared.ana, "cheaper"), shared.article
    here, its = f"WHERE id = {article.pk}", f"WHERE article_id = {article.pk} AND"
    unguarded(
        "ALTER TABLE annotate_article DROP CONSTRAINT article_sha256_is_the_texts",
        "ALTER TABLE annotate_article DROP CONSTRAINT article_source_sha256_is_the_sources",
        f"UPDATE annotate_article SET sha256 = repeat('0', 64), source_sha256 = repeat('0', 64) {here}",
        f"UPDATE annotate_article SET inlines = '[[\"link\", 5, 99999, null]]' {here}",
        f"UPDATE annotate_block SET start = 2 {its} number = 1",
        f'UPDATE annotate_block SET "end" = 99999 {its} number = 2',
    )
    first, second = article.blocks.filter(number__gt=0).order_by("number")
    on_space = forged(article, span, span.start - 1, span.end)
    past_end = forged(article, span, span.start, 9_999)
    shared.at += timedelta(days=1)
    family = shared.take_in("A flag\n\nIt flies 🇩🇪 there.")
    flag = family.text.index("🇩🇪")
    half = forged(family, span, flag, flag + 1)
    assert told() == [
        f"article {article.pk}: its text is not what its SHA-256 says.",
        f"article {article.pk}: its source is not what its SHA-256 says.",
        f"article {article.pk}: block 1 (2-{first.end}) overlaps the one before.",
        f"article {article.pk}: block 2 ({second.start}-99999) does not lie in the text.",
        f"article {article.pk}: link 5-99999 does not lie in the text.",
        f"article {article.pk}: span {on_space} ({span.start - 1}-{span.end}): A span does not begin or end in white "
        "space.",
        f"article {article.pk}: span {past_end} ({span.start}-9999): The span does not lie in the text.",
        f"article {family.pk}: span {half} ({flag}-{flag + 1}): A span does not cut a character in two (an emoji, a "
        "letter and its accent).",
        f"article {family.pk}: span {half}: it is in the set of another article.",
    ]


def test_verify_spans_looks_at_gold_too_and_at_one_project_alone(shared: World) -> None:
    other = make_world(Mode.SHARED)
    shared.mark(shared.ana, "cheaper")
    shared.hand_in(shared.ana)
    decision = shared.decide(shared.article.spans.get())
    unguarded(
        "ALTER TABLE annotate_decision DISABLE TRIGGER USER",
        f"UPDATE annotate_decision SET extent = '{{[{decision.extent.start - 1},{decision.extent.end})}}'",
    )
    (said,) = told(shared.project.slug)
    assert f"decision {decision.pk}" in said
    assert run("verify_spans", other.project.slug)[0] == ""
    with pytest.raises(CommandError, match="no project"):
        run("verify_spans", "nothing-here")


def forged(article: Article, like: Span, start: int, end: int) -> int:
    """A span as no action makes it: its id."""
    made = like.pk % 2**52 + start + end
    unguarded(
        "ALTER TABLE annotate_span DISABLE TRIGGER USER",
        "INSERT INTO annotate_span (id, assignment_id, article_id, label_id, extent, note, unsure, attributes, "
        f"codebook_id, version, created_at, changed_at) SELECT {made}, assignment_id, {article.pk}, label_id, "
        f"'{{[{start},{end})}}', '', false, '{{}}', codebook_id, 1, created_at, changed_at FROM annotate_span "
        f"WHERE id = {like.pk}",
    )
    return made


def told(*slug: str) -> list[str]:
    """The lines of a run that finds lies."""
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_spans", *slug, stdout=out, stderr=io.StringIO())
    assert ended.value.code == 1
    return out.getvalue().splitlines()


def unguarded(*statements: str) -> None:
    """What only somebody with the database's password can do; the test's transaction takes it back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("annotate_article", "annotate_block"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
