"""Counts are plain values: kept as JSON they come back the same, and a change counts only its article."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings

from annotate.agreement.continuum import Continuum
from annotate.agreement.counting import ArticleCounts, count_article
from annotate.agreement.disorder import GammaCount, GammaSettings
from annotate.agreement.gamma import count_gamma
from tests.agreement.strategies import continua


@settings(max_examples=30, deadline=None)
@given(continua())
def test_counts_come_back_from_json(continuum: Continuum) -> None:
    counts = count_article(continuum)
    assert msgspec.json.decode(msgspec.json.encode(counts), type=ArticleCounts) == counts


@settings(max_examples=10, deadline=None)
@given(continua(most=3))
def test_gamma_counts_come_back_from_json(continuum: Continuum) -> None:
    counts = count_gamma(continuum, GammaSettings(samples=2))
    assert msgspec.json.decode(msgspec.json.encode(counts), type=GammaCount) == counts
