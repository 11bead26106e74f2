"""α_U, uα, binary uα, and the two of that family for which no formula is certain."""

from __future__ import annotations

import numpy as np

from annotate.agreement import formulas, values
from annotate.agreement.measures.corpus import Bools, Corpus, Lengths
from annotate.agreement.measures.tables import Table, Used, sums, undefined_table
from annotate.agreement.values import LeftOut
from annotate.text.notes import Note


def alpha_u(corpus: Corpus, label: str | None) -> Table:
    """α_U of a label, or of all: 1 − Σ D_o / Σ D_e over labels and articles."""
    of_label = corpus.has_label(corpus.unitized.label, label)
    rows = np.zeros((len(corpus), 2))
    found = np.stack((corpus.unitized.observed, corpus.unitized.expected), axis=1)
    np.add.at(rows, corpus.unitized.article[of_label], found[of_label])
    fit: Bools = np.logical_not(np.isnan(rows).any(axis=1))
    used = corpus.used(label, fit)
    return Table(
        used=used,
        weighed=sums(rows[fit], lambda added: formulas.alpha_u(added[..., 0], added[..., 1])),
        reason=_reason(corpus, used, label),
        left_out=(LeftOut(Note(values.OWN_LABEL_OVERLAPS), int((~fit).sum())),),
    )


def u_alpha(corpus: Corpus, label: str | None) -> Table:
    """uα of all labels together."""
    return _u_alpha(corpus, corpus.shared, label)


def u_alpha_binary(corpus: Corpus, label: str | None) -> Table:
    """Binary uα: only marked and unmarked differ."""
    return _u_alpha(corpus, corpus.shared_binary, label)


def unconfirmed(corpus: Corpus, label: str | None) -> Table:
    """cuα and kuα: undefined as long as nobody has read their expected disagreement in the paper itself.

    The paper's text is not at hand, and of the two public implementations one prints a value for cuα, but beside a uα
    that the paper's formula does not give on the same data; so neither can be trusted for the other.
    """
    return undefined_table(corpus.used(label), values.NOT_CONFIRMED)


def _u_alpha(corpus: Corpus, shared: Lengths, label: str | None) -> Table:
    if label is not None:
        return undefined_table(corpus.used(label), values.WHOLE_ONLY)
    used, width = corpus.used(label, shared.known), shared.lengths.shape[1]
    return Table(
        used=used,
        weighed=sums(
            np.concatenate((shared.agreed[:, None], shared.lengths, shared.squares), axis=1),
            lambda added: formulas.u_alpha(added[..., 0], added[..., 1 : 1 + width], added[..., 1 + width :]),
        ),
        reason=_reason(corpus, used, label),
        left_out=(LeftOut(Note(values.OWN_SPANS_OVERLAP), len(corpus) - used.articles),),
    )


def _reason(corpus: Corpus, used: Used, label: str | None) -> Note:
    if len(corpus) and not used.articles:
        return Note(values.NOTHING_FITS)
    if not used.spans:
        return Note(values.NOTHING_MARKED if label is None else values.LABEL_UNUSED)
    return Note(values.CHANCE_AGREES)
