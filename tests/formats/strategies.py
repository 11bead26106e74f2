"""Random articles and spans, over the characters on which offsets break."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Any

import msgspec
from hypothesis import strategies as st

from annotate.formats import archive, bundle
from annotate.text.extent import Extent, NoExtent

PIECES = [
    "the toll", "claims", "“winning”", "=cost", "-5", "@noon", "+1", "a,b", 'say "no"', "🚢", "👨‍👩‍👧‍👦", "🇩🇪🇪🇺",
    "e\u0301", "q\u0301\u0323", "عربي", "مُدَرِّس", "עברית", "न\u093fति", "no\u00a0break", "soft\u00adhyphen", "ﷺ", "𝕏",
]  # fmt: skip

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
ids = st.integers(1, bundle.LARGEST_ID)
instants = st.sampled_from(["2026-03-04T09:30:00Z", "2026-03-04T09:30:00.120000Z", "1999-12-31T23:59:59.999999Z"])
scalars = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words
states = st.dictionaries(words, scalars | st.lists(scalars, max_size=2), max_size=3)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A canonical text of a few lines."""
    lines = draw(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), min_size=1, max_size=4))
    return unicodedata.normalize("NFC", "\n".join(" ".join(line) for line in lines))


@st.composite
def extents(draw: st.DrawFn, text: str) -> Extent:
    """An extent of one to three ranges of the text that a person could mark."""
    offsets = st.integers(0, len(text))
    drawn = draw(st.lists(st.tuples(offsets, offsets), min_size=1, max_size=3))
    try:
        found = Extent.of((min(pair), max(pair) + 1) for pair in drawn if max(pair) < len(text))
        found = found.snap(text).trim(text)
        found.check(text)
    except NoExtent:
        return Extent.one(0, next(end for end in range(1, len(text) + 1) if _stands(text, end)))
    return found


def _stands(text: str, end: int) -> bool:
    try:
        Extent.one(0, end).check(text)
    except NoExtent:
        return False
    return True


@st.composite
def articles(draw: st.DrawFn, **more: Any) -> bundle.Article:
    """An article with a block a line."""
    text = draw(texts())
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(bundle.Block(draw(st.sampled_from(["title", "paragraph"])), at, at + len(line)))
        at += len(line) + 1
    return bundle.Article(
        id=draw(ids), external_id=draw(words), title=draw(words), byline=draw(words), outlet=draw(words),
        published_on=draw(st.none() | st.just("2026-03-01")), language=draw(st.sampled_from(["", "en", "ar"])),
        url="", sha256=hashlib.sha256(text.encode()).hexdigest(), text=text, blocks=tuple(blocks),
        supersedes=draw(st.none() | ids),
    )  # fmt: skip


@st.composite
def spans(draw: st.DrawFn, article: bundle.Article, *, gold: bool = False) -> bundle.Span:
    """A span of the article, or a gold one."""
    assert article.text is not None
    extent = draw(extents(article.text))
    values = {
        "id": draw(ids), "article": article.id, "label": draw(st.sampled_from(["claim", "framing"])),
        "start": extent.start, "end": extent.end, "ranges": extent.ranges, "quote": extent.quote(article.text),
        "analyst": "ana", "note": draw(words), "unsure": draw(st.booleans()), "attributes": draw(states),
        "codebook_version": draw(st.integers(1, 9)), "version": draw(st.integers(1, 9)),
        "created_at": draw(instants), "updated_at": draw(instants),
    }  # fmt: skip
    if not gold:
        return bundle.Span(**values)
    more = {"analyst": None, "decided_by": "rita", "from_spans": tuple(draw(st.lists(ids, max_size=3)))}
    return bundle.GoldSpan(**(values | more), reason=draw(words))


@st.composite
def sheets(draw: st.DrawFn) -> list[tuple[bundle.Article, list[bundle.Span]]]:
    """A few articles with their spans, all analysts' or all gold."""
    gold = draw(st.booleans())
    found = []
    for article in draw(st.lists(articles(), max_size=3)):
        found.append((article, draw(st.lists(spans(article, gold=gold), max_size=6))))
    return found


def as_sheets(found: list[tuple[bundle.Article, list[bundle.Span]]], status: str = "open") -> list[bundle.Sheet]:
    """The same as writers take it."""
    return [bundle.Sheet(article, iter([bundle.Marked(span, status) for span in marks])) for article, marks in found]


def records(kind: type[bundle.Value]) -> st.SearchStrategy[Any]:
    """Any value of a kind that its types allow, whether or not it makes sense beside others."""
    return _of(msgspec.inspect.type_info(kind))


def _of(info: msgspec.inspect.Type) -> st.SearchStrategy[Any]:
    match info:
        case msgspec.inspect.Metadata():
            return _of(info.type)
        case msgspec.inspect.StructType():
            return st.builds(info.cls, **{field.name: _of(field.type) for field in info.fields})
        case msgspec.inspect.IntType():
            return st.integers(info.ge or 0, info.le or 10_000)
        case msgspec.inspect.StrType():
            return st.from_regex(info.pattern.replace("$", r"\Z"), fullmatch=True) if info.pattern else words
        case msgspec.inspect.BytesType():
            return st.binary(max_size=20)
        case msgspec.inspect.BoolType():
            return st.booleans()
        case msgspec.inspect.NoneType():
            return st.none()
        case msgspec.inspect.UnionType():
            return st.one_of(*map(_of, info.types))
        case msgspec.inspect.VarTupleType():
            return st.lists(_of(info.item_type), max_size=2).map(tuple)
        case msgspec.inspect.TupleType():
            return st.tuples(*map(_of, info.item_types))
        case msgspec.inspect.DictType():
            return states
    raise NotImplementedError(info)


@st.composite
def archives(draw: st.DrawFn) -> dict[str, Any]:
    """The project and every list of an archive: each record is sound by itself."""
    found: dict[str, Any] = {"project": draw(records(bundle.Project))}
    for name, kind in archive.SECTIONS.items():
        drawn = draw(st.lists(records(kind), max_size=2))
        found[name] = [draw(_sound(record)) for record in drawn]
    return found


@st.composite
def _sound(draw: st.DrawFn, record: Any) -> Any:
    if isinstance(record, bundle.ArchivedArticle):
        like = draw(articles())
        return msgspec.structs.replace(
            record, text=like.text, sha256=like.sha256, blocks=like.blocks, inlines=(),
            source_sha256=hashlib.sha256(record.source).hexdigest(),
        )  # fmt: skip
    if isinstance(record, bundle.ArchivedSpan | bundle.Decision):
        return msgspec.structs.replace(record, start=3, end=9, ranges=((3, 5), (7, 9)))
    return record
