"""Eight clients write on one article while a worker and the postmaster are killed: the promise of docs/api.md, counted.

`python -m tests.bench crash` does the same for 20 seconds and prints the count.
"""

from __future__ import annotations

from tests.run.installation import Installation
from tests.run.writers import trial

SECONDS = 9.0


def test_what_was_acknowledged_is_stored_once_whatever_is_killed(installation: Installation) -> None:
    found = trial(installation, seconds=SECONDS)
    assert found.statuses.keys() <= {200, 201, 503, None}, found
    assert found.first.lost == {}, found
    assert all(found.in_flight.values()), f"nothing was in flight at a kill, so nothing was tried: {found}"
    in_flight = {place for places in found.in_flight.values() for place in places}
    assert set(found.first.excess.values()) <= in_flight.intersection(found.unanswered), found

    assert found.then.lost == found.then.excess == {}, found
    assert found.then.twins == 0, found
    assert found.lines.total() == len(found.lines) == found.statuses.total(), "each write left one line, and no more"
    assert found.verified.returncode == 0, found.verified.stdout
