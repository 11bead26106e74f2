"""α_U, uα, binary uα, and the two of that family for which no formula is certain."""

from __future__ import annotations

from collections.abc import Sequence

from annotate.agreement import formulas, values
from annotate.agreement.counting import ArticleCounts
from annotate.agreement.measures.tables import Table, Used, matrix, spans_of, undefined_table
from annotate.agreement.unitizing import SharedLengths
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note


def alpha_u(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """α_U of a label, or of all: 1 − Σ D_o / Σ D_e over labels and articles."""
    rows, used, unfit = [], [], 0
    for count in counts:
        of_label = [unitized for unitized in count.unitized if label in (None, unitized.label)]
        observed = [each.observed for each in of_label if each.observed is not None]
        expected = [each.expected for each in of_label if each.expected is not None]
        if len(observed) < len(of_label):
            unfit += 1
            continue
        rows.append((sum(observed), sum(expected)))
        used.append(Used(count.people, spans_of(count.spans, label)))
    return Table(
        rows=matrix(rows, 2),
        used=used,
        formula=lambda added: formulas.alpha_u(added[..., 0], added[..., 1]),
        reason=lambda _: _reason(counts, used, label),
        left_out=(LeftOut(Note(values.OWN_LABEL_OVERLAPS), unfit),),
    )


def u_alpha(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """uα of all labels together."""
    return _u_alpha(counts, [count.shared for count in counts], label)


def u_alpha_binary(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """Binary uα: only marked and unmarked differ."""
    return _u_alpha(counts, [count.shared_binary for count in counts], label)


def unconfirmed(counts: Sequence[ArticleCounts], label: str | None) -> Table:
    """cuα and kuα: undefined as long as nobody has read their expected disagreement in the paper itself.

    The paper's text is not at hand, and of the two public implementations one prints a value for cuα, but beside a uα
    that the paper's formula does not give on the same data; so neither can be trusted for the other.
    """
    return _undefined(counts, label, values.NOT_CONFIRMED)


def _u_alpha(counts: Sequence[ArticleCounts], shared: Sequence[SharedLengths | None], label: str | None) -> Table:
    if label is not None:
        return _undefined(counts, label, values.WHOLE_ONLY)
    kept = [(count, sums) for count, sums in zip(counts, shared, strict=True) if sums is not None]
    kinds = sorted({kind or "" for _, sums in kept for kind, _ in sums.lengths if kind is not None})
    rows = [_row(sums, [None, *kinds]) for _, sums in kept]
    used = [Used(count.people, spans_of(count.spans, label)) for count, _ in kept]
    width = len(kinds) + 1
    return Table(
        rows=matrix(rows, 1 + 2 * width),
        used=used,
        formula=lambda added: formulas.u_alpha(added[..., 0], added[..., 1 : 1 + width], added[..., 1 + width :]),
        reason=lambda _: _reason(counts, used, label),
        left_out=(LeftOut(Note(values.OWN_SPANS_OVERLAP), len(counts) - len(kept)),),
    )


def _row(sums: SharedLengths, kinds: Sequence[str | None]) -> list[float]:
    lengths, squares = dict(sums.lengths), dict(sums.squares)
    return [sums.agreed, *(lengths.get(kind, 0) for kind in kinds), *(squares.get(kind, 0) for kind in kinds)]


def _reason(counts: Sequence[ArticleCounts], used: Sequence[Used], label: str | None) -> Note:
    if counts and not used:
        return Note(values.NOTHING_FITS)
    if not any(article.spans for article in used):
        return Note(values.NOTHING_MARKED if label is None else values.LABEL_UNUSED)
    return Note(values.CHANCE_AGREES)


def _undefined(counts: Sequence[ArticleCounts], label: str | None, reason: str) -> Table:
    return undefined_table([Used(count.people, spans_of(count.spans, label)) for count in counts], reason)
