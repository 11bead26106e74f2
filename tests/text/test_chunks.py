"""Chunks of long blocks: they tile, they are short, and they cut no character."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from annotate.text.chunks import LONG, MOST, chunks
from annotate.text.graphemes import is_border
from tests.strategies import PIECES


@settings(max_examples=60, phases=[Phase.explicit, Phase.reuse, Phase.generate])  # shrinking long texts takes minutes
@given(st.lists(st.sampled_from([piece for piece in PIECES if "\n" not in piece]), max_size=12), st.integers(0, 9))
def test_chunks_tile_and_cut_no_cluster(pieces: list[str], skip: int) -> None:
    unit = "".join(["word", *pieces])
    text = "x" * skip + unit * (3 * LONG // len(unit))
    found = chunks(text, skip, len(text))
    assert "".join(text[start:end] for start, end in found) == text[skip:]
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert all(is_border(text, cut) for _start, cut in found)
    assert all(0 < end - start <= MOST for start, end in found)


def test_a_block_of_two_thousand_stays_whole() -> None:
    assert chunks("a" * LONG, 0, LONG) == [(0, LONG)]
    assert len(chunks("a" * (LONG + 1), 0, LONG + 1)) == 3


def test_a_chunk_ends_behind_a_sentence_else_behind_a_word() -> None:
    sentences = "Nobody asked. The council pays, they say “at once.” " * 60
    assert all(sentences[:end].endswith((". ", "” ")) for _start, end in chunks(sentences, 0, len(sentences))[:-1])
    words = "the council pays " * 200
    assert all(words[end - 1] == " " for _start, end in chunks(words, 0, len(words))[:-1])
    chinese = "议会说新桥更便宜。" * 400
    assert all(chinese[end - 1] == "。" for _start, end in chunks(chinese, 0, len(chinese))[:-1])
