"""Taking articles in, describing and withdrawing them, correcting what a block is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotate.corpus import rules
from annotate.corpus.models import Article, Block, BlockKind, Reading
from annotate.corpus.queries import ancestors_of
from annotate.database.columns import new_id
from annotate.database.writing import copy_in, copy_rows
from annotate.formats.source import Source
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine
from annotate.projects.models import Membership, Project, Role
from annotate.projects.refusals import Clash, Refused, Unfit
from annotate.projects.rules import why_not_as
from annotate.projects.rules import why_not_change as why_not_change_project
from annotate.text.reading import read_units

CHUNK = 100
"""So many articles are written in one transaction: enough for speed, few enough for memory."""

MOMENT = timedelta(microseconds=1)
"""How far apart articles of one import came in."""

READING_RULES = 1
"""Raised when sentences or words are found in another way, so that what was found before is found again."""


@dataclass(frozen=True)
class Arrival:
    """One source on its way in: as it was read, its bytes, and what the person says about it."""

    source: Source
    data: bytes
    name: str = ""
    words: dict[str, str] = field(default_factory=dict)
    published_on: date | None = None
    action: str | None = None

    def said(self, what: str) -> str:
        """What the person said, else what the reader found."""
        return self.words.get(what, "").strip() or (getattr(self.source, what, None) or "").strip()


@dataclass(frozen=True)
class Taken:
    """What became of an arrival: an article, new or there before, or the sentence why not."""

    article: Article | None
    new: bool = False
    refused: Refused | None = None


def take_in(project: Project, arrival: Arrival, *, by: Membership, at: datetime) -> Taken:
    """One article. Refused is raised where it cannot be."""
    taken = next(take_in_many(project, [arrival], by=by, at=at))
    if taken.refused:
        raise taken.refused
    return taken


def take_in_many(project: Project, arrivals: Iterable[Arrival], *, by: Membership, at: datetime) -> Iterator[Taken]:
    """Articles in, an answer for each in order. One that cannot be had stops no other; memory does not grow.

    Those of one import came in a microsecond after each other, so that lists show them in their order.
    """
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(project):
        raise Refused(reason)
    waiting = iter(arrivals)
    while chunk := list(islice(waiting, CHUNK)):
        try:
            yield from _write(project, chunk, by=by, at=at)
        except IntegrityError:  # one of them came in elsewhere at the same moment, or the database refuses its text
            for place, arrival in enumerate(chunk):
                try:
                    yield from _write(project, [arrival], by=by, at=at + place * MOMENT)
                except IntegrityError as error:
                    yield Taken(None, refused=Unfit(_("The database refuses this text: %(why)s") % {"why": error}))
        at += len(chunk) * MOMENT


@transaction.atomic
def _write(project: Project, arrivals: Sequence[Arrival], *, by: Membership, at: datetime) -> list[Taken]:
    texts = [hashlib.sha256(arrival.source.text.encode("utf-8", "surrogatepass")).hexdigest() for arrival in arrivals]
    sources = [hashlib.sha256(arrival.data).hexdigest() for arrival in arrivals]
    there: dict[str, Article] = {}
    for article in Article.objects.without_text().filter(
        Q(sha256__in=texts) | Q(source_sha256__in=sources, withdrawn_at=None), project=project
    ):
        there[article.sha256] = there[article.source_sha256] = article
    before = journal.answered_of(by=by.user_id, actions=[it.action for it in arrivals if it.action is not None])
    answers: list[Taken] = []
    fresh: list[Article] = []
    blocks: list[tuple[int, int, int, int, str]] = []
    lines: list[JournalLine] = []
    for place, (arrival, sha256, source_sha256) in enumerate(zip(arrivals, texts, sources, strict=True)):
        came = at + place * MOMENT
        words = {name: arrival.said(name) for name in rules.LONGEST}
        published_on = arrival.published_on or arrival.source.published_on
        asked = journal.fingerprint("take_in", project.pk, source_sha256, words, published_on)
        known = there.get(sha256) or there.get(source_sha256)
        if line := before.get(arrival.action or ""):
            answers.append(_answer_again(line, asked))
        elif known is not None and known.withdrawn_at is not None:
            sentence = _("This article is here and was withdrawn. A lead can put it back.")
            answers.append(Taken(known, refused=Clash(sentence, article=known.pk)))
        elif known is not None:
            if arrival.action is not None:  # so that this request, sent again later, does nothing then either
                lines.append(_line("article_found", known, arrival, by=by, at=at, asked=asked))
            answers.append(Taken(known))
        elif reason := rules.why_not_take_in(text=arrival.source.text, words=words):
            answers.append(Taken(None, refused=Unfit(reason)))
        else:
            article = Article(
                id=new_id(), project=project, text=arrival.source.text, sha256=sha256, source=arrival.data,
                source_sha256=source_sha256, source_name=arrival.name[:300], encoding=arrival.source.encoding,
                notes=list(arrival.source.notes), published_on=published_on,
                inlines=[[line.kind, line.start, line.end, line.href] for line in arrival.source.inlines],
                created_at=came, created_by=by.user, changed_at=came, **words,
            )  # fmt: skip
            fresh.append(article)
            blocks += [
                (article.pk, number, block.start, block.end, block.kind)
                for number, block in enumerate(arrival.source.blocks)
            ]
            lines.append(_line("article_taken_in", article, arrival, by=by, at=came, asked=asked))
            there[sha256] = there[source_sha256] = article
            answers.append(Taken(article, new=True))
    copy_rows(fresh)
    copy_in(Block, ("article", "number", "start", "end", "kind"), blocks)
    journal.record_many(lines)
    return answers


def _line(verb: str, article: Article, arrival: Arrival, *, by: Membership, at: datetime, asked: str) -> JournalLine:
    return JournalLine(
        verb=verb, subject=article.pk, by=by.user_id, at=at, project=article.project_id, article=article.pk,
        after={"title": article.title, "sha256": article.sha256}, action=arrival.action, asked=asked,
    )  # fmt: skip


def _answer_again(line: JournalLine, asked: str) -> Taken:
    if line.asked != asked:
        return Taken(None, refused=Unfit(_("This action id was used before, for another request.")))
    article = Article.objects.without_text().get(pk=line.subject)
    return Taken(article, new=line.verb == "article_taken_in")


@transaction.atomic
def describe_article(
    article: Article, *, words: dict[str, str], published_on: date | None, by: Membership, at: datetime
) -> Article:
    """Correct what is said about an article: never its text."""
    article = _hold(article, by=by)
    if not words.get("title"):
        raise Unfit(_("An article has a title."))
    if reason := rules.why_not_describe(words):
        raise Unfit(reason)
    before = _described(article)
    for name in rules.LONGEST:
        setattr(article, name, words.get(name, getattr(article, name)))
    article.published_on, article.changed_at = published_on, at
    if before != (after := _described(article)):
        article.save(update_fields=[*rules.LONGEST, "published_on", "changed_at"])
        _record("article_described", article, by=by, at=at, before=before, after=after)
    return article


@transaction.atomic
def correct_kind(block: Block, *, kind: BlockKind, by: Membership, at: datetime) -> None:
    """Say what a block is; its borders and the text stay."""
    article = _hold(block.article, by=by)
    block = Block.objects.select_for_update().get(pk=block.pk)
    if block.kind == kind:
        return
    before, block.kind = block.kind, kind
    block.save(update_fields=["kind"])
    article.changed_at = at
    article.save(update_fields=["changed_at"])
    _record(
        "block_corrected", article, by=by, at=at,
        before={"block": block.number, "kind": before}, after={"block": block.number, "kind": kind},
    )  # fmt: skip


@transaction.atomic
def withdraw_article(article: Article, *, reason: str, by: Membership, at: datetime) -> None:
    """Hide an article that came in by mistake, with its spans. It can be put back."""
    article = _hold(article, by=by)
    if not reason.strip():
        raise Unfit(_("Say why the article is withdrawn."))
    if article.withdrawn_at is None:
        article.withdrawn_at, article.withdrawn_because, article.changed_at = at, reason.strip(), at
        article.save(update_fields=["withdrawn_at", "withdrawn_because", "changed_at"])
        _record("article_withdrawn", article, by=by, at=at, after={"reason": article.withdrawn_because})


@transaction.atomic
def put_back_article(article: Article, *, by: Membership, at: datetime) -> None:
    """Show a withdrawn article, and its spans, again."""
    article = _hold(article, by=by)
    if article.withdrawn_at is not None:
        if reason := rules.why_not_put_back(_older(article)):
            raise Clash(reason)
        before = {"reason": article.withdrawn_because}
        article.withdrawn_at, article.withdrawn_because, article.changed_at = None, "", at
        article.save(update_fields=["withdrawn_at", "withdrawn_because", "changed_at"])
        _record("article_put_back", article, by=by, at=at, before=before)


@transaction.atomic
def take_in_correction(older: Article, arrival: Arrival, *, by: Membership, at: datetime) -> Taken:
    """A corrected text as an article that supersedes the older one; one that is here already will do.

    Refused, Unfit and Clash as `take_in` and `supersede` have them; nothing is taken in then.
    """
    taken = take_in(older.project, arrival, by=by, at=at)
    assert taken.article is not None, "what is refused is raised"
    supersede(older, newer=taken.article, by=by, at=at)
    return taken


@transaction.atomic
def supersede(older: Article, *, newer: Article, by: Membership, at: datetime) -> None:
    """The newer article is the corrected older one, which from now on is only read. Said twice is said once.

    Clash, with a sentence, where it cannot be.
    """
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(by.project):
        raise Refused(reason)
    pair = Article.objects.without_text().filter(pk__in=[older.pk, newer.pk]).order_by("pk")
    held = {article.pk: article for article in pair.select_for_update(of=("self",))}
    old, new = held[older.pk], held[newer.pk]
    if new.supersedes_id == old.pk and old.superseded:
        return
    if reason := rules.why_not_supersede(old, new, ancestors=ancestors_of(old)):
        raise Clash(reason)
    new.supersedes, new.changed_at, old.changed_at = old, at, at
    new.save(update_fields=["supersedes", "changed_at"])
    old.save(update_fields=["changed_at"])
    newer.supersedes, older.superseded = older, True
    _record("article_superseded", old, by=by, at=at, after={"superseded_by": new.pk})


def find_reading(article: Article) -> Reading:
    """The article's sentences and words: found once, at the first question, and kept until the rules change."""
    reading = Reading.objects.filter(article=article, rules=READING_RULES).first()
    if reading is None:
        units = read_units(article.text, article.language or "en")
        reading, _new = Reading.objects.update_or_create(
            article=article,
            defaults={
                "rules": READING_RULES,
                "sentences": [offset for pair in units.sentences for offset in pair],
                "words": [offset for pair in units.words for offset in pair],
            },
        )
    return reading


def _hold(article: Article, *, by: Membership) -> Article:
    held = Article.objects.without_text().select_for_update().select_related(None).get(pk=article.pk)
    if reason := why_not_as(Role.LEAD, by) or why_not_change_project(by.project):
        raise Refused(reason)
    return held


def _older(article: Article) -> Article | None:
    """The article that this one supersedes, as it is now."""
    return Article.objects.without_text().filter(pk=article.supersedes_id).first()


def _described(article: Article) -> dict[str, Any]:
    published = article.published_on.isoformat() if article.published_on else None
    return {**{name: getattr(article, name) for name in rules.LONGEST}, "published_on": published}


def _record(verb: str, article: Article, *, by: Membership, at: datetime, **states: Any) -> None:
    journal.record(verb, article.pk, by=by.user_id, at=at, project=article.project_id, article=article.pk, **states)
