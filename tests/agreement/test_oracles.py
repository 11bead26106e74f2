"""The published numbers, each a test; `python -m tests.agreement.oracles` prints them."""

from __future__ import annotations

import pytest

from tests.agreement.oracles import Oracle, every_oracle


@pytest.mark.parametrize("oracle", every_oracle(), ids=lambda oracle: f"{oracle.source}: {oracle.what}")
def test_published_number_is_found_or_known_to_be_wrong(oracle: Oracle) -> None:
    found = oracle.found()
    assert oracle.holds(found), f"{oracle.expected} expected ({oracle.standing}), {found} found. {oracle.remark}"
