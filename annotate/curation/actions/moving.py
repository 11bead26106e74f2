"""Spans and gold from one label to another, a short transaction at a time, and back.

A move never waits long for anybody, nor makes anybody wait: each transaction holds one set, and at most BITE of its
spans. It leaves a line of its own that tells exactly what it did, so that it can be taken back piece by piece, and so
that what was cut short goes on where it stopped. The lines are the installation's, as the step they belong to has its
own line with the person's name; they belong to the audience of their set, and tell nobody of a set they are blind to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from annotate.assignment.models import Assignment
from annotate.codebook.models import CodebookVersion, Label
from annotate.codebook.queries import version_number
from annotate.curation.queries.work import lines_left
from annotate.curation.rules import GOLD_MOVED, MOVED
from annotate.journal import actions as journal
from annotate.journal.models import JournalLine, Turn
from annotate.journal.queries import turned_back
from annotate.projects.models import Mode, Project
from annotate.projects.refusals import Clash
from annotate.review.models import DecidedSpan, Decision
from annotate.spans.actions.revisions import record_change
from annotate.spans.models import EVERYBODY, Comment, Link, Span
from annotate.spans.rules import LONGEST_NOTE

BITE = 250
"""So many spans are moved in one transaction."""

State = dict[str, Any]


@dataclass(frozen=True)
class Move:
    """From which label to which, under which version of the codebook, and in which step: the number of the version that
    the merge or split published."""

    project: Project
    source: Label
    target: Label
    version: CodebookVersion
    step: int


def bites(move: Move, *, at: datetime) -> Iterator[None]:
    """Move everything that has the source label; whoever runs through it may stop after any bite and go on later."""
    for work in sets_left(move.source):
        more = True
        while more:
            more = _move_set(move, work, at=at)
            yield
    for article in _articles_left(move.source):
        _move_gold(move, article, at=at)
        yield


def bites_back(project: Project, *, step: int, at: datetime) -> Iterator[None]:
    """Move back what was moved in a step, last first."""
    for line in lines_left(project.pk, step=step):
        with suppress(Clash):  # somebody else is at the same work
            if line.verb == GOLD_MOVED:
                _put_back_gold(line, at=at)
            else:
                put_back_spans(line, at=at)
        yield


def sets_left(label: Label) -> list[int]:
    """The sets with spans of a label, deleted ones too."""
    return list(Span.objects.filter(label=label).order_by().values_list("assignment", flat=True).distinct())


def _articles_left(label: Label) -> list[int]:
    return list(Decision.objects.standing().filter(label=label).order_by().values_list("article", flat=True).distinct())


@transaction.atomic
def _move_set(move: Move, work_id: int, *, at: datetime) -> bool:
    """Move some of a set's spans; False where there are none left."""
    work = _hold(work_id)
    if not _goes_on(move):
        return False
    found = Span.objects.filter(assignment=work, label=move.source).order_by("pk").values_list("pk", flat=True)[:BITE]
    spans = list(found)
    if spans:
        move_spans(move, work, spans, at=at)
    return len(spans) == BITE


def move_spans(
    move: Move, work: Assignment, spans: Sequence[int], *, at: datetime, verb: str = MOVED, by: int | None = None,
    action: str | None = None, asked: str = "",
) -> JournalLine:  # fmt: skip
    """Give spans of one held set another label. One whose words have that label already is folded into its twin."""
    were = list(Span.objects.filter(pk__in=spans).order_by("pk").values_list("pk", "codebook", "start", "end"))
    pairs = _twins(move, spans)
    folded = _fold(pairs, move, at=at)
    alone = set(spans) - {span.pk for span, _twin in pairs}
    Span.objects.filter(pk__in=alone).update(
        label=move.target, codebook=move.version, version=F("version") + 1, changed_at=at
    )
    by_version: dict[str, list[int]] = {}
    for pk, codebook, _start, _end in were:
        by_version.setdefault(str(version_number(codebook)), []).append(pk)
    ranges = [[min(start for *_, start, _end in were), max(end for *_, end in were)]]
    return _record(
        verb, work, by=by, at=at, action=action, asked=asked,
        before={"label": move.source.key, "ranges": ranges, "spans": by_version},
        after={
            "label": move.target.key, "ranges": ranges, "version": move.version.number, "step": move.step,
            "spans": len(spans), "folded": folded,
        },
    )  # fmt: skip


