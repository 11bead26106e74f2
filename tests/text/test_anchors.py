"""Finding words again in another text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.text import anchors as module
from annotate.text.anchors import Anchors, Kind, Proposal
from annotate.text.extent import Extent, NoExtent
from tests.strategies import extents, texts

OLD = """The ferry must stay

The council says the new bridge is cheaper. It is not: the toll alone costs 40 crowns a day.

They are in it to win it, and they have told nobody what winning means."""

NEW = """The ferry must stay

They are in it to win it, and they have told nobody what winning means.

The county council says that the new bridge would be cheaper. It is not: the toll alone costs 60 crowns a day."""


def extent_of(text: str, *quotes: str) -> Extent:
    return Extent.of((text.index(quote), text.index(quote) + len(quote)) for quote in quotes)


def propose(old: str, new: str, *quotes: str) -> Proposal:
    return Anchors(old, new).propose(extent_of(old, *quotes))


@pytest.mark.parametrize(
    ("quotes", "kind", "found"),
    [
        (["The ferry must stay"], Kind.SAME, "The ferry must stay"),
        (["council"], Kind.SAME, "council"),
        (["It is not", "a day"], Kind.SAME, "It is not … a day"),
        (["They are in it to win it"], Kind.MOVED, "They are in it to win it"),
        (["ferry", "told nobody"], Kind.MOVED, "ferry … told nobody"),
        (["the new bridge is cheaper"], Kind.CHANGED, "the new bridge would be cheaper"),
        (["the toll alone costs 40 crowns a day"], Kind.CHANGED, "the toll alone costs 60 crowns a day"),
        (["the toll", "40"], Kind.GONE, None),
    ],
)
def test_what_became_of_words(quotes: list[str], kind: Kind, found: str | None) -> None:
    proposal = propose(OLD, NEW, *quotes)
    assert (proposal.kind, proposal.extent and proposal.extent.quote(NEW)) == (kind, found)
    assert (proposal.score >= module.FOUND_FROM) == (found is not None)


def test_words_that_moved_and_changed_are_found_by_likeness() -> None:
    old = "Nobody in the valley was ever asked about the dam. Rivers rise in spring. Roads are wet."
    new = "Rivers rise in spring. Roads are wet. Nobody in this valley was ever asked about the dam."
    proposal = propose(old, new, "Nobody in the valley was ever asked")
    assert proposal.extent == extent_of(new, "Nobody in this valley was ever asked")
    assert proposal.kind is Kind.CHANGED


@pytest.mark.parametrize(
    ("old", "quote", "which", "new", "where"),
    [
        pytest.param(
            "Whoever crosses by day pays the toll in full.\nBut those who sleep late pays the toll never troubled.",
            "pays the toll", 1,
            "But those who sleep late pays the toll never troubled.\nWhoever crosses by day pays the toll in full.", 0,
            id="by what stands around it",
        ),
        pytest.param(
            "So it goes. Rain. So it goes. Rain. So it goes.", "So it goes", 2,
            "Sun. So it goes. Rain. So it goes. Rain. So it goes.", 2,
            id="by order, where the same stands around it",
        ),
        pytest.param("Yes, we can. Some doubt it. No, we can.", "we can", 1, "No, we can.", 0, id="what is left"),
    ],
)  # fmt: skip
def test_a_quote_that_stands_there_several_times(old: str, quote: str, which: int, new: str, where: int) -> None:
    at = [at for at in range(len(old)) if old.startswith(quote, at)][which]
    found = [at for at in range(len(new)) if new.startswith(quote, at)][where]
    assert Anchors(old, new).find(at, at + len(quote)).place == (found, found + len(quote))


@given(st.data())
def test_an_unchanged_text_has_everything_where_it_was(data: st.DataObject) -> None:
    text = data.draw(texts())
    extent = data.draw(extents(text))
    assert Anchors(text, text).propose(extent) == Proposal(extent, 1.0, Kind.SAME)


@given(st.data())
def test_words_put_in_elsewhere_shift_an_extent_exactly(data: st.DataObject) -> None:
    """Between words, and in words that the text has not."""
    words = data.draw(st.lists(st.sampled_from(["the", "toll", "is", "not", "so", "🚢", "é.", "no,"]), min_size=2))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    cut = data.draw(st.sampled_from([at for at in range(len(words) + 1) if at <= first or at > last]))
    added = data.draw(st.lists(st.sampled_from(["Wholly", "Other", "Words"]), min_size=1))
    old, new = " ".join(words), " ".join(words[:cut] + added + words[cut:])
    start = len(" ".join([*words[:first], ""])) if first else 0
    extent = Extent.one(start, start + len(" ".join(words[first : last + 1])))
    shift = len(" ".join(added)) + 1 if cut <= first else 0
    assert Anchors(old, new).propose(extent) == Proposal(Extent.one(start + shift, extent.end + shift), 1.0, Kind.SAME)


@given(st.data())
def test_what_is_proposed_can_be_given(data: st.DataObject) -> None:
    """In the new text, no white space at its borders, no grapheme cluster cut; and gone says so."""
    old, new = data.draw(texts()), data.draw(texts())
    proposal = Anchors(old, new).propose(data.draw(extents(old)))
    assert 0 <= proposal.score <= 1
    assert (proposal.extent is None) == (proposal.kind is Kind.GONE)
    if proposal.extent is not None:
        proposal.extent.check(new)


@given(st.data())
def test_the_kind_says_what_the_new_text_says(data: st.DataObject) -> None:
    """A text of the old one's lines in another order, some left out."""
    lines = data.draw(st.lists(texts(most=8), min_size=1, max_size=6))
    kept = data.draw(st.permutations(lines))[: data.draw(st.integers(1, len(lines)))]
    old, new = "\n".join(lines), "\n".join(kept)
    extent = data.draw(extents(old, ranges=1))
    proposal = Anchors(old, new).propose(extent)
    if proposal.extent is not None:
        assert (proposal.extent.quote(new) == extent.quote(old)) == (proposal.kind is not Kind.CHANGED)


def test_long_texts_are_aligned_by_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CELLS", 20)
    proposal = propose(OLD, f"A word before.\n{OLD}\nA word after.", "the toll alone")
    assert (proposal.score, proposal.kind) == (1.0, Kind.SAME)
    monkeypatch.setattr(module, "MOST_CELLS", 0)
    assert propose(OLD, f"{OLD}\nA word after.", "the toll alone").score == 1.0


def test_an_extent_that_is_none_of_the_old_text_s() -> None:
    with pytest.raises(NoExtent):
        Anchors("one", "one two").propose(Extent.one(4, 7))
