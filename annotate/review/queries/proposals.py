"""What a reviewer proposes to decide: pure values that a page's buttons stand for."""

from __future__ import annotations

from dataclasses import dataclass

from annotate.codebook.models import Label
from annotate.text.extent import Extent


@dataclass(frozen=True)
class Proposal:
    """What is to become of spans: this label on this extent, or nothing (label None rejects), and why.

    `quote` is what the text says on the extent: an action refuses where it does not.
    """

    span_ids: tuple[int, ...]
    label: Label | None
    extent: Extent
    quote: str
    reason: str = ""