def put_back_spans(
    line: JournalLine, *, at: datetime, by: int | None = None, action: str | None = None, asked: str = ""
) -> JournalLine:
    """Take back what one line moved. A span that has another label since stays as it is, and so does a twin's word."""
    with transaction.atomic():
        work = _hold(line.subject)
        if turned_back(line):
            raise Clash(_("This was taken back already."))
        before, after = line.before or {}, line.after or {}
        labels = {label.key: label for label in Label.objects.filter(project=line.project)}
        source, target = labels[before["label"]], labels[after["label"]]
        stays = {entry["span"] for entry in after["folded"]}
        kept = []
        for number, pks in before["spans"].items():
            version = CodebookVersion.objects.get(project=line.project, number=int(number))
            moved = Span.objects.filter(pk__in=[pk for pk in pks if pk not in stays], label=target)
            clashing = _standing_twins(source, moved)
            kept += clashing
            moved.exclude(pk__in=clashing).update(
                label=source, codebook=version, version=F("version") + 1, changed_at=at
            )
            for entry in after["folded"]:
                if entry["span"] in pks:
                    _unfold(entry, source, version, at=at)
        return _record(
            line.verb, work, by=by, at=at, turn=Turn.UNDO, undoes=line.pk, action=action, asked=asked,
            before={"label": target.key, "ranges": after["ranges"], "version": after["version"]},
            after={"label": source.key, "ranges": before["ranges"], "kept": kept},
        )  # fmt: skip


def _goes_on(move: Move) -> bool:
    """Whether the merge still holds. It cannot be taken back before this transaction ends: that locks the label."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM annotate_label WHERE id = %s AND merged_into_id = %s FOR KEY SHARE",
            [move.source.pk, move.target.pk],
        )
        return cursor.fetchone() is not None


def _hold(work_id: int) -> Assignment:
    """The set, locked as its analyst's own actions lock it."""
    return (
        Assignment.objects.select_for_update(of=["self"], no_key=True)
        .select_related("article__project")
        .defer("article__text", "article__source", "article__inlines")
        .get(pk=work_id)
    )


def _record(verb: str, work: Assignment, *, by: int | None, at: datetime, **more: Any) -> JournalLine:
    audience = EVERYBODY if work.article.project.mode == Mode.SHARED else work.analyst_id
    return record_change(verb, work.pk, article=work.article, audience=audience, by=by, at=at, **more)


def _twins(move: Move, spans: Sequence[int]) -> list[tuple[Span, Span]]:
    """Of some spans of a set the standing ones that will say what another says already, each with that one."""
    if move.source.pk == move.target.pk:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, t.id FROM annotate_span s JOIN annotate_span t ON t.assignment_id = s.assignment_id "
            "AND t.label_id = %s AND t.extent = s.extent AND t.deleted_at IS NULL "
            "WHERE s.id = ANY (%s) AND s.deleted_at IS NULL ORDER BY s.id",
            [move.target.pk, list(spans)],
        )
        pairs = cursor.fetchall()
    there = Span.objects.in_bulk([pk for pair in pairs for pk in pair])
    return [(there[span], there[twin]) for span, twin in pairs]


def _standing_twins(label: Label, spans: QuerySet[Span]) -> list[int]:
    """Those of the standing spans whose words have the label already: somebody marked them so meanwhile."""
    there = Span.objects.standing().filter(assignment=OuterRef("assignment"), label=label, extent=OuterRef("extent"))
    return list(spans.exclude(label=label).filter(Exists(there), deleted_at=None).values_list("pk", flat=True))


def _fold(pairs: Sequence[tuple[Span, Span]], move: Move, *, at: datetime) -> list[State]:
    """Spans are taken up by their twins: the one stays that its analyst gave the label that both have now.

    Notes are joined, values the twin has none of are taken over, comments and links go along, and so does a decision
    where none stands of the twin. The span itself stays, deleted, with a pointer to the twin and its own words.
    """
    if not pairs:
        return []
    was = {twin.pk: _words(twin) for _span, twin in pairs}
    taken_up = [twin for span, twin in pairs if _take_up(twin, span, at=at)]
    Span.objects.bulk_update(taken_up, ["note", "unsure", "attributes", "version", "changed_at"])
    _point_to_twins(pairs, move, at=at)
    twin_of = {span.pk: twin.pk for span, twin in pairs}
    comments = _carry_comments(twin_of, at=at)
    links = _carry_links(twin_of, at=at)
    decisions = _share_decisions(twin_of)
    return [
        {
            "span": span.pk, "into": twin.pk, "was": was[twin.pk], "is": _words(twin),
            "comments": comments.get(span.pk, []), "links": links.get(span.pk, []),
            "decision": decisions.get(span.pk),
        }
        for span, twin in pairs
    ]  # fmt: skip


