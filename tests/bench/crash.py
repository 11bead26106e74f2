"""Eight clients write on one article for 20 seconds while a worker and the postmaster are killed. Counts, not times."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.utils.timezone import now

from annotate.demo.loading import load_demo, read_plan
from tests.run.installation import PASSWORD, Installation
from tests.run.writers import trial

SECONDS = 20.0


def measure(installation: Installation) -> Iterator[str]:
    """What `tests/run/test_writers.py` asserts, for longer, and told."""
    load_demo(read_plan(), password=PASSWORD, at=now())
    connection.close()
    yield f"\n{trial(installation, seconds=SECONDS)}"
