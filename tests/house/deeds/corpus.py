"""Articles."""

from __future__ import annotations

from annotate.corpus import actions as corpus
from annotate.corpus.models import BlockKind
from tests.house.deeds.setting import Deed, arrival, lead

CALLS: dict[str, Deed] = {
    "corpus.correct_kind": Deed(
        lambda s: corpus.correct_kind(s.world.article.blocks.get(number=1), kind=BlockKind.CAPTION, **lead(s)),
        "block_corrected",
    ),
    "corpus.describe_article": Deed(
        lambda s: corpus.describe_article(s.fresh, words={"title": "Other"}, published_on=None, **lead(s)),
        "article_described",
    ),
    "corpus.put_back_article": Deed(
        lambda s: corpus.put_back_article(s.fresh, **lead(s)),
        "article_put_back",
        lambda s: corpus.withdraw_article(s.fresh, reason="twice", **lead(s)),
    ),
    "corpus.supersede": Deed(
        lambda s: corpus.supersede(s.fresh, newer=s.handed_in, **lead(s)), "article_superseded", lambda s: s.handed_in
    ),
    "corpus.take_in_correction": Deed(
        lambda s: corpus.take_in_correction(s.fresh, arrival("One\n\nOne more."), **lead(s)),
        "article_taken_in article_superseded",
    ),
    "corpus.take_in": Deed(
        lambda s: corpus.take_in(s.world.project, arrival("One\n\nOne more."), **lead(s)), "article_taken_in"
    ),
    "corpus.take_in_many": Deed(
        lambda s: list(corpus.take_in_many(s.world.project, map(arrival, ("One\n\nA.", "Two\n\nB.")), **lead(s))),
        "article_taken_in article_taken_in",
    ),
    "corpus.withdraw_article": Deed(
        lambda s: corpus.withdraw_article(s.fresh, reason="twice", **lead(s)), "article_withdrawn"
    ),
}
