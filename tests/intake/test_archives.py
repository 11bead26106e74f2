"""Archives: what comes back is what went out, and what is damaged leaves nothing behind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import pytest
from django.apps import apps

from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now
from annotate.corpus.models import Article
from annotate.export.queries.files import Wanted, open_file
from annotate.export.queries.verifying import lies
from annotate.intake.actions.archives import import_archive
from annotate.journal.models import JournalLine
from annotate.projects.models import Mode, Project, User
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.review.models import DecidedSpan, Decision
from annotate.spans import actions as spans
from annotate.spans.models import Comment, Link, Revision, Span
from tests.export.worlds import rich_world
from tests.factories import AT, TEXT, World, make_user, make_world
from tests.second import Elsewhere


@pytest.fixture(params=[Mode.SHARED, Mode.INDEPENDENT])
def rich(request: pytest.FixtureRequest, db: None) -> World:
    return rich_world(request.param)


def test_export_import_export_gives_the_same_bytes(rich: World, elsewhere: Elsewhere) -> None:
    data = exported(rich.project)
    with elsewhere():
        restored = import_archive(lines_of(data), at=AT)
        assert exported(restored.project) == data
        assert not list(lies())


def test_all_that_happened_is_in_the_archive(rich: World) -> None:
    """Or the test above would prove little."""
    data = exported(rich.project).decode()
    here = {"article__project": rich.project}
    assert Span.objects.filter(**here).exclude(deleted_at=None).exists()
    assert Link.objects.filter(**here).exclude(target_link=None).count() == 2
    assert Decision.objects.filter(**here).exclude(undone_at=None).exists()
    assert DecidedSpan.objects.filter(decision__article__project=rich.project).exclude(undone_at=None).exists()
    assert JournalLine.objects.filter(project=rich.project.pk).exclude(undoes=None).count() > 2
    assert Span.objects.filter(**here).exclude(folded_into=None).exists()
    assert Label.objects.filter(project=rich.project).exclude(merged_into=None).exists()
    assert Label.objects.filter(project=rich.project).exclude(split_from=None).exists()
    assert rich.project.draft.codebook != codebook_now(rich.project).codebook
    assert JournalLine.objects.filter(project=rich.project.pk).exclude(action=None).exists()
    for word in (
        "عربي",
        "👨‍👩‍👧‍👦",
        '"withdrawn_at":"2026',
        '"supersedes":',
        '"state":"returned"',
        '"state":"settled"',
        '"turn":2',
    ):
        assert word in data


def test_every_row_comes_back_with_its_id(rich: World, elsewhere: Elsewhere) -> None:
    models = [Project, Article, Span, Link, Comment, Decision]
    ids = {model: set(model.objects.values_list("pk", flat=True)) for model in models}
    revisions = set(Revision.objects.values_list("article", "number"))
    data = exported(rich.project)
    with elsewhere():
        import_archive(lines_of(data), at=AT)
        assert {model: set(model.objects.values_list("pk", flat=True)) for model in models} == ids
        assert set(Revision.objects.values_list("article", "number")) == revisions


def test_people_who_are_free_get_closed_accounts(shared: World, elsewhere: Elsewhere) -> None:
    data = exported(shared.project)
    with elsewhere():
        restored = import_archive(lines_of(data), at=AT)
        ana = User.objects.get(username="ana")
        assert (ana.name, ana.is_active, ana.has_usable_password()) == ("Ana", False, False)
        assert restored.made == ["ana", "ben", "lea", "rita"]


def test_a_name_that_is_taken_is_refused_with_the_option_that_helps(shared: World, elsewhere: Elsewhere) -> None:
    data = exported(shared.project)
    with elsewhere():
        make_user("Ben")
        with pytest.raises(Clash, match="--people ben=ben"):
            import_archive(lines_of(data), at=AT)
        assert rows_there() == {"User": 1}


def test_people_are_who_the_operator_says(rich: World, elsewhere: Elsewhere) -> None:
    data = exported(rich.project)
    with elsewhere():
        other = make_user("benedict")
        make_user("ana")
        restored = import_archive(lines_of(data), people={"ben": "benedict", "ana": "ana"}, at=AT)
        assert restored.people == {"ana": "ana", "ben": "benedict", "lea": "lea", "rita": "rita"}
        assert Span.objects.filter(assignment__analyst=other).count() == 5
        left = JournalLine.objects.get(verb="member_left")
        assert left.before == {"user": other.pk, "role": "analyst"}
        assert exported(restored.project).replace(b"benedict", b"ben") != data  # "benedict" is also in the new names
        assert b'"analyst":"benedict"' in exported(restored.project)


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ({"ben": "nobody"}, "no account “nobody”"),
        ({"otto": "someone"}, "knows nobody called “otto”"),
        ({"ben": "someone", "ana": "Someone"}, "cannot both be “someone”"),
    ],
)
def test_people_who_cannot_be_are_refused(
    shared: World, elsewhere: Elsewhere, people: dict[str, str], why: str
) -> None:
    data = exported(shared.project)
    with elsewhere():
        make_user("someone")
        with pytest.raises(Unfit, match=why):
            import_archive(lines_of(data), people=people, at=AT)
        assert rows_there() == {"User": 1}


def test_what_is_here_already_is_refused(shared: World) -> None:
    before = rows_there()
    with pytest.raises(Clash, match=f"here already, as “{shared.project.slug}”"):
        import_archive(lines_of(exported(shared.project)), slug="another", at=AT)
    assert rows_there() == before


def test_a_short_name_that_is_taken_is_refused_and_another_can_be_given(shared: World, elsewhere: Elsewhere) -> None:
    data = exported(shared.project)
    with elsewhere():
        make_world(Mode.SHARED, slug=shared.project.slug)
        before = rows_there()
        with pytest.raises(Clash, match="--as"):
            import_archive(lines_of(data), at=AT)
        assert rows_there() == before
        people = {name: name for name in ("ana", "ben", "lea", "rita")}
        restored = import_archive(lines_of(data), slug="another", people=people, at=AT)
        assert restored.project.slug == "another"


def test_an_id_that_is_taken_is_refused(shared: World, elsewhere: Elsewhere) -> None:
    span = shared.mark(shared.ana, "cheaper")
    data = exported(shared.project)
    with elsewhere():
        world = make_world(Mode.SHARED, slug="another")
        there = world.mark(world.ana, "cheaper")
        moved = resealed(data.replace(str(span.pk).encode(), str(there.pk).encode()))
        people = {name: name for name in ("ana", "ben", "lea", "rita")}
        before = rows_there()
        with pytest.raises(Clash, match="taken here already"):
            import_archive(lines_of(moved), people=people, at=AT)
        assert rows_there() == before


def test_the_installation_remembers_the_import_and_the_project_does_not(shared: World, elsewhere: Elsewhere) -> None:
    data = exported(shared.project)
    lines = JournalLine.objects.filter(project=shared.project.pk).count()
    with elsewhere():
        import_archive(lines_of(data), at=AT)
        assert JournalLine.objects.filter(project=shared.project.pk).count() == lines
        line = JournalLine.objects.get(project=None)
        assert (line.verb, line.subject, line.by) == ("project_imported", shared.project.pk, None)
        assert line.after["accounts"]["ana"] == "ana"
        assert line.after["counts"]["articles"] == 1


def test_a_pseudonymous_archive_comes_back_with_nobody_in_it(rich: World, elsewhere: Elsewhere) -> None:
    data = b"".join(open_file(rich.project, Wanted("archive", pseudonyms=True)).pieces)
    with elsewhere():
        restored = import_archive(lines_of(data), at=AT)
        assert len(restored.made) == 4
        assert all(re.fullmatch("person-[0-9a-f]{10}", name) for name in restored.made)
        assert exported(restored.project) == data
        assert not list(lies())


def test_undo_goes_on_where_it_was(shared: World, elsewhere: Elsewhere) -> None:
    shared.mark(shared.ana, "cheaper")
    spans.delete_span(shared.mark(shared.ana, "ferry"), by=shared.ana, at=AT)
    spans.undo(shared.article, by=shared.ana, at=AT)
    data = exported(shared.project)
    with elsewhere():
        import_archive(lines_of(data), at=AT)
        article = Article.objects.get(pk=shared.article.pk)
        ana = article.project.memberships.select_related("project", "user").get(user__username="ana")
        verb, _touched = spans.redo(article, by=ana, at=AT)
        assert verb == "span_deleted"
        assert Span.objects.filter(deleted_at=None).count() == 1


AT_CHEAPER = TEXT.index("cheaper")


def moved_to(start: int, end: int) -> Callable[[bytes], bytes]:
    """The span on “cheaper” says that it lies elsewhere."""
    was, there = (AT_CHEAPER, AT_CHEAPER + 7), (start, end)
    said = [b'"start":%d,"end":%d,"ranges":[[%d,%d]]' % (pair + pair) for pair in (was, there)]
    return lambda data: data.replace(said[0], said[1])


def changed(pattern: bytes, instead: bytes) -> Callable[[bytes], bytes]:
    return lambda data: re.sub(pattern, instead, data)


LIES: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("cut in half", lambda data: data[: len(data) // 2], "ends early"),
    ("without its last line", lambda data: data[: data.rindex(b'"sha256"')], "ends early"),
    ("empty", lambda _data: b"", "ends early"),
    ("no archive", lambda _data: b'{"id": 1}\n', "no archive"),
    ("one letter changed", changed(b"Ferry rows", b"Fairy rows"), "was changed"),
    ("unknown version", changed(rb'"version":1,\n', b'"version":9,\n'), "version 9"),
    ("wrong hash of a text", changed(rb'"sha256":"....', b'"sha256":"0000'), "SHA-256"),
    ("wrong hash of a source", changed(rb'"source_sha256":"....', b'"source_sha256":"0000'), "SHA-256"),
    ("lying quote", changed(b'"quote":"cheaper"', b'"quote":"dearer!"'), "quotes is not what"),
    ("shifted span", moved_to(AT_CHEAPER + 1, AT_CHEAPER + 7), "quotes is not what"),
    ("span on a space", moved_to(AT_CHEAPER - 1, AT_CHEAPER + 7), "white space"),
    ("span past the end", moved_to(AT_CHEAPER, 9999), "lie in the text"),
    ("missing label", changed(rb'\{"id":\d+,"key":"claim".*\n', b""), "label “claim”"),
    ("unknown label", changed(b'"label":"claim","start"', b'"label":"boast","start"'), "label “boast”"),
    ("unknown analyst", changed(b'"analyst":"ana","note"', b'"analyst":"eve","note"'), "no set"),
    ("unknown member", changed(b'"person":"ana"', b'"person":"eve"'), "“eve”"),
    ("unknown codebook", changed(b'"codebook_version":1', b'"codebook_version":7'), "version 7"),
    ("unknown state", changed(b'"state":"open"', b'"state":"done"'), "refuses"),
    ("unknown kind of block", changed(b'"kind":"paragraph"', b'"kind":"sonnet"'), "refuses"),
    ("impossible time", changed(b"2026-03-04T09", b"2026-13-04T09"), "refuses"),
    ("NUL in a note", changed(b'"note":"loud"', rb'"note":"\\u0000"'), "refuses"),
    ("comment on nothing", changed(rb'("id":\d+),"span":\d+', rb'\1,"span":7'), "span 7"),
    ("link to nothing", changed(rb'"target_span":\d+', b'"target_span":7'), "ends lie in one article"),
    ("journal out of order", changed(rb'"number":2,"verb"', b'"number":3,"verb"'), "numbered"),
    ("fewer spans than counted", changed(rb'"spans":2,', b'"spans":3,'), "as much as it says"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "why"), [case[1:] for case in LIES], ids=[case[0] for case in LIES])
def test_a_damaged_archive_is_refused_with_a_sentence_and_nothing_is_stored(
    shared: World, nowhere: Elsewhere, damage: Callable[[bytes], bytes], why: str
) -> None:
    shared.project.name = "Ferry rows"
    shared.project.save(update_fields=["name"])
    one, two = shared.mark(shared.ana, "cheaper", note="loud"), shared.mark(shared.ana, "ferry")
    spans.add_link(one, kind="supports", target=two, by=shared.ana, at=AT)  # type: ignore[arg-type]
    spans.add_comment(one, text="Why?", by=shared.ana, at=AT)
    data = exported(shared.project)
    damaged = damage(data)
    assert damaged != data
    if why not in ("ends early", "was changed"):
        damaged = resealed(damaged)
    with nowhere():
        before = rows_there()
        with pytest.raises(Refused, match=why):
            import_archive(lines_of(damaged), at=AT)
        assert rows_there() == before == {}


def test_an_archive_reaches_into_no_other_project(shared: World, elsewhere: Elsewhere) -> None:
    """A comment, a decision or a span that names a row of another project here is refused."""
    one = shared.mark(shared.ana, "cheaper")
    spans.add_comment(one, text="Why?", by=shared.ana, at=AT)
    data = exported(shared.project)
    with elsewhere():
        other = make_world(Mode.SHARED, slug="another")
        there = other.mark(other.ana, "cheaper")
        people = {name: name for name in ("ana", "ben", "lea", "rita")}
        pointed = data.replace(b'"span":%d' % one.pk, b'"span":%d' % there.pk)
        with pytest.raises(Unfit, match="which is not in it"):
            import_archive(lines_of(resealed(pointed)), people=people, at=AT)
        moved = re.sub(rb'("id":\d+,"article":)\d+(,"label")', rb"\g<1>%d\2" % other.article.pk, data)
        with pytest.raises(Unfit, match="no article"):
            import_archive(lines_of(resealed(moved)), people=people, at=AT)


def resealed(data: bytes) -> bytes:
    """The same with the hash that fits: as somebody writes it who knows the format."""
    body, seal, _rest = data.rpartition(b'"sha256":"')
    if not seal or not body.endswith(b"},\n"):
        return data
    return body + seal + hashlib.sha256(body).hexdigest().encode() + b'"}\n'


def exported(project: Project) -> bytes:
    return b"".join(open_file(project, Wanted("archive")).pieces)


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def rows_there() -> dict[str, int]:
    """How many rows each of our tables has."""
    models = apps.get_app_config("annotate").get_models()
    counts = {model.__name__: model._base_manager.count() for model in models}
    return {name: count for name, count in counts.items() if count}
