"""Which spans speak of the same place, and what the people agree on there."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotate.agreement.clusters import Cluster, Verdict, choices, find_clusters, judge
from annotate.agreement.confusion import list_confusions
from annotate.agreement.continuum import Continuum, Span
from annotate.agreement.tolerance import Tolerance
from annotate.text.extent import Extent
from tests.agreement.strategies import continua

ANA, BEN, RITA = 1, 2, 3
TEXT = "x" * 400


def span(start: int, end: int, label: str = "claim", number: int = 0) -> Span:
    return Span(Extent.one(start, end), label, number)


def places(sets: dict[int, tuple[Span, ...]]) -> list[dict[int, str]]:
    """Each cluster as who → `label:extent`."""
    return [{who: f"{s.label}:{s.extent}" for who, s in cluster.spans} for cluster in find_clusters(sets)]


def bare_places(sets: dict[int, tuple[Span, ...]]) -> set[frozenset[tuple[int, int]]]:
    """The clusters as sets of (person, id)."""
    return {frozenset((who, each.id) for who, each in cluster.spans) for cluster in find_clusters(sets)}


@given(continua(people=(1, 3)))
def test_every_span_is_in_exactly_one_cluster(article: Continuum) -> None:
    found = [each.id for cluster in find_clusters(article.sets) for _, each in cluster.spans]
    assert sorted(found) == sorted(each.id for spans in article.sets.values() for each in spans)


@given(continua(people=(2, 3)))
def test_nobody_is_twice_in_a_cluster(article: Continuum) -> None:
    for cluster in find_clusters(article.sets):
        assert len(set(cluster.people)) == len(cluster.spans)


@given(continua(people=(2, 3)))
def test_any_two_spans_of_a_cluster_overlap(article: Continuum) -> None:
    for cluster in find_clusters(article.sets):
        for _, one in cluster.spans:
            assert all(one.extent.overlaps(other.extent) for _, other in cluster.spans)


@given(continua(people=(2, 3)), st.randoms())
def test_the_order_in_which_spans_and_people_come_changes_nothing(article: Continuum, order: random.Random) -> None:
    people = list(article.sets)
    order.shuffle(people)
    shuffled = {who: tuple(order.sample(article.sets[who], len(article.sets[who]))) for who in people}
    assert find_clusters(shuffled) == find_clusters(article.sets)


@given(continua(people=(3, 3)), st.permutations([ANA, BEN, RITA]))
def test_who_marked_what_changes_only_the_names(article: Continuum, others: list[int]) -> None:
    swapped = {others[who - 1]: spans for who, spans in article.sets.items()}
    back = {others[who - 1]: who for who in article.sets}
    renamed = {frozenset((back[who], number) for who, number in place) for place in bare_places(swapped)}
    assert renamed == bare_places(dict(article.sets))


@given(continua(people=(2, 3)), st.sampled_from(Tolerance))
def test_identical_sets_agree_everywhere(article: Continuum, tolerance: Tolerance) -> None:
    alike = dict.fromkeys(article.sets, article.sets[1])
    clusters = find_clusters(alike)
    assert len(clusters) == len(article.sets[1])
    text = "x" * article.length
    assert {judge(cluster, article.people, text, tolerance) for cluster in clusters} <= {Verdict.AGREED}
    assert all(len(choices(cluster, text, tolerance)) == 1 for cluster in clusters)


def test_rhetoric_inside_a_claim_is_another_place() -> None:
    found = places({ANA: (span(0, 200), span(50, 80, "rhetoric")), BEN: (span(0, 190), span(52, 80, "rhetoric"))})
    assert found == [
        {ANA: "claim:0-200", BEN: "claim:0-190"},
        {ANA: "rhetoric:50-80", BEN: "rhetoric:52-80"},
    ]
    assert len(places({ANA: (span(0, 200),), BEN: (span(50, 80, "rhetoric"),)})) == 2


def test_the_core_of_a_claim_is_the_same_place_as_the_claim() -> None:
    assert len(places({ANA: (span(0, 200),), BEN: (span(50, 80),)})) == 1


def test_the_same_words_under_two_labels_are_one_place() -> None:
    assert len(places({ANA: (span(0, 100),), BEN: (span(4, 100, "evidence"),)})) == 1


def test_two_labels_of_one_person_meet_the_same_label_of_another() -> None:
    both = (span(0, 100), span(0, 100, "rhetoric"))
    assert places({ANA: both, BEN: (span(0, 97),)}) == [
        {ANA: "claim:0-100", BEN: "claim:0-97"},
        {ANA: "rhetoric:0-100"},
    ]


def test_a_claim_cut_in_two_meets_the_part_that_is_closer() -> None:
    assert places({ANA: (span(0, 100),), BEN: (span(0, 60), span(62, 100))}) == [
        {ANA: "claim:0-100", BEN: "claim:0-60"},
        {BEN: "claim:62-100"},
    ]


def test_a_chain_is_cut_where_its_ends_no_longer_meet() -> None:
    assert places({ANA: (span(0, 20),), BEN: (span(10, 30),), RITA: (span(20, 40),)}) == [
        {ANA: "claim:0-20", BEN: "claim:10-30"},
        {RITA: "claim:20-40"},
    ]


def test_a_closer_pair_goes_before_an_earlier_one() -> None:
    found = places({ANA: (span(0, 40),), BEN: (span(20, 60),), RITA: (span(24, 60),)})
    assert found == [{ANA: "claim:0-40"}, {BEN: "claim:20-60", RITA: "claim:24-60"}]


@pytest.mark.parametrize(
    ("spans", "verdict"),
    [
        ({ANA: span(0, 50), BEN: span(0, 50)}, Verdict.AGREED),
        ({ANA: span(0, 50), BEN: span(0, 40)}, Verdict.EXTENT_DIFFERS),
        ({ANA: span(0, 50), BEN: span(0, 50, "aside")}, Verdict.LABEL_DIFFERS),
        ({ANA: span(0, 50), BEN: span(0, 40, "aside")}, Verdict.BOTH_DIFFER),
        ({ANA: span(0, 50)}, Verdict.ONLY_SOME),
    ],
)
def test_verdicts(spans: dict[int, Span], verdict: Verdict) -> None:
    assert judge(Cluster(tuple(spans.items())), (ANA, BEN), TEXT, Tolerance.NOTHING) is verdict


def test_two_of_three_are_not_everybody() -> None:
    (cluster,) = find_clusters({ANA: (span(0, 9),), BEN: (span(0, 9),), RITA: ()})
    assert judge(cluster, (ANA, BEN, RITA), TEXT, Tolerance.NOTHING) is Verdict.ONLY_SOME
    assert [len(choice.people) for choice in choices(cluster, TEXT, Tolerance.NOTHING)] == [2]


def test_choices_stand_with_the_one_most_people_made_first() -> None:
    text = "The bridge, they say, is cheap."
    cluster = Cluster(((ANA, span(4, 10)), (BEN, span(4, 11)), (RITA, span(4, 21))))
    found = choices(cluster, text, Tolerance.PUNCTUATION)
    assert [(choice.people, str(choice.extent)) for choice in found] == [((ANA, BEN), "4-11"), ((RITA,), "4-21")]


def test_union_and_intersection_of_a_place() -> None:
    cluster = Cluster(((ANA, span(0, 50)), (BEN, Span(Extent.of([(10, 20), (45, 60)]), "claim"))))
    assert cluster.union == Extent.one(0, 60)
    assert cluster.intersection == Extent.of([(10, 20), (45, 50)])
    apart = Cluster(((ANA, span(0, 10)), (BEN, span(10, 20))))
    assert apart.intersection is None


@given(continua(people=(3, 3)))
def test_every_span_of_a_pair_is_in_one_confusion(article: Continuum) -> None:
    for pair in ((1, 2), (1, 3), (2, 3)):
        of_pair = [each for each in list_confusions(article) if each.people == pair]
        for side, who in enumerate(pair):
            ids = [each.spans[side] for each in of_pair if each.spans[side] is not None]
            assert sorted(filter(None, ids)) == sorted(each.id for each in article.sets[who])


def test_a_confusion_holds_both_labels_and_the_way_to_the_spans() -> None:
    bens = (span(0, 50, "aside", 12), span(70, 80, "claim", 13))
    found = list_confusions(Continuum(5, 100, {ANA: (span(0, 50, "claim", 11),), BEN: bens}))
    assert [(each.labels, each.spans) for each in found] == [
        (("claim", "aside"), (11, 12)),
        ((None, "claim"), (None, 13)),
    ]
    assert {(each.article, each.people) for each in found} == {(5, (ANA, BEN))}


def test_an_exact_twin_in_one_set_stands_alone() -> None:
    twins = (span(0, 9, number=1), replace(span(0, 9), id=2))
    assert [len(cluster.spans) for cluster in find_clusters({ANA: twins, BEN: (span(0, 9, number=3),)})] == [1, 2]
