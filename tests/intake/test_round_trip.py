"""A thousand random, overlapping extents over characters on which offsets break: marked, stored, exported, brought back
in another installation, and never a code point off."""

from __future__ import annotations

from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotate.corpus.models import Article
from annotate.export.queries.files import Wanted, open_file
from annotate.export.queries.verifying import lies
from annotate.formats import jsonl
from annotate.intake.actions.archives import import_archive
from annotate.projects.models import Mode, Project, User
from annotate.spans.models import Span
from annotate.text.extent import Extent, NoExtent
from tests.factories import AT, World, make_world
from tests.formats.strategies import PIECES
from tests.second import Elsewhere

ARTICLES, EXTENTS, AT_LEAST = 4, 280, 1000

numbers = count(1)
lines = st.lists(st.sampled_from(PIECES), min_size=10, max_size=30)
pairs = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 60)), min_size=EXTENTS, max_size=EXTENTS, unique=True)


# Not shrunk: an example takes seconds, and the span that differs is named as it is.
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate])
@given(
    texts=st.lists(st.lists(lines, min_size=4, max_size=6), min_size=ARTICLES, max_size=ARTICLES),
    drawn=st.lists(pairs, min_size=ARTICLES, max_size=ARTICLES),
)
def test_a_thousand_extents_go_out_and_come_back(
    elsewhere: Elsewhere, texts: list[list[list[str]]], drawn: list[list[tuple[int, int]]]
) -> None:
    world = make_world(Mode.SHARED, slug=f"thousand-{next(numbers)}")
    marked: dict[int, tuple[str, Extent, str]] = {}
    for number, (words, found) in enumerate(zip(texts, drawn, strict=True)):
        article = world.take_in(f"Piece {number}\n\n" + "\n".join(" ".join(line) for line in words))
        marked |= mark_all(world, article, found)
    assert len(marked) >= AT_LEAST, "too many of them were twins"
    assert there(world.project) == marked
    assert in_jsonl(world.project) == {pk: (label, extent) for pk, (label, extent, _quote) in marked.items()}
    data = archived(world.project)
    with elsewhere():
        people = {user.username: user.username for user in User.objects.all()}
        restored = import_archive(data.splitlines(keepends=True), people=people, at=AT)
        assert there(restored.project) == marked
        assert archived(restored.project) == data
        assert not list(lies(restored.project))


def mark_all(world: World, article: Article, drawn: list[tuple[int, int]]) -> dict[int, tuple[str, Extent, str]]:
    """A span for every extent drawn: pairs of neighbours make extents of two ranges now and then."""
    marked = {}
    labels = sorted(world.labels)
    for number, (start, length) in enumerate(drawn):
        ranges = [(start, start + length)]
        if number % 5 == 0:
            ranges.append(tuple(map(sum, zip(ranges[0], (length + 7, 2 * length), strict=True))))  # type: ignore[arg-type]
        extent = markable(article.text, ranges)
        label = labels[number % len(labels)]
        span = world.mark_extent(world.ana if number % 2 else world.ben, extent, label, article=article)
        marked[span.pk] = (label, extent, extent.quote(article.text))
    return marked


def markable(text: str, ranges: list[tuple[int, int]]) -> Extent:
    """The ranges as far as they lie in the text, widened to whole characters, without white space at their edges."""
    inside = [(start % len(text), min(len(text), start % len(text) + end - start)) for start, end in ranges]
    try:
        return Extent.of(inside).snap(text).trim(text)
    except NoExtent:
        return Extent.one(0, 5)


def there(project: Project) -> dict[int, tuple[str, Extent, str]]:
    """What the database has."""
    spans = Span.objects.filter(article__project=project).select_related("label", "article")
    return {span.pk: (span.label.key, span.extent, span.extent.quote(span.article.text)) for span in spans}


def in_jsonl(project: Project) -> dict[int, tuple[str, Extent]]:
    data = b"".join(open_file(project, Wanted()).pieces)
    found = jsonl.read(data.splitlines(keepends=True))
    return {span.id: (span.label, Extent(span.ranges)) for _article, spans, _answers in found for span in spans}


def archived(project: Project) -> bytes:
    return b"".join(open_file(project, Wanted("archive")).pieces)
