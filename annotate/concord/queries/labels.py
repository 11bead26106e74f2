"""One label's agreement, small enough to stand on another page."""

from __future__ import annotations

from dataclasses import dataclass

from annotate.concord.queries.numbers import Number
from annotate.concord.queries.report import Confused, Report

MOST = 5
"""Confusions that are typical enough to be told."""


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How far people agree on a label, and what the others say of its places instead; nothing where too few did it.

    `is_whole` is false as long as not everything is counted; the page of agreement counts on.
    """

    is_whole: bool
    numbers: tuple[Number, ...] = ()
    confused: tuple[Confused, ...] = ()
    spans: int = 0
    """Of how many spans `confused` speaks, each once for every other person."""


def label_agreement(report: Report, label: str) -> LabelAgreement:
    """What a report of this label says of it."""
    of_label = [one for one in report.confused if one.label == label]
    confused = sorted((one for one in of_label if one.other != label), key=lambda one: -one.spans)
    chosen = tuple(one for one in report.numbers if one.name in ("overlap_f1", "alpha_nominal"))
    return LabelAgreement(
        is_whole=True, numbers=chosen, confused=tuple(confused[:MOST]), spans=sum(one.spans for one in of_label)
    )
