"""From what somebody asked for to a question they may ask; what they may not know of is not there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotate.agreement.coding import Unit
from annotate.codebook.models import Label
from annotate.concord.queries.selection import Choices, Question, find_choices
from annotate.corpus.entry import find_article
from annotate.corpus.models import BlockKind
from annotate.projects.models import Membership
from annotate.projects.refusals import Unfit


def find_question(
    membership: Membership, *, label: str = "", people: tuple[str, ...] = (), article: int | None = None,
    kind: str = "", round: int | None = None, unit: str = "", choices: Choices | None = None,
) -> Question:  # fmt: skip
    """The question of these words: one person or a pair by user name. Unfit where there is no such thing to choose;
    404 for an article that is not there for them."""
    if label and not Label.objects.filter(project=membership.project_id, key=label).exists():
        raise Unfit(_("This codebook has no label “%(key)s”.") % {"key": label})
    if kind and kind not in BlockKind.values:
        raise Unfit(_("There is no kind of block “%(kind)s”.") % {"kind": kind})
    if unit and unit not in list(Unit):
        raise Unfit(_("There is no unit “%(unit)s”: choose character, word or sentence.") % {"unit": unit})
    if article is not None:
        find_article(membership.user, membership.project.slug, article)
    chosen = _people(membership, people, choices)
    return Question(
        label=label or None,
        pair=(chosen[0], chosen[1]) if len(chosen) == 2 else None,
        person=chosen[0] if len(chosen) == 1 else None,
        article=article,
        kind=kind,
        round=round,
        unit=Unit(unit or Unit.CHARACTER),
    )


def _people(membership: Membership, names: tuple[str, ...], choices: Choices | None) -> list[int]:
    if not names:
        return []
    known = {user.username: pk for pk, user in (choices or find_choices(membership)).people.items()}
    if unknown := [name for name in names if name not in known]:
        raise Unfit(
            _("Nobody here is called “%(name)s”, or there is nothing of theirs to compare.") % {"name": unknown[0]}
        )
    if len({*names}) != len(names) or len(names) > 2:
        raise Unfit(_("A pair is two people."))
    return sorted(known[name] for name in names)