def _take_up(twin: Span, span: Span, *, at: datetime) -> bool:
    """Let the twin say what the span says; True where that changes it."""
    was = _words(twin)
    joined = "\n\n".join(dict.fromkeys(note for note in (twin.note, span.note) if note))
    twin.note = joined if len(joined) <= LONGEST_NOTE else twin.note
    twin.unsure = twin.unsure or span.unsure
    twin.attributes = {**span.attributes, **twin.attributes}
    if _words(twin) == was:
        return False
    twin.version += 1
    twin.changed_at = at
    return True


def _point_to_twins(pairs: Sequence[tuple[Span, Span]], move: Move, *, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE annotate_span s SET label_id = %s, codebook_id = %s, version = s.version + 1, changed_at = %s, "
            "deleted_at = %s, folded_into_id = p.twin FROM unnest(%s::bigint[], %s::bigint[]) AS p (span, twin) "
            "WHERE s.id = p.span",
            [
                move.target.pk, move.version.pk, at, at, [span.pk for span, _twin in pairs],
                [twin.pk for _span, twin in pairs],
            ],
        )  # fmt: skip


def _unfold(entry: State, source: Label, version: CodebookVersion, *, at: datetime) -> None:
    """The folded span stands again, with what went along to its twin."""
    span, twin = Span.objects.get(pk=entry["span"]), Span.objects.get(pk=entry["into"])
    if span.folded_into_id != twin.pk:
        return  # brought back meanwhile by its analyst
    span.label, span.codebook, span.deleted_at, span.folded_into = source, version, None, None
    span.version += 1
    span.changed_at = at
    span.save(update_fields=["label", "codebook", "deleted_at", "folded_into", "version", "changed_at"])
    if entry["was"] != entry["is"] and _words(twin) == entry["is"]:
        twin.note, twin.unsure, twin.attributes = (entry["was"][name] for name in ("note", "unsure", "attributes"))
        twin.version += 1
        twin.changed_at = at
        twin.save(update_fields=["note", "unsure", "attributes", "version", "changed_at"])
    Comment.objects.filter(pk__in=entry["comments"], span=twin).update(span=span, changed_at=at)
    Link.objects.filter(pk__in=entry["links"], source=twin).update(source=span, changed_at=at)
    Link.objects.filter(pk__in=entry["links"], target_span=twin).update(target_span=span, changed_at=at)
    if entry["decision"] is not None:
        DecidedSpan.objects.filter(decision=entry["decision"], span=twin, undone_at=None).update(undone_at=at)


def _words(span: Span) -> State:
    return {"note": span.note, "unsure": span.unsure, "attributes": span.attributes}


def _carry_comments(twin_of: Mapping[int, int], *, at: datetime) -> dict[int, list[int]]:
    """What was said about spans is said about their twins; which comments those were, by the span."""
    carried: dict[int, list[int]] = {}
    comments = list(Comment.objects.filter(span__in=list(twin_of)).order_by("pk"))
    for comment in comments:
        carried.setdefault(comment.span_id, []).append(comment.pk)
        comment.span_id, comment.changed_at = twin_of[comment.span_id], at
    Comment.objects.bulk_update(comments, ["span", "changed_at"])
    return carried


def _carry_links(twin_of: Mapping[int, int], *, at: datetime) -> dict[int, list[int]]:
    """Links of spans go to their twins, but for one between the two or one that is there; which, by the span."""
    carried: dict[int, list[int]] = {}
    spans = list(twin_of)
    for link in Link.objects.filter(Q(source__in=spans) | Q(target_span__in=spans)).order_by("pk"):
        ends = (link.source_id, link.target_span_id)
        source, target = twin_of.get(ends[0], ends[0]), twin_of.get(ends[1] or 0, ends[1])
        same = Link.objects.filter(
            source=source, kind=link.kind, target_span=target, target_link=link.target_link_id, deleted_at=None
        )
        if source == target or (link.deleted_at is None and same.exists()):
            continue
        Link.objects.filter(pk=link.pk).update(source=source, target_span=target, changed_at=at)
        for end in ends:
            if end in twin_of:
                carried.setdefault(end, []).append(link.pk)
    return carried


def _share_decisions(twin_of: Mapping[int, int]) -> dict[int, int]:
    """What stands of a span stands of its twin too, where nothing else does; which decision that is, by the span."""
    standing = DecidedSpan.objects.filter(undone_at=None, span__in=[*twin_of, *twin_of.values()])
    decided = dict(standing.values_list("span", "decision"))
    shared = {span: decided[span] for span, twin in twin_of.items() if span in decided and twin not in decided}
    DecidedSpan.objects.bulk_create(DecidedSpan(decision_id=shared[span], span_id=twin_of[span]) for span in shared)
    return shared


