"""Counting in steps, and what is kept of it."""

from __future__ import annotations

import pytest

from annotate.agreement.counting import count_article
from annotate.agreement.disorder import GammaSettings
from annotate.agreement.gamma import count_gamma
from annotate.agreement.measures import measure, measure_gamma
from annotate.agreement.measures.corpus import Corpus
from annotate.concord import actions
from annotate.concord.models import Report, Tally
from annotate.concord.queries import tallies
from annotate.concord.queries.numbers import KNOWN, Number, number_of
from annotate.concord.queries.report import Confused
from annotate.concord.queries.selection import Question, Selection, find_selection
from annotate.review import actions as review
from tests.concord.worlds import continuum_of, finish, more
from tests.factories import World

pytestmark = pytest.mark.django_db

NO_TIME, PLENTY = 0.0, 600.0


def asked(world: World, **question: object) -> tuple[Selection, Question]:
    found = Question(**question)  # type: ignore[arg-type]
    return find_selection(world.rita, found), found


def rows() -> dict[int, tuple[int, str]]:
    """Of each article which version of its tally's row there is, by PostgreSQL's own count, and its stamp."""
    found = Tally.objects.extra(select={"xmin": "xmin::text"}).values_list("article", "xmin", "stamp")
    return {article: (written, stamp) for article, written, stamp in found}


@pytest.mark.parametrize("label", [None, "claim"])
def test_every_number_is_the_ground_floor_s(independent: World, label: str | None) -> None:
    continua = [continuum_of(independent, finish(independent)), continuum_of(independent, more(independent, 2))]
    selection, question = asked(independent, label=label)
    names = sorted(KNOWN)
    corpus = Corpus.of(count_article(continuum) for continuum in continua)
    settings = GammaSettings()
    gammas = [count_gamma(continuum, settings) for continuum in continua]
    expected = [
        measure_gamma(name, gammas, settings, label=label)
        if name.startswith("gamma")
        else measure(name, corpus, label=label)
        for name in names
    ]
    found = actions.measure_now(selection, question, names, seconds=PLENTY)
    assert found == [number_of(one) for one in expected]
    assert sum(number.value is not None for number in found) >= (9 if label else 13)


def test_counting_goes_on_where_it_ended(independent: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    finish(independent)
    for number in range(2, 6):
        more(independent, number)
    selection, question = asked(independent)
    far = []
    while not actions.count_articles(selection, seconds=NO_TIME):
        far.append(tallies.find_kept(selection).counted)
    assert far == [2, 4]
    assert tallies.find_kept(selection).is_whole
    number = actions.measure_now(selection, question, ["gamma"], seconds=NO_TIME)[0]
    assert (number.value, str(number.undefined)) == (
        None, "Not counted yet: 0 of 5 articles are. Ask again, and it goes on.",
    )  # fmt: skip


def test_a_change_counts_its_article_again_and_no_other(independent: World) -> None:
    finish(independent)
    other = more(independent, 2)
    selection, question = asked(independent)
    assert actions.count_articles(selection, seconds=PLENTY)
    before = rows()
    first = actions.find_report(selection, question)
    assert actions.count_articles(asked(independent)[0], seconds=PLENTY)
    assert rows() == before, "nothing changed, so nothing is written"
    review.return_work(
        independent.article, analyst=independent.ana.user_id, reason="again", by=independent.rita, at=independent.at
    )
    independent.mark(independent.ana, "nobody")
    independent.hand_in(independent.ana)
    selection, question = asked(independent)
    assert [one.article for one in tallies.find_kept(selection).waiting] == [independent.article.pk]
    assert actions.count_articles(selection, seconds=PLENTY)
    after = rows()
    assert after[other.pk] == before[other.pk]
    assert after[independent.article.pk] != before[independent.article.pk]
    assert Tally.objects.count() == 2
    assert actions.find_report(selection, question).numbers[0].spans == first.numbers[0].spans + 1


def test_gamma_in_steps_is_gamma_at_once(independent: World) -> None:
    continuum = continuum_of(independent, finish(independent))
    selection, _question = asked(independent)
    assert actions.count_articles(selection, seconds=PLENTY)
    steps = 1
    while not actions.count_gamma(selection, seconds=NO_TIME):
        steps += 1
    assert steps == tallies.GAMMA.samples + 1
    kept = Tally.objects.get()
    assert tallies.read_gamma(bytes(kept.gamma or b"")) == count_gamma(continuum, tallies.GAMMA)
    assert kept.gamma_done
    assert kept.gamma_seconds > 0


def test_a_report_is_computed_once_until_something_changes(independent: World, monkeypatch: pytest.MonkeyPatch) -> None:
    finish(independent)
    selection, question = asked(independent)
    actions.count_articles(selection, seconds=PLENTY)
    first = actions.find_report(selection, question)
    monkeypatch.setattr(actions, "compute_report", lambda *_: pytest.fail("it was kept"))
    assert actions.find_report(selection, question) == first
    assert Report.objects.count() == 1


def test_only_the_newest_reports_are_kept(independent: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "REPORTS", 2)
    finish(independent)
    for label in ("claim", "evidence", "rhetoric"):
        selection, question = asked(independent, label=label)
        actions.count_articles(selection, seconds=PLENTY)
        actions.find_report(selection, question)
    assert Report.objects.count() == 2


def test_confusions_are_told_from_both_sides(independent: World) -> None:
    finish(independent)
    selection, question = asked(independent)
    actions.count_articles(selection, seconds=PLENTY)
    assert actions.find_report(selection, question).confused == [
        Confused("aside", "rhetoric", 1), Confused("claim", "claim", 2), Confused("evidence", "evidence", 2),
        Confused("rhetoric", "aside", 1),
    ]  # fmt: skip


def test_a_label_s_agreement_for_other_pages(independent: World) -> None:
    assert actions.find_label_agreement(independent.rita, "rhetoric").numbers == ()
    finish(independent)
    assert not actions.find_label_agreement(independent.rita, "rhetoric").is_whole
    actions.count_articles(asked(independent)[0], seconds=PLENTY)
    found = actions.find_label_agreement(independent.rita, "rhetoric")
    assert [(one.other, one.spans) for one in found.confused] == [("aside", 1)]
    assert [number.name for number in found.numbers] == ["overlap_f1", "alpha_nominal"]
    assert actions.find_label_agreement(independent.ana, "rhetoric").confused == (), "not settled yet"


def test_a_pair_among_three_is_counted_as_if_alone(independent: World) -> None:
    world = independent
    world.assign(world.rita)
    world.mark(world.rita, "they have told nobody")
    continuum = continuum_of(world, finish(world))
    world.hand_in(world.rita)
    pair = tuple(sorted([world.ana.user_id, world.ben.user_id]))
    selection, question = asked(world, pair=pair)
    (number,) = actions.measure_now(selection, question, ["alpha_u"], seconds=PLENTY)
    alone: Number = number_of(measure("alpha_u", Corpus.of([count_article(continuum)])))
    assert number == alone
    selection, question = asked(world)
    actions.count_articles(selection, seconds=PLENTY)
    of_pair = {one.people: one.cells for one in actions.find_report(selection, question).pairs}[pair]
    assert of_pair["alpha_nominal"] == measure("alpha_nominal", Corpus.of([count_article(continuum)])).value
