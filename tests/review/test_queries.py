"""What of decisions and of the journal one may read."""

from __future__ import annotations

import pytest

from annotate.corpus import actions as corpus
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership
from annotate.review import actions as review
from annotate.review.queries import spans_told, visible_decisions, visible_lines
from annotate.spans import actions as spans
from annotate.spans.models import Span
from tests.factories import World


def lines_of(by: Membership, *about: int) -> set[str]:
    """The verbs of the lines about these rows that this member may read."""
    return set(visible_lines(by.user).filter(subject__in=about).values_list("verb", flat=True))


def returned(world: World) -> tuple[Span, int, int]:
    """Ana's span, Rita's decision on it, and Rita's comment on it, after the work was returned to Ana."""
    span = world.mark(world.ana, "cheaper")
    world.hand_in(world.ana)
    decision = world.decide(span, reason="so it is")
    comment, _new = spans.add_comment(span, text="Why so wide?", by=world.rita, at=world.at)
    review.return_work(world.article, analyst=world.ana.user_id, reason="again", by=world.rita, at=world.at)
    return span, decision.pk, comment.pk


def test_who_may_see_a_set_reads_what_happened_to_it(independent: World) -> None:
    span = independent.mark(independent.ana, "cheaper")
    assert lines_of(independent.lea, span.pk) == set()
    independent.hand_in(independent.ana)
    decision = independent.decide(span)
    assert lines_of(independent.lea, span.pk, decision.pk) == {"span_added", "decision_made"}
    assert lines_of(independent.ben, span.pk, decision.pk) == set()


def test_work_that_is_returned_takes_the_lines_of_its_decisions_and_comments_with_it(independent: World) -> None:
    """They name its spans. Rita keeps what she did herself."""
    independent.hand_in(independent.ben)
    span, decision, comment = returned(independent)
    assert lines_of(independent.lea, span.pk, decision, comment) == set()
    assert lines_of(independent.rita, span.pk, decision, comment) == {"decision_made", "comment_added"}


def test_a_comment_by_who_has_a_set_of_their_own_tells_of_no_other_set(independent: World) -> None:
    """Rita's own set may be seen; what she said of Ana's span may not, once Ana has it back."""
    independent.assign(independent.rita)
    independent.mark(independent.rita, "The council")
    independent.hand_in(independent.rita)
    _span, _decision, comment = returned(independent)
    assert lines_of(independent.lea, comment) == set()


def test_the_spans_of_a_withdrawn_article_are_withdrawn_from_the_journal(shared: World) -> None:
    span = shared.mark(shared.ana, "cheaper", note="a note")
    assert lines_of(shared.ben, span.pk) == {"span_added"}
    corpus.withdraw_article(shared.article, reason="twice", by=shared.lea, at=shared.at)
    assert lines_of(shared.ben, span.pk, shared.article.pk) == {"article_taken_in", "article_withdrawn"}
    assert lines_of(shared.ana, span.pk) == {"span_added"}


def test_who_is_at_work_reads_their_own_lines_and_those_that_tell_of_no_set(independent: World) -> None:
    independent.assign(independent.lea)
    span = independent.mark(independent.ana, "cheaper")
    own = independent.mark(independent.lea, "The council")
    independent.hand_in(independent.ana)
    decision = independent.decide(span)
    assert lines_of(independent.lea, span.pk, own.pk, decision.pk) == {"span_added"}
    assert not visible_lines(independent.lea.user).filter(subject=span.pk).exists()
    everybody = set(visible_lines(independent.lea.user).values_list("verb", flat=True))
    assert {"project_created", "member_added", "codebook_published"} <= everybody


def test_who_comes_upon_a_decision_is_told_of_the_spans_they_see_alone(independent: World) -> None:
    """Ben marked what Ana had marked, whose work was returned: the gold span of both is one."""
    hers, _decision, _comment = returned(independent)
    bens = independent.mark(independent.ben, "cheaper")
    independent.hand_in(independent.ben)
    joined = independent.decide(bens)
    assert spans_told(joined, viewer=independent.rita.user) == [bens.pk]
    assert not visible_decisions(independent.rita.user).filter(pk=joined.pk).exists()
    independent.hand_in(independent.ana)
    assert set(spans_told(joined, viewer=independent.rita.user)) == {hers.pk, bens.pk}


def test_a_stranger_reads_nothing(world: World) -> None:
    world.mark(world.ana, "cheaper")
    assert JournalLine.objects.exists()
    assert not visible_lines(world.otto).exists()


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_analysts_of_an_independent_project_read_their_own_lines_alone(independent: World, who: str) -> None:
    independent.mark(independent.ana, "cheaper")
    independent.mark(independent.ben, "The council")
    member: Membership = getattr(independent, who)
    lines = visible_lines(member.user).filter(project=independent.project.pk)
    assert set(lines.values_list("by", flat=True)) == {member.user_id}