def _move_gold(move: Move, article_id: int, *, at: datetime) -> None:
    """The article's standing decisions for the source label are for the target now; gold twins become one."""
    with transaction.atomic():
        works = Assignment.objects.select_for_update(no_key=True).filter(article=article_id).order_by("pk")
        assert list(works), "a decision speaks of a span, which is in a set"
        if not _goes_on(move):
            return
        decisions = list(Decision.objects.standing().filter(article=article_id, label=move.source).order_by("pk"))
        move_decisions(move, article_id, decisions, at=at)


def move_decisions(move: Move, article_id: int, decisions: Sequence[Decision], *, at: datetime) -> None:
    """Give standing decisions of an article, whose sets are held, another label; one with a twin joins it."""
    if not decisions:
        return
    joined, moved = [], []
    for decision in decisions:
        twin = Decision.objects.standing().filter(
            article=article_id, label=move.target, extent=decision.extent
        ).first()  # fmt: skip
        if twin is not None:
            joined.append(_join(decision, twin, at=at))
        else:
            moved.append([decision.pk, version_number(decision.codebook_id)])
            decision.label, decision.codebook = move.target, move.version
            decision.save(update_fields=["label", "codebook"])
    journal.record(
        GOLD_MOVED, article_id, by=None, at=at, project=move.project.pk, article=article_id,
        before={"label": move.source.key, "decisions": moved},
        after={
            "label": move.target.key, "version": move.version.number, "step": move.step, "decisions": len(moved),
            "joined": joined,
        },
    )  # fmt: skip


def _join(decision: Decision, twin: Decision, *, at: datetime) -> State:
    """One gold span instead of two that are the same: the twin takes up the spans, the decision stays in history."""
    spans = sorted(DecidedSpan.objects.filter(decision=decision, undone_at=None).values_list("span", flat=True))
    DecidedSpan.objects.filter(decision=decision, undone_at=None).update(undone_at=at)
    decision.undone_at = at
    decision.save(update_fields=["undone_at"])
    DecidedSpan.objects.bulk_create(DecidedSpan(decision=twin, span_id=span) for span in spans)
    return {"decision": decision.pk, "into": twin.pk, "spans": spans}


def _put_back_gold(line: JournalLine, *, at: datetime) -> None:
    """Take back what one line moved; a decision that was taken back or changed since stays as it is."""
    with transaction.atomic():
        list(Assignment.objects.select_for_update(no_key=True).filter(article=line.article).order_by("pk"))
        if turned_back(line):
            raise Clash(_("This was taken back already."))
        before, after = line.before or {}, line.after or {}
        labels = {label.key: label for label in Label.objects.filter(project=line.project)}
        source, target = labels[before["label"]], labels[after["label"]]
        for pk, number in before["decisions"]:
            version = CodebookVersion.objects.get(project=line.project, number=number)
            decision = Decision.objects.standing().filter(pk=pk, label=target).first()
            if decision is None or _is_there(decision, source):
                continue
            decision.label, decision.codebook = source, version
            decision.save(update_fields=["label", "codebook"])
        for entry in after["joined"]:
            _part(entry, source, at=at)
        journal.record(
            GOLD_MOVED, line.subject, by=None, at=at, project=line.project, article=line.article,
            before={"label": target.key, "version": after["version"]}, after={"label": source.key},
            turn=Turn.UNDO, undoes=line.pk,
        )  # fmt: skip


def _part(entry: State, source: Label, *, at: datetime) -> None:
    """Gold that was joined stands by itself again, of those of its spans that the twin still speaks of."""
    decision = Decision.objects.get(pk=entry["decision"])
    held = DecidedSpan.objects.filter(decision=entry["into"], span__in=entry["spans"], undone_at=None)
    spans = list(held.values_list("span", flat=True))
    if not spans or _is_there(decision, source):
        return
    held.update(undone_at=at)
    decision.undone_at = None
    decision.save(update_fields=["undone_at"])
    DecidedSpan.objects.bulk_create(DecidedSpan(decision=decision, span_id=span) for span in spans)


def _is_there(decision: Decision, label: Label) -> bool:
    """Whether other gold of this label stands on the decision's words."""
    same = Decision.objects.standing().filter(article=decision.article_id, label=label, extent=decision.extent)
    return same.exclude(pk=decision.pk).exists()
