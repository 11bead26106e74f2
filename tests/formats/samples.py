"""One small article and its spans, written out."""

from __future__ import annotations

import hashlib

from annotate.formats import bundle

TEXT = "=the ferry\nThey say it costs 🚢 more. It does not."

ARTICLE = bundle.Article(
    id=11, external_id="f-1", title="=the ferry", byline="", outlet="The Quay", published_on="2026-03-01",
    language="en", url="", sha256=hashlib.sha256(TEXT.encode()).hexdigest(), text=TEXT,
    blocks=(bundle.Block("title", 0, 10), bundle.Block("paragraph", 11, len(TEXT))), supersedes=None,
)  # fmt: skip

SPAN = bundle.Span(
    id=21, article=11, label="claim", start=0, end=10, ranges=((0, 10),), quote="=the ferry", analyst="ana",
    note="-5 crowns", unsure=True, attributes={"voice": "author"}, codebook_version=1, version=2,
    created_at="2026-03-04T09:30:00Z", updated_at="2026-03-04T09:31:00.250000Z",
)  # fmt: skip

PARTS = bundle.Span(
    id=22, article=11, label="evidence", start=16, end=49, ranges=((16, 22), (40, 49)),
    quote=f"{TEXT[16:22]} … {TEXT[40:49]}", analyst="ben", note="", unsure=False, attributes={}, codebook_version=1,
    version=1, created_at="2026-03-04T09:30:00Z", updated_at="2026-03-04T09:30:00Z",
)  # fmt: skip

GOLD = bundle.GoldSpan(
    id=23, article=11, label="claim", start=0, end=10, ranges=((0, 10),), quote="=the ferry", analyst=None, note="",
    unsure=False, attributes={}, codebook_version=1, version=1, created_at="2026-03-05T09:30:00Z",
    updated_at="2026-03-05T09:30:00Z", decided_by="rita", from_spans=(21,), reason="both found it",
)  # fmt: skip

ANSWER = bundle.Answer(
    id=24, article=11, question="stance", value="for", analyst="ana", codebook_version=1, version=2,
    created_at="2026-03-04T09:30:00Z", updated_at="2026-03-04T09:31:00Z",
)  # fmt: skip

GOLD_ANSWER = bundle.GoldAnswer(
    id=25, article=11, question="stance", value="torn", analyst=None, codebook_version=1, version=1,
    created_at="2026-03-05T09:30:00Z", updated_at="2026-03-05T09:30:00Z", decided_by="rita", from_answers=(24,),
    reason="neither is sure",
)  # fmt: skip
