"""Sharing out articles: evenly, nobody twice, nobody over their quota."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotate.assignment.dealing import deal

ARTICLES = st.lists(st.integers(1, 500), max_size=60, unique=True)
PEOPLE = st.lists(st.integers(1001, 1012), max_size=8, unique=True)


@given(ARTICLES, PEOPLE, st.integers(1, 4))
def test_everybody_has_as_much_as_everybody_else(articles: list[int], people: list[int], per_article: int) -> None:
    dealt = deal(articles, people, per_article=per_article)
    loads = Counter(dict.fromkeys(people, 0))
    loads.update(person for _article, person in dealt.given)
    assert not loads or max(loads.values()) - min(loads.values()) <= 1
    assert len(set(dealt.given)) == len(dealt.given) == len(articles) * min(per_article, len(people))
    missing = max(0, per_article - len(people))
    assert dealt.lacking == (tuple((article, missing) for article in articles) if missing else ())


@given(ARTICLES, PEOPLE, st.integers(1, 3), st.integers(1, 10), st.data())
def test_what_is_there_counts_and_nothing_is_given_beyond_it(
    articles: list[int], people: list[int], per_article: int, quota: int, data: st.DataObject
) -> None:
    pairs = st.tuples(st.sampled_from(articles or [0]), st.sampled_from(people or [0]))
    there = data.draw(st.sets(pairs, max_size=20)) if articles and people else set()
    barred = data.draw(st.sets(pairs, max_size=20)) - there if articles and people else set()
    readers: dict[int, list[int]] = {}
    for article, person in sorted(there):
        readers.setdefault(article, []).append(person)
    dealt = deal(articles, people, per_article=per_article, readers=readers, quota=quota, barred=barred)
    assert not set(dealt.given) & (there | barred)
    loads = Counter(person for _article, person in there)
    for _article, person in dealt.given:
        loads[person] += 1
        assert loads[person] <= quota
    lacking = dict(dealt.lacking)
    for article in articles:
        have = len(readers.get(article, ())) + sum(one == article for one, _person in dealt.given)
        assert have + lacking.get(article, 0) >= per_article


def test_every_pair_of_people_comes_to_share_articles() -> None:
    dealt = deal(range(30), [1, 2, 3, 4, 5, 6], per_article=2)  # type: ignore[arg-type]
    met = Counter(
        frozenset(pair)
        for article in range(30)
        for pair in combinations([person for one, person in dealt.given if one == article], 2)
    )
    assert len(met) == 15
    assert max(met.values()) - min(met.values()) <= 2
